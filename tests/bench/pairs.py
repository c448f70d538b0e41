"""The statistics of the bench: rounds of two sides in alternating order, paired ratios, their control, the verdict."""

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

CONTROL = (0.93, 1.07)  # where the same side, timed twice, must come out
LEAST_PAIRS = 15

Verdict = Literal["PASS", "FAIL", "UNSURE"]
Timed = Callable[[], float]


@dataclass(frozen=True)
class Round:
    """What both sides cost, each of them timed twice: CPU seconds."""

    measured: tuple[float, float]
    base: tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """What was found: the median of the paired ratios (or of their exponents), their quartiles and how many."""

    value: float
    low: float
    high: float
    pairs: int


def timed_rounds(measured: Timed, base: Timed, count: int) -> list[Round]:
    """Run both sides in `count` rounds, A B A' B' and B A B' A' in turn."""
    return [_first_measured(measured, base) if at % 2 == 0 else _first_base(measured, base) for at in range(count)]


def _first_measured(measured: Timed, base: Timed) -> Round:
    a, b, again_a, again_b = measured(), base(), measured(), base()
    return Round((a, again_a), (b, again_b))


def _first_base(measured: Timed, base: Timed) -> Round:
    b, a, again_b, again_a = base(), measured(), base(), measured()
    return Round((a, again_a), (b, again_b))


def paired_ratios(rounds: list[Round]) -> list[float]:
    """Measured over base, pair by pair: what slows the machine for a moment slows both."""
    return [a / b for one in rounds for a, b in zip(one.measured, one.base, strict=True)]


def figure(ratios: list[float], grows: float | None = None) -> Figure:
    """The median ratio with its quartiles; with `grows` (how much larger one side's input is) the exponents.

    Raises ValueError for fewer pairs than can tell anything.
    """
    if len(ratios) < LEAST_PAIRS:
        raise ValueError(f"{len(ratios)} pairs tell nothing: at least {LEAST_PAIRS} are needed.")
    values = ratios if grows is None else [math.log(ratio) / math.log(grows) for ratio in ratios]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Figure(middle, low, high, len(values))


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


def verdict(value: float, goal: float, control: tuple[float, float]) -> Verdict:
    """PASS at the goal or below it, FAIL above it; UNSURE where a control says that this run cannot tell."""
    if not all(CONTROL[0] <= one <= CONTROL[1] for one in control):
        return "UNSURE"
    return "PASS" if value <= goal else "FAIL"
