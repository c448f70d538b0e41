"""Every write to work given away: noted, corrected, taken back; one action, one transaction."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Account
from lib.errors import RefusedValue, StewardError
from lib.money.tables import WRITE_OFF_REASONS, WriteOff
from lib.required import cents, given, happened, tidy
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

ACCOUNTS = table_of(Account)
MOST_HOURS = 100_000


class WriteOffChanged(StewardError):
    """Two people corrected one write-off: the second is told how it stands."""

    def __init__(self, amount_cents: int, reason: str) -> None:
        super().__init__(
            f"Somebody changed this write-off meanwhile: it is {amount_cents / 100:,.2f} for {reason} now. Nothing was "
            "saved; look at it, and change it on purpose."
        )


def add_write_off(
    store: Store, who: str, account_id: int | None, amount: float | None, hours: float | None, reason: str | None,
    written_off_on: date | None, person_id: int | None, words: str | None, token: str,
) -> int | None:  # fmt: skip
    """Note work given away to a client: an amount in units of currency, the hours behind it where they are known.

    `person_id`: who decided it. Its number comes back. Raises RefusedValue naming the field.
    """
    client = given("account_id", account_id, "choose the client it was given to.")
    row = WriteOff(
        account_id=client, amount_cents=_cents(amount), minutes=_minutes(hours), reason=_reason(reason),
        written_off_on=happened("written_off_on", written_off_on), person_id=person_id, words=tidy(words),
    )  # fmt: skip

    def work(write: Write) -> int:
        if not write.connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == client)).first():
            raise RefusedValue("account_id", "this client is no longer there: reload the page.")
        return write.add(row)

    return perform(store, who, "note write-off", work, token)


def edit_write_off(
    store: Store, who: str, write_off_id: int, shown_version: int, amount: float | None, hours: float | None,
    reason: str | None, written_off_on: date | None, person_id: int | None, words: str | None, token: str,
) -> None:  # fmt: skip
    """Correct a write-off. Raises WriteOffChanged where somebody was faster than `shown_version`, RefusedValue."""
    wanted = {
        "amount_cents": _cents(amount), "minutes": _minutes(hours), "reason": _reason(reason),
        "written_off_on": happened("written_off_on", written_off_on), "person_id": person_id, "words": tidy(words),
    }  # fmt: skip

    def work(write: Write) -> int:
        write.set(WriteOff, write_off_id, wanted, _as_shown(write, write_off_id, shown_version))
        return write_off_id

    perform(store, who, "edit write-off", work, token)


def remove_write_off(store: Store, who: str, write_off_id: int, shown_version: int, token: str) -> None:
    """Take a write-off back that was noted by mistake; the change log keeps it. Raises WriteOffChanged, NotFound."""

    def work(write: Write) -> int:
        _as_shown(write, write_off_id, shown_version)
        write.remove(WriteOff, write_off_id)
        return write_off_id

    perform(store, who, "remove write-off", work, token)


def _as_shown(write: Write, write_off_id: int, shown_version: int) -> dict[str, Any]:
    current = write.read(WriteOff, write_off_id)
    if current["version"] != shown_version:
        raise WriteOffChanged(current["amount_cents"], current["reason"])
    return current


def _cents(amount: float | None) -> int:
    worth = cents("amount", round(given("amount", amount, "write what the work was worth.") * 100))
    if not worth:
        raise RefusedValue("amount", "must be above 0.")
    return worth


def _minutes(hours: float | None) -> int | None:
    if hours is None:
        return None
    if not 0 <= hours <= MOST_HOURS:  # so that what is no number is refused too
        raise RefusedValue("hours", f"must lie between 0 and {MOST_HOURS:,}.")
    return round(hours * 60)


def _reason(reason: str | None) -> str:
    if reason not in WRITE_OFF_REASONS:
        raise RefusedValue("reason", "choose why it was given away.")
    return str(reason)
