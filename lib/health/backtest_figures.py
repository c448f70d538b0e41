"""How well a warning told in advance who would leave: counts, recall, precision, AUC, Brier score, of arrays."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import rankdata

from lib.days import Bools, Floats
from lib.health.tables import BANDS, CALLS, FACTORS
from lib.intervals import wilson
from lib.measure import Measure, undefined

LEAVERS_NEEDED = 10  # and as many who stayed
WIDEST = 0.15  # half of the widest interval of an AUC that tells anything
LEAVERS_PER_FACTOR = 15
CALLS_NEEDED = 10  # closed calls from which on those of one person are told
# What a call says of the chance to stay.
CHANCES = dict(zip(CALLS, (0.95, 0.75, 0.25, 0.05), strict=True))
_Z = 1.959963984540054  # of 95 %


class Crossed(NamedTuple):
    """Decisions by warning and outcome."""

    warned_left: int
    warned_stayed: int
    missed: int
    quiet_stayed: int

    @property
    def left(self) -> int:
        """Clients that left."""
        return self.warned_left + self.missed

    @property
    def warned(self) -> int:
        """Warnings given."""
        return self.warned_left + self.warned_stayed


def crossed(warned: Bools, left: Bools) -> Crossed:
    """The four counts of warning × outcome; aligned arrays, one entry a decision."""
    pairs = ((warned, left), (warned, ~left), (~warned, left), (~warned, ~left))
    return Crossed(*(int(np.count_nonzero(one & other)) for one, other in pairs))


def recall(counts: Crossed) -> Measure:
    """Of the clients that left, the share warned of; with the interval of Wilson (1927)."""
    return _share(counts.warned_left, counts.left, "no client left")


def precision(counts: Crossed) -> Measure:
    """Of the warnings, the share after which the client left; with the interval of Wilson (1927)."""
    return _share(counts.warned_left, counts.warned, "no warning was given")


def _share(hits: int, base: int, why: str) -> Measure:
    if base == 0:
        return undefined(why)
    low, high = wilson(hits, base)
    return Measure(hits / base, base=base, hits=hits, low=low, high=high)


def auc(risk: Any, left: Bools) -> Measure:
    """The chance that one that left had the higher risk than one that stayed, ties counted half; `base` all decisions.

    Undefined where only one of the two happened. The interval holds every AUC whose standard error by Hanley & McNeil
    (1982, Radiology 143, 29-36) makes the one seen no surprise: unlike estimate ± error it does not close at 0 and 1
    (Newcombe 2006, Statistics in Medicine 25, 559-573).
    """
    there, gone = int(np.count_nonzero(~left)), int(np.count_nonzero(left))
    if not there or not gone:
        return undefined(f"both outcomes are needed, and nobody {'left' if not gone else 'stayed'}", base=len(left))
    ranks = rankdata(np.asarray(risk, dtype=np.float64))
    value = float((ranks[left].sum() - gone * (gone + 1) / 2) / (gone * there))
    low, high = _auc_bounds(value, gone, there)
    return Measure(value, base=len(left), low=low, high=high)


def auc_error(value: float, gone: int, there: int) -> float:
    """Standard error of an AUC from `gone` that left and `there` that stayed (Hanley & McNeil 1982)."""
    q1, q2 = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value) + (gone - 1) * (q1 - value**2) + (there - 1) * (q2 - value**2)
    return float(np.sqrt(max(spread, 0.0) / (gone * there)))


def _auc_bounds(value: float, gone: int, there: int) -> tuple[float, float]:
    edge = 1e-9

    def beyond(other: float) -> float:
        return abs(value - other) - _Z * auc_error(other, gone, there)

    low = float(brentq(beyond, 0.0, min(value, 1 - edge))) if value > edge else 0.0
    high = float(brentq(beyond, max(value, edge), 1.0)) if value < 1 - edge else 1.0
    return low, high


def brier(chances: Any, happened: Bools) -> Measure:
    """Mean squared distance of a chance told from what happened (0 or 1): 0 is perfect (Brier 1950)."""
    told = np.asarray(chances, dtype=np.float64)
    if not len(told):
        return undefined("no call is closed yet")
    return Measure(float(np.mean((told - happened) ** 2)), base=len(told))


def brier_of_base_rate(happened: Bools) -> Measure:
    """What always telling the share that happened would score: p(1 - p). A call that scores more adds nothing."""
    if not len(happened):
        return undefined("no call is closed yet")
    share = float(happened.mean())
    return Measure(share * (1 - share), base=len(happened))


def leave_rates(bands: Any, left: Bools) -> dict[str, Measure]:
    """The share that left by band as it stood before: Green, Amber, Red, Unknown; with Wilson intervals."""
    of = np.asarray(bands, dtype=object)
    return {
        band: _share(int((left & (of == band)).sum()), int((of == band).sum()), f"no decision was {band} before")
        for band in BANDS
    }


def rises(rates: Mapping[str, Measure]) -> bool | None:
    """Whether the leave rate rises from Green over Amber to Red; None where one of the three has no decision."""
    shares = [rates[band].value for band in ("Green", "Amber", "Red")]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return None
    return known[0] <= known[1] <= known[2] and known[0] < known[2]


def cannot_tell(found: Measure, left: Bools) -> str:
    """Why the decisions say too little to judge by; empty where they say enough.

    Too little: under 10 that left, under 10 that stayed, or an AUC whose interval is wider than ±0.15.
    """
    gone, there = int(np.count_nonzero(left)), int(np.count_nonzero(~left))
    reasons = [
        f"{count} {word}, {LEAVERS_NEEDED} are needed"
        for count, word in ((gone, "left"), (there, "stayed"))
        if count < LEAVERS_NEEDED
    ]
    if found.low is not None and found.high is not None and (found.high - found.low) / 2 > WIDEST:
        reasons.append(f"the AUC may lie anywhere from {found.low:.2f} to {found.high:.2f}, wider than ±{WIDEST}")
    return "; ".join(reasons)


def factors_to_fit(leavers: int) -> int:
    """How many factors could have their weight fitted: one for every 15 that left, at most the eight there are."""
    return min(leavers // LEAVERS_PER_FACTOR, len(FACTORS))


def risk_of(low: Floats, high: Floats) -> Floats:
    """How bad a health interval looks: 100 less its middle."""
    return 100 - (low + high) / 2
