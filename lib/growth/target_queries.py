"""Every SELECT of growth targets, and the dated amounts they are measured by."""

from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd
from sqlalchemy import select

from lib.accounts.queries import lead_owners
from lib.accounts.tables import Account
from lib.days import NONE, dated, in_force, numbers, record_numbers, spells
from lib.growth.pipeline_queries import decided, is_newest
from lib.growth.tables import GrowthTarget
from lib.money.queries import revenue_lines
from lib.people.tables import Person
from lib.periods import next_day
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

target, account, person, log = table_of(GrowthTarget), table_of(Account), table_of(Person), table_of(ChangeLog)
_AIMS = ("amount_cents", "share")


def growth_targets(store: Store, as_of: date) -> pd.DataFrame:
    """Every growth target with the aim it had at the end of a day, whether it has begun or not; by start and number.

    On the newest day of the pipeline or after it that is the aim it has now.

    Columns: id, version, kind, account_id and person_id (NONE: of none, of neither: of the book), account and person
    (their names, None), amount_cents (NA: none), share (NaN: none), starts_on, ends_before (NaT: no end).
    """
    names = ("id", "version", "kind", "account_id", "person_id", "amount_cents", "share", "starts_on", "ends_before")
    joined = target.outerjoin(account, account.c.id == target.c.account_id)
    joined = joined.outerjoin(person, person.c.id == target.c.person_id)
    called = (account.c.name.label("account"), person.c.name.label("person"))
    statement = select(*(target.c[name] for name in names), *called).select_from(joined)
    found = dated(store.frame(statement.order_by(target.c.starts_on, target.c.id)), "starts_on", "ends_before")
    known = found if is_newest(store, as_of) else _aims_then(found, _changed_since(store, as_of))
    return known.assign(
        **{name: record_numbers(known[name]) for name in ("account_id", "person_id")},
        **{name: known[name].astype(object).where(known[name].notna(), None) for name in ("account", "person")},
        amount_cents=pd.to_numeric(known["amount_cents"]).astype("Int64"),
        share=pd.to_numeric(known["share"]).astype("float64"),
    )


def _changed_since(store: Store, as_of: date) -> pd.DataFrame:
    """What aims were at the end of a day, where somebody changed them later. Columns: row_id, field, old (words)."""
    end = datetime.combine(next_day(as_of), time(), UTC)
    changed = select(log.c.row_id, log.c.field, log.c.old).where(
        log.c.table_name == target.name, log.c.kind == "changed", log.c.field.in_(_AIMS), log.c.at >= end
    )
    # A target taken away leaves its number to the next one: what was changed of it tells nothing of that.
    gone = log.alias()
    removed = select(gone.c.id).where(
        gone.c.table_name == target.name, gone.c.kind == "removed", gone.c.row_id == log.c.row_id, gone.c.id > log.c.id
    )
    rows = store.frame(changed.where(~removed.exists()).order_by(log.c.id))
    return rows.drop_duplicates(["row_id", "field"])


def _aims_then(found: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    for field, rows in changed.groupby("field"):
        old = pd.Series(pd.to_numeric(rows["old"]).to_numpy(dtype=float), index=rows["row_id"])
        there = found["id"].isin(old.index)
        found = found.assign(**{str(field): found[field].astype(object).where(~there, found["id"].map(old))})
    return found


def target_form(store: Store, target_id: int) -> dict[str, object]:
    """What a target holds now, with its version, for its form; empty where it is gone."""
    names = ("version", "kind", "amount_cents", "share")
    rows = store.rows(select(*(target.c[name] for name in names)).where(target.c.id == target_id))
    return dict(zip(names, rows[0], strict=True)) if rows else {}


def credited_revenue(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Revenue lines from `since` to a day, both inside, by day, with who is credited with each.

    Columns: day, account_id (NONE: none), service_id, person_id (who sold it, else who led the account that day; NONE:
    nobody), kind, amount_cents.
    """
    return _credited(store, revenue_lines(store, as_of, since), "day")


def won_deals(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Deals won from `since` to a day, both inside, with who is credited with each; by id.

    Columns: those of `pipeline_queries.decided`; account_id and person_id as in `credited_revenue`, day (it closed).
    """
    found = decided(store, as_of, since)
    won = found[found["stage_kind"] == "won"].reset_index(drop=True)
    return _credited(store, won.assign(day=won["closed_on"]), "day")


def _credited(store: Store, frame: pd.DataFrame, day: str) -> pd.DataFrame:
    accounts, people = record_numbers(frame["account_id"]), record_numbers(frame["person_id"])
    lead = in_force(spells(lead_owners(store), "account_id", "person_id"), accounts, numbers(frame[day]))
    return frame.assign(account_id=accounts, person_id=np.where(people == NONE, lead, people))
