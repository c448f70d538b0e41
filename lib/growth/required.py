"""What a write about growth needs before it is stored, refused in words that name the field."""

from datetime import date
from typing import TypeVar

from lib import format as fmt
from lib.errors import RefusedValue
from lib.periods import today

V = TypeVar("V")


def given(field: str, value: V | None, reason: str) -> V:
    """A value that somebody gave. Raises RefusedValue saying `reason`."""
    if value is None:
        raise RefusedValue(field, reason)
    return value


def written(field: str, text: str | None, reason: str) -> str:
    """Words without needless spaces. Raises RefusedValue saying `reason` where there are none."""
    tidy = " ".join((text or "").split())
    if not tidy:
        raise RefusedValue(field, reason)
    return tidy


def happened(field: str, day: date | None) -> date:
    """A day on which something is said to have happened. Raises RefusedValue for none, and for one to come."""
    said = given(field, day, "say on which day.")
    if said > today():
        raise RefusedValue(field, f"{fmt.day(said)} is still to come: what has not happened cannot be recorded.")
    return said


def not_before(field: str, day: date | None, first: date | None, what: str) -> None:
    """Raises RefusedValue where a day lies before another: `what` names that other in words."""
    if day is not None and first is not None and day < first:
        raise RefusedValue(field, f"cannot be before {fmt.day(first)}, {what}.")
