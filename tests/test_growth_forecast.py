"""The forecast: what it is made of, that it can be repeated, and that its range covers what it says it covers."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.days import number
from lib.growth.forecast import Forecast, forecast, forecast_now, quarters_ahead
from tests.forecast_cases import OFFER, STAGES, TALKS, Firm, decided_frame, entries_frame, firm, open_frame

AS_OF = date(2026, 6, 30)
RANGES = ["p10", "p50", "p90"]


def told(made: Firm, opened: pd.DataFrame | None = None, **more: Any) -> Forecast:
    deals = made.opened if opened is None else opened
    return forecast(deals, made.decided, made.entries, STAGES, AS_OF, every_open=made.opened, **({"runs": 400} | more))


def past_deals(won: int, lost: int, days: int = 20, **more: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many deals of one stage, all begun on 1 February and decided after so many days; and their entries.

    One lost in January, of unknown stages, says that decisions have been on record since.
    """
    ends = pd.Timestamp(2026, 2, 1) + pd.Timedelta(days=days)
    rows = [{"id": i, "won": i < won, "closed_on": ends, "amount_cents": 100} | more for i in range(won + lost)]
    rows.append({"id": 900, "won": False, "closed_on": date(2026, 1, 5)})
    return decided_frame(rows), entries_frame([(i, TALKS, date(2026, 2, 1)) for i in range(won + lost)])


def with_chances(talks: float) -> pd.DataFrame:
    return STAGES.assign(chance=[talks, np.nan, np.nan, np.nan])


@cache
def simulated(a_month: int) -> pd.DataFrame:
    """The quarter after next of 100 firms as it was told, and what came: a row a firm."""
    found = []
    for seed in range(100):
        made = firm(seed, AS_OF, a_month=a_month, years=2)
        came = made.opened["amount_cents"].to_numpy()[made.wins & (made.closes <= number(date(2026, 9, 30)))].sum()
        found.append({**told(made, quarters=2, runs=1_000).quarters.iloc[1], "came": came})
    return pd.DataFrame(found)


def test_the_range_covers_what_comes_in_four_of_five_simulated_firms() -> None:
    """Of 200 firms 160 are expected within P10 to P90, give or take 5.7 (binomial): 72 to 88 % allows 2.8 of these.

    Half of them begin 12 deals a month, half 30; of either half 80 are expected, give or take 4: 68 to 92 % allows 3.
    """
    few, many = (firms["came"].between(firms["p10"], firms["p90"]).mean() for firms in map(simulated, (12, 30)))
    assert 0.72 <= (few + many) / 2 <= 0.88
    assert 0.68 <= min(few, many) <= max(few, many) <= 0.92


def test_over_many_firms_the_forecast_is_neither_high_nor_low() -> None:
    firms = simulated(30)[["expected", "came"]].astype(float).sum()
    assert firms["expected"] / firms["came"] == pytest.approx(1, abs=0.06)  # a standard error of 100 firms: 0.027


@settings(max_examples=12, deadline=None)
@given(some.integers(1000, 2000), some.integers(3, 15))
def test_chances_are_shares_and_the_range_is_in_order(seed: int, a_month: int) -> None:
    found = told(firm(seed, AS_OF, years=1, a_month=a_month))
    assert found.deals["chance"].between(0, 1).all()
    assert (found.deals["in_quarter"] <= found.deals["chance"]).all()
    assert (found.quarters["p10"] <= found.quarters["p50"]).all()
    assert (found.quarters["p50"] <= found.quarters["p90"]).all()


@settings(max_examples=8, deadline=None)
@given(some.integers(1000, 2000), some.randoms())
def test_the_same_deals_give_the_same_forecast_in_whatever_order(seed: int, chance: Any) -> None:
    made = firm(seed, AS_OF, years=1)
    order = chance.sample(range(len(made.opened)), len(made.opened))
    mixed = Firm(
        made.opened.iloc[order].reset_index(drop=True), made.decided.sample(frac=1, random_state=seed),
        made.entries.sample(frac=1, random_state=seed), made.closes, made.wins,
    )  # fmt: skip
    assert np.array_equal(told(made).runs, told(mixed).runs)
    assert told(made).quarters.equals(told(mixed).quarters)


@settings(max_examples=8, deadline=None)
@given(some.integers(1000, 2000), some.integers(1, 10**7))
def test_a_larger_amount_never_makes_the_forecast_smaller(seed: int, more: int) -> None:
    made = firm(seed, AS_OF, years=1)
    larger = made.opened.assign(amount_cents=made.opened["amount_cents"] + (made.opened["id"] % 2) * more)
    before, after = told(made).quarters[RANGES], told(made, larger).quarters[RANGES]
    assert (after.to_numpy() >= before.to_numpy()).all()


def test_filters_choose_the_deals_and_not_the_history() -> None:
    made = firm(5, AS_OF)
    some_deals = made.opened.iloc[::2].reset_index(drop=True)
    whole, part = told(made).deals.set_index("id"), told(made, some_deals).deals.set_index("id")
    assert len(part) == len(some_deals)
    assert part["chance"].tolist() == whole["chance"].reindex(part.index).tolist()


def test_won_so_far_stands_apart_from_what_is_still_to_come() -> None:
    decided = decided_frame(
        [
            {"id": 1, "won": True, "closed_on": date(2026, 4, 1), "amount_cents": 500},
            {"id": 2, "won": False, "closed_on": date(2026, 5, 1)},
            {"id": 3, "won": True, "closed_on": date(2026, 3, 31), "amount_cents": 70},
            {"id": 4, "won": True, "closed_on": date(2026, 7, 1), "amount_cents": 9_000},  # not known yet
        ]
    )
    found = forecast(open_frame([]), decided, entries_frame([]), STAGES, AS_OF)
    assert found.quarters["key"].tolist() == ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]
    assert found.quarters["won_so_far"].tolist() == [500, 0, 0, 0]
    now = forecast_now(found)
    assert (now.value, now.low, now.high, now.base) == (500, 500, 500, 0)


def test_without_deals_there_is_no_forecast_and_it_says_why() -> None:
    now = forecast_now(forecast(open_frame([]), decided_frame([]), entries_frame([]), STAGES, AS_OF))
    assert now.value is None
    assert now.why == "no open deal has a history to forecast from"


def test_ten_deals_decided_after_as_long_make_a_chance() -> None:
    """Twelve deals decided after 20 days, nine won: one open for 5 days is won in three of four cases, in 15 days."""
    decided, entries = past_deals(9, 3)
    deal = open_frame([{"id": 99, "stage_id": TALKS, "in_stage_on": date(2026, 6, 25), "amount_cents": 1_000}])
    found = forecast(deal, decided, entries, STAGES, AS_OF)
    assert found.deals["chance"].tolist() == [pytest.approx(0.75)]
    assert found.deals["basis"].tolist() == ["deals as long in the stage"]
    assert found.quarters["expected"].tolist() == [0, 750, 0, 0]


def test_a_deal_older_than_any_that_was_decided_is_told_by_those_that_stayed_open() -> None:
    """Twelve won after 20 days, twelve still open 149 days on: of one 40 days in the stage none like it was won."""
    decided, entries = past_deals(12, 0)
    stuck = [{"id": 50 + i, "stage_id": TALKS, "in_stage_on": date(2026, 2, 1), "amount_cents": 1} for i in range(12)]
    deal = {"id": 99, "stage_id": TALKS, "in_stage_on": date(2026, 5, 21), "amount_cents": 1_000}
    opened = open_frame([*stuck, deal])
    known = entries_frame([(50 + i, TALKS, date(2026, 2, 1)) for i in range(12)])
    found = forecast(opened, decided, pd.concat([entries, known]), STAGES, AS_OF)
    assert found.deals.set_index("id").loc[99, "chance"] == 0
    assert found.deals.set_index("id").loc[99, "basis"] == "deals as long in the stage"


def test_renewals_learn_from_renewals() -> None:
    renewals, entered = past_deals(12, 0, kind="renewal")
    others = decided_frame(
        [{"id": 100 + i, "won": False, "closed_on": date(2026, 2, 21), "kind": "expansion"} for i in range(12)]
    )
    also = entries_frame([(100 + i, TALKS, date(2026, 2, 1)) for i in range(12)])
    since = {"stage_id": TALKS, "in_stage_on": date(2026, 6, 25), "amount_cents": 1_000}
    deals = open_frame([{"id": 200, "kind": "renewal"} | since, {"id": 201, "kind": "expansion"} | since])
    found = forecast(deals, pd.concat([renewals, others]), pd.concat([entered, also]), STAGES, AS_OF)
    assert found.deals["chance"].tolist() == [1, 0]
    assert found.quarters["expected"].iloc[1] == 1_000


def test_too_few_renewals_learn_from_all_deals_of_the_stage() -> None:
    decided, entries = past_deals(6, 6, kind="expansion")
    deal = {"id": 99, "stage_id": TALKS, "in_stage_on": date(2026, 6, 25), "amount_cents": 10, "kind": "renewal"}
    found = forecast(open_frame([deal]), decided, entries, STAGES, AS_OF)
    assert found.deals[["chance", "basis"]].to_numpy().tolist() == [[0.5, "deals of every kind in the stage"]]


def test_a_deal_that_moves_on_is_no_guide_to_one_that_stays() -> None:
    """Twelve moved on to an offer after 10 days and were won, twelve stayed and were lost, all after 60 days."""
    decided, entries = past_deals(12, 12, days=60)
    moved = entries_frame([(i, OFFER, date(2026, 2, 11)) for i in range(12)])
    since = {"stage_id": TALKS, "amount_cents": 1}
    deals = open_frame(
        [{"id": 98, "in_stage_on": date(2026, 6, 25)} | since, {"id": 99, "in_stage_on": date(2026, 6, 1)} | since]
    )
    found = forecast(deals, decided, pd.concat([entries, moved]), STAGES, AS_OF)
    assert found.deals["chance"].tolist() == [0.5, 0]


def test_without_dated_history_a_deal_is_left_out_and_it_says_why() -> None:
    decided, entries = past_deals(3, 3)
    rows = [
        {"id": 91, "stage_id": TALKS, "amount_cents": 10},
        {"id": 92, "stage_id": TALKS, "amount_cents": 10, "in_stage_on": date(2026, 6, 1)},
    ]
    found = forecast(open_frame(rows), decided, entries, STAGES, AS_OF)
    assert found.used.empty
    assert found.deals["why"].tolist() == ["no dated history", "too few such deals in the history"]
    assert found.quarters[RANGES].to_numpy().sum() == 0


def test_the_firms_own_chance_stands_where_history_does_not_speak() -> None:
    rows = [
        {"id": 1, "stage_id": TALKS, "amount_cents": 1_000, "expected_close_on": date(2026, 11, 1)},
        {"id": 2, "stage_id": TALKS, "amount_cents": 1_000},
    ]
    found = forecast(open_frame(rows), decided_frame([]), entries_frame([]), with_chances(0.4), AS_OF)
    assert found.deals["basis"].tolist() == ["the firm's own chance of the stage", ""]
    assert found.quarters["expected"].tolist() == [0, 0, 400, 0]
    assert found.deals["why"].tolist()[1] == "no expected close ahead and too few deals as long in the stage"


def test_an_expected_close_moves_as_won_deals_moved_from_theirs() -> None:
    """Of twelve won deals nine closed on the expected day and three 40 days later: a quarter slips over its end."""
    decided, entries = past_deals(12, 0)
    late = pd.Series([40] * 3 + [0] * 10)
    decided = decided.assign(expected_close_on=decided["closed_on"] - pd.to_timedelta(late, unit="D"))
    since = {"stage_id": TALKS, "in_stage_on": date(2026, 6, 25), "amount_cents": 1_000}
    deal = open_frame([{"id": 99, "expected_close_on": date(2026, 9, 1)} | since])
    found = forecast(deal, decided, entries, STAGES, AS_OF)
    assert found.quarters["expected"].tolist() == [0, 750, 250, 0]


def test_a_deal_at_list_price_brings_it_at_the_rate_such_deals_were_won_at() -> None:
    decided, entries = past_deals(12, 0, service_id=7, list_price_cents=200)
    rows = [
        {"id": 50, "list_price_cents": 1_000, "service_id": 7},
        {"id": 51, "list_price_cents": 1_000, "service_id": 8},  # of no won deal: as all services
        {"id": 52, "amount_cents": 30, "list_price_cents": 1_000, "service_id": 7},
        {"id": 53},  # brings nothing
    ]
    opened = open_frame([row | {"stage_id": TALKS, "in_stage_on": date(2026, 6, 25)} for row in rows])
    found = forecast(opened, decided, entries, STAGES, AS_OF)
    assert found.quarters["expected"].iloc[1] == 500 + 500 + 30
    assert found.quarters["p50"].iloc[1] == 1_030
    assert len(found.used) == 3


def test_quarters_ahead_start_with_the_one_of_the_day() -> None:
    assert [each.key for each in quarters_ahead(date(2026, 11, 21))] == ["2026Q4", "2027Q1", "2027Q2", "2027Q3"]
