"""Whether two entries of one kind, client and day are likely one thing written down twice: pure functions."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

ALIKE = 0.75  # of the letters of the longer text, in order, where two people tell one thing in their own words
MOST_LETTERS = 300  # compared of each text
AT_ONE_TIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """An entry: its words, who of both sides it names, and when it was stored (UTC)."""

    words: str | None
    people: Set[tuple[str, int]]
    at: datetime


def similar(one: str | None, other: str | None) -> bool:
    """Whether two texts say nearly the same: much the same letters, or all words of one (three or more) in the other.

    Two empty texts say nothing, so nothing alike.
    """
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    shorter = min(set(left), set(right), key=len)
    if len(shorter) >= 3 and shorter <= (set(left) & set(right)):
        return True
    a, b = " ".join(left)[:MOST_LETTERS], " ".join(right)[:MOST_LETTERS]
    return SequenceMatcher(None, min(a, b), max(a, b), autojunk=False).ratio() >= ALIKE


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def likely_same(typed: Told, stored: Told, by_people: bool) -> bool:
    """Whether `stored` is likely what somebody is typing, both of one kind, client and day.

    Similar words; or, where `by_people`, somebody named in both and stored within ten minutes.
    """
    if similar(typed.words, stored.words):
        return True
    return by_people and bool(typed.people & stored.people) and abs(typed.at - stored.at) <= AT_ONE_TIME
