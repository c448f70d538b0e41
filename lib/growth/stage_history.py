"""The stages deals went through as stays: how long each deal stayed in one, and when and how it was decided."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Ints, number, numbers, record_numbers
from lib.growth.pipeline import RENEWAL

OPEN, WON, LOST = 0, 1, 2
_PER_STAY = ("deal", "stage", "renewal", "since", "stayed", "days", "seen_from", "outcome")


@dataclass(frozen=True, eq=False)
class Stays:
    """One entry a dated stay of a deal in an open stage; days are counted from `since`, the day it entered.

    `deal` numbers the deals from 0 to `deals` - 1. `stayed`: days in the stage so far. `days`: days until the deal was
    decided, or until the day of the history where it is open. `seen_from`: days it had behind it when the records
    begin: before, a decided deal would not be on record, so an open one tells nothing of that time.
    `records_from` is that day.
    """

    deals: int
    records_from: int
    deal: Ints
    stage: Ints
    renewal: Bools
    since: Ints
    stayed: Ints
    days: Ints
    seen_from: Ints
    outcome: Ints  # OPEN, WON or LOST

    def __len__(self) -> int:
        return len(self.deal)


def stays(
    entries: pd.DataFrame, open_deals: pd.DataFrame, decided: pd.DataFrame, stages: pd.DataFrame, as_of: date
) -> Stays:
    """The stays known on a day.

    Frames as `pipeline_queries.entries`, `pipeline.open_deals`, `pipeline.decided_deals` (all kinds, of the whole
    firm) and `pipeline_queries.stages`. Deals decided on an unknown day, and entries dated after the decision, teach
    nothing and are left out.
    """
    ends = _ends(open_deals, decided, as_of)
    found = _known_entries(entries, ends, stages)
    row = ends.reindex(found["opportunity_id"])
    entered = numbers(found["entered_on"])
    ended = row["end"].to_numpy(dtype=np.int64)
    kept = entered <= ended
    begin = _records_from(decided, as_of)
    left = np.minimum(_next_entry(record_numbers(found["opportunity_id"]), entered), ended)
    deal, names = pd.factorize(found["opportunity_id"].to_numpy()[kept], sort=True)
    return Stays(
        deals=len(names),
        records_from=begin,
        deal=np.asarray(deal, dtype=np.int64),
        stage=record_numbers(found["stage_id"])[kept],
        renewal=row["renewal"].to_numpy(dtype=np.bool_)[kept],
        since=entered[kept],
        stayed=(left - entered)[kept],
        days=(ended - entered)[kept],
        seen_from=np.maximum(begin - entered, 0)[kept],
        outcome=row["outcome"].to_numpy(dtype=np.int64)[kept],
    )


def as_they_stood(history: Stays, days: "list[int]") -> Stays:
    """The stays that deals were in at the end of some earlier days, counted from these days; `stayed`: until then.

    Days before the records begin are passed over: a deal decided since would be on record only by its end.
    """
    found = [_on(history, day) for day in days if day >= history.records_from]

    def joined(name: str) -> Any:
        return np.concatenate([getattr(history, name)[:0], *(getattr(part, name) for part in found)])

    return replace(history, **{name: joined(name) for name in _PER_STAY})


def _on(history: Stays, day: int) -> Stays:
    age = day - history.since
    here = (age >= 0) & (history.stayed > age)
    return Stays(
        deals=history.deals, records_from=history.records_from, deal=history.deal[here], stage=history.stage[here],
        renewal=history.renewal[here], since=np.full(int(here.sum()), day), stayed=age[here],
        days=(history.days - age)[here], seen_from=np.zeros(int(here.sum()), dtype=np.int64),
        outcome=history.outcome[here],
    )  # fmt: skip


def _ends(open_deals: pd.DataFrame, decided: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """By deal: the day it was decided (or the day of the history), how, and whether it is a renewal."""
    closed = decided[decided["closed_on"] <= pd.Timestamp(as_of)]
    rows = pd.DataFrame(
        {
            "id": np.concatenate([record_numbers(open_deals["id"]), record_numbers(closed["id"])]),
            "end": np.concatenate([np.full(len(open_deals), number(as_of)), numbers(closed["closed_on"])]),
            "outcome": np.concatenate([np.full(len(open_deals), OPEN), np.where(closed["won"], WON, LOST)]),
            "renewal": np.concatenate([_is_renewal(open_deals), _is_renewal(closed)]),
        }
    )
    return rows.set_index("id")


def _is_renewal(deals: pd.DataFrame) -> Bools:
    return np.asarray([kind == RENEWAL for kind in deals["kind"]], dtype=np.bool_)


def _known_entries(entries: pd.DataFrame, ends: pd.DataFrame, stages: pd.DataFrame) -> pd.DataFrame:
    open_stages = stages.loc[stages["kind"] == "open", "id"]
    kept = entries["opportunity_id"].isin(ends.index) & entries["stage_id"].isin(open_stages)
    found = entries[kept & entries["entered_on"].notna()]
    return found.sort_values(["opportunity_id", "entered_on"], kind="stable").reset_index(drop=True)


def _next_entry(deal: Ints, entered: Ints) -> Ints:
    """The day the same deal entered its next stage; far away for its last one."""
    following = np.full(len(deal), np.iinfo(np.int64).max)
    same = deal[1:] == deal[:-1]
    following[:-1][same] = entered[1:][same]
    return following


def _records_from(decided: pd.DataFrame, as_of: date) -> int:
    """The first day on which a deal was decided: earlier decisions, if there were any, are not on record."""
    closed = numbers(decided["closed_on"], NONE)
    known = closed[(closed != NONE) & (closed <= number(as_of))]
    return int(known.min()) if len(known) else number(as_of)


def in_stage_days(open_deals: pd.DataFrame, as_of: date) -> Ints:
    """How many days each open deal has been in its stage; NONE where the entry is not dated."""
    since = numbers(open_deals["in_stage_on"], NONE)
    return np.where((since == NONE) | (since > number(as_of)), NONE, number(as_of) - since)
