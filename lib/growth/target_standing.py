"""Growth targets as they stood on a day, with the revenue and deals they are measured by."""

from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.queries import accounts, services
from lib.accounts.renewal_queries import owners_and_sectors
from lib.days import NONE, numbers, record_numbers
from lib.growth.pipeline import without_renewals
from lib.growth.queries import first_deal_day
from lib.growth.target_figures import measured
from lib.growth.target_ledger import Ledger, Records, ledger
from lib.growth.target_queries import credited_revenue, growth_targets, won_deals
from lib.money.queries import first_revenue_day
from lib.periods import add_months
from lib.store.engine import Store

IN_FORCE, COMING, PAST = "in force", "coming", "past"


def standing(store: Store, as_of: date, when: str) -> pd.DataFrame:
    """The targets IN_FORCE on a day, COMING after it or PAST by then, each with how far it has come.

    Columns: those of `target_figures.measured`, and owner and sector: of an account its own on that day, of a person
    they themselves and None.
    """
    wanted = timed(growth_targets(store, as_of), as_of, when)
    if wanted.empty:
        return measured(wanted, records_of(store, as_of, as_of), as_of).assign(owner=None, sector=None)
    found = measured(wanted, records_of(store, as_of, first_day(wanted)), as_of)
    whose = owners_and_sectors(store, as_of).set_index("account_id")
    at = found["account_id"].to_numpy()
    owner = whose["owner"].astype(object).reindex(at).to_numpy()
    sector = whose["sector"].astype(object).reindex(at).to_numpy()
    told = found.assign(owner=np.where(at == NONE, found["person"], owner), sector=sector).astype(
        {"owner": object, "sector": object}
    )
    return told.assign(**{name: told[name].where(told[name].notna(), None) for name in ("owner", "sector")})


def timed(targets: pd.DataFrame, as_of: date, when: str) -> pd.DataFrame:
    """The targets of one of the times IN_FORCE, COMING, PAST, as seen on a day."""
    today = pd.Timestamp(as_of)
    begun, over = targets["starts_on"] <= today, targets["ends_before"] <= today
    return targets[{IN_FORCE: begun & ~over, COMING: ~begun, PAST: over}[when]].reset_index(drop=True)


def first_day(targets: pd.DataFrame) -> date:
    """The first day whose facts tell of the targets: a year before the first of them began."""
    return add_months(targets["starts_on"].min().date(), -12)


def records_of(store: Store, as_of: date, since: date) -> Records:
    """Revenue and won deals (renewals left out) from `since` to a day, for measuring."""
    revenue, won = credited_revenue(store, as_of, since), without_renewals(won_deals(store, as_of, since))
    begun = first_revenue_day(store)
    return Records(
        revenue=_ledger(revenue), won=_ledger(won[won["amount_cents"].notna()]),
        revenue_from=begun, deals_from=first_deal_day(store),
    )  # fmt: skip


def _ledger(frame: pd.DataFrame) -> Ledger:
    account, person, cents = (record_numbers(frame[name]) for name in ("account_id", "person_id", "amount_cents"))
    return ledger(account, person, numbers(frame["day"]), cents)


def rows_behind(store: Store, target: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The revenue lines or won deals that make up the amount so far of one target (a frame of one row), newest first.

    Columns: day, account, service (None: none), kind (of revenue, or of the deal), amount_cents.
    """
    one = target.iloc[0]
    start = one["starts_on"].date()
    if one["kind"] == "won":
        found = without_renewals(won_deals(store, as_of, start))
        found = found[found["amount_cents"].notna()]
    else:
        found = credited_revenue(store, as_of, start)
    for name in ("account_id", "person_id"):
        found = found[found[name] == one[name]] if one[name] != NONE else found
    kept = found[~(found["day"] >= one["ends_before"])].sort_values("day", ascending=False, kind="stable")
    named = {"account": accounts(store), "service": services(store)}
    told = {name: _called(table, kept[f"{name}_id"]) for name, table in named.items()}
    shown: pd.DataFrame = kept.assign(**told)[["day", "account", "service", "kind", "amount_cents"]]
    return shown.reset_index(drop=True)


def _called(table: pd.DataFrame, ids: "pd.Series[int]") -> "pd.Series[str]":
    names = pd.Series(table["name"].to_numpy(dtype=object), index=table["id"])
    called = pd.Series(names.reindex(record_numbers(ids)).to_numpy(), index=ids.index, dtype=object)
    return called.where(called.notna(), None)
