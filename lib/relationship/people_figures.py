"""Who knows whom: threads between a client's contacts and our colleagues, and how strong they are."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

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


def threads(meetings: pd.DataFrame, side: list[str], rule: StrengthRule, as_of: date) -> pd.DataFrame:
    """Two-way contacts brought together by `side`: ["contact_id"], ["person_id"] or both.

    `meetings` has one row a contact (`id`, `day`), participant of theirs (`contact_id`) and of ours (`person_id`);
    missing where nobody is named. Columns: `side`, year (contacts in 12 months), recent (in 90 days), last (day),
    days (since then), strength.
    """
    named = meetings.dropna(subset=side).drop_duplicates(["id", *side])
    today = pd.Timestamp(as_of)
    counted = named.assign(
        recent=named["day"] > today - timedelta(LIVE_DAYS), year=named["day"] > today - timedelta(YEAR_DAYS)
    )
    found = counted.groupby(side).agg({"year": "sum", "recent": "sum", "day": "max"}).reset_index()
    days = [(as_of - last.date()).days for last in found["day"]]
    strong = [strength(ago, int(often), rule) for ago, often in zip(days, found["recent"], strict=True)]
    named_numbers = dict.fromkeys([*side, "year", "recent"], "int64")
    return found.rename(columns={"day": "last"}).astype(named_numbers).assign(days=days, strength=strong)


def live(found: pd.DataFrame) -> pd.DataFrame:
    """The threads with a two-way contact in the last 90 days."""
    return found[found["recent"] > 0]
