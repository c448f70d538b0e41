"""Whether the same people's answers are spread otherwise than before, and a share over several waves."""

from typing import Any

import numpy as np
import pytest

from lib.surveys.matched_change_figures import matched_change
from lib.surveys.spread_figures import crossed, share_trend, shift
from tests.survey_golden import near, published
from tests.test_surveys_matched_change_figures import people


@published("G25")
def test_g25_three_categories_in_two_waves(case: dict[str, Any]) -> None:
    found = shift(np.array(case["inputs"]))
    assert (found.statistic, found.freedom, found.people) == (pytest.approx(case["statistic"]), case["freedom"], 100)
    assert found.p == pytest.approx(case["p"], abs=5e-7)
    change = matched_change(*people(case["inputs"], [-1.0, 0.0, 1.0]))
    assert (change.difference, change.low, change.high) == near(case["change"], case)


@published("G26")
def test_g26_symmetry_and_margins(case: dict[str, Any]) -> None:
    for method, (statistic, p) in case["expect"].items():
        found = shift(np.array(case["inputs"]), method)
        assert found.statistic == pytest.approx(statistic, abs=case["within"][0]), method
        assert found.p == pytest.approx(p, abs=case["within"][1]), method
        assert found.test.startswith("the same people twice")


@published("G27")
def test_g27_trend_over_five_waves(case: dict[str, Any]) -> None:
    found = share_trend([hit for hit, _ in case["inputs"]], [hit + other for hit, other in case["inputs"]])
    assert found is not None
    assert (found.slope, found.low, found.high) == near(case["expect"], case)
    assert found.p > 0.05, "the interval holds 0"


def test_points_nobody_chose_do_not_make_a_shift_undefined() -> None:
    before, after = np.array([3, 3, 5, 5, 5, 3]), np.array([3, 5, 5, 5, 3, 5])
    table = crossed(before, after, 1, 5)
    assert (table[2, 4], table[4, 2], table[2, 2], table.sum()) == (2, 1, 1, 6)
    found = shift(table)
    assert (found.freedom, found.statistic) == (1, pytest.approx(1 / 3)), "of two points: McNemar"


def test_where_nobody_moved_there_is_nothing_to_test() -> None:
    assert shift(np.diag([4, 5, 6])).p is None
    assert shift(np.zeros((3, 3), dtype=int)).p is None


def test_a_trend_needs_three_waves_and_some_spread() -> None:
    assert share_trend([1, 2], [10, 10]) is None
    assert share_trend([0, 0, 0], [10, 10, 10]) is None
    by_quarter = share_trend([1, 5, 9], [10, 10, 10], at=[0, 3, 6])
    by_wave = share_trend([1, 5, 9], [10, 10, 10])
    assert by_quarter is not None
    assert by_wave is not None
    assert by_wave.slope == pytest.approx(0.4)
    assert by_quarter.slope == pytest.approx(0.4 / 3)
