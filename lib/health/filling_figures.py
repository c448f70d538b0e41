"""Which missing input would tell us most for the seconds it takes to enter."""

from dataclasses import dataclass

import numpy as np

from lib.days import Bools, Floats, Ints
from lib.health.figures import UNKNOWN
from lib.health.tables import FACTORS


@dataclass(frozen=True)
class Input:
    """Something a person can enter: what it is called, the factors it makes known, seconds it takes."""

    key: str
    words: str
    factors: tuple[str, ...]
    seconds: int


# Seconds: measured on the forms of Steward by hand, or what reading a number off another screen takes.
INPUTS = (
    Input("contact", "log the last contact, with whom and whether it was an update", ("breadth", "cadence",
          "escalations"), 25),
    Input("reading", "read every open objective", ("value",), 40),
    Input("delivery", "enter the last delivery and its date", ("delivery",), 30),
    Input("survey", "ask the survey's questions by phone", ("survey",), 120),
    Input("money", "enter the last invoice or revenue", ("commercial",), 45),
    Input("hours", "import hours, and agree a scope", ("scope",), 180),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Worth:
    """Account × input of INPUTS: what it is worth in cents × points a second, and whether it alone settles the band."""

    value: Floats
    alone: Bools
    width: Floats


def worth(
    low: Floats, high: Floats, band: Ints, missing: Bools, share: Floats, revenue_cents: Ints,
    green_from: float, red_below: float,
) -> Worth:  # fmt: skip
    """revenue × 1[could change the band] × interval width it removes ÷ seconds, for each missing or stale input.

    Only an Unknown band can change by knowing more: what is known bounds the others already. An input that settles
    nothing alone counts by the share of the inputs that have to come together: it is a step of that way.
    """
    lacking = missing & (band == UNKNOWN)[:, None]
    width = np.column_stack([100 * (share * lacking)[:, _columns(one)].sum(axis=1) for one in INPUTS])
    alone = (width > 0) & _settles(low[:, None], high[:, None], width, green_from, red_below)
    together = np.maximum((width > 0).sum(axis=1, keepdims=True), 1)
    money = np.maximum(revenue_cents, 1)[:, None].astype(np.float64)  # no revenue known: still worth knowing
    seconds = np.array([one.seconds for one in INPUTS], dtype=np.float64)
    return Worth(money * np.where(alone, 1.0, 1.0 / together) * width / seconds, alone, width)


def _columns(one: Input) -> list[int]:
    return [FACTORS.index(name) for name in one.factors]


def _settles(low: Floats, high: Floats, width: Floats, green_from: float, red_below: float) -> Bools:
    """Whether some value of an input of that width brings the whole interval into one band."""
    rest = high - low - width
    green = low + width >= green_from
    red = low + rest < red_below
    # Amber: the rest of the interval fits below Green from some point at or above Red that the input can reach.
    start = np.maximum(low, red_below)
    amber = (start <= low + width) & (start + rest < green_from)
    return np.asarray(green | red | amber)


def best(value: Floats, count: int) -> list[tuple[int, int]]:
    """The most worthy (account, input) pairs, at most one an account, best first; those worth nothing left out."""
    top = value.argmax(axis=1) if value.size else np.empty(0, dtype=np.int64)
    worth_most = value[np.arange(len(value)), top] if value.size else np.empty(0)
    order = np.argsort(-worth_most, kind="stable")[:count]
    return [(int(at), int(top[at])) for at in order if worth_most[at] > 0]
