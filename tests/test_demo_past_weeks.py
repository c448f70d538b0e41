"""The demo firm's past weeks: computed from its facts, believable in any size and for any seed."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from lib.days import number
from lib.demo.past_weeks import weeks_back
from lib.demo.world import World
from lib.health.history import history_at, read_weeks
from lib.health.judging import judge
from lib.health.queries import formula_at
from lib.health.reading import read_signals
from lib.health.tables import BANDS, FACTORS, HealthSnapshot
from lib.store.base import table_of
from tests.demo_firm import UNTIL, demo, judged, rows, weeks

TODAY = pd.Timestamp(UNTIL)
SNAPSHOT = table_of(HealthSnapshot)
FIRMS = [(60, 42), (24, 7), (250, 42)]


def test_there_is_a_snapshot_a_week_with_all_factors() -> None:
    mondays = sorted(rows("health_snapshot").taken_on.unique())
    assert len(mondays) == 26
    assert all((later - sooner).days == 7 for sooner, later in pairwise(mondays))
    assert TODAY - mondays[-1] < pd.Timedelta(days=7)
    assert (rows("health_snapshot_factor").groupby("health_snapshot_id").factor.nunique() == len(FACTORS)).all()


@pytest.mark.parametrize("weeks_ago", [0, 5, 18])
def test_the_facts_of_a_week_give_its_snapshots(weeks_ago: int) -> None:
    day = (weeks().columns[-1 - weeks_ago]).date()
    signals = read_signals(demo(), day)
    ids = signals.accounts["id"].to_numpy()
    health = judge(signals, formula_at(demo(), day), history_at(read_weeks(demo(), ids, day), number(day), taking=True))
    kept = demo().frame(select(SNAPSHOT).where(SNAPSHOT.c.taken_on == day).order_by(SNAPSHOT.c.account_id))
    assert kept.account_id.tolist() == ids.tolist()
    assert np.allclose(kept[["low", "high"]], np.column_stack([health.bounds.low, health.bounds.high]))
    assert kept.band.tolist() == [BANDS[band] for band in health.band]


def test_snapshots_are_recorded_on_the_evening_of_their_monday() -> None:
    for table in ("health_snapshot", "health_snapshot_factor"):
        recorded = pd.to_datetime(rows(table).recorded_at, utc=True).dt.tz_localize(None).dt.normalize()
        assert set(recorded) == set(weeks().columns)


@pytest.mark.parametrize(("accounts", "seed"), FIRMS)
def test_every_band_occurs_and_about_two_of_three_are_judged(accounts: int, seed: int) -> None:
    newest = weeks(accounts, seed).iloc[:, -1].dropna()
    share = newest.value_counts(normalize=True)
    assert set(share.index) == set(BANDS)
    assert 0.2 < share["Unknown"] < 0.42
    assert share["Red"] < 0.13
    assert 0.07 < share["Amber"] < 0.25
    assert 0.4 < share["Green"] < 0.62


@pytest.mark.parametrize(("accounts", "seed"), FIRMS)
def test_a_few_bands_change_in_most_weeks_and_never_all(accounts: int, seed: int) -> None:
    kept = weeks(accounts, seed)
    before = kept.shift(axis=1)
    both = kept.notna() & before.notna()
    moved = ((kept != before) & both).sum() / both.sum()
    assert 0.03 < moved.mean() < 0.18
    assert moved.max() < 0.35


@pytest.mark.parametrize("accounts", [60, 250])
def test_most_clients_are_well_known_and_some_hardly(accounts: int) -> None:
    coverage = judged(accounts).bounds.coverage
    assert (coverage >= 0.85).mean() > 0.5
    assert (coverage < 0.6).sum() >= 2


def test_every_factor_is_known_of_many_and_unknown_of_some() -> None:
    known = pd.Series((~np.isnan(judged(250).scores)).mean(axis=0), FACTORS)
    assert known.min() > 0.6
    assert (known[["value", "delivery", "cadence"]] < 0.9).all()


def test_scores_differ_between_clients_in_every_factor() -> None:
    spread = pd.Series(np.nanstd(judged(250).scores, axis=0), FACTORS)
    assert spread.min() > 8


def test_the_largest_firms_keep_fewer_weeks() -> None:
    until = UNTIL.toordinal()
    assert [weeks_back(World(size, 36, 42, until)) for size in (20, 1000, 1001, 5000)] == [26, 26, 8, 8]
