"""Every write to anonymous waves: their answers, kept so that nothing leads back to a person, and their release."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from lib.errors import RefusedValue
from lib.store.base import Base, now, table_of
from lib.store.writing import Write
from lib.surveys.tables import AnonymousAnswer, Survey, SurveyRelease, SurveyWave


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question: a score, words, or that it does not apply."""

    question_id: int
    score: float | None = None
    words: str | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class AnonymousSheet:
    """What one person answered, and the groups it counts for, as they were when the wave was sent (None: no group)."""

    segment: str | None
    region: str | None
    manager: str | None
    answers: tuple[Given, ...]


def store_anonymous(write: Write, wave_id: int, sheets: Sequence[AnonymousSheet]) -> None:
    """Store all answers of a closed anonymous wave, at once and once.

    Keys and sheets get new random names, and the rows are written in the order of their keys: in whatever order the
    sheets come, neither a column, nor a page of the file, nor a place in a page keeps it. The change log says that
    answers came, not how many. Raises RefusedValue: a wave that is not anonymous, is still open, or has its answers
    (a few late ones could be told from those that were there).
    """
    _closed_anonymous(write, wave_id)
    _not_there(write, AnonymousAnswer, wave_id, "its answers are stored already: late ones cannot join them.")
    rows = [row for sheet in sheets for row in _rows(wave_id, sheet)]
    table = table_of(AnonymousAnswer)
    if rows:
        write.connection.execute(insert(table), sorted(rows, key=lambda row: str(row["key"])))
    write.note("added", table, None, new="the answers of a wave")


def store_release(write: Write, wave_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the release of a closed anonymous wave, from the rows of `release_figures.release`; it never changes.

    Raises RefusedValue: a wave that is not anonymous, is still open, or was released.
    """
    _closed_anonymous(write, wave_id)
    _not_there(write, SurveyRelease, wave_id, "it was released already, and a release never changes.")
    common = {"survey_wave_id": wave_id, "recorded_at": now(), "version": 1}
    write.add_many(SurveyRelease, [common | dict(row) for row in rows])


def _rows(wave_id: int, sheet: AnonymousSheet) -> list[dict[str, Any]]:
    cuts = {"segment": sheet.segment, "region": sheet.region, "manager": sheet.manager}
    common = {"survey_wave_id": wave_id, "sheet": secrets.token_hex(16), **cuts}
    return [
        common
        | {
            "key": secrets.token_hex(16), "survey_question_id": answer.question_id, "score": answer.score,
            "words": answer.words, "not_applicable": answer.not_applicable,
        }
        for answer in sheet.answers
    ]  # fmt: skip


def _closed_anonymous(write: Write, wave_id: int) -> None:
    wave = write.read(SurveyWave, wave_id)
    if write.read(Survey, wave["survey_id"])["mode"] != "anonymous":
        raise RefusedValue("survey_wave_id", "the survey is attributed, its answers belong to people.")
    if wave["closed_at"] is None:
        raise RefusedValue("survey_wave_id", "the wave is still open: close it first.")


def _not_there(write: Write, model: type[Base], wave_id: int, reason: str) -> None:
    table = table_of(model)
    there = select(table.c.survey_wave_id).where(table.c.survey_wave_id == wave_id).limit(1)
    if write.connection.execute(there).first():
        raise RefusedValue("survey_wave_id", reason)
