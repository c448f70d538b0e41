"""Every SELECT of the backtest: what was decided, and what was known at a day before each decision."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import CTE, Date, Integer, and_, column, func, select, values

from lib.accounts.tables import Contact, Contract, Renewal
from lib.days import Bools, dated, numbers, record_numbers
from lib.health.tables import HealthSnapshot
from lib.relationship.tables import Escalation, Interaction, InteractionContact
from lib.store.base import table_of
from lib.store.engine import Store

renewal, contract, snapshot = table_of(Renewal), table_of(Contract), table_of(HealthSnapshot)
interaction, took_part, contact = table_of(Interaction), table_of(InteractionContact), table_of(Contact)
escalation = table_of(Escalation)

NEWEST_WITHIN = 31  # days: an older snapshot does not tell what was known on a day
CONTACT_WITHIN = 30
_AT_ONCE = 5_000  # asked in one statement: three values each
_APART = 1 << 25  # more days than a store can span


def renewal_decisions(store: Store, as_of: date) -> pd.DataFrame:
    """Renewals decided by a day; one without a day of decision was decided when it fell due.

    Columns: account_id, decided_on, outcome.
    """
    day = func.coalesce(renewal.c.decided_on, renewal.c.due_on)
    statement = (
        select(contract.c.account_id, day.label("decided_on"), renewal.c.outcome)
        .join(contract, contract.c.id == renewal.c.contract_id)
        .where(renewal.c.outcome.is_not(None), day <= as_of)
        .order_by(day, renewal.c.id)
    )
    return dated(store.frame(statement), "decided_on")


def snapshots_before(store: Store, asked: pd.DataFrame) -> pd.DataFrame:
    """The last health snapshot of each account up to a day, and at most a month before it.

    `asked`: account_id, day (datetime64). Columns: account_id, day, id, taken_on, recorded_at, low, high, band,
    capped_by; pairs without a snapshot are left out.
    """
    names = ("id", "taken_on", "recorded_at", "low", "high", "band", "capped_by")
    frames = []
    for pairs in _asked(asked, NEWEST_WITHIN):
        window = snapshot.c.taken_on.between(pairs.c.first, pairs.c.day)
        columns = (pairs.c.account_id, pairs.c.day, *(snapshot.c[name] for name in names))
        joined = select(*columns).join(snapshot, and_(snapshot.c.account_id == pairs.c.account_id, window))
        frames.append(store.frame(joined.order_by(snapshot.c.taken_on)))
    found = pd.concat(frames) if frames else pd.DataFrame(columns=["account_id", "day", *names])
    found = found.astype({"account_id": "int64", "id": "int64"})
    return dated(found, "day", "taken_on").drop_duplicates(["account_id", "day"], keep="last", ignore_index=True)


def contacts_before(store: Store, asked: pd.DataFrame) -> pd.DataFrame:
    """Which of the asked pairs had a two-way contact in the 30 days up to the day, with the account or its people.

    Columns: account_id, day; notes are no contact. A contact logged on a person only counts for the person's account.
    """
    if asked.empty:
        return asked[["account_id", "day"]]
    window = interaction.c.happened_on.between(
        (asked["day"].min() - pd.Timedelta(CONTACT_WITHIN, "D")).date(), asked["day"].max().date()
    )
    there = (window, interaction.c.direction == "two way", interaction.c.kind != "note")
    day = interaction.c.happened_on.label("day")
    straight = select(interaction.c.account_id, day).where(interaction.c.account_id.is_not(None), *there)
    by_person = (
        select(contact.c.account_id, day)
        .join(took_part, took_part.c.interaction_id == interaction.c.id)
        .join(contact, contact.c.id == took_part.c.contact_id)
        .where(interaction.c.account_id.is_(None), *there)
    )
    made = pd.concat([store.frame(statement.distinct()) for statement in (straight, by_person)])
    return asked.loc[_lately(asked, dated(made, "day")), ["account_id", "day"]]


def _lately(asked: pd.DataFrame, made: pd.DataFrame) -> Bools:
    """For each asked pair whether the account's last day in `made` is at most 30 days before the day."""
    wanted, known = (record_numbers(one["account_id"]) * _APART + numbers(one["day"]) for one in (asked, made))
    known.sort()
    at = np.searchsorted(known, wanted, side="right") - 1
    # Accounts lie so far apart that a small distance is one of days.
    found = (at >= 0) & (wanted - known[np.maximum(at, 0)] <= CONTACT_WITHIN) if len(known) else at >= 0
    return np.asarray(found)


def first_contact_day(store: Store) -> date | None:
    """The day the records of contacts begin."""
    day: date | None = store.rows(select(func.min(interaction.c.happened_on)))[0][0]
    return day


def escalations_opened(store: Store, as_of: date) -> pd.DataFrame:
    """Escalations opened by a day. Columns: account_id, day."""
    opened = escalation.c.opened_on.label("day")
    statement = select(escalation.c.account_id, opened).where(escalation.c.opened_on <= as_of)
    return dated(store.frame(statement.order_by(escalation.c.id)), "day")


def _asked(asked: pd.DataFrame, days: int) -> list[CTE]:
    """Pairs of account and day as tables of the statement, with the first day to look at."""
    day = asked["day"].to_numpy(dtype="datetime64[D]")
    first = day - np.timedelta64(days, "D")
    rows = list(zip(asked["account_id"].tolist(), first.tolist(), day.tolist(), strict=True))
    shape = (column("account_id", Integer), column("first", Date), column("day", Date))
    return [
        values(*shape, name="asked_rows").data(rows[at : at + _AT_ONCE]).cte("asked")
        for at in range(0, len(rows), _AT_ONCE)
    ]
