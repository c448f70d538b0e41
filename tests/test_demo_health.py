"""Weekly snapshots of the demo firm obey the definition of the score, and reviews speak of them."""

from itertools import pairwise

import numpy as np
import pandas as pd

from lib.health.tables import FACTORS
from tests.demo_firm import UNTIL, rows, told

TODAY = pd.Timestamp(UNTIL)


def from_factors() -> pd.DataFrame:
    """Low, high and coverage of each snapshot, reckoned from its factor rows."""
    factors = rows("health_snapshot_factor").merge(rows("health_weight")[["factor", "weight"]], on="factor")
    factors = factors[factors.not_applicable.isna()]
    known = factors.score.notna()
    sums = pd.DataFrame(
        {
            "all": factors.groupby("health_snapshot_id").weight.sum(),
            "known": factors[known].groupby("health_snapshot_id").weight.sum(),
            "scored": (factors.weight * factors.score)[known].groupby(factors.health_snapshot_id).sum(),
        }
    )
    low, coverage = sums.scored / sums["all"], sums.known / sums["all"]
    return pd.DataFrame({"low": low, "high": low + 100 * (1 - coverage), "coverage": coverage})


def test_intervals_follow_from_the_factors() -> None:
    kept = rows("health_snapshot").set_index("id")[["low", "high", "coverage"]]
    assert np.allclose(from_factors().loc[kept.index], kept)


def test_bands_follow_from_the_intervals_but_where_capped() -> None:
    kept = rows("health_snapshot")
    free = kept[kept.capped_by.isna()]
    band = np.select(
        [free.low >= 70, free.high < 50, (free.low >= 50) & (free.high < 70)], ["Green", "Red", "Amber"], "Unknown"
    )
    assert (free.band == band).all()
    capped = kept[kept.capped_by.notna()]
    assert set(capped.account_id) == set(told("silent_sponsor"))
    assert set(capped.band) == {"Amber"}


def test_every_band_occurs_and_health_moves() -> None:
    kept = rows("health_snapshot")
    newest = kept[kept.taken_on == kept.taken_on.max()].band.value_counts(normalize=True)
    assert set(newest.index) == {"Green", "Amber", "Red", "Unknown"}
    assert newest["Green"] < 0.75
    assert (kept.groupby("account_id").band.agg(lambda bands: len(set(bands))) > 1).mean() > 0.3


def test_there_is_a_snapshot_a_week_with_all_factors() -> None:
    kept = rows("health_snapshot")
    mondays = sorted(kept.taken_on.unique())
    assert len(mondays) == 26
    assert all((later - sooner).days == 7 for sooner, later in pairwise(mondays))
    assert TODAY - mondays[-1] < pd.Timedelta(days=7)
    assert (rows("health_snapshot_factor").groupby("health_snapshot_id").factor.nunique() == len(FACTORS)).all()


def test_overrides_last_thirty_days_at_most() -> None:
    kept = rows("band_override")
    assert ((kept.ends_before - kept.starts_on).dt.days <= 30).all()
    assert ((kept.starts_on <= TODAY) & (kept.ends_before > TODAY)).any()


def test_reviews_are_closed_with_decisions_whose_effects_were_looked_at() -> None:
    reviews, decisions = rows("review"), rows("decision")
    assert len(reviews) == 8
    assert reviews.closed_at.notna().all()
    due_to_check = decisions[decisions.check_on <= TODAY]
    assert due_to_check.outcome.notna().all()
    assert decisions[decisions.check_on > TODAY].outcome.isna().all()
    assert {"decision", "accepted risk"} == set(decisions.kind)


def test_movements_on_the_agenda_are_those_of_the_snapshots() -> None:
    moved = rows("review_item").query("part == 'movements'").merge(rows("review"), left_on="review_id", right_on="id")
    bands = rows("health_snapshot").set_index(["account_id", "taken_on"]).band
    for item in moved.itertuples():
        before = bands[int(item.account_id), item.held_on - pd.Timedelta(days=7)]
        assert item.words.endswith(f"{before} → {bands[int(item.account_id), item.held_on]}")
