"""How long clients stay: their lives in whole months, the life table of them, Kaplan–Meier, the log-rank test."""

from typing import Any, NamedTuple

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from lib.days import Bools, Floats, Ints
from lib.measure import Measure, undefined

ENDED_NEEDED = 10  # ended clients from which on a lifetime is told
_Z = 1.959963984540054  # of 95 %


class Lives(NamedTuple):
    """Lives of clients in whole months, one entry a client.

    `since`: the months it had behind it when the records began (0: all of its life is on record), so a client that
    left before is not missed by surprise. `months`: the month it ended in (1: the first); of one still here, the
    whole months behind it. `ended`: whether it left.
    """

    since: Ints
    months: Ints
    ended: Bools


class LifeTable(NamedTuple):
    """Clients under observation in each month of life (entry 0: the first month), and how many ended in it.

    One row a table: arrays of shape (months,), or (tables, months).
    """

    at_risk: Floats
    ended: Floats


class Survival(NamedTuple):
    """Share still here after `month` months, with its 95 % interval; one entry a month in which somebody left."""

    month: Ints
    share: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    ended: Ints


class LogRank(NamedTuple):
    """The log-rank test of equal survival: chi-square, and the chance of one so large between equals."""

    chi_square: float
    p: float


def whole_months(starts: Ints, ends_before: Ints) -> Ints:
    """Calendar months that are over between two days (since 1970), the first inside, the second outside."""
    begun, rest = _calendar_months(starts, ends_before)
    return np.where(rest < 0, begun - 1, begun)


def months_begun(starts: Ints, ends_before: Ints) -> Ints:
    """Which month of life a client ended in, from the first day inside and the first outside: 1 for the first."""
    begun, rest = _calendar_months(starts, ends_before)
    return np.maximum(np.where(rest > 0, begun + 1, begun), 1)


def _calendar_months(starts: Ints, ends_before: Ints) -> tuple[Ints, Ints]:
    (first, day), (last, end) = (_month_and_day(days) for days in (starts, ends_before))
    return last - first, end - day


def _month_and_day(days: Ints) -> tuple[Ints, Ints]:
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    return months.astype(np.int64), (moments - months).astype(np.int64)


def seen(lives: Lives) -> Bools:
    """Which lives were under observation for at least one month; of the others nothing can be learned."""
    there: Bools = lives.months > lives.since
    return there


def only(lives: Lives, which: Bools) -> Lives:
    """Some of the lives."""
    return Lives(lives.since[which], lives.months[which], lives.ended[which])


def life_table(lives: Lives, weights: Any = None) -> LifeTable:
    """The life table; `weights` (tables, clients) count each client so many times, one row a table."""
    month = np.arange(1, int(lives.months.max(initial=0)) + 1)
    lived = lives.months[:, None]
    under = (lives.since[:, None] < month) & (month <= lived)
    left = (month == lived) & (lives.ended & seen(lives))[:, None]
    each = np.ones(len(lives.months)) if weights is None else np.asarray(weights, dtype=np.float64)
    return LifeTable(each @ under.astype(np.float64), each @ left.astype(np.float64))


def kaplan_meier(lives: Lives) -> Survival:
    """Kaplan–Meier with late entry, and Greenwood's 95 % interval on the log-log scale (statsmodels' SurvfuncRight).

    Source: Kaplan & Meier 1958, JASA 53, 457-481; the interval as in Kalbfleisch & Prentice 2002, p. 18.
    """
    kept = only(lives, seen(lives))
    if not kept.ended.any():
        nothing = np.empty(0)
        return Survival(np.empty(0, np.int64), nothing, nothing, nothing, np.empty(0, np.int64), np.empty(0, np.int64))
    fitted = SurvfuncRight(kept.months, kept.ended.astype(np.int64), entry=kept.since)
    low, high = _log_log(fitted.surv_prob, fitted.surv_prob_se)
    counts = (np.asarray(fitted.n_risk, dtype=np.int64), np.asarray(fitted.n_events, dtype=np.int64))
    return Survival(np.asarray(fitted.surv_times, dtype=np.int64), fitted.surv_prob, low, high, *counts)


def _log_log(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Bounds that stay between 0 and 1. Where nobody is left there is no error: then the bound before holds on."""
    told = (share > 0) & (share < 1)
    inner = np.where(told, share, 0.5)
    power = np.exp(_Z * np.where(told, error, 0.0) / (inner * -np.log(inner)))
    low, high = np.where(told, inner**power, 0.0), np.where(told, inner ** (1 / power), 1.0)
    return low, np.minimum.accumulate(high)


def median_months(lives: Lives) -> float | None:
    """The month in which half of the clients are gone; None where more than half are still here at the end."""
    found = kaplan_meier(lives)
    gone = np.flatnonzero(found.share < 0.5)
    return float(found.month[gone[0]]) if len(gone) else None


def log_rank(lives: Lives, group: Any) -> LogRank:
    """Whether groups (one word or number a client) leave alike. Needs two groups with an end in one of them.

    Source: Mantel 1966; statsmodels' survdiff, with late entry.
    """
    there = seen(lives)
    kept, of = only(lives, there), np.asarray(group)[there]
    chi_square, p = survdiff(kept.months, kept.ended.astype(np.int64), of, entry=kept.since)
    return LogRank(float(chi_square), float(p))


def too_few(ended: int) -> Measure:
    """Why no lifetime is told: under 10 clients ended."""
    return undefined(f"not enough ended clients ({ended} of {ENDED_NEEDED})", base=ended)
