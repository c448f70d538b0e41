"""Every write to a wave itself: opened, its last day moved, dropped while nobody was asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.required import folded, given, not_before, written
from lib.respond import exchange
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.form_file import changing_form
from lib.surveys.sending_form import Form
from lib.surveys.tables import Survey, SurveyInvitation, SurveyQuestion, SurveyWave

QUESTION, WAVE, INVITATION = table_of(SurveyQuestion), table_of(SurveyWave), table_of(SurveyInvitation)


@dataclass(frozen=True)
class Plan:
    """A wave to be: which survey, what it is called, its first and last day."""

    survey_id: int | None
    name: str | None
    opens_on: date | None
    closes_on: date | None


def open_wave(store: Store, who: str, plan: Plan, token: str) -> int:
    """Open a wave of a survey; its number. Raises RefusedValue: no question yet, a name used, a last day too early."""
    survey_id = given("survey_id", plan.survey_id, "choose which survey is asked.")
    name = written("name", plan.name, "call it as you will find it again: March 2027.")
    opens_on = given("opens_on", plan.opens_on, "say from when it is asked.")
    closes_on = given("closes_on", plan.closes_on, "say until when it may be answered.")
    not_before("closes_on", closes_on, opens_on, "its first day")

    def work(write: Write) -> int:
        survey = write.read(Survey, survey_id)
        _refuse_unasked(write, survey)
        _refuse_same_name(write, survey_id, name)
        return write.add(SurveyWave(survey_id=survey_id, name=name, opens_on=opens_on, closes_on=closes_on))

    return perform(store, who, "open a wave", work, token) or 0


def _refuse_unasked(write: Write, survey: dict[str, Any]) -> None:
    asked = select(func.count()).where(QUESTION.c.survey_id == survey["id"])
    if not write.connection.execute(asked).scalar():
        raise RefusedValue("survey_id", f"“{survey['name']}” has no question yet: build it first.")


def _refuse_same_name(write: Write, survey_id: int, name: str) -> None:
    waves = write.connection.execute(select(WAVE.c.name, WAVE.c.opens_on).where(WAVE.c.survey_id == survey_id)).all()
    found = next((opened for called, opened in waves if folded(called) == folded(name)), None)
    if found is not None:
        raise RefusedValue("name", f"a wave of this survey from {fmt.day(found)} is called so: choose another name.")


def move_last_day(store: Store, who: str, wave_id: int, closes_on: date | None, form: Form, token: str) -> None:
    """Let an open wave end on another day, in the survey form too. Raises RefusedValue, and what the form refuses."""
    day = given("closes_on", closes_on, "say until when it may be answered.")

    def work(write: Write) -> None:
        wave = still_open(write, wave_id)
        not_before("closes_on", day, wave["opens_on"], "its first day")
        write.set(SurveyWave, wave_id, {"closes_on": day}, wave)
        if wave["code"] is not None:
            with changing_form(form.file, wave["code"]):
                exchange.move_last_day(form.file, wave["code"], day)

    perform(store, who, "move a wave's last day", work, token)


def drop_wave(store: Store, who: str, wave_id: int, token: str) -> None:
    """Take back a wave that nobody was asked in, with its list. Raises RefusedValue where somebody was."""

    def work(write: Write) -> None:
        wave = still_open(write, wave_id)
        if wave["code"] is not None:
            raise RefusedValue("survey_wave_id", "links of this wave were made already: close it instead.")
        listed = select(INVITATION.c.id).where(INVITATION.c.survey_wave_id == wave_id)
        for (number,) in write.connection.execute(listed).all():
            write.remove(SurveyInvitation, number)
        write.remove(SurveyWave, wave_id)

    perform(store, who, "drop a wave", work, token)


def still_open(write: Write, wave_id: int) -> dict[str, Any]:
    """The wave as it stands. Raises RefusedValue where it is closed, NotFound where it is gone."""
    wave = write.read(SurveyWave, wave_id)
    if wave["closed_at"] is not None:
        raise RefusedValue("survey_wave_id", f"“{wave['name']}” is closed: open a new wave.")
    return wave
