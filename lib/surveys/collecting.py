"""Fetching the answers of attributed waves from the survey form, as often as wanted, each sheet once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lib.errors import NotFound, StewardError
from lib.respond import exchange
from lib.respond.wave import Collected, Sheet, Wish
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.writing import Write, perform
from lib.surveys.anonymous_actions import Given
from lib.surveys.collecting_sheets import NewSheet, OpenWave, groups_of, keep_sheet, open_wave
from lib.surveys.follow_up_rules import CLOCK_SETTING, HOURS
from lib.surveys.form_file import reading_form
from lib.surveys.tables import Survey, SurveyInvitation, SurveyResponse, SurveyWave

SOURCE = "survey form"
INVITATION, RESPONSE = table_of(SurveyInvitation), table_of(SurveyResponse)
WAVE, SURVEY = table_of(SurveyWave), table_of(Survey)


class StrangeAnswers(StewardError):
    """The survey form holds answers of somebody whom Steward did not invite to the wave; nothing was fetched."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} of the sheets in the survey form belong to no invitation of this wave: "
            "check that the form's file is the one that this wave was offered in (STEWARD_RESPOND_FILE)."
        )


def wave_state(store: Store, wave_id: int) -> dict[str, Any]:
    """The wave with its survey: wave_id, survey_id, wave, code, closed_at, mode, least_group. Raises NotFound."""
    columns = (
        WAVE.c.id.label("wave_id"), WAVE.c.survey_id, WAVE.c.name.label("wave"), WAVE.c.code, WAVE.c.closed_at,
        SURVEY.c.mode, SURVEY.c.least_group,
    )  # fmt: skip
    found = store.rows(select(*columns).join(SURVEY, SURVEY.c.id == WAVE.c.survey_id).where(WAVE.c.id == wave_id))
    if not found:
        raise NotFound("survey_wave", wave_id)
    return {str(name): value for name, value in found[0]._mapping.items()}


def waiting(store: Store, wave_id: int, form: Path) -> int:
    """How many sheets of an open attributed wave lie in the form and are not fetched yet; raises as `fetch`."""
    state = wave_state(store, wave_id)
    known = {key for (key,) in store.rows(_fetched(wave_id))}
    with reading_form(form):
        return sum(sheet.key not in known for sheet in exchange.collect(form, state["code"]).sheets)


def fetch(store: Store, who: str, wave_id: int, form: Path, token: str | None = None) -> int:
    """Store the answers that came by link since the last time; how many sheets.

    Raises RefusedValue (the wave is anonymous or closed), NoFile, FormUnread, NoSuchWave, StrangeAnswers.
    """
    state = wave_state(store, wave_id)
    clock = settings(store).get(CLOCK_SETTING, HOURS)

    def work(write: Write) -> int:
        wave = open_wave(write, wave_id)
        collected = exchange.collect(form, state["code"]) if state["code"] else Collected((), ())
        return keep_collected(write, wave, collected, clock)

    with reading_form(form):
        return perform(store, who, "fetch survey answers", work, token) or 0


def keep_collected(write: Write, wave: OpenWave, collected: Collected, clock: str) -> int:
    """Store what the form brought and is not stored yet, inside a transaction already begun; how many sheets."""
    known = {key for (key,) in write.connection.execute(_fetched(wave.wave_id))}
    invited = _invited(write, wave.wave_id)
    sheets = [sheet for sheet in collected.sheets if sheet.key not in known]
    wishes = {wish.handle for wish in collected.wishes}
    if strangers := ({sheet.handle for sheet in sheets} | wishes) - invited.keys():
        raise StrangeAnswers(len(strangers))
    for sheet in sheets:
        keep_sheet(write, wave, _of_form(write, sheet, invited, wishes), SOURCE, clock)
    answered = {sheet.handle for sheet in collected.sheets}
    for wish in collected.wishes:
        if wish.handle not in answered:
            keep_sheet(write, wave, _of_wish(write, wish, invited), SOURCE, clock)
    return len(sheets)


def _fetched(wave_id: int) -> Any:
    return select(RESPONSE.c.source_id).where(RESPONSE.c.survey_wave_id == wave_id, RESPONSE.c.source == SOURCE)


def _invited(write: Write, wave_id: int) -> dict[str | None, dict[str, Any]]:
    theirs = select(INVITATION).where(INVITATION.c.survey_wave_id == wave_id, INVITATION.c.token_hash.is_not(None))
    return {row["token_hash"]: dict(row) for row in write.connection.execute(theirs).mappings()}


def _of_form(
    write: Write, sheet: Sheet, invited: Mapping[str | None, dict[str, Any]], wishes: set[str | None]
) -> NewSheet:
    invitation = invited[sheet.handle]
    answers = tuple(Given(a.number, a.score, a.words, a.not_applicable) for a in sheet.answers)
    return NewSheet(
        invitation["contact_id"], sheet.answered_on, "link", answers, groups_of(write, invitation), sheet.complete,
        sheet.handle in wishes, source_id=sheet.key,
    )  # fmt: skip


def _of_wish(write: Write, wish: Wish, invited: Mapping[str | None, dict[str, Any]]) -> NewSheet:
    invitation = invited[wish.handle]
    groups = groups_of(write, invitation)
    return NewSheet(invitation["contact_id"], None, "link", (), groups, wants_contact=True)
