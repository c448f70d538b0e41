"""What a client's groups said in an anonymous wave, where nothing of its own is known: a score that stands in.

Only what was released when the wave closed is looked at. Of the groups an account's people were in (never the whole)
the one with the fewest answers tells most of it. A group stands in only with every question on the whole of us
released: what is withheld is often what all agree on, so the rest alone would lean to one side.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import FIRST, Floats, Ints, numbers, record_numbers
from lib.health.grouping import of_accounts
from lib.health.signals import Evidence, Objects
from lib.surveys.crowd_figures import CUTS


@dataclass(frozen=True, eq=False)
class StandIn:
    """By account position: the score of its group (NaN: none), the day its wave was closed (FIRST), how many answered
    (the question answered by fewest), the group in words, and the released rows behind it.
    """

    score: Floats
    day: Ints
    base: Floats
    words: Objects
    evidence: Evidence


def standing_in(ids: Ints, released: pd.DataFrame, groups: pd.DataFrame) -> StandIn:
    """The group that stands in for each account; frames as of `released_scores` and `groups_asked`."""
    cells = _cells(released)
    mine, at = of_accounts(ids, groups)
    long = mine.assign(at=at).melt(["at", "wave_id"], list(CUTS), "cut", "cut_key").dropna(subset="cut_key")
    found = long.merge(cells, on=["wave_id", "cut", "cut_key"])
    found["place"] = pd.Index(CUTS).get_indexer(pd.Index(found["cut"]))
    order = ["at", "day", "wave_id", "base", "place", "cut_key"]
    ranked = found.sort_values(order, ascending=[True, False, False, True, True, True])
    return _chosen(len(ids), ranked.drop_duplicates("at"), released)


def points(figure: pd.Series, value: pd.Series) -> Floats:
    """A released score as 0–100: of net promoters 50 is as many promoters as detractors; of top boxes the share."""
    share = value.to_numpy(dtype=np.float64)
    return np.asarray(np.where((figure == "nps").to_numpy(), 50 + 50 * share, 100 * share), dtype=np.float64)


def _cells(released: pd.DataFrame) -> pd.DataFrame:
    """One row a wave and group with every score released. Columns: wave_id, day, cut, cut_key, score, base."""
    scored = released.assign(points=points(released["figure"], released["value"]))
    cells = scored.groupby(["wave_id", "day", "cut", "cut_key"], sort=False)
    told = cells.agg(score=("points", "mean"), base=("base", "min"), whole=("points", "count"), rows=("points", "size"))
    return told[told["whole"] == told["rows"]].reset_index()


def _chosen(count: int, best: pd.DataFrame, released: pd.DataFrame) -> StandIn:
    at = best["at"].to_numpy(dtype=np.int64)
    score, base = np.full(count, np.nan), np.full(count, np.nan)
    day, words = np.full(count, FIRST, dtype=np.int64), np.full(count, "", dtype=object)
    score[at], base[at], day[at] = best["score"], best["base"], numbers(best["day"])
    words[at] = [f"{cut} {key}" for cut, key in zip(best["cut"], best["cut_key"], strict=True)]
    behind = best[["at", "wave_id", "cut", "cut_key"]].merge(released, on=["wave_id", "cut", "cut_key"])
    evidence = Evidence("survey_release", behind["at"].to_numpy(dtype=np.int64), record_numbers(behind["id"]))
    return StandIn(score, day, base, words, evidence)
