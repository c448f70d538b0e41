"""Promoters, passives and detractors of one question: their counts and the Net Promoter Score, from −1 to 1."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from lib.days import Floats
from lib.errors import StewardError
from lib.format import counted

LEAST_ANSWERS = 5  # fewer are told in counts, never as a score, and no change is tested
CUTS = (0, 6, 8, 10)  # lowest point, highest of detractors, highest of passives, highest point


class OutOfScale(StewardError):
    """An answer that its question cannot have."""

    def __init__(self, answer: float, low: int, high: int) -> None:
        super().__init__(
            f"Answer {answer:g}: this question takes whole numbers from {low} to {high}. Correct it, or name it in the "
            "map of the import as blank or not applicable."
        )


class Promoters(NamedTuple):
    """How many answered as detractors, passives and promoters."""

    detractors: int
    passives: int
    promoters: int

    @property
    def answers(self) -> int:
        return sum(self)


def on_scale(scores: Any, low: int, high: int) -> Floats:
    """The same answers as numbers, NaN for none; refuses what is not a whole number from low to high (OutOfScale)."""
    values = np.asarray(scores, dtype=np.float64)
    wrong = values[~np.isnan(values) & ~((values >= low) & (values <= high) & (values == np.round(values)))]
    if len(wrong):
        raise OutOfScale(float(wrong[0]), low, high)
    return values


def signs(scores: Any, cuts: Sequence[int] = CUTS) -> Floats:
    """Each answer as +1 (promoter), 0 or −1 (detractor), NaN for none: the score is their mean. Raises OutOfScale."""
    low, detractor, passive, high = cuts
    values = on_scale(scores, low, high)
    signed = (values > passive).astype(np.float64) - (values <= detractor)
    return np.where(np.isnan(values), np.nan, signed)


def count(scores: Any, cuts: Sequence[int] = CUTS) -> Promoters:
    """Who of those that gave an answer is what; raises OutOfScale."""
    return counted_signs(signs(scores, cuts))


def counted_signs(signed: Floats) -> Promoters:
    """The counts behind the values of `signs`."""
    return Promoters(*(int((signed == sign).sum()) for sign in (-1, 0, 1)))


def nps(counts: Promoters) -> float | None:
    """Share of promoters less share of detractors, −1 to 1; None where nobody answered."""
    return (counts.promoters - counts.detractors) / counts.answers if counts.answers else None


def variance(counts: Promoters) -> float | None:
    """Of one answer, as +1, 0 or −1, with divisor n: p + d − (p − d)² (Rocks, R package NPS, `nps_var`)."""
    return signed_variance(*counts) if counts.answers else None


def signed_variance(detractors: float, passives: float, promoters: float) -> float:
    """The same for counts that need not be whole, as with pseudo-answers added; their sum is above 0."""
    total = detractors + passives + promoters
    return max(0.0, (promoters + detractors) / total - ((promoters - detractors) / total) ** 2)


def error(counts: Promoters) -> float | None:
    """The standard error of the score, √(variance / n); None where nobody answered."""
    return float(np.sqrt(signed_variance(*counts) / counts.answers)) if counts.answers else None


def in_counts(counts: Promoters) -> str:
    """The counts in words: `3 promoters, 1 passive, 0 detractors`."""
    named = zip(reversed(counts), ("promoter", "passive", "detractor"), strict=True)
    return ", ".join(counted(number, noun) for number, noun in named)
