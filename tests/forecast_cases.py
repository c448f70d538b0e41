"""Deals for the tests of the forecast: frames as the pipeline gives them, and firms simulated from a known model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Bools, Ints, days_from, number

TALKS, OFFER, WON, LOST = 1, 2, 3, 4
STAGES = pd.DataFrame(
    {
        "id": [TALKS, OFFER, WON, LOST], "name": ["Talks", "Offer", "Won", "Lost"],
        "kind": ["open", "open", "won", "lost"], "position": [0, 1, 2, 3], "chance": [np.nan] * 4,
    }
)  # fmt: skip


def open_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Open deals as `pipeline.open_deals`; unsaid columns have nothing in them."""
    frame = _frame(rows, ["in_stage_on", "opened_on", "expected_close_on"], ["amount_cents", "list_price_cents"])
    names = frame["stage_id"].map(STAGES.set_index("id")["name"])
    value = frame["amount_cents"].fillna(frame["list_price_cents"])
    return frame.assign(stage=names, value_cents=value)


def decided_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Decided deals as `pipeline.decided_deals` with list prices."""
    frame = _frame(rows, ["closed_on", "opened_on", "expected_close_on"], ["amount_cents", "list_price_cents"])
    return frame.assign(won=[bool(row.get("won", False)) for row in rows])


def entries_frame(rows: Sequence[tuple[int, int, date]]) -> pd.DataFrame:
    """Entries (deal, stage, day) as `pipeline_queries.entries`."""
    frame = pd.DataFrame(rows, columns=["opportunity_id", "stage_id", "entered_on"])
    return frame.assign(entered_on=pd.to_datetime(frame["entered_on"]))


def _frame(rows: Sequence[dict[str, Any]], days: list[str], cents: list[str]) -> pd.DataFrame:
    columns = ["id", "kind", "stage_id", "service_id", *days, *cents]
    frame = pd.DataFrame({name: [row.get(name) for row in rows] for name in columns})
    return frame.assign(
        **{name: pd.to_datetime(frame[name]) for name in days},
        **{name: pd.array(frame[name], dtype="Int64") for name in cents},
        service_id=frame["service_id"].fillna(-1).astype(int),
        stage_id=frame["stage_id"].fillna(-1).astype(int),
        id=frame["id"].astype(int),
    )


@dataclass(frozen=True)
class Firm:
    """A simulated firm on a day: frames, and when each open deal (in their order) closes and whether it is won."""

    opened: pd.DataFrame
    decided: pd.DataFrame
    entries: pd.DataFrame
    closes: Ints
    wins: Bools


def firm(seed: int, as_of: date, years: int = 3, a_month: float = 12) -> Firm:
    """A firm of two stages from a known model, as known on a day.

    Talks last 25 days on average and one in two goes on; offers last 40, and of those over 45 days fewer are won (3 of
    10) than of the others (13 of 20); amounts are lognormal, and deals begin evenly over the years before the day.
    """
    rng, today = np.random.default_rng(seed), number(as_of)
    count = rng.poisson(a_month * 12 * years)
    begun = np.sort(rng.integers(today - 365 * years, today, count))
    moved = begun + np.ceil(rng.gamma(2, 12.5, count)).astype(np.int64)
    onward = rng.random(count) < 0.5
    offer = np.ceil(rng.gamma(2, 20, count)).astype(np.int64)
    closes = moved + np.where(onward, offer, 0)
    wins = onward & (rng.random(count) < np.where(offer > 45, 0.3, 0.65))
    cents = np.round(rng.lognormal(10, 0.7, count)).astype(np.int64) * 100
    offered, there = onward & (moved <= today), closes > today
    stage, since = np.where(offered, OFFER, TALKS), np.where(offered, moved, begun)
    deals = np.arange(count)
    return Firm(
        _open(deals[there], stage[there], since[there], cents[there]),
        _decided(deals[~there], closes[~there], wins[~there], cents[~there]),
        entries_frame(
            [*zip(deals, [TALKS] * count, days_from(begun).tolist(), strict=True),
             *zip(deals[offered], [OFFER] * int(offered.sum()), days_from(moved[offered]).tolist(), strict=True)]
        ),
        closes[there],
        wins[there],
    )  # fmt: skip


def _open(ids: Ints, stage: Ints, since: Ints, cents: Ints) -> pd.DataFrame:
    rows = zip(ids.tolist(), stage.tolist(), days_from(since).tolist(), cents.tolist(), strict=True)
    return open_frame([dict(zip(("id", "stage_id", "in_stage_on", "amount_cents"), row, strict=True)) for row in rows])


def _decided(ids: Ints, closes: Ints, wins: Bools, cents: Ints) -> pd.DataFrame:
    rows = zip(ids.tolist(), days_from(closes).tolist(), wins.tolist(), cents.tolist(), strict=True)
    return decided_frame([dict(zip(("id", "closed_on", "won", "amount_cents"), row, strict=True)) for row in rows])
