"""Figures of clients that left: how many, and whether they and we tell the same reason; voices are never merged."""

import numpy as np
import pandas as pd

from lib.days import Ints
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.relationship.tables import CHURN_REASONS, VOICES, WEIGHTS

CLIENT, OURS = VOICES
PRIMARY = WEIGHTS[0]
AGREE, DIFFER, ONE_VOICE, NOBODY = "agree", "differ", "one voice only", "nobody said why"


def departures_in(decided: Ints, start: int, end: int) -> Measure:
    """How many clients decided to leave from `start` (inside) to `end` (outside); one day a departure, as numbers."""
    count = int(np.count_nonzero((decided >= start) & (decided < end)))
    return Measure(count, base=count)


def reason_counts(reasons: pd.DataFrame, voice: str) -> pd.DataFrame:
    """What one voice gives as reasons: departures by reason and weight, the most frequent primary reason first.

    Columns: reason, weight, departures; reasons nobody of that voice gave are left out.
    """
    mine = reasons[reasons["voice"] == voice].drop_duplicates(["departure_id", "reason", "weight"])
    counted = mine.groupby(["reason", "weight"]).size().rename("departures").reset_index()
    primary = counted[counted["weight"] == PRIMARY].set_index("reason")["departures"]
    by_all = counted.groupby("reason")["departures"].sum()
    rank = sorted(by_all.index, key=lambda one: (-primary.get(one, 0), -by_all[one], CHURN_REASONS.index(one)))
    order = counted.assign(at=counted["reason"].map({one: at for at, one in enumerate(rank)}))
    return order.sort_values(["at", "weight"], ascending=[True, False], ignore_index=True).drop(columns="at")


def primary_reasons(reasons: pd.DataFrame, voice: str) -> dict[int, list[str]]:
    """The primary reasons of each departure in one voice, by the departure's number."""
    mine = reasons[(reasons["voice"] == voice) & (reasons["weight"] == PRIMARY)]
    found: dict[int, list[str]] = {}
    for departure, reason in zip(mine["departure_id"].tolist(), mine["reason"].tolist(), strict=True):
        named = found.setdefault(int(departure), [])
        if reason not in named:  # told once more in an exit interview
            named.append(str(reason))
    return found


def agreement(departures: list[int], reasons: pd.DataFrame) -> list[str]:
    """For each departure whether client and firm name a primary reason in common: one of AGREE, DIFFER …"""
    theirs, ours = (primary_reasons(reasons, voice) for voice in (CLIENT, OURS))
    return [_mark(theirs.get(number, []), ours.get(number, [])) for number in departures]


def _mark(theirs: list[str], ours: list[str]) -> str:
    if theirs and ours:
        return AGREE if set(theirs) & set(ours) else DIFFER
    return ONE_VOICE if theirs or ours else NOBODY


def disagreement(marks: list[str]) -> Measure:
    """Of the departures of which both voices gave a primary reason, the share where the two differ."""
    both = [mark for mark in marks if mark in (AGREE, DIFFER)]
    if not both:
        return undefined("no departure has a primary reason in both voices")
    differ = both.count(DIFFER)
    low, high = wilson(differ, len(both))
    return Measure(differ / len(both), base=len(both), hits=differ, low=low, high=high)
