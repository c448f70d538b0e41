"""Win rates of groups and the chance of a service in a sector: by hand, by properties, on the real CRM export."""

import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.days import NONE
from lib.growth.pipeline import decided_deals
from lib.growth.win_charts import win_rates as chart_of_rates
from lib.growth.win_figures import chances, loss_counts, variance_within, win_rates
from lib.intervals import wilson
from lib.store.opening import open_store
from tests import databases
from tests.facts import put_real, real_frames

AS_OF = date(2017, 12, 31)
SCOPES = {"owner": "sales_agent", "manager": "manager", "service": "product", "sector": "sector"}
Deal = tuple[int, str | None, bool]  # service, sector, won


def decided(deals: Sequence[Deal]) -> pd.DataFrame:
    frame = pd.DataFrame(deals, columns=["service_id", "sector", "won"])
    return frame.astype({"service_id": "int64", "won": "bool"}).assign(sector=pd.Categorical(frame["sector"]))


def deals_of(service: int, sector: str | None, won: int, lost: int) -> list[Deal]:
    return [(service, sector, True)] * won + [(service, sector, False)] * lost


def test_rates_are_counted_by_name_and_deals_without_one_are_left_out() -> None:
    frame = decided([*deals_of(1, "media", 3, 1), *deals_of(1, "retail", 1, 8), *deals_of(1, None, 5, 5)])
    rows, shrunk = win_rates(frame, "sector")
    assert rows[["group", "won", "decided"]].to_numpy().tolist() == [["media", 3, 4], ["retail", 1, 9]]
    assert rows["share"].tolist() == [3 / 4, 1 / 9]
    assert (rows["raw_low"][0], rows["raw_high"][0]) == wilson(3, 4)
    assert shrunk.told_apart
    assert rows["share"][1] < rows["rate"][1] < shrunk.mean < rows["rate"][0] < rows["share"][0]


def test_the_best_estimate_is_first_not_the_best_share() -> None:
    """One deal of one says less than 45 of 50."""
    frame = decided([*deals_of(1, "lucky", 1, 0), *deals_of(1, "good", 45, 5), *deals_of(1, "bad", 10, 40)])
    assert win_rates(frame, "sector")[0]["group"].tolist() == ["good", "lucky", "bad"]


def test_groups_that_cannot_be_told_apart_stand_by_name() -> None:
    frame = decided([*deals_of(1, "b", 6, 4), *deals_of(1, "a", 5, 5), *deals_of(1, "c", 5, 6)])
    rows, shrunk = win_rates(frame, "sector")
    assert not shrunk.told_apart
    assert rows["group"].tolist() == ["a", "b", "c"]
    assert set(rows["rate"]) == {16 / 31}


def test_without_a_decided_deal_there_is_no_group_and_no_chance() -> None:
    rows, shrunk = win_rates(decided([]), "sector")
    assert rows.empty
    assert math.isnan(shrunk.mean)
    rate, low, high, base = chances(decided([])).of(np.array([1, 2]), np.array(["media", None], dtype=object))
    assert np.isnan([rate, low, high]).all()
    assert base.tolist() == [0, 0]


# Two services that differ, sectors that differ within each, and one sector seen twice only.
MIXED = [
    *deals_of(1, "media", 40, 10), *deals_of(1, "retail", 15, 35), *deals_of(1, "health", 1, 1),
    *deals_of(2, "media", 30, 20), *deals_of(2, "retail", 5, 45), *deals_of(NONE, "media", 9, 0),
]  # fmt: skip


def test_the_variance_between_sectors_of_a_service_is_by_moments_around_each_services_own_mean() -> None:
    cells = {1: [(40, 50), (15, 50), (1, 2)], 2: [(30, 50), (5, 50)]}
    rates = {1: 0.5, 2: 0.4}
    squares = freedom = scale = 0.0
    for service, counts in cells.items():
        weights = [base / (rates[service] * (1 - rates[service])) for _, base in counts]
        mean = sum(won for won, _ in counts) / sum(base for _, base in counts)
        squares += sum(w * (won / base - mean) ** 2 for w, (won, base) in zip(weights, counts, strict=True))
        freedom += len(counts) - 1
        scale += sum(weights) - sum(w**2 for w in weights) / sum(weights)
    rows = [(service, won, base) for service, counts in cells.items() for won, base in counts]
    frame = pd.DataFrame(rows, columns=["service_id", "won", "decided"])
    assert variance_within(frame, pd.Series(rates)) == pytest.approx((squares - freedom) / scale)
    assert variance_within(frame.iloc[[0, 3]], pd.Series(rates)) == 0  # one sector each


def test_a_chance_is_the_services_rate_drawn_to_what_happened_in_the_sector() -> None:
    found = chances(decided(MIXED))
    sectors = np.array(["media", "retail", "health", "media", "unheard of"], dtype=object)
    rate, low, high, base = found.of(np.array([1, 1, 1, 2, 2]), sectors)
    own = found.services["rate"]
    assert found.between > 0
    assert own[1] < rate[0] < 0.8
    assert 0.3 < rate[1] < own[1]
    assert abs(rate[2] - own[1]) < 0.05  # two deals move little
    assert rate[4] == pytest.approx(own[2])  # nothing known of that sector
    assert ((low < rate) & (rate < high)).all()
    assert high[4] - low[4] > found.services["high"][2] - found.services["low"][2]  # it may be any sector
    assert base.tolist() == [102, 102, 102, 100, 100]


def test_where_sectors_do_not_differ_a_chance_is_the_services() -> None:
    found = chances(
        decided([*deals_of(1, "media", 10, 10), *deals_of(1, "retail", 20, 20), *deals_of(2, "media", 2, 30)])
    )
    rate, low, high, _ = found.of(np.array([1, 1]), np.array(["media", "health"], dtype=object))
    assert found.between == 0
    assert set(rate) == {found.services["rate"][1]}
    assert (set(low), set(high)) == ({found.services["low"][1]}, {found.services["high"][1]})


def test_a_service_never_offered_has_the_firms_mean_and_the_widest_interval() -> None:
    found = chances(decided(MIXED))
    rate, low, high, base = found.of(np.array([9, 1, 2]), np.array([None, None, None], dtype=object))
    assert min(rate[1:]) < rate[0] < max(rate[1:])
    assert high[0] - low[0] > max(high[1:] - low[1:])
    assert base[0] == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(["media", "retail", None]), st.booleans()), min_size=1, max_size=60
    )
)
def test_chances_are_shares_with_intervals_whatever_was_decided(deals: list[Deal]) -> None:
    services = np.repeat([1, 2, 3, 4, 5], 3)
    sectors = np.array(["media", "retail", None] * 5, dtype=object)
    rate, low, high, base = chances(decided(deals)).of(services, sectors)
    assert ((low >= 0) & (low <= high) & (high <= 1)).all()
    assert ((rate >= 0) & (rate <= 1)).all()
    assert base.tolist() == [sum(deal[0] == service for deal in deals) for service in services]


def test_losses_are_counted_by_reason_with_what_was_said_last_and_the_unsaid_at_the_end() -> None:
    deal = ["won", "loss_reason", "loss_words", "closed_on"]
    frame = pd.DataFrame(
        [
            (False, "Price", "Too dear", "2026-01-05"), (False, "Price", None, "2026-03-05"),
            (False, "Price", "Half of that elsewhere", "2026-02-05"), (False, "Timing", None, "2026-02-05"),
            (False, None, None, "2026-02-05"), (False, None, None, None), (True, None, "Great", "2026-02-05"),
        ],
        columns=deal,
    )  # fmt: skip
    found = loss_counts(frame.assign(closed_on=pd.to_datetime(frame["closed_on"])))
    told = found.astype(object).where(found.notna(), None).to_numpy().tolist()
    assert told == [["Price", 3, "Half of that elsewhere"], ["Timing", 1, None], [None, 2, None]]


@pytest.mark.parametrize("apart", [True, False])
def test_the_chart_has_an_estimate_only_where_groups_can_be_told_apart(apart: bool) -> None:
    rows, shrunk = win_rates(decided(MIXED), "sector")
    spec = chart_of_rates(rows.rename(columns={"group": "row"}), shrunk.mean, apart, dark=True).to_dict()
    drawn = [layer["encoding"]["x"]["field"] for layer in spec["layer"]]
    assert drawn == ["mean", "low", "share", "rate"] if apart else ["mean", "low", "share"]


@pytest.fixture(scope="module")
def frames(real_input: Path) -> dict[str, pd.DataFrame]:
    return real_frames(real_input)


@pytest.fixture(scope="module")
def real_deals(
    frames: dict[str, pd.DataFrame], empty_url: str, tmp_path_factory: pytest.TempPathFactory
) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("win_rates") / "steward.db"
    store = open_store(databases.copied(empty_url, path))
    put_real(store, frames)
    return decided_deals(store, AS_OF)


def plainly_shrunk(counts: dict[str, tuple[int, int]]) -> dict[str, float]:
    """The same estimate in loops: DerSimonian and Laird's variance, Morris's weights."""
    pooled = sum(won for won, _ in counts.values()) / sum(base for _, base in counts.values())
    variance = {name: pooled * (1 - pooled) / base for name, (_, base) in counts.items()}
    total, squared = sum(1 / v for v in variance.values()), sum(1 / v**2 for v in variance.values())
    spread = sum((won / base - pooled) ** 2 / variance[name] for name, (won, base) in counts.items())
    between = max(0.0, (spread - (len(counts) - 1)) / (total - squared / total))
    if between == 0:
        return dict.fromkeys(counts, pooled)
    weights = {name: 1 / (v + between) for name, v in variance.items()}
    mean = sum(weights[name] * won / base for name, (won, base) in counts.items()) / sum(weights.values())
    factor = (len(counts) - 3) / (len(counts) - 1)
    drawn = {name: factor * v / (v + between) for name, v in variance.items()}
    return {name: drawn[name] * mean + (1 - drawn[name]) * won / base for name, (won, base) in counts.items()}


@pytest.mark.real
@pytest.mark.parametrize("scope", SCOPES)
def test_win_rates_of_the_real_export_are_those_of_plain_pandas(
    scope: str, real_deals: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    pipeline = frames["sales_pipeline"].merge(frames["sales_teams"], on="sales_agent")
    pipeline = pipeline.merge(frames["accounts"][["account", "sector"]], on="account", how="left")
    closed = pipeline[pipeline["deal_stage"].isin(["Won", "Lost"])]
    plain = {
        str(name): (int((rows["deal_stage"] == "Won").sum()), len(rows)) for name, rows in closed.groupby(SCOPES[scope])
    }
    rows, shrunk = win_rates(real_deals, scope)
    assert {row.group: (row.won, row.decided) for row in rows.itertuples()} == plain
    assert dict(zip(rows["group"], rows["rate"], strict=True)) == pytest.approx(plainly_shrunk(plain), rel=1e-9)
    assert shrunk.told_apart == (scope in ("owner", "service"))


@pytest.mark.real
def test_counts_of_the_real_export_are_these(real_deals: pd.DataFrame) -> None:
    rows = win_rates(real_deals, "manager")[0]
    assert (rows["won"].sum(), rows["decided"].sum(), len(rows)) == (4_238, 6_711, 6)
    assert len(win_rates(real_deals, "owner")[0]) == 30
    assert len(win_rates(real_deals, "service")[0]) == 7
    assert len(win_rates(real_deals, "sector")[0]) == 10
