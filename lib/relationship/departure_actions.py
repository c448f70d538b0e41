"""Recording that a client leaves: when, why in both voices, and whether we tried to keep them."""

from datetime import date

from sqlalchemy import select

from lib.errors import RefusedValue
from lib.relationship.departure_reasons import Reason, add_reasons, given_reasons
from lib.relationship.tables import CHURN_REASONS, Departure
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

__all__ = ["Reason", "record_departure"]
DEPARTURES = table_of(Departure)


def record_departure(
    store: Store, who: str, account_id: int, decided_on: date | None, last_day_on: date | None,
    reasons: tuple[Reason, ...], treated: bool, said_on: date, token: str,
) -> int | None:  # fmt: skip
    """Record that a client decided to leave, with the reasons of each voice that gave any; gives its number.

    Raises RefusedValue naming decided_on, last_day_on, client (also where no voice gave a reason) or ours.
    """
    if decided_on is None:
        raise RefusedValue("decided_on", "say on which day the client decided.")
    if decided_on > said_on:
        raise RefusedValue("decided_on", f"must not be after {said_on}, the day it is recorded for.")
    if last_day_on is not None and last_day_on < decided_on:
        raise RefusedValue("last_day_on", f"must not be before {decided_on}, the day it was decided.")
    if all(one.reason is None for one in reasons):
        raise RefusedValue("client", f"choose a reason in at least one voice: {', '.join(CHURN_REASONS)}.")
    given = given_reasons(reasons)

    def work(write: Write) -> int:
        _not_twice(write, account_id, decided_on)
        departure = Departure(account_id=account_id, decided_on=decided_on, last_day_on=last_day_on, treated=treated)
        made = write.add(departure)
        add_reasons(write, made, given, who, said_on)
        return made

    return perform(store, who, "record departure", work, token)


def _not_twice(write: Write, account_id: int, decided_on: date) -> None:
    there = (DEPARTURES.c.account_id == account_id, DEPARTURES.c.decided_on == decided_on)
    if write.connection.execute(select(DEPARTURES.c.id).where(*there)).first() is not None:
        raise RefusedValue("decided_on", "a departure decided on this day is recorded already.")
