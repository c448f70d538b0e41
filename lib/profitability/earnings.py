"""What each account brings and costs in a span: fees, costs passed on, hours and their value, what was given away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.days import NONE, in_force, record_numbers, spells
from lib.delivery.figures import delivery_margin, usual_margin
from lib.delivery.queries import cost_rates
from lib.format import percent
from lib.measure import Measure, undefined
from lib.money.book_queries import fees_of_book, passed_on_of_book, usual_margins, write_offs_of_book
from lib.periods import Period
from lib.profitability import privacy
from lib.profitability.earning_figures import believed, effective_rate, realisation
from lib.profitability.hours import worked
from lib.store.engine import Store

SUMS = (
    "fees", "passed_on", "written_off", "minutes", "billable_minutes", "value", "unpriced_minutes", "cost",
    "unrated_minutes", "usual_fees", "usual_kept",
)  # fmt: skip
BY_HOURS, BY_SERVICES = "by hours", "usual margin"


def earnings(store: Store, span: Period) -> pd.DataFrame:
    """One row an account with fees, hours, costs or write-offs in a span; account_id NONE: of no account.

    Columns: account_id; fees, passed_on, written_off (cents); minutes, billable_minutes; value (cents: billable hours
    at their bill rates), unpriced_minutes (billable, without a price); cost (cents: for `margin` alone, never shown),
    unrated_minutes (without a cost rate); usual_fees, usual_kept (cents: fees of services whose usual margin is known,
    and that margin of them). Each sums to its table's total.
    """
    parts = (_of_fees(store, span), _of_hours(store, span), *_of_costs(store, span))
    frame = pd.concat(parts, axis=1).fillna(0)
    whole = frame.reindex(columns=list(SUMS), fill_value=0).round().astype("int64")
    return whole.rename_axis("account_id").sort_index().reset_index()


def _of_fees(store: Store, span: Period) -> pd.DataFrame:
    fees = fees_of_book(store, span)
    usual = usual_margins(store).set_index("service_id")["margin_share"]
    share = usual.reindex(record_numbers(fees["service_id"])).to_numpy(dtype=np.float64)
    cents = fees["amount_cents"].to_numpy(dtype=np.int64)
    known = ~np.isnan(share)
    columns = {
        "fees": cents,
        "usual_fees": np.where(known, cents, 0),
        "usual_kept": np.where(known, cents * np.nan_to_num(share), 0.0),
    }
    return pd.DataFrame(columns).groupby(record_numbers(fees["account_id"])).sum()


def _of_hours(store: Store, span: Period) -> pd.DataFrame:
    hours = worked(store, span)
    minutes, price = hours["minutes"].to_numpy(), hours["bill_rate"].to_numpy()
    rates = spells(cost_rates(store), "person_id", "cents_per_hour")
    cost = in_force(rates, hours["person_id"].to_numpy(), hours["day"].to_numpy())
    billable = hours["billable"].to_numpy()
    columns = {
        "minutes": minutes,
        "billable_minutes": np.where(billable, minutes, 0),
        "value": np.where(billable & (price != NONE), minutes * price / 60, 0.0),
        "unpriced_minutes": np.where(billable & (price == NONE), minutes, 0),
        "cost": np.where(cost != NONE, minutes * cost / 60, 0.0),
        "unrated_minutes": np.where(cost == NONE, minutes, 0),
    }
    return pd.DataFrame(columns).groupby(hours["account_id"].to_numpy()).sum()


def _of_costs(store: Store, span: Period) -> tuple["pd.Series[int]", "pd.Series[int]"]:
    passed, given = passed_on_of_book(store, span), write_offs_of_book(store, span)
    sums = [one["amount_cents"].groupby(record_numbers(one["account_id"])).sum() for one in (passed, given)]
    return sums[0].rename("passed_on"), sums[1].rename("written_off")


@dataclass(frozen=True)
class Earned:
    """What a row, or many, earned: the margin as it may be shown, and what it is made of (BY_HOURS, BY_SERVICES)."""

    margin: Measure
    made_of: str
    effective_rate: Measure
    realisation: Measure


def earned(row: Mapping[str, int], *, sees_costs: bool) -> Earned:
    """The figures of one row of `earnings`. Where hours or cost rates are missing, the margin is the usual one; for who
    may not see costs it is never made of hours.

    Hours of no account are internal: they brought none of the fees beside them.
    """
    if row["account_id"] == NONE:
        inside = undefined("internal work brings no fees", base=None, absent="not applicable")
        return Earned(_usual(row), BY_SERVICES, inside, inside)
    hourly = effective_rate(row["fees"], row["passed_on"], row["minutes"])
    realised = realisation(row["fees"], row["billable_minutes"], row["value"], row["unpriced_minutes"])
    if not believed(row["minutes"], row["unrated_minutes"]):
        return Earned(_usual(row), BY_SERVICES, hourly, realised)
    if not sees_costs:
        return Earned(privacy.instead(_usual(row)), BY_SERVICES, hourly, realised)
    return Earned(delivery_margin(row["fees"], row["passed_on"], row["cost"]), BY_HOURS, hourly, realised)


def _usual(row: Mapping[str, int]) -> Measure:
    fees = np.array([row["usual_fees"], row["fees"] - row["usual_fees"]], dtype=np.int64)
    share = row["usual_kept"] / row["usual_fees"] if row["usual_fees"] else np.nan
    return usual_margin(fees, np.array([share, np.nan]))


def together(rows: pd.DataFrame, *, sees_costs: bool) -> Earned:
    """The figures of many rows of `earnings`.

    The margin is made of the rows that have one by hours; without any of them, and for who may not see costs, it is the
    usual one of all. Hours and fees of no account are in no rate.
    """
    total = {name: int(rows[name].sum()) for name in SUMS}
    rows = rows[rows["account_id"] != NONE]
    clients = {name: int(rows[name].sum()) for name in SUMS}
    hourly = effective_rate(clients["fees"], clients["passed_on"], clients["minutes"])
    realised = realisation(
        clients["fees"], clients["billable_minutes"], clients["value"], clients["unpriced_minutes"]
    )  # fmt: skip
    made = rows[made_of_hours(rows)]
    if made.empty:
        return Earned(_usual(total), BY_SERVICES, hourly, realised)
    if not sees_costs:
        return Earned(privacy.instead(_usual(total)), BY_SERVICES, hourly, realised)
    fees, passed, cost = (int(made[name].sum()) for name in ("fees", "passed_on", "cost"))
    found = delivery_margin(fees, passed, cost)
    if found.value is not None:
        found = replace(found, base=len(made), note=_speaks_for(fees, total["fees"]))
    return Earned(found, BY_HOURS, hourly, realised)


def made_of_hours(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which accounts have a margin by hours; the row of no account never has one."""
    pairs = zip(rows["minutes"].tolist(), rows["unrated_minutes"].tolist(), strict=True)
    enough = pd.Series([believed(minutes, unrated) for minutes, unrated in pairs], rows.index, dtype=bool)
    return enough & (rows["account_id"] != NONE)


def _speaks_for(fees: int, all_fees: int) -> str:
    return f"speaks for {percent(fees / all_fees)} of the fees" if 0 < fees < 0.995 * all_fees else ""
