"""What every figure returns: a value, its base and interval, or the reason why there is none."""

from dataclasses import dataclass
from typing import Literal

Absence = Literal["no data", "not applicable", "withheld"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure at one place and time.

    `value` is None when the figure is undefined; then `absent` names the kind and `why` says it in words.
    `base` is the number of records (clients, deals …) behind the value; `hits` the numerator of a rate.
    `low`, `high` bound the 95 % interval of an estimate. `note` is a caveat shown beside a defined value.
    """

    value: float | None
    base: int | None = None
    hits: int | None = None
    low: float | None = None
    high: float | None = None
    absent: Absence | None = None
    why: str = ""
    note: str = ""


def undefined(why: str, base: int | None = 0, absent: Absence = "no data") -> Measure:
    """A figure without a value, and why."""
    return Measure(None, base=base, absent=absent, why=why)
