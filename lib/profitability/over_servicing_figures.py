"""Hours worked beyond what the fee buys: pure functions of aligned arrays, one entry an account."""

import numpy as np

from lib.days import NONE, Floats, Ints, number
from lib.measure import Measure, undefined
from lib.periods import Period, months


def contract_minutes(minutes: Ints, starts: Ints, ends: Ints, span: Period) -> Ints:
    """Minutes that terms with so many minutes a month hold in a span; a month in part counts by its days."""
    total = np.zeros(len(minutes), dtype=np.float64)
    for month in months(span):
        first, last = number(max(month.start, span.start)), number(min(month.end, span.end))
        days = np.clip(np.minimum(ends, last) - np.maximum(starts, first), 0, None)
        total += minutes * days / month.days
    whole: Ints = np.rint(total).astype(np.int64)
    return whole


def scope_left(agreed: Ints, before: Ints, worked: Ints) -> Ints:
    """Of the minutes worked on projects in a span, those that their agreed minutes still held."""
    held: Ints = np.minimum(np.maximum(agreed - before, 0), worked)
    return held


def bought(cents: Ints, cents_per_hour: Floats) -> Floats:
    """Minutes that fees buy at the price of an hour; NaN without a price, none for fees of nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(cents <= 0, 0.0, cents * 60 / cents_per_hour)


def beyond(worked: Ints, sold: Ints) -> Ints:
    """Minutes worked beyond those sold, never below 0; NONE where what was sold cannot be told (NONE)."""
    return np.where(sold == NONE, NONE, np.maximum(worked - sold, 0))


def over_servicing(worked: Ints, sold: Ints) -> Measure:
    """Σ minutes beyond what was sold / Σ minutes sold, over accounts of which it can be told (`sold` not NONE).

    One entry an account: hours one client did not use do not pay for those of another. Source: PRCA's unbilled share
    of net income, here in hours.
    """
    told = sold != NONE
    base = int(np.count_nonzero(told))
    if not base or sold[told].sum() <= 0:
        return undefined("no account with hours and fees to compare", base=base)
    over = beyond(worked[told], sold[told])
    left = int(np.count_nonzero(~told & (worked > 0)))
    note = f"{int(np.count_nonzero(over)):,} of {base:,} accounts went beyond"
    return Measure(
        float(over.sum() / sold[told].sum()), base=base, note=note + (f", {left:,} cannot be told" if left else "")
    )


def split(total: int, parts: Ints) -> Ints:
    """A whole number in proportion to parts, so that the pieces add up to it exactly."""
    if not parts.sum():
        return np.zeros(len(parts), dtype=np.int64)
    edges = np.rint(total * np.cumsum(parts) / parts.sum()).astype(np.int64)
    pieces: Ints = np.diff(edges, prepend=0)
    return pieces
