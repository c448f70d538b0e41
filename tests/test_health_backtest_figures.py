"""Whether a warning told who would leave: published cases, and the words for too little to tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.health.backtest_figures import (
    CHANCES,
    auc,
    auc_error,
    brier,
    brier_of_base_rate,
    cannot_tell,
    crossed,
    factors_to_fit,
    leave_rates,
    precision,
    recall,
    rises,
    risk_of,
)
from lib.measure import Measure

CASES = some.lists(some.tuples(some.integers(0, 5), some.booleans()), min_size=1, max_size=60)


def flags(text: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """`"1001"` as an array of yes and no."""
    return np.array([letter == "1" for letter in text], dtype=np.bool_)


@pytest.mark.parametrize(
    ("left", "risk", "expected"),
    [
        # scikit-learn, roc_auc_score
        ("0011", [0.1, 0.4, 0.35, 0.8], 0.75),
        # scikit-learn, brier_score_loss
        ("0110", [0.1, 0.9, 0.8, 0.3], 1.0),
        # All ties tell nothing.
        ("0101", [0.5, 0.5, 0.5, 0.5], 0.5),
        # One class only is undefined.
        ("111", [0.2, 0.4, 0.9], None),
        ("000", [0.2, 0.4, 0.9], None),
        ("", [], None),
    ],
)
def test_auc_is_the_published_one(left: str, risk: list[float], expected: float | None) -> None:
    found = auc(np.array(risk), flags(left))
    assert found.value == (None if expected is None else pytest.approx(expected))
    if expected is None:
        assert "both outcomes are needed" in found.why


def test_brier_is_the_published_one() -> None:
    """scikit-learn, brier_score_loss: 0.0375."""
    assert brier([0.1, 0.9, 0.8, 0.3], flags("0110")).value == pytest.approx(0.0375)
    assert brier([], flags("")).value is None


def test_the_error_of_an_auc_is_hanley_and_mcneil_s() -> None:
    """peers.md 3.11: AUC 0.75 with 6 of 40 lost is ±0.24."""
    assert 1.96 * auc_error(0.75, 6, 34) == pytest.approx(0.24, abs=0.005)
    assert auc_error(1.0, 6, 34) == 0


def test_a_perfect_order_of_few_is_not_taken_for_certain() -> None:
    """Estimate ± error would close to a point at 1."""
    found = auc(np.arange(12.0), flags("000000000111"))
    assert found.value == 1
    assert found.high == 1
    assert found.low is not None
    assert 0.5 < found.low < 0.8


@given(CASES)
def test_auc_is_the_share_of_pairs_in_the_right_order(cases: list[tuple[int, bool]]) -> None:
    risk, left = (np.array(column) for column in zip(*cases, strict=True))
    found = auc(risk, left)
    pairs = [np.sign(gone - there) for gone in risk[left] for there in risk[~left]]
    if not pairs:
        assert found.value is None
        return
    assert found.value == pytest.approx((1 + np.mean(pairs)) / 2)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


@given(CASES)
def test_turning_the_order_round_turns_auc_round(cases: list[tuple[int, bool]]) -> None:
    risk, left = (np.array(column) for column in zip(*cases, strict=True))
    one, other = auc(risk, left), auc(-risk, left)
    if one.value is not None and other.value is not None:
        assert one.value + other.value == pytest.approx(1)


def test_warnings_are_crossed_with_what_happened() -> None:
    found = crossed(flags("110010"), flags("101010"))
    assert found == (2, 1, 1, 2)
    assert (found.left, found.warned) == (3, 3)


def test_catching_three_of_six_says_little() -> None:
    """peers.md 3.11: 3 of 6 is 50 %, and the interval is 19–81 %."""
    found = recall(crossed(flags("111000"), flags("111111")))
    assert (found.hits, found.base) == (3, 6)
    assert (found.low, found.high) == (pytest.approx(0.188, abs=5e-4), pytest.approx(0.812, abs=5e-4))


def test_no_leavers_no_recall_and_no_warnings_no_precision() -> None:
    quiet = crossed(flags("000"), flags("000"))
    assert recall(quiet).why == "no client left"
    assert precision(quiet).why == "no warning was given"


def test_a_call_s_chance_is_scored_against_the_share_that_stayed() -> None:
    """Nine of ten stayed and all were called "will renew": 0.0925 against 0.09."""
    stayed = flags("1111111110")
    called = [CHANCES["will renew"]] * 10
    assert brier(called, stayed).value == pytest.approx((9 * 0.05**2 + 0.95**2) / 10)
    assert brier_of_base_rate(stayed).value == pytest.approx(0.09)
    assert brier_of_base_rate(flags("")).value is None


def test_leave_rates_are_told_by_band() -> None:
    found = leave_rates(["Green", "Red", "Red", "Unknown"], flags("0101"))
    assert list(found) == ["Green", "Amber", "Red", "Unknown"]
    assert (found["Red"].hits, found["Red"].base) == (1, 2)
    assert found["Amber"].value is None


@pytest.mark.parametrize(
    ("green", "amber", "red", "expected"),
    [
        (0.1, 0.2, 0.5, True),
        (0.1, 0.1, 0.5, True),
        (0.2, 0.1, 0.5, False),
        (0.1, 0.1, 0.1, False),
        (0.1, None, 0.5, None),
    ],
)
def test_the_leave_rate_must_rise_from_green_to_red(
    green: float, amber: float | None, red: float, expected: bool | None
) -> None:
    assert rises({"Green": Measure(green), "Amber": Measure(amber), "Red": Measure(red)}) is expected


def test_few_leavers_few_stayers_and_wide_intervals_cannot_tell() -> None:
    assert "3 left, 10 are needed" in cannot_tell(Measure(0.8, low=0.7, high=0.9), flags("1" * 3 + "0" * 40))
    assert "2 stayed, 10 are needed" in cannot_tell(Measure(0.8, low=0.7, high=0.9), flags("1" * 30 + "0" * 2))
    wide = cannot_tell(Measure(0.75, low=0.55, high=0.9), flags("1" * 10 + "0" * 30))
    assert wide == "the AUC may lie anywhere from 0.55 to 0.90, wider than ±0.15"
    assert cannot_tell(Measure(0.8, low=0.7, high=0.9), flags("1" * 10 + "0" * 30)) == ""


@pytest.mark.parametrize(("leavers", "factors"), [(6, 0), (14, 0), (15, 1), (44, 2), (1_000, 8)])
def test_weights_need_fifteen_leavers_for_each_factor(leavers: int, factors: int) -> None:
    assert factors_to_fit(leavers) == factors


def test_risk_is_how_far_the_middle_lies_under_a_hundred() -> None:
    assert risk_of(np.array([40.0, 0.0]), np.array([60.0, 100.0])).tolist() == [50, 50]
