"""The forecast on the real CRM export: today's, and Q4 2017 from what was known before it, against plain pandas."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from lib.growth import pipeline
from lib.growth.forecast import Forecast, forecast, forecast_now
from lib.growth.forecast_amounts import with_list_prices
from lib.growth.forecast_backcast import Past, backcasts, leaning, within_range
from lib.growth.forecast_calibration import stage_chances
from lib.growth.forecast_targets import from_later_deals
from lib.growth.pipeline_queries import entries, stages
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.facts import real_frames

pytestmark = pytest.mark.real

NOW, THEN = date(2017, 12, 31), date(2017, 9, 30)
Q4 = ("2017-10-01", "2017-12-31")
BANDS = [0, 7, 14, 30, 45, 60, 75, 90, 120, 180, 365, 10_000]  # as the method's: in a stage as long


@pytest.fixture(scope="module")
def store(real_input: Path, empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("forecast") / "steward.db"
    opened = open_store(databases.copied(empty_url, path))
    apply(opened, "test", preview(opened, read_sources([real_input]), accept_matches=True))
    return opened


@pytest.fixture(scope="module")
def deals(real_input: Path) -> pd.DataFrame:
    """The export as it is: one row a deal, days as days, the list price beside it."""
    frames = real_frames(real_input)
    found = frames["sales_pipeline"].merge(frames["products"], on="product", validate="m:1")
    return found.assign(engaged=pd.to_datetime(found["engage_date"]), closed=pd.to_datetime(found["close_date"]))


def made(store: Store, day: date, quarters: int = 4) -> Forecast:
    decided = with_list_prices(store, pipeline.decided_deals(store, NOW))
    return forecast(
        pipeline.open_deals(store, day), decided, entries(store, day), stages(store), day, quarters=quarters
    )  # fmt: skip


@pytest.fixture(scope="module")
def past(store: Store) -> pd.DataFrame:
    decided = with_list_prices(store, pipeline.decided_deals(store, NOW))
    known = Past(
        decided, entries(store, NOW), stages(store), lambda day: pipeline.open_deals(store, day), lambda rows: rows
    )  # fmt: skip
    return backcasts(known, NOW).set_index("key")


def open_then(deals: pd.DataFrame) -> "pd.Series[bool]":
    """Open at the end of 30 September 2017: not closed by then, begun by then or at an unknown day."""
    day = pd.Timestamp(THEN)
    return ~(deals["closed"] <= day) & ~(deals["engaged"] > day)


def test_the_back_cast_of_q4_knows_the_deals_open_on_30_september(past: pd.DataFrame, deals: pd.DataFrame) -> None:
    then = open_then(deals)
    dated = then & deals["engaged"].notna()
    assert past.loc["2017Q4", ["known_on", "open_deals", "told_deals"]].tolist() == [THEN, then.sum(), dated.sum()]
    assert (then.sum(), dated.sum()) == (2_909, 2_409)


def test_what_came_in_q4_from_them_and_from_later_deals(past: pd.DataFrame, deals: pd.DataFrame) -> None:
    won = deals[(deals["deal_stage"] == "Won") & deals["closed"].between(*Q4)]
    ours, later = won[open_then(won)], won[~open_then(won)]
    row = past.loc["2017Q4"]
    assert row["actual"] == round(ours["close_value"].sum() * 100)
    assert row["later"] == round(later["close_value"].sum() * 100)
    assert (row["won_deals"], row["later_deals"]) == (len(ours), len(later))
    assert row["actual"] + row["later"] == round(won["close_value"].sum() * 100)


def test_the_expectation_for_q4_by_plain_loops(store: Store, deals: pd.DataFrame) -> None:
    """Deals as old at the ends of Q1 and Q2, Aalen–Johansen a day at a time, times price and ratio of the product."""
    donors = pd.concat([as_old_on(deals, pd.Timestamp(day)) for day in ("2017-03-31", "2017-06-30")])
    won = deals[(deals["deal_stage"] == "Won") & (deals["closed"] <= pd.Timestamp(THEN))]
    ratio = (won["close_value"] / won["sales_price"]).groupby(won["product"]).mean()
    open_now = deals[open_then(deals) & deals["engaged"].notna()]
    band = pd.cut((pd.Timestamp(THEN) - open_now["engaged"]).dt.days, BANDS, right=False)
    expected = 0.0
    told = made(store, THEN, quarters=2)
    left_to_others = told.deals[~told.deals["basis"].isin(["deals as old at the same point of earlier quarters", ""])]
    assert left_to_others.empty  # every dated deal has 30 alike, so the loops below cover the whole forecast
    for place, ours in open_now.groupby(band, observed=True):
        chance = won_within(donors[donors["band"] == place], days=92)
        expected += chance * (ours["sales_price"] * ours["product"].map(ratio)).sum() * 100
    assert told.quarters["expected"].iloc[1] == pytest.approx(expected, rel=1e-6)


def as_old_on(deals: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The deals open on a day: their age band, the days from it to the decision or 30 September, and the fate."""
    there = deals[(deals["engaged"] <= day) & ~(deals["closed"] <= day)]
    known = there["closed"] <= pd.Timestamp(THEN)
    return pd.DataFrame(
        {
            "band": pd.cut((day - there["engaged"]).dt.days, BANDS, right=False),
            "days": (there["closed"].where(known, pd.Timestamp(THEN)) - day).dt.days,
            "fate": there["deal_stage"].where(known, "open"),
        }
    )


def won_within(donors: pd.DataFrame, days: int) -> float:
    left, won = 1.0, 0.0
    for day in range(1, days + 1):
        today, at_risk = donors[donors["days"] == day], (donors["days"] >= day).sum()
        if at_risk:
            won += left * (today["fate"] == "Won").sum() / at_risk
            left *= 1 - today["fate"].isin(["Won", "Lost"]).sum() / at_risk
    return won


def test_today_almost_all_open_deals_are_older_than_any_that_was_ever_decided(
    store: Store, deals: pd.DataFrame
) -> None:
    found = made(store, NOW)
    told = found.quarters.iloc[0]
    q4 = deals[(deals["deal_stage"] == "Won") & deals["closed"].between(*Q4)]
    assert told["won_so_far"] == round(q4["close_value"].sum() * 100)
    assert (told["p10"], told["p90"]) == (0, 0)  # the quarter ends today
    assert forecast_now(found).value == told["won_so_far"]
    oldest = (deals["closed"] - deals["engaged"]).dt.days.max()
    assert oldest == 138
    age = (pd.Timestamp(NOW) - deals.loc[deals["deal_stage"] == "Engaging", "engaged"]).dt.days
    worthless = (found.used["chance"] == 0).sum()
    assert worthless >= (age > 180).sum() - (found.deals["why"] == "too few such deals in the history").sum()
    assert (found.deals["why"] == "no dated history").sum() == 500
    assert 0 < found.quarters["p50"].iloc[1] < 100_000_00


def test_the_record_is_told_as_it_is(past: pd.DataFrame) -> None:
    """Three quarters have a history before them, and every one brought less than the middle that was told."""
    assert past.index.tolist() == ["2017Q4", "2017Q3", "2017Q2"]
    assert (past["p10"] <= past["p50"]).all()
    assert (past["p50"] <= past["p90"]).all()
    assert leaning(past) == "too high"
    assert within_range(past).base == 3


def test_a_back_cast_knows_nothing_of_what_came_later(store: Store, past: pd.DataFrame) -> None:
    """The same forecast from decisions and entries read as of the day itself."""
    decided = with_list_prices(store, pipeline.decided_deals(store, THEN))
    found = forecast(
        pipeline.open_deals(store, THEN), decided, entries(store, THEN), stages(store), THEN, quarters=2
    ).quarters.iloc[1]  # fmt: skip
    assert [found[name] for name in ("p10", "p50", "p90")] == past.loc["2017Q4", ["p10", "p50", "p90"]].tolist()


def test_the_share_won_of_each_stage(store: Store, deals: pd.DataFrame) -> None:
    decided = pipeline.decided_deals(store, NOW)
    found = stage_chances(
        entries(store, NOW), decided, pipeline.open_deals(store, NOW), stages(store), date(2016, 1, 1)
    ).set_index("stage")  # fmt: skip
    counts = deals["deal_stage"].value_counts()
    engaging = [counts["Won"], counts["Won"] + counts["Lost"], counts["Engaging"], "cannot tell yet"]
    assert found.loc["Engaging", ["won", "decided", "still_open", "verdict"]].tolist() == engaging
    assert found.loc["Prospecting", ["won", "decided", "still_open"]].tolist() == [0, 0, 500]


def test_what_deals_opened_later_brought_in_the_same_part_of_earlier_quarters(
    store: Store, deals: pd.DataFrame
) -> None:
    day = date(2017, 11, 15)
    found = from_later_deals(pipeline.decided_deals(store, day), day, 1, date(2017, 3, 1)).iloc[0]
    sums = []
    for end in (pd.Timestamp(2017, 10, 1), pd.Timestamp(2017, 7, 1), pd.Timestamp(2017, 4, 1)):
        cut = end - timedelta(days=47)  # on 15 November the quarter has 46 more days
        if cut >= pd.Timestamp(2017, 3, 1):
            won = deals[(deals["deal_stage"] == "Won") & (deals["engaged"] > cut) & (deals["closed"] < end)]
            sums.append(won["close_value"].sum() * 100)
    assert (found["cases"], found["low_cents"], found["high_cents"]) == (len(sums), min(sums), max(sums))
