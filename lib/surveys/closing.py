"""Closing a wave for good: its last answers are stored, an anonymous one is released, the form forgets it.

The steps stand in an order in which each can be done again: the form closes (no answer can come any more), all is
stored in one transaction, the form forgets. Wherever it breaks off, closing once more does the rest, nothing twice.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lib.errors import RefusedValue
from lib.respond import exchange
from lib.respond.store import NoFile
from lib.respond.wave import Collected, Sheet
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.writing import Write, perform
from lib.surveys.anonymous_actions import AnonymousSheet, Given, store_anonymous, store_release
from lib.surveys.closing_release import release_of
from lib.surveys.collecting import keep_collected, wave_state
from lib.surveys.collecting_sheets import ASKED, open_wave
from lib.surveys.follow_up_actions import open_follow_up
from lib.surveys.follow_up_rules import CLOCK_SETTING, HOURS
from lib.surveys.form_file import AnswersMissing, reading_form, there
from lib.surveys.tables import SurveyInvitation, SurveyWave

INVITATION = table_of(SurveyInvitation)


def close_wave(store: Store, who: str, wave_id: int, form: Path) -> None:
    """Close a wave, or finish closing one where that broke off. Nothing can be undone.

    Raises NotFound, AnswersMissing, StrangeAnswers, FormUnread; whatever is raised, closing again does the rest.
    """
    state = wave_state(store, wave_id)
    with reading_form(form):
        if state["closed_at"] is None:
            _close(store, who, state, form)
        if there(form, state["code"]):
            # A wave that was ended without this file takes answers here still.
            exchange.close(form, state["code"])
            exchange.forget(form, state["code"])


def _close(store: Store, who: str, state: Mapping[str, Any], form: Path) -> None:
    try:
        collected = _last_answers(store, state, form)
    except AnswersMissing:
        if wave_state(store, state["wave_id"])["closed_at"] is None:
            raise
        return  # somebody else closed it between our two looks at the form's file, which forgot it then
    _store_all(store, who, state, collected, "close a wave")


def lost(store: Store, wave_id: int, form: Path) -> bool:
    """Whether links of an open wave went out and the form's file does not have it; raises FormUnread."""
    state = wave_state(store, wave_id)
    open_still = state["closed_at"] is None and _links_went_out(store, wave_id)
    return open_still and not there(form, state["code"])


def end_without_answers(store: Store, who: str, wave_id: int, form: Path) -> None:
    """Close a wave whose answers are lost with the form's file, with what was fetched before: of an anonymous one none.

    Nothing can be undone; the change log says that it was ended so. Raises RefusedValue where the form has the wave.
    """
    state = wave_state(store, wave_id)
    if state["closed_at"] is not None:
        return
    if not lost(store, wave_id, form):
        raise RefusedValue("survey_wave_id", "nothing of this wave is lost: close it, and its answers are stored.")
    _store_all(store, who, state, Collected((), ()), "end a wave without its answers")


def unfinished(store: Store, wave_id: int, form: Path) -> bool:
    """Whether a closed wave still lies in the form's file: closing it again erases it there."""
    state = wave_state(store, wave_id)
    return state["closed_at"] is not None and there(form, state["code"])


def _last_answers(store: Store, state: Mapping[str, Any], form: Path) -> Collected:
    """Close the wave in the form, and all that it brought; nothing where no link ever went out."""
    try:
        if state["code"]:
            exchange.close(form, state["code"])
            return exchange.collect(form, state["code"])
    except (NoFile, exchange.NoSuchWave) as error:
        if _links_went_out(store, state["wave_id"]):
            raise AnswersMissing(form) from error
    return Collected((), ())


def _links_went_out(store: Store, wave_id: int) -> bool:
    sent = select(INVITATION.c.id).where(INVITATION.c.survey_wave_id == wave_id, INVITATION.c.state != "listed")
    return bool(store.rows(sent.limit(1)))


def _store_all(store: Store, who: str, state: Mapping[str, Any], collected: Collected, action: str) -> None:
    anonymous, clock = state["mode"] == "anonymous", settings(store).get(CLOCK_SETTING, HOURS)
    rows = release_of(store, state, collected.sheets) if anonymous else []

    def work(write: Write) -> None:
        wave = write.read(SurveyWave, state["wave_id"])
        if wave["closed_at"] is not None:
            return  # somebody else closed it meanwhile, with the same answers: the form took no more
        if not anonymous:
            keep_collected(write, open_wave(write, state["wave_id"]), collected, clock)
        write.set(SurveyWave, state["wave_id"], {"closed_at": now()}, wave)
        if anonymous:
            store_anonymous(write, state["wave_id"], [_anonymous(sheet) for sheet in collected.sheets])
            store_release(write, state["wave_id"], rows)
            _keep_wishes(write, state["wave_id"], collected, clock)

    perform(store, who, action, work)


def _anonymous(sheet: Sheet) -> AnonymousSheet:
    answers = tuple(Given(a.number, a.score, a.words, a.not_applicable) for a in sheet.answers)
    return AnonymousSheet(sheet.cuts.segment, sheet.cuts.region, sheet.cuts.manager, answers)


def _keep_wishes(write: Write, wave_id: int, collected: Collected, clock: str) -> None:
    """Wishes of an anonymous wave: the name that was typed and the wave, no answer, no account."""
    for wish in collected.wishes:
        open_follow_up(write, reason=ASKED, wave_id=wave_id, name=wish.name, opened_at=now(), clock=clock)
