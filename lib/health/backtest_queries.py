"""Every SELECT of the backtest: what was decided, and what was known at a day before each decision."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import CTE, Date, Integer, and_, column, func, select, values

from lib.accounts.tables import Contact, Contract, Renewal
from lib.days import dated, numbers
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

    Columns: account_id, day; notes are no contact.
    """
    frames = [_in_touch_with_people(store, asked)]
    for pairs in _asked(asked, CONTACT_WITHIN):
        lately = interaction.c.happened_on.between(pairs.c.first, pairs.c.day)
        theirs = and_(interaction.c.account_id == pairs.c.account_id, lately, *_TWO_WAY)
        found = select(pairs.c.account_id, pairs.c.day).join(interaction, theirs).distinct()
        frames.append(dated(store.frame(found), "day"))
    return pd.concat(frames).astype({"account_id": "int64"}).drop_duplicates(ignore_index=True)


_TWO_WAY = (interaction.c.direction == "two way", interaction.c.kind != "note")


def _in_touch_with_people(store: Store, asked: pd.DataFrame) -> pd.DataFrame:
    """The pairs in touch only by contacts that were logged on a person, not on the account: there are few of these."""
    logged = (
        select(contact.c.account_id, interaction.c.happened_on)
        .join(took_part, took_part.c.interaction_id == interaction.c.id)
        .join(contact, contact.c.id == took_part.c.contact_id)
        .where(interaction.c.account_id.is_(None), *_TWO_WAY)
    )
    found = dated(store.frame(logged), "happened_on").astype({"account_id": "int64"})
    both = asked[["account_id", "day"]].astype({"account_id": "int64"}).merge(found, on="account_id")
    age = numbers(both["day"]) - numbers(both["happened_on"])
    return both.loc[(age >= 0) & (age <= CONTACT_WITHIN), ["account_id", "day"]]


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
