"""What a write needs before it is stored, refused in words that name the field; knows no subject."""

import unicodedata
from datetime import date
from typing import TypeVar

from lib import format as fmt
from lib.errors import RefusedValue
from lib.periods import today

V = TypeVar("V")
MOST_CENTS = 10**15  # ten thousand billion: anything larger is a slip of the finger


def given(field: str, value: V | None, reason: str) -> V:
    """A value that somebody gave. Raises RefusedValue saying `reason`."""
    if value is None:
        raise RefusedValue(field, reason)
    return value


def written(field: str, text: str | None, reason: str) -> str:
    """Words without needless spaces. Raises RefusedValue saying `reason` where there are none."""
    words = tidy(text)
    if words is None:
        raise RefusedValue(field, reason)
    return words


def tidy(text: str | None) -> str | None:
    """Words without needless spaces, letters as one sign each (an umlaut may come as two); None for none."""
    return " ".join(unicodedata.normalize("NFC", text or "").split()) or None


def folded(name: str) -> str:
    """A name without case and needless spaces: names that fold alike are the same.

    Not asked of a database: its own lower() knows the letters of English only.
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def cents(field: str, amount: int) -> int:
    """An amount in whole cents, 0 or more. Raises RefusedValue, also for what no firm is paid."""
    if not abs(amount) <= MOST_CENTS:  # so that what is no number is refused too
        raise RefusedValue(field, "is too large to be true.")
    if amount < 0:
        raise RefusedValue(field, "cannot be below zero.")
    return int(amount)


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
