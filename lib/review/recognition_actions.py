"""Recording wins and thanks, and check-ups held with clients."""

from datetime import date

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.required import given, happened, tidy, written
from lib.review.rules import known_account, known_person
from lib.review.tables import CHECK_UP_PERIODS, CheckUp, Win
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

CHECK_UP = table_of(CheckUp)


def record_win(
    store: Store, who: str, *, happened_on: date | None, account_id: int | None, person_id: int | None,
    words: str | None, thanks_from: str | None, token: str,
) -> int | None:  # fmt: skip
    """Record a win or thanks worth telling the team; its number. Raises RefusedValue naming the field."""
    row = Win(
        happened_on=happened("happened_on", happened_on), account_id=account_id, person_id=person_id,
        words=written("words", words, "say what went well."), thanks_from=tidy(thanks_from),
    )  # fmt: skip

    def work(write: Write) -> int:
        known_account(write, account_id)
        known_person(write, person_id, date.min)  # who left may still be thanked
        return write.add(row)

    return perform(store, who, "record win", work, token)


def record_check_up(
    store: Store, who: str, *, account_id: int | None, period: str | None, held_on: date | None, person_id: int | None,
    words: str | None, token: str,
) -> int | None:  # fmt: skip
    """Record a check-up held with a client for a quarter or a year; its number.

    Raises RefusedValue naming the field, also where that client's check-up of that day is recorded already.
    """
    client, day = given("account_id", account_id, "choose the client."), happened("held_on", held_on)
    if period not in CHECK_UP_PERIODS:
        raise RefusedValue("period", "say whether it was for a quarter or for a year.")

    def work(write: Write) -> int:
        known_account(write, client)
        known_person(write, person_id, day)
        same = (CHECK_UP.c.account_id == client, CHECK_UP.c.held_on == day, CHECK_UP.c.period == period)
        if write.connection.execute(select(CHECK_UP.c.id).where(*same).limit(1)).first():
            raise RefusedValue("held_on", f"this client's check-up of {fmt.day(day)} is recorded already.")
        return write.add(CheckUp(account_id=client, person_id=person_id, period=period, held_on=day, words=tidy(words)))

    return perform(store, who, "record check-up", work, token)
