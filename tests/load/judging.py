"""What was seen against its goal: PASS, FAIL, or UNSURE where chance or a busy machine could have decided it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import binom

Verdict = Literal["PASS", "FAIL", "UNSURE"]
BUSY = 0.25  # of a core taken by strangers: then a missed goal says nothing of Steward


@dataclass(frozen=True)
class Waits:
    """How long people waited, in seconds. `low`, `high`: where the 95th percentile lies with 95 % certainty."""

    clicks: int
    median: float
    p95: float
    low: float
    high: float
    longest: float


def waits(took: Sequence[float]) -> Waits:
    """The figures of at least one wait; the bounds are order statistics (no shape is assumed)."""
    inorder, count = sorted(took), len(took)
    low, high = int(binom.ppf(0.025, count, 0.95)) - 1, int(binom.ppf(0.975, count, 0.95))
    at = min(int(0.95 * count), count - 1)
    return Waits(
        count, inorder[count // 2], inorder[at], inorder[max(low, 0)], inorder[min(high, count - 1)], inorder[-1]
    )  # fmt: skip


def judged(seen: Waits, goal: float, lost: int, others: float) -> Verdict:
    """PASS where the whole interval lies under the goal; `lost`: clicks, windows or pages that failed."""
    if lost:
        return "FAIL"
    if seen.high < goal:
        return "PASS"
    return "FAIL" if seen.low > goal and others < BUSY else "UNSURE"


def held(value: float, goal: float, lost: int) -> Verdict:
    """For what is counted, not timed."""
    return "PASS" if value < goal and not lost else "FAIL"
