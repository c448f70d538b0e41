"""Cohorts by hand: who began together, and what became of them."""

from typing import Any

import numpy as np
import pytest

from lib.days import NONE
from lib.money.cohort_figures import cell_measure, cohort_table

# Four clients over four quarters: two began in quarter 0, one in quarter 1, one in none.
COHORT, START = np.array([0, 0, 1, NONE]), np.array([0, 0, 1, 0])
CENTS = np.array([[50, 100, 120, 90], [70, 100, 0, 0], [0, 40, 60, 90], [9, 9, 9, 9]])
ACTIVE = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 1, 1, 1], [1, 1, 1, 1]], dtype=np.bool_)


def cells(so_far: bool = False) -> dict[tuple[int, int], dict[str, Any]]:
    rows = cohort_table(COHORT, START, CENTS, ACTIVE, so_far).to_dict("records")
    return {(row["cohort"], row["age"]): {str(key): value for key, value in row.items()} for row in rows}


def test_a_cohort_is_followed_from_its_first_whole_quarter() -> None:
    found = cells()
    assert set(found) == {(0, 1), (0, 2), (0, 3), (1, 1), (1, 2)}
    second = found[0, 2]
    assert (second["clients"], second["kept"]) == (2, 1)
    assert (second["before"], second["now"], second["held"]) == (200, 120, 100)
    assert found[1, 2]["held"] == 60


def test_a_running_quarter_is_marked_and_only_stands_where_no_whole_one_does() -> None:
    """With the last quarter running, age 3 of the first cohort and age 2 of the second are so far."""
    found = cells(so_far=True)
    assert {key for key, row in found.items() if row["so_far"]} == {(0, 3), (1, 2)}


def test_of_a_cohort_of_years_only_clients_old_enough_count() -> None:
    """One began in quarter 0, one in quarter 2: at age 2 only the first can be told."""
    cents, active = np.array([[5, 10, 10, 10], [0, 0, 5, 10]]), np.ones((2, 4), dtype=np.bool_)
    table = cohort_table(np.array([2024, 2024]), np.array([0, 2]), cents, active, False)
    assert table.set_index("age")["clients"].to_dict() == {1: 2, 2: 1, 3: 1}


def test_credits_count_as_nothing_and_new_revenue_never_retains() -> None:
    cents = np.array([[0, -5, 10], [0, 100, 50]])
    table = cohort_table(np.array([1, 1]), np.array([0, 0]), cents, np.ones((2, 3), dtype=np.bool_), False)
    row = table.iloc[-1]
    assert (row["before"], row["now"], row["held"]) == (100, 50, 50)


@pytest.mark.parametrize(
    ("figure", "so_far", "value"),
    [
        ("client_retention", False, 0.75),
        ("client_retention", True, 0.75),
        ("grr", False, 0.8),
        ("nrr", False, 0.9),
        ("grr", True, None),
    ],
)
def test_a_cell_is_told_by_the_figure_asked_for(figure: str, so_far: bool, value: float | None) -> None:
    """measures.md: 100→120, 50→40, 30→0, 20→20 is 80 % and 90 %."""
    found = cell_measure(figure, 4, 3, 20_000, 18_000, 16_000, so_far)
    assert found.value == value
    assert found.base == 4
    if figure == "client_retention":
        assert found.hits == 3
        assert found.note == ("so far" if so_far else "")


def test_without_revenue_in_the_first_whole_quarter_nothing_is_kept_of_it() -> None:
    assert cell_measure("nrr", 3, 3, 0, 100, 0, False).value is None
