"""Who knows whom: threads between a client's contacts and our colleagues, and how strong they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from lib.days import Ints, number, numbers, record_numbers
from lib.relationship.figures import LIVE_DAYS

STRENGTHS = ("strong", "decaying", "silent")
USUAL_MAXIMUM = 30  # days: what stands for the client's maximum gap where none is agreed
YEAR_DAYS = 365


@dataclass(frozen=True)
class StrengthRule:
    """Strong: the last two-way contact at most `within` days ago, and at least `least` of them in the last 90."""

    within: int
    least: int


def strength_rule(maximum: int | None) -> StrengthRule:
    """The rule for a client by its own maximum gap: twice in 90 days, once where that gap is longer than 45."""
    within = min(maximum or USUAL_MAXIMUM, LIVE_DAYS)
    return StrengthRule(within, 1 if within > LIVE_DAYS // 2 else 2)


def strength(days: int | None, recent: int, rule: StrengthRule) -> str:
    """Of a thread last alive `days` ago (None: never) with `recent` two-way contacts in the last 90 days.

    Silent without any in 90 days, strong by the rule, else decaying.
    """
    if days is None or recent == 0:
        return "silent"
    return "strong" if days <= rule.within and recent >= rule.least else "decaying"


class Thread(NamedTuple):
    """Two-way contacts with the same people: how many in 12 months and in 90 days, days since the last, how strong."""

    year: int
    recent: int
    days: int
    strength: str


Threads = dict[tuple[int, ...], Thread]


def threads(meetings: pd.DataFrame, side: Sequence[str], rule: StrengthRule, as_of: date) -> Threads:
    """Two-way contacts brought together by `side`: ["contact_id"], ["person_id"] or both; by their numbers.

    `meetings` has one row a contact (`id`, `day`), participant of theirs (`contact_id`) and of ours (`person_id`);
    a row where nobody of a side is named is left out. A contact counts once for each key.
    """
    named = meetings.dropna(subset=list(side))
    keys = zip(*(record_numbers(named[column]).tolist() for column in side), strict=True)
    ago: Ints = number(as_of) - numbers(named["day"])
    met: dict[tuple[int, ...], dict[int, int]] = {}
    for key, contact, days in zip(keys, named["id"].tolist(), ago.tolist(), strict=True):
        met.setdefault(key, {})[contact] = days
    return {key: _thread(list(found.values()), rule) for key, found in met.items()}


def _thread(days: Sequence[int], rule: StrengthRule) -> Thread:
    recent, last = sum(ago < LIVE_DAYS for ago in days), min(days)
    return Thread(sum(ago < YEAR_DAYS for ago in days), recent, last, strength(last, recent, rule))


def live(found: Threads) -> Threads:
    """The threads with a two-way contact in the last 90 days."""
    return {key: thread for key, thread in found.items() if thread.recent}
