"""Figures of revenue: pure functions of cents, aligned by client."""

from typing import NamedTuple

import numpy as np

from lib.days import Ints
from lib.measure import Measure, undefined

NOTHING_AT_START = "no client had revenue at the start"


class Movement(NamedTuple):
    """How revenue moved between two windows: cents by client, none of them negative."""

    new: Ints
    expansion: Ints
    churn: Ints
    contraction: Ints


def gross_revenue_retention(start: Ints, now: Ints) -> Measure:
    """GRR: of the revenue at the start, the share kept without growth: Σ min(now, start) / Σ start.

    Aligned arrays of cents, one entry a client; only clients with revenue at the start count. Never above 1.
    Source: gross revenue retention as 1 less gross MRR churn (ChartMogul, "Metric: MRR churn rate").
    """
    return _retained(start, np.minimum(start, now))


def net_revenue_retention(start: Ints, now: Ints) -> Measure:
    """NRR: of the revenue at the start, the share the same clients bring now, growth included: Σ now / Σ start.

    Aligned arrays of cents, one entry a client; only clients with revenue at the start count.
    Source: ChurnZero, "Net revenue retention"; new and returning clients stay out.
    """
    return _retained(start, now)


def _retained(start: Ints, kept: Ints) -> Measure:
    there = start > 0
    if not there.any():
        return undefined(NOTHING_AT_START)
    return Measure(float(kept[there].sum() / start[there].sum()), base=int(there.sum()))


def movements(start: Ints, now: Ints) -> Movement:
    """What came and went between two windows, by client, in cents (a net credit counts as nothing).

    New: nothing at the start. Churn: nothing now. Expansion and contraction: the difference of the others.
    """
    before, after = np.maximum(start, 0), np.maximum(now, 0)
    change = after - before
    new, gone = before == 0, after == 0
    return Movement(
        new=np.where(new, after, 0),
        expansion=np.where(new, 0, np.maximum(change, 0)),
        churn=np.where(gone, before, 0),
        contraction=np.where(gone, 0, np.maximum(-change, 0)),
    )


def quick_ratio(new: int, expansion: int, churn: int, contraction: int) -> Measure:
    """Revenue won for each unit of revenue lost: (new + expansion) / (churn + contraction), from amounts ≥ 0.

    Undefined without losses (neither 0 nor infinite). Source: SaaS quick ratio (Mamoon Hamid, Social Capital, 2015).
    """
    lost = churn + contraction
    if lost == 0:
        return undefined("no revenue was lost, so there is nothing to divide by", base=None, absent="not applicable")
    return Measure((new + expansion) / lost)


def revenue(amounts: Ints) -> Measure:
    """Revenue in cents: the sum of its lines (credits are negative)."""
    return Measure(int(amounts.sum()), base=len(amounts))


def revenue_growth(now: int, year_earlier: int) -> Measure:
    """Growth over the same period a year earlier: (now - earlier) / earlier; undefined without revenue then."""
    if year_earlier <= 0:
        return undefined("no revenue in the same period a year earlier")
    return Measure((now - year_earlier) / year_earlier)


def revenue_per_client(amounts: Ints) -> Measure:
    """Mean revenue in cents of the clients that had any; one entry a client."""
    paying = amounts[amounts > 0]
    if not len(paying):
        return undefined("no client had revenue")
    return Measure(float(paying.mean()), base=len(paying))
