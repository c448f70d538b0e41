"""Figures of referrals: how many were asked for, how many came of them, how many of those were won."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, Bools, Ints, number, numbers
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.periods import Period

NOBODY_ASKED = "no referral was asked for"


def referrals_asked(asked: Ints, start: int, end: int) -> Measure:
    """How many referrals were asked for from day `start` (inside) to `end` (outside); one entry a referral."""
    there = _within(asked, start, end)
    return Measure(int(np.count_nonzero(there)), base=int(np.count_nonzero(there)))


def referrals_made(asked: Ints, made: Ints, start: int, end: int) -> Measure:
    """Of the referrals asked for in a spell, the share the client made; `made` LAST where they have not.

    Aligned days, one entry a referral. With the 95 % interval of Wilson (1927).
    """
    there = _within(asked, start, end)
    return _share(made[there] != LAST, NOBODY_ASKED)


def referrals_won(asked: Ints, made: Ints, won: Ints, start: int, end: int) -> Measure:
    """Of the referrals asked for in a spell and made, the share that became a client; `won` LAST where none did yet."""
    there = _within(asked, start, end) & (made != LAST)
    return _share(won[there] != LAST, "no referral was made")


def _share(hits: Bools, nothing: str) -> Measure:
    base, many = len(hits), int(np.count_nonzero(hits))
    if not base:
        return undefined(nothing)
    low, high = wilson(many, base)
    return Measure(many / base, base=base, hits=many, low=low, high=high)


def _within(days: Ints, start: int, end: int) -> Bools:
    return np.asarray((days >= start) & (days < end))


def referrals_in(found: pd.DataFrame, period: Period) -> dict[str, Measure]:
    """The three figures of a period (by the day of asking), from the rows of `referral_queries.referrals`.

    By name: referrals_asked, referrals_made, referrals_won.
    """
    asked, made, won = _days(found)
    span = (number(period.start), number(period.end))
    return {
        "referrals_asked": referrals_asked(asked, *span),
        "referrals_made": referrals_made(asked, made, *span),
        "referrals_won": referrals_won(asked, made, won, *span),
    }


def _days(found: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    return (
        numbers(found["asked_on"], FIRST), numbers(found["made_on"], LAST), numbers(found["won_on"], LAST),
    )  # fmt: skip


def asked_within(found: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of the referrals asked for in a period."""
    there = _within(numbers(found["asked_on"]), number(period.start), number(period.end))
    return found[there].reset_index(drop=True)


def happened_by_quarter(found: pd.DataFrame, quarters: Sequence[Period]) -> pd.DataFrame:
    """What happened in each period, each step on its own day: a referral asked in one may be made in the next.

    Columns: quarter (its key), asked, made, won (counts).
    """
    asked, made, won = _days(found)
    counts = [
        {"quarter": one.key} | {
            name: int(np.count_nonzero(_within(days, number(one.start), number(one.end))))
            for name, days in (("asked", asked), ("made", made), ("won", won))
        }
        for one in quarters
    ]  # fmt: skip
    return pd.DataFrame(counts, columns=["quarter", "asked", "made", "won"])
