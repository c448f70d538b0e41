"""The statistics of the bench: rounds of two sides in both orders, paired ratios, their control, the verdict."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import binom

CONTROL = (0.93, 1.07)  # where the same side, timed twice, must come out
LOOKS = (16, 32)  # after so many pairs it is asked whether the verdict is clear
DEAR_LOOKS = (8, 16)  # the same where a pair costs seconds
BLOCK = 4  # rounds in one order before the other
UNSURE_IN = 0.05  # how often, at most, an interval of a goal misses the true median at any of its looks

Verdict = Literal["PASS", "FAIL", "UNSURE"]
Timed = Callable[[], float]


@dataclass(frozen=True)
class Round:
    """What both sides cost, each of them timed twice: CPU seconds."""

    measured: tuple[float, float]
    base: tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """What was found: the median of the paired ratios (or of their exponents), its interval, and of how many pairs."""

    value: float
    low: float
    high: float
    pairs: int


def timed_rounds(measured: Timed, base: Timed, count: int, done: int = 0) -> list[Round]:
    """Run both sides in `count` rounds after `done` of them: A B A' B' four times, then B A B' A' four times.

    Not in turn: a run right after one of its own side finds the processor's caches warm, and then the control of a
    run of few milliseconds told of ten per cent that were no noise.
    """
    order = (_first_measured, _first_base)
    return [order[at // BLOCK % 2](measured, base) for at in range(done, done + count)]


def _first_measured(measured: Timed, base: Timed) -> Round:
    a, b, again_a, again_b = measured(), base(), measured(), base()
    return Round((a, again_a), (b, again_b))


def _first_base(measured: Timed, base: Timed) -> Round:
    b, a, again_b, again_a = base(), measured(), base(), measured()
    return Round((a, again_a), (b, again_b))


def paired_ratios(rounds: list[Round]) -> list[float]:
    """Measured over base, pair by pair: what slows the machine for a moment slows both."""
    return [a / b for one in rounds for a, b in zip(one.measured, one.base, strict=True)]


def figure(ratios: list[float], looks: Sequence[int], grows: float | None = None) -> Figure:
    """The median ratio with its interval; with `grows` (how much larger one side's input is) of the exponents.

    The interval is made of order statistics, so it asks nothing of how times are spread, and is as wide as it must be
    to hold at all `looks` together (Bonferroni): stopping early where it is clear is then no cheating.
    Raises ValueError for fewer pairs than the first look.
    """
    if len(ratios) < looks[0]:
        raise ValueError(f"{len(ratios)} pairs tell nothing: at least {looks[0]} are needed.")
    values = sorted(ratios if grows is None else [math.log(ratio) / math.log(grows) for ratio in ratios])
    outside = _outside(len(values), UNSURE_IN / len(looks))
    return Figure(statistics.median(values), values[outside], values[-1 - outside], len(values))


def _outside(pairs: int, missed: float) -> int:
    """How many values may lie outside on each side of an interval that misses the median so seldom; 0 at least."""
    return max(int(binom.ppf(missed / 2, pairs, 0.5)) - 1, 0)


def controls(rounds: list[Round]) -> tuple[float, float]:
    """The same side against itself, of both sides: medians of second over first, 1 where the machine is quiet."""
    return (
        statistics.median(one.measured[1] / one.measured[0] for one in rounds),
        statistics.median(one.base[1] / one.base[0] for one in rounds),
    )


def costs(rounds: list[Round]) -> tuple[float, float]:
    """What a run of each side costs, in CPU seconds of this machine at this minute: medians, only to be looked at."""
    return (
        statistics.median(seconds for one in rounds for seconds in one.measured),
        statistics.median(seconds for one in rounds for seconds in one.base),
    )


def verdict(found: Figure, goal: float, control: tuple[float, float]) -> Verdict:
    """PASS where the interval is at the goal or below it, FAIL where it is above; UNSURE where the goal lies in it.

    UNSURE too where a control says that this run cannot tell.
    """
    steady = all(CONTROL[0] <= one <= CONTROL[1] for one in control)
    if not steady or found.low <= goal < found.high:
        return "UNSURE"
    return "PASS" if found.high <= goal else "FAIL"
