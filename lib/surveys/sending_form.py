"""A wave as the survey form shows it: its words, questions and links, and where the form is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from lib.errors import RefusedValue
from lib.respond.wave import Question, Wave
from lib.store.base import table_of
from lib.store.writing import Write
from lib.surveys.form_file import form_file
from lib.surveys.tables import Survey, SurveyQuestion, SurveyWave

ADDRESS, DEFAULT_ADDRESS = "survey_address", "http://localhost:8502"
QUESTION = table_of(SurveyQuestion)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """The survey form: its file, its public address, and the firm that asks."""

    file: Path
    address: str
    firm: str


def form_of(settings: Mapping[str, str]) -> Form:
    """The form by the firm's settings and the environment."""
    return Form(form_file(), settings.get(ADDRESS, DEFAULT_ADDRESS), settings.get("firm_name", ""))


def checked_address(text: str | None) -> str:
    """The public address of the form as somebody typed it. Raises RefusedValue."""
    address = (text or "").strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username or any(sign.isspace() for sign in address):
        raise RefusedValue(ADDRESS, "write it as https://survey.yourfirm.example, without anything after it.")
    return address


def opens_here_only(address: str) -> bool:
    """Whether links below the address open on this machine only."""
    host = (urlsplit(address).hostname or "").lower()
    return host == "localhost" or host.endswith(".localhost") or host.startswith("127.") or host == "::1"


def form_wave(survey: Row, wave: Row, questions: Sequence[Row], firm: str) -> tuple[Wave, tuple[Question, ...]]:
    """The wave and its questions as `lib.respond.exchange.offer` takes them, from rows of their tables.

    A question's `number` there is its id here. Raises RefusedValue where the firm has no name or the wave no last day.
    """
    if not firm.strip():
        raise RefusedValue("firm_name", "the firm has no name yet, and clients read who asks: give it one.")
    if wave["closes_on"] is None:
        raise RefusedValue("closes_on", "the wave has no last day: set one.")
    shown = Wave(
        code=wave["code"], title=survey["name"], firm=firm.strip(), mode=survey["mode"], closes_on=wave["closes_on"],
        promise=survey["promise"] or "", k=survey["least_group"],
    )  # fmt: skip
    return shown, tuple(_question(row) for row in questions)


def _question(row: Row) -> Question:
    choices = tuple(choice.strip() for choice in (row["choices"] or "").split(";") if choice.strip())
    return Question(
        number=row["id"], words=row["words"], scale=row["scale"], choices=choices if row["scale"] == "choice" else (),
        low=row["low_words"] or "", high=row["high_words"] or "", may_not_apply=row["may_not_apply"],
    )  # fmt: skip


def offered(write: Write, wave_id: int, firm: str) -> tuple[Wave, tuple[Question, ...]]:
    """The same for a wave as it stands inside a transaction; NotFound where it is gone."""
    wave = write.read(SurveyWave, wave_id)
    of_survey = select(QUESTION).where(QUESTION.c.survey_id == wave["survey_id"])
    rows = write.connection.execute(of_survey.order_by(QUESTION.c.position, QUESTION.c.id)).mappings().all()
    questions = [{str(name): value for name, value in row.items()} for row in rows]
    return form_wave(write.read(Survey, wave["survey_id"]), wave, questions, firm)
