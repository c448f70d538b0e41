"""Which past quarters can be told of, and how past forecasts leaned."""

from datetime import date, timedelta

import pandas as pd

from lib.growth.forecast_backcast import COLUMNS, Past, backcasts, leaning, past_quarters, within_range
from tests.forecast_cases import STAGES, TALKS, decided_frame, entries_frame, open_frame

AS_OF = date(2026, 9, 30)


def record(*rows: tuple[int, int, bool]) -> pd.DataFrame:
    """Past quarters as (middle told, what came, within)."""
    return pd.DataFrame([dict.fromkeys(COLUMNS, 0) | {"p50": p, "actual": a, "within": w} for p, a, w in rows])


def test_a_quarter_is_told_of_where_ten_deals_had_been_decided_before_it() -> None:
    decided = decided_frame([{"id": i, "won": True, "closed_on": date(2026, 1, 1 + i)} for i in range(10)])
    assert [each.key for each in past_quarters(decided, AS_OF)] == ["2026Q3", "2026Q2"]
    assert [each.key for each in past_quarters(decided, date(2026, 9, 29))] == ["2026Q2"]  # Q3 is not over
    assert past_quarters(decided[1:], AS_OF) == []


def test_forecasts_lean_where_at_most_one_in_five_went_the_other_way() -> None:
    high, low = (9, 5, True), (5, 9, False)
    assert leaning(record(high, high, high, high, low)) == "too high"
    assert leaning(record(low, low, low)) == "too low"
    assert leaning(record(high, high, low)) == ""
    assert leaning(record(high, high)) == ""  # too few to say


def test_the_quarters_within_the_range_are_counted() -> None:
    found = within_range(record((9, 5, True), (5, 9, False)))
    assert (found.value, found.hits, found.base) == (0.5, 1, 2)
    assert within_range(record()).value is None


def test_what_came_is_told_apart_by_when_the_deal_was_opened() -> None:
    """Deals won a week after they begin, one a week; on 30 June deal 25 (of 26 June) is open and no other."""
    begun = [date(2026, 1, 2) + timedelta(weeks=week) for week in range(38)]
    ends = [day + timedelta(days=7) for day in begun]
    decided = decided_frame(
        [{"id": i, "won": True, "closed_on": end, "amount_cents": 100} for i, end in enumerate(ends)]
    )
    opened = open_frame([{"id": 25, "stage_id": TALKS, "in_stage_on": begun[25], "amount_cents": 100}])
    entered = entries_frame([(i, TALKS, day) for i, day in enumerate(begun)])
    past = Past(decided, entered, STAGES, lambda day: opened, lambda rows: rows)
    row = backcasts(past, AS_OF).set_index("key").loc["2026Q3"]
    assert row[["known_on", "open_deals", "told_deals"]].tolist() == [date(2026, 6, 30), 1, 1]
    assert row[["p10", "p50", "p90", "actual", "won_deals"]].tolist() == [100, 100, 100, 100, 1]
    assert row[["later", "later_deals"]].tolist() == [1_200, 12]
    assert row["within"]
