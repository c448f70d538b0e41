"""Every write to invitations but their links: listed, taken out, marked by hand, sent, reminded."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.required import given, happened, written
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.tables import SurveyInvitation, SurveyWave
from lib.surveys.wave_actions import still_open

INVITATION = table_of(SurveyInvitation)
BY_HAND = ("bounced", "refused")
Row = Mapping[str, Any]


def add_listed(write: Write, wave_id: int, contact_ids: Sequence[int]) -> int:
    """List contacts in an open wave; nothing is sent. How many. Raises RefusedValue."""
    if not contact_ids:
        raise RefusedValue("contact_ids", "nobody is chosen: choose whom to invite.")
    still_open(write, wave_id)
    common = {"survey_wave_id": wave_id, "state": "listed", "recorded_at": now(), "version": 1}
    write.add_many(SurveyInvitation, [common | {"contact_id": number} for number in contact_ids])
    return len(contact_ids)


def take_out(store: Store, who: str, wave_id: int, invitation_ids: Sequence[int], token: str) -> int:
    """Take people off the list who were sent nothing; how many. Raises RefusedValue where one has a link already."""
    if not invitation_ids:
        raise RefusedValue("invitation_ids", "nobody is chosen: choose whom to take out.")

    def work(write: Write) -> int:
        still_open(write, wave_id)
        for number in invitation_ids:
            row = write.read(SurveyInvitation, number)
            if row["state"] != "listed" or row["account_id"] is not None:
                raise RefusedValue("invitation_ids", "links were made for one of them: mark them as refused instead.")
            write.remove(SurveyInvitation, number)
        return len(invitation_ids)

    return perform(store, who, "take people out of a wave", work, token) or 0


def mark_by_hand(
    store: Store, who: str, invitation_id: int | None, state: str | None, reason: str | None, token: str
) -> None:
    """Write down that a message came back or that somebody will not answer, and why. Raises RefusedValue."""
    if state not in BY_HAND:
        raise RefusedValue("state", "say whether the message came back or they refused.")
    number = given("invitation_id", invitation_id, "say whose invitation it was.")
    trouble = written("reason", reason, "say how you know: what the returned message or the person said.")

    def work(write: Write) -> None:
        row = write.read(SurveyInvitation, number)
        if row["state"] == "answered":
            raise RefusedValue("state", "they answered already, so the message came.")
        if row["sent_on"] is None and row["account_id"] is None:
            raise RefusedValue("state", "they were sent nothing yet: take them out instead.")
        write.set(SurveyInvitation, number, {"state": state, "trouble": trouble}, row)

    perform(store, who, "mark an invitation", work, token)


def mark_sent(write: Write, invitation_id: int, day: date, more: Row | None = None) -> None:
    """Note inside a transaction that the first message of somebody listed goes out, with `more` that is true now."""
    row = write.read(SurveyInvitation, invitation_id)
    if row["state"] != "listed":
        raise RefusedValue("state", "one of them was sent their message meanwhile: look at the list again.")
    values = {"state": "sent", "sent_on": happened("sent_on", day), "trouble": None}
    write.set(SurveyInvitation, invitation_id, values | dict(more or {}), row)


def claim(store: Store, who: str, invitation_id: int, day: date, days: int = 0) -> bool:
    """Note that a message goes out now; False where somebody else sent it or it is no longer wanted.

    Nor where another wave, whose messages go out at the same time, asked the person within `days`.
    Written before the message leaves: whatever breaks afterwards, nobody gets it twice.
    """

    def work(write: Write) -> int:
        row = write.read(SurveyInvitation, invitation_id)
        if row["state"] != "listed" or _closed(write, row) or _asked_elsewhere(write, row, day, days):
            return 0
        mark_sent(write, invitation_id, day)
        return 1

    return bool(perform(store, who, "send an invitation", work))


def _closed(write: Write, invitation: Row) -> bool:
    """Whether the wave was closed while its messages were going out: their links open nothing any more."""
    return write.read(SurveyWave, invitation["survey_wave_id"])["closed_at"] is not None


def _asked_elsewhere(write: Write, invitation: Row, day: date, days: int) -> bool:
    asked_on = func.coalesce(INVITATION.c.reminded_on, INVITATION.c.sent_on)
    others = select(INVITATION.c.id).where(
        INVITATION.c.contact_id == invitation["contact_id"], INVITATION.c.state != "bounced",
        INVITATION.c.survey_wave_id != invitation["survey_wave_id"], asked_on > day - timedelta(days),
    )  # fmt: skip
    return write.connection.execute(others.limit(1)).first() is not None


def settle(store: Store, who: str, invitation_id: int, state: str, trouble: str | None) -> None:
    """What became of a claimed message: bounced, or listed again as it never left, or sent with a doubt."""
    values: dict[str, Any] = {"state": state, "trouble": trouble} | ({"sent_on": None} if state == "listed" else {})

    def work(write: Write) -> None:
        row = write.read(SurveyInvitation, invitation_id)
        if row["state"] == "sent":
            write.set(SurveyInvitation, invitation_id, values, row)

    perform(store, who, "send an invitation", work)


def remind(write: Write, invitation_id: int, before: date | None, day: date) -> bool:
    """Note that a reminder goes out; False where one went out since `before`, or it is no longer wanted."""
    row = write.read(SurveyInvitation, invitation_id)
    if row["state"] != "sent" or row["reminded_on"] != before or _closed(write, row):
        return False
    write.set(SurveyInvitation, invitation_id, {"reminded_on": happened("reminded_on", day)}, row)
    return True


def claim_reminder(store: Store, who: str, invitation_id: int, before: date | None, day: date) -> bool:
    """The same in a transaction of its own, before the message leaves."""
    return bool(perform(store, who, "send a reminder", lambda write: int(remind(write, invitation_id, before, day))))


def settle_reminder(
    store: Store, who: str, invitation_id: int, before: date | None, state: str, trouble: str | None
) -> None:
    """What became of a claimed reminder: bounced, or not gone out (`listed`), or sent with a doubt."""
    values: dict[str, Any] = {"trouble": trouble}
    values |= {"reminded_on": before} if state == "listed" else {"state": state}

    def work(write: Write) -> None:
        row = write.read(SurveyInvitation, invitation_id)
        if row["state"] == "sent":
            write.set(SurveyInvitation, invitation_id, values, row)

    perform(store, who, "send a reminder", work)
