"""What an agenda is made of: items in whole sentences, parts in order, and how many of each are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

MOST = 7  # items of a part that are shown: what a meeting can talk about
TIER = 1e15  # more than any amount in cents: what comes first whatever it is worth


@dataclass(frozen=True)
class Item:
    """One thing to talk about: `words` is a whole sentence of plain text; `weight` orders a part, heaviest first.

    `figures` are shown beside it as (label, value as text); `page` and `query` say where its evidence is; `late`:
    it should have been done by now.
    """

    part: str
    account_id: int | None
    person_id: int | None
    words: str
    weight: float
    figures: tuple[tuple[str, str], ...] = ()
    page: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    late: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the agenda: its heaviest items, how many `more` there are, and what to say where there is none."""

    name: str
    title: str
    items: tuple[Item, ...]
    more: int
    empty_words: str


@dataclass(frozen=True)
class Agenda:
    """The parts in the order of the meeting, made of what happened from `since` (inside) to `as_of`.

    `reviewed`: whether `since` is the day of the last closed review; `words` says so in a sentence.
    """

    as_of: date
    since: date
    reviewed: bool
    words: str
    parts: tuple[Part, ...]


def part_of(name: str, title: str, found: Sequence[Item], empty_words: str, most: int = MOST) -> Part:
    """A part with at most `most` of its items, heaviest first; `empty_words` are kept only where there is none."""
    ordered = in_order(found)
    return Part(name, title, tuple(ordered[:most]), max(len(ordered) - most, 0), "" if ordered else empty_words)


def in_order(found: Sequence[Item]) -> list[Item]:
    """The heaviest first; of equals the words decide, so that the same records always give the same order."""
    return sorted(found, key=lambda item: (-item.weight, item.words))


def tiered(tier: int, cents: float) -> float:
    """A weight by money inside a tier; every item of a higher tier stands before."""
    return tier * TIER + cents


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence: "A", "A and B", "A, B, C and 4 more"."""
    shown, rest = list(names[:most]), len(names) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
