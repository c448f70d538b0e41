"""What clients are worth: lives and margins put together for the whole firm, each client, and its segments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import FIRST, NONE, Bools, Floats, number, numbers
from lib.health.lifetimes import Lifetimes
from lib.measure import Measure
from lib.money.clv_figures import (
    Curves,
    Terms,
    bounds,
    curves,
    lifetime_value,
    residual_months,
    still_here,
    value_to_come,
    with_notice,
)
from lib.money.lifetime_figures import Sbg, discounted_lifetime, discounted_residual
from lib.money.survival_figures import (
    ENDED_NEEDED,
    Lives,
    Survival,
    kaplan_meier,
    log_rank,
    only,
    seen,
    whole_months,
)

TENURES = (0, 1, 2, 3, 5, 10)  # years


@dataclass(frozen=True, eq=False)
class Values:
    """What a book is worth on a day. Money in cents.

    `clv`: of a new client; `to_come`: of the clients there; `stay`: the share of new clients here at the horizon.
    `model` is None where too few ended. `line`: the survival curve (line, month, share, low, high). `clients`: those
    still here: account_id, lived (months), monthly (cents), months, low, high (still to come within the horizon, NaN
    where too few ended), leaves_on. `tenures`: years, months, low, high, endless (months without a horizon, by the
    model).
    """

    terms: Terms
    clv: Measure
    to_come: Measure
    stay: Measure
    ended: int
    model: Sbg | None
    line: pd.DataFrame
    clients: pd.DataFrame
    tenures: pd.DataFrame


def value_clients(found: Lifetimes, monthly: Floats, which: Bools, terms: Terms) -> Values:
    """The values of the clients in `which`; how long clients stay is told from all clients of the firm.

    `monthly`: margin a month in cents, aligned with `found.clients`.
    """
    lives = found.lives
    ended = int((lives.ended & seen(lives)).sum())
    reach = max(int(lives.months.max(initial=0)), 12 * TENURES[-1]) + terms.months + 1
    curve = curves(lives, reach)
    there = found.clients["active"].to_numpy(dtype=np.bool_) & which
    margin = np.where(there, monthly, np.nan)
    months = _months(found, curve, there, terms)
    return Values(
        terms=terms,
        clv=lifetime_value(curve, ended, margin, terms),
        to_come=value_to_come(curve, ended, monthly[there], months),
        stay=still_here(curve, ended, terms.months),
        ended=ended,
        model=None if curve is None else curve.model,
        line=_line(lives, curve),
        clients=_clients(found, there, monthly, months),
        tenures=_tenures(curve, terms),
    )


def _months(found: Lifetimes, curve: Curves | None, there: Bools, terms: Terms) -> Floats:
    """Months still to come of each client there, (rows of the curves, clients); NaN where too few ended."""
    lived = found.lives.months[there]
    if curve is None:
        return np.full((2, len(lived)), np.nan)
    leaves = numbers(found.clients["leaves_on"][there])
    today = np.full(len(lived), number(found.as_of) + 1)
    left = np.where(leaves == FIRST, NONE, whole_months(today, np.where(leaves == FIRST, today, leaves + 1)))
    return with_notice(residual_months(curve, terms, lived), left, terms)


def _clients(found: Lifetimes, there: Bools, monthly: Floats, months: Floats) -> pd.DataFrame:
    value, low, high = bounds(months)
    kept = found.clients.loc[there, ["account_id", "starts_on", "leaves_on"]]
    columns = {"lived": found.lives.months[there], "monthly": monthly[there], "months": value, "low": low, "high": high}
    return kept.assign(**columns).reset_index(drop=True)


def _line(lives: Lives, curve: Curves | None) -> pd.DataFrame:
    """Kaplan–Meier from the first month to the longest life, then what the curves say of the years after it."""
    observed = _observed(kaplan_meier(lives), int(lives.months.max(initial=0)))
    if curve is None:
        return observed
    longest = int(np.flatnonzero(curve.observed)[-1]) + 1 if curve.observed.any() else 0
    ahead = np.arange(longest, min(longest + 61, curve.share.shape[1]))
    low, high = np.percentile(curve.share[1:, ahead], (2.5, 97.5), axis=0)
    beyond = {"line": "model", "month": ahead, "share": curve.share[0, ahead], "low": low, "high": high}
    kept = observed[observed["month"] <= longest]
    return pd.concat([kept, pd.DataFrame(beyond)], ignore_index=True)


def _observed(found: Survival, longest: int) -> pd.DataFrame:
    share, low, high = (np.concatenate([[1.0], line]) for line in (found.share, found.low, found.high))
    month = np.concatenate([[0], found.month])
    frame = pd.DataFrame({"line": "observed", "month": month, "share": share, "low": low, "high": high})
    last = frame.iloc[[-1]].assign(month=max(longest, int(month[-1])))
    return pd.concat([frame, last], ignore_index=True).drop_duplicates("month")


def _tenures(curve: Curves | None, terms: Terms) -> pd.DataFrame:
    """What clients of some years' standing still bring, in discounted months."""
    columns = ["years", "months", "low", "high", "endless"]
    if curve is None:
        return pd.DataFrame(columns=columns)
    lived = 12 * np.array(TENURES)
    months, low, high = bounds(residual_months(curve, terms, lived))
    endless = np.full(len(lived), np.nan)
    if terms.yearly_discount > 0:
        endless = discounted_residual(curve.model, lived + 1, 1 / terms.monthly - 1)
    return pd.DataFrame({"years": TENURES, "months": months, "low": low, "high": high, "endless": endless})


def endless_months(model: Sbg, terms: Terms) -> float | None:
    """Discounted months of a new client without any horizon, by the model (DEL); None without a discount."""
    return discounted_lifetime(model, 1 / terms.monthly - 1) if terms.yearly_discount > 0 else None


def segments(found: Lifetimes, monthly: Floats, groups: Mapping[str, Bools], terms: Terms) -> pd.DataFrame:
    """Lifetime value of a new client in each group of clients, by its own lives; the most valuable first.

    Columns: segment, clients, ended, clv, stay (Measures; undefined under 10 ended clients of the group).
    """
    rows = [{"segment": name, **_segment(found, monthly, which, terms)} for name, which in groups.items()]
    frame = pd.DataFrame(rows, columns=["segment", "clients", "ended", "clv", "stay"])
    rank = [-(one.value if one.value is not None else -np.inf) for one in frame["clv"]]
    return frame.iloc[np.lexsort((-frame["clients"].to_numpy(), np.array(rank)))].reset_index(drop=True)


def _segment(found: Lifetimes, monthly: Floats, which: Bools, terms: Terms) -> dict[str, Any]:
    lives, active = only(found.lives, which), found.clients["active"].to_numpy(dtype=np.bool_)[which]
    ended = int((lives.ended & seen(lives)).sum())
    margin = np.where(active, monthly[which], np.nan)
    curve = curves(lives, terms.months)
    value, here = lifetime_value(curve, ended, margin, terms), still_here(curve, ended, terms.months)
    return {"clients": int(which.sum()), "ended": ended, "clv": value, "stay": here}


def leave_alike(found: Lifetimes, groups: Mapping[str, Bools]) -> float | None:
    """How likely differences in staying as large as seen are by chance (log-rank, p).

    Only groups with 10 ended clients or more are compared, none with a client in two; None where there are not two.
    """
    ended = found.lives.ended & seen(found.lives)
    large = [which for which in groups.values() if int((ended & which).sum()) >= ENDED_NEEDED]
    if len(large) < 2:
        return None
    member = np.any(large, axis=0)
    return log_rank(only(found.lives, member), np.argmax(large, axis=0)[member]).p
