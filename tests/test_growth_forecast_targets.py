"""Targets of a quarter, the chance to reach them, coverage, and what deals not yet opened used to bring."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.days import NONE
from lib.growth.forecast import Forecast
from lib.growth.forecast_targets import (
    NO_TARGET,
    Target,
    chance_to_reach,
    coverage,
    from_later_deals,
    won_target,
)
from lib.periods import quarter
from tests.forecast_cases import TALKS, decided_frame, open_frame

Q2 = quarter(date(2026, 5, 1))
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def targets(*rows: tuple[str | None, int | None, tuple[date, date | None]], kind: str = "won") -> pd.DataFrame:
    """Targets of (person, cents, span) as `growth_targets`; nobody: of the book."""
    return pd.DataFrame(
        {
            "kind": kind, "account_id": NONE, "person": [row[0] for row in rows],
            "person_id": [NONE if row[0] is None else ord(row[0][0]) for row in rows],
            "amount_cents": pd.array([row[1] for row in rows], dtype="Int64"),
            "starts_on": pd.to_datetime([row[2][0] for row in rows]),
            "ends_before": pd.to_datetime([row[2][1] for row in rows]),
        }
    )  # fmt: skip


def made(runs: list[float], won: int = 0, used: int = 3) -> Forecast:
    quarters = pd.DataFrame({"key": ["2026Q2"], "start": [Q2.start], "end": [Q2.end], "won_so_far": [won]})
    deals = pd.DataFrame({"basis": ["x"] * used, "has_amount": [True] * used})
    return Forecast(date(2026, 5, 1), quarters, np.array([runs]), deals)


def test_a_target_counts_by_the_days_it_shares_with_the_quarter() -> None:
    found = won_target(targets((None, 365_00, YEAR)), Q2)
    assert found == Target(91_00, "the target of the book")


def test_without_a_target_of_the_book_the_peoples_add_up() -> None:
    found = won_target(targets(("Ann", 365, YEAR), ("Bo", 730, YEAR), ("Cy", None, YEAR)), Q2)
    assert found.cents == pytest.approx(3 * 91)
    assert found.words == "the targets of 2 people"


def test_a_target_of_the_book_goes_before_the_peoples() -> None:
    assert won_target(targets(("Ann", 365, YEAR), (None, 3650, YEAR)), Q2).cents == pytest.approx(910)


def test_an_owner_is_measured_by_the_own_target() -> None:
    both = targets(("Ann", 365, YEAR), (None, 3650, YEAR))
    assert won_target(both, Q2, owner="Ann") == Target(91, "the target of Ann")
    assert won_target(both, Q2, owner="Bo").cents is None


def test_no_target_is_told_as_such() -> None:
    assert won_target(targets((None, 365, YEAR), kind="revenue"), Q2) == Target(None, NO_TARGET)
    assert won_target(targets((None, 365, (date(2025, 1, 1), date(2026, 1, 1)))), Q2) == Target(None, NO_TARGET)
    assert won_target(targets((None, 365, YEAR)), Q2, sector="Media").words == "no target is set by sector"


def test_a_target_without_an_end_is_one_of_a_year() -> None:
    assert won_target(targets((None, 730, (date(2020, 1, 1), None))), Q2).cents == pytest.approx(2 * 91)


def test_the_chance_counts_the_runs_that_reach_the_target_with_what_is_won() -> None:
    found = chance_to_reach(made([0, 50, 60, 100], won=50), 0, Target(110, ""))
    assert (found.value, found.base) == (0.5, 3)
    assert chance_to_reach(made([1]), 0, Target(None, NO_TARGET)).why == NO_TARGET


def test_coverage_is_what_should_close_over_what_is_missing() -> None:
    rows = [
        {"id": 1, "amount_cents": 30, "expected_close_on": date(2026, 6, 30)},
        {"id": 2, "list_price_cents": 50, "expected_close_on": date(2026, 1, 1)},
        {"id": 3, "amount_cents": 900, "expected_close_on": date(2026, 7, 1)},
        {"id": 4, "amount_cents": 900},
    ]
    deals = open_frame([row | {"stage_id": TALKS} for row in rows])
    found = coverage(deals, made([0], won=60), Target(100, ""))
    assert (found.value, found.base) == (2, 2)
    assert coverage(deals, made([0], won=100), Target(100, "")).absent == "not applicable"
    assert coverage(deals[3:], made([0]), Target(100, "")).why == "no open deal has an expected close"


def test_later_deals_are_those_opened_after_the_same_point_of_earlier_quarters() -> None:
    """On 1 May 60 days of the quarter are left; so it was on 30 January, 1 November and 1 August."""

    def deal(number: int, opened: date, closed: date, cents: int) -> dict[str, object]:
        return {"id": number, "won": True, "opened_on": opened, "closed_on": closed, "amount_cents": cents}

    rows = [
        deal(1, date(2026, 1, 31), date(2026, 3, 31), 10),
        deal(2, date(2026, 1, 30), date(2026, 3, 31), 1_000),  # open at that point
        deal(3, date(2025, 11, 2), date(2025, 12, 1), 30),
        deal(4, date(2025, 11, 2), date(2026, 2, 1), 500),  # won a quarter later
        deal(5, date(2026, 4, 2), date(2026, 4, 3), 9_999),  # this quarter's
    ]
    found = from_later_deals(decided_frame(rows), date(2026, 5, 1), 2, date(2025, 9, 1))
    assert found["key"].tolist() == ["2026Q2", "2026Q3"]
    assert found["cases"].tolist() == [2, 1]
    assert found["median_cents"].tolist() == [20, 1_510]  # of the one case: opened after 1 November, won in Q1
    assert (found["low_cents"][0], found["high_cents"][0]) == (10, 30)


def test_without_records_there_is_no_case() -> None:
    found = from_later_deals(decided_frame([]), date(2026, 5, 1), 1, None)
    assert found["cases"].tolist() == [0]
    assert found["median_cents"].isna().all()
