"""What no file may change, and no undo take back: a survey that was sent, and what an anonymous one promised."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from lib.errors import StewardError
from lib.importing.plan import Plan, TablePlan
from lib.importing.standing import Standing
from lib.store.base import table_of
from lib.store.tables import ChangeLog
from lib.surveys.asking import was_asked
from lib.surveys.tables import Survey, SurveyInvitation, SurveyQuestion, SurveyResponse, SurveyWave

SURVEYS, QUESTIONS, WAVES = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
INVITATIONS, RESPONSES, LOG = table_of(SurveyInvitation), table_of(SurveyResponse), table_of(ChangeLog)
WHENCE = frozenset({"recorded_at", "source", "source_id"})  # of a row: where it came from, nothing that was promised
FROZEN = "somebody was asked already, so neither it nor its questions change any more"
OFFERED = "its links are out, so its waves and invitations change on the page of surveys alone"
ANONYMOUS = "it is anonymous, and its answers come by its own form alone"
LATE = ("anonymous_answer", "survey_release")


class PromiseBroken(StewardError):
    """A file that would change what people were promised when they were asked; nothing of the import is written."""

    def __init__(self, table: str, survey: str, why: str) -> None:
        super().__init__(f'{table}: "{survey}" stays as it is; {why}. Leave these rows out of the file.')


def refuse_broken_promises(now: Standing, plan: Plan) -> None:
    """Raise PromiseBroken for the first row of a plan that a survey of the store forbids."""
    if now.cleared or not any(name.startswith(("survey", "anonymous")) for name in plan.tables):
        return
    for table, survey, why in _broken(now.connection, plan):
        raise PromiseBroken(table, survey, why)


def _broken(connection: Connection, plan: Plan) -> Iterator[tuple[str, str, str]]:
    frozen = _named(connection, or_(SURVEYS.c.frozen_at.is_not(None), was_asked(SURVEYS.c.id)))
    anonymous = _named(connection, SURVEYS.c.mode == "anonymous")
    waves = {row.id: row for row in connection.execute(select(WAVES.c.id, WAVES.c.survey_id, WAVES.c.code))}
    of_wave = {number: row.survey_id for number, row in waves.items()} | dict(_new(plan, "survey_wave", "survey_id"))
    offered = {number: row.survey_id for number, row in waves.items() if row.code or row.survey_id in anonymous}
    every = _named(connection, SURVEYS.c.id.is_not(None))

    def told(name: str, surveys: Iterator[int | None], among: dict[int, str], why: str) -> Iterator[tuple[str, str, str]]:
        yield from ((name, among[survey], why) for survey in surveys if survey in among)

    yield from told("survey", iter(_changed(plan, "survey")), frozen, FROZEN)
    asked = dict(_stored(connection, QUESTIONS.c.id, QUESTIONS.c.survey_id, _changed(plan, "survey_question")))
    yield from told("survey_question", (asked.get(one) for one in _changed(plan, "survey_question")), frozen, FROZEN)
    new = (survey for _, survey in _new(plan, "survey_question", "survey_id"))
    yield from told("survey_question", new, frozen, FROZEN)
    moved = (offered.get(one) for one in _changed(plan, "survey_wave"))
    yield from told("survey_wave", moved, every, OFFERED)
    of_row = _stored(connection, INVITATIONS.c.id, INVITATIONS.c.survey_wave_id, _changed(plan, "survey_invitation"))
    yield from told("survey_invitation", (offered.get(wave) for _, wave in of_row), every, OFFERED)
    sent = (offered.get(wave) for wave in _sent(plan))
    yield from told("survey_invitation", sent, every, OFFERED)
    sheets = (of_wave.get(wave) for wave in _waves_of_sheets(connection, plan))
    yield from told("survey_response", sheets, anonymous, ANONYMOUS)
    for name in LATE:
        late = (waves[wave].survey_id for wave in _waves_of(connection, plan, name) if wave in waves)
        yield from told(name, late, every, ANONYMOUS)


def _named(connection: Connection, which: ColumnElement[bool]) -> dict[int, str]:
    return {row.id: row.name for row in connection.execute(select(SURVEYS.c.id, SURVEYS.c.name).where(which))}
