"""The third voice of a departure: what the health snapshot showed 90 days before it was decided."""

from math import ceil, floor

import pandas as pd

from lib.health.formula import FACTOR_NAMES

WEAKEST = 2  # factors named


def shown_before(departures: pd.DataFrame, snapshots: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """What was shown of each departure, aligned with `departures`.

    `departures`: account_id, day (90 days before); `snapshots` as `snapshots_before` gives them for these; `parts`:
    health_snapshot_id, factor, score of them. Columns: band (None: no snapshot then), low, high, taken_on, weakest
    (names of the factors with the lowest scores under 50 points, at most two), unknown (how many were).
    """
    keys = ["account_id", "day"]
    found = departures[keys].merge(snapshots, on=keys, how="left", validate="many_to_one")
    named = {number: weakest(part) for number, part in parts.groupby("health_snapshot_id")}
    of = [named.get(number, ([], 0)) for number in found["id"]]
    band = found["band"].astype(object).where(found["band"].notna(), None)
    weak, unknown = [names for names, _ in of], [count for _, count in of]
    return found[["low", "high", "taken_on"]].assign(band=band, weakest=pd.Series(weak, dtype=object), unknown=unknown)


def weakest(part: pd.DataFrame) -> tuple[list[str], int]:
    """The weakest factors of one snapshot, worst first, and how many of those that apply were unknown."""
    scored = part[part["score"].notna()].sort_values("score", kind="stable")
    low = scored.loc[scored["score"] < 50, "factor"].head(WEAKEST)
    unknown = int((part["score"].isna() & part["not_applicable"].isna()).sum())
    return [FACTOR_NAMES[factor] for factor in low], unknown


def score_span(low: float, high: float) -> str:
    """A score as it is read: 38, or 38–41 in whole points, the low one rounded down and the high one up."""
    return f"{floor(low + 1e-9)}" if high - low < 0.05 else f"{floor(low + 1e-9)}–{ceil(high - 1e-9)}"


def weakest_counts(shown: pd.DataFrame) -> pd.DataFrame:
    """At how many departures each factor was among the weakest, most frequent first. Columns: factor, departures."""
    counted = shown["weakest"].explode().dropna().value_counts()
    return counted.rename_axis("factor").reset_index(name="departures")
