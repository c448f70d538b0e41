"""Figures of renewals: what falls due and when to act, what is aimed at, expected and became of it."""

from datetime import date

import numpy as np
import pandas as pd

from lib.days import Bools, numbers
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, month_start, months, next_day

DAY = np.timedelta64(1, "D")
DAYS_A_MONTH = 365.25 / 12
# What the amount of a month is made of, in the order it is stacked.
PARTS = ("Final", "Forecast", "Notice given", "No forecast yet")


def as_known(written: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Renewals as they were known at the end of a day: without outcomes decided and notices given after it.

    An outcome without a day of decision counts as known.
    """
    day = np.datetime64(as_of)
    early = ~(written["decided_on"] > day)
    known = {name: written[name].where(early) for name in ("outcome", "final_cents", "decided_on")}
    return written.assign(**known, notice_given_on=written["notice_given_on"].where(written["notice_given_on"] <= day))


def calendar(written: pd.DataFrame, running: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What falls due in the twelve months after a day, and what fell due before it undecided; what needs us first.

    `written` and `running` as in renewal_queries. Columns: id and version (NA: a contract that ends, with no renewal
    written for it), contract_id, account_id, account, service, kind, due_on, notice_on (last day to give notice),
    act_on (the next of the two; NaT: decided), auto_renews, notice_given_on, target_cents, forecast_cents,
    final_cents, outcome, decided_on, due_cents (the target; where none is written the fee of the term now).
    """
    both = pd.concat([as_known(written, as_of), _unwritten(running, as_of)], ignore_index=True)
    day = np.datetime64(as_of)
    open_ones = both["outcome"].isna()
    there = both[(both["due_on"] >= day) | open_ones].reset_index(drop=True)
    notice = there["due_on"] - _cents(there, "notice_days").fillna(0).to_numpy(dtype=np.int64) * DAY
    ahead = (notice >= day) & there["notice_given_on"].isna()
    act = there["due_on"].where(~ahead, notice).where(there["outcome"].isna())
    whole = {name: _cents(there, name) for name in ("id", "version", "target_cents", "forecast_cents", "final_cents")}
    found = there.assign(notice_on=notice, act_on=act, **whole, due_cents=whole["target_cents"].fillna(_worth(there)))
    kept = found.drop(columns=["starts_on", "ends_before", "monthly_fee_cents", "total_fee_cents", "notice_days"])
    return kept.sort_values(["act_on", "due_on", "account"], kind="stable").reset_index(drop=True)


def open_ended(running: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The running terms of which no end was known on a day; a notice given later had not set it yet."""
    return running[~_end_known(running, as_of)].reset_index(drop=True)


def _unwritten(running: pd.DataFrame, as_of: date) -> pd.DataFrame:
    soon = running["ends_before"] <= np.datetime64(add_months(as_of, 12))
    ending = running[soon.to_numpy() & _end_known(running, as_of)]
    return ending.assign(due_on=ending["ends_before"])


def _end_known(running: pd.DataFrame, as_of: date) -> Bools:
    later = running["notice_given_on"] > np.datetime64(as_of)
    return np.asarray(running["ends_before"].notna() & ~later)


def _cents(frame: pd.DataFrame, name: str) -> "pd.Series[int]":
    column = frame[name] if name in frame else pd.Series(pd.NA, index=frame.index)
    return column.astype("Int64")


def _worth(frame: pd.DataFrame) -> "pd.Series[int]":
    """What the term that ends is worth at its present fee, in cents: its months × the fee, or its whole fee."""
    ends = frame["ends_before"].fillna(frame["due_on"])
    length = np.round((numbers(ends) - numbers(frame["starts_on"])) / DAYS_A_MONTH).astype(np.int64)
    return (_cents(frame, "monthly_fee_cents") * length).fillna(_cents(frame, "total_fee_cents"))


def by_month(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What the renewals of each month come to, the undecided ones that fell due earlier left out.

    Takes the frame of `calendar`. Columns: month (date), part ("Target" or one of PARTS), cents, renewals; one row for
    each month and part, of the twelve months from `as_of`.
    """
    ahead = found[found["due_on"] >= np.datetime64(as_of)]
    given = ("outcome", "forecast_cents", "notice_given_on")
    decided, forecast, notice = (ahead[name].notna().to_numpy() for name in given)
    part = np.select([decided, forecast, notice], PARTS[:3], PARTS[3])
    cents = np.select(
        [decided, forecast],
        [ahead[name].fillna(0).to_numpy(dtype=np.int64) for name in ("final_cents", "forecast_cents")],
        ahead["due_cents"].fillna(0).to_numpy(dtype=np.int64),
    )
    month = ahead["due_on"].to_numpy().astype("datetime64[M]")
    every = pd.DataFrame({"month": month, "part": part, "cents": cents, "renewals": 1})
    target = every.assign(part="Target", cents=ahead["due_cents"].fillna(0).to_numpy(dtype=np.int64))
    summed = pd.concat([every, target]).groupby(["month", "part"])[["cents", "renewals"]].sum()
    return _every_month(summed, as_of)


def _every_month(summed: pd.DataFrame, as_of: date) -> pd.DataFrame:
    span = Period(month_start(as_of), next_day(add_months(as_of, 12)))
    starts = np.array([piece.start for piece in months(span)], dtype="datetime64[M]")
    index = pd.MultiIndex.from_product([starts.astype("datetime64[s]"), (*PARTS, "Target")], names=["month", "part"])
    full = summed.reindex(index, fill_value=0).reset_index()
    return full.assign(month=full["month"].dt.date)


def renewal_rate(written: pd.DataFrame, as_of: date) -> Measure:
    """Of the amounts due for renewal in the twelve months up to a day, the share renewed: Σ final / Σ target.

    Another base than gross revenue retention: only contracts that fell due count, and more than 100 % is possible.
    Those not decided yet are left out and told in the note. Source: Gainsight Renewal Center, "Renewal rate".
    """
    fell_due, left_out = _fell_due(written, as_of)
    target = int(fell_due["target_cents"].sum())
    if not target:
        return undefined(_NOTHING_DUE if not left_out else f"{left_out}, none is decided")
    final = int(fell_due["final_cents"].fillna(0).sum())
    return Measure(final / target, base=len(fell_due), note=left_out)


def renewals_kept(written: pd.DataFrame, as_of: date) -> Measure:
    """Of the renewals that fell due in the twelve months up to a day and are decided, how many were not lost."""
    fell_due, left_out = _fell_due(written, as_of)
    if fell_due.empty:
        return undefined(_NOTHING_DUE if not left_out else f"{left_out}, none is decided")
    kept = int((fell_due["outcome"] != "lost").sum())
    return Measure(kept / len(fell_due), base=len(fell_due), hits=kept, note=left_out)


_NOTHING_DUE = "no renewal fell due in the twelve months"


def _fell_due(written: pd.DataFrame, as_of: date) -> tuple[pd.DataFrame, str]:
    """The decided ones due in the year up to a day, and in words how many are left out."""
    known = as_known(written, as_of)
    past = known[known["due_on"] <= np.datetime64(as_of)]
    decided = (past["outcome"] == "lost") | (past["outcome"].notna() & past["final_cents"].notna())
    left = int((~decided).sum())
    return past[decided], f"{left:,} that fell due {'has' if left == 1 else 'have'} no outcome yet" if left else ""


def amount_due(found: pd.DataFrame) -> Measure:
    """What falls due in cents: targets, and the present fee where no renewal is written; frame of `calendar`."""
    return Measure(int(found["due_cents"].fillna(0).sum()), base=len(found))


def without_forecast(found: pd.DataFrame) -> Measure:
    """How many of the renewals, undecided and without notice given, have no forecast; frame of `calendar`."""
    undecided = found[found["outcome"].isna() & found["notice_given_on"].isna()]
    missing = int(undecided["forecast_cents"].isna().sum())
    return Measure(missing, base=len(undecided), hits=missing)
