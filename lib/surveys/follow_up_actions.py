"""Every write to conversations owed after an answer: opened, taken, noted, closed with a note, opened again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from lib.accounts.tables import AccountOwner, Contact
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.follow_up_rules import due_at
from lib.surveys.tables import FOLLOW_UP_REASONS, SurveyFollowUp, SurveyResponse

owner, follow_up = table_of(AccountOwner), table_of(SurveyFollowUp)


def open_follow_up(
    write: Write, *, reason: str, wave_id: int | None, response_id: int | None = None, account_id: int | None = None,
    contact_id: int | None = None, name: str | None = None, opened_at: datetime, clock: str,
) -> int:  # fmt: skip
    """Owe a conversation from a moment on; its number. `reason` of FOLLOW_UP_REASONS, `clock` of CLOCKS.

    It falls to the account's owner of that day, where there is one. `name` is typed by who wishes to be contacted.
    """
    row = SurveyFollowUp(
        reason=reason, survey_wave_id=wave_id, survey_response_id=response_id, account_id=account_id,
        contact_id=contact_id, name=name, person_id=_owner(write, account_id, opened_at.date()), opened_at=opened_at,
        due_at=due_at(opened_at, clock),
    )  # fmt: skip
    return write.add(row)


def _owner(write: Write, account_id: int | None, day: date) -> int | None:
    leads = select(owner.c.person_id).where(
        owner.c.account_id == account_id,
        owner.c.duty == "lead",
        owner.c.starts_on <= day,
        or_(owner.c.ends_before.is_(None), owner.c.ends_before > day),
    )
    found = write.connection.execute(leads.order_by(owner.c.starts_on.desc()).limit(1)).scalar()
    return None if found is None else int(found)


def open_for_answer(
    store: Store, who: str, response_id: int | None, reason: str | None, clock: str, token: str
) -> int | None:
    """Owe a conversation after an answer sheet, from now on. RefusedValue: nothing chosen, or one is open already."""
    if response_id is None:
        raise RefusedValue("response_id", "choose the answer.")
    if reason not in FOLLOW_UP_REASONS:
        raise RefusedValue("reason", "choose why.")

    def work(write: Write) -> int:
        sheet = write.read(SurveyResponse, response_id)
        waiting = select(follow_up.c.id).where(
            follow_up.c.survey_response_id == response_id, follow_up.c.closed_at.is_(None)
        )
        if write.connection.execute(waiting.limit(1)).first():
            raise RefusedValue("response_id", "a conversation about this answer is open already.")
        return open_follow_up(
            write, reason=reason, wave_id=sheet["survey_wave_id"], response_id=response_id,
            account_id=sheet["account_id"] or _account_of(write, sheet["contact_id"]),
            contact_id=sheet["contact_id"], opened_at=now(), clock=clock,
        )  # fmt: skip

    return perform(store, who, "open follow-up", work, token)


def _account_of(write: Write, contact_id: int | None) -> int | None:
    return None if contact_id is None else int(write.read(Contact, contact_id)["account_id"])


def hand_over(store: Store, who: str, number: int, version: int, person_id: int | None, token: str) -> int | None:
    """Give an open conversation to a colleague, who has it in hand from then on; `version` as the screen showed it."""
    if person_id is None:
        raise RefusedValue("person_id", "choose who has the conversation.")

    def work(write: Write) -> int:
        write.read(Person, person_id)
        shown = _open(write, number, version)
        write.set(SurveyFollowUp, number, {"person_id": person_id, "state": "in progress"}, shown)
        return number

    return perform(store, who, "take follow-up", work, token)


def note_down(store: Store, who: str, number: int, version: int, note: str | None, token: str) -> int | None:
    """Keep a note on an open conversation. Raises RefusedValue where it is empty."""
    words = _said(note, "write down what there is to know.")

    def work(write: Write) -> int:
        write.set(SurveyFollowUp, number, {"note": words, "state": "in progress"}, _open(write, number, version))
        return number

    return perform(store, who, "note on follow-up", work, token)


def close_follow_up(store: Store, who: str, number: int, version: int, note: str | None, token: str) -> int | None:
    """The conversation was held: closed now, with what came of it. Raises RefusedValue without a note."""
    words = _said(note, "write down what was said and agreed: without a note it cannot be closed.")

    def work(write: Write) -> int:
        shown = _open(write, number, version)
        write.set(SurveyFollowUp, number, {"note": words, "state": "closed", "closed_at": now()}, shown)
        return number

    return perform(store, who, "close follow-up", work, token)


def reopen(store: Store, who: str, number: int, version: int, token: str) -> int | None:
    """Open a closed conversation again: it is due when it was; the change log keeps when it had been closed."""

    def work(write: Write) -> int:
        current = _as_shown(write, number, version)
        if current["closed_at"] is None:
            raise RefusedValue("state", "this conversation is open already.")
        write.set(SurveyFollowUp, number, {"state": "in progress", "closed_at": None}, current)
        return number

    return perform(store, who, "reopen follow-up", work, token)


def _open(write: Write, number: int, version: int) -> dict[str, Any]:
    current = _as_shown(write, number, version)
    if current["closed_at"] is not None:
        raise RefusedValue("state", "this conversation is closed: open it again first.")
    return current


def _as_shown(write: Write, number: int, version: int) -> dict[str, Any]:
    """The record, refused where somebody changed it after the screen was drawn."""
    current: Mapping[str, Any] = write.read(SurveyFollowUp, number)
    if current["version"] != version:
        raise RefusedValue("note", "somebody changed this conversation meanwhile: read it again, then save.")
    return dict(current)


def _said(note: str | None, reason: str) -> str:
    words = " ".join((note or "").split())
    if not words:
        raise RefusedValue("note", reason)
    return words
