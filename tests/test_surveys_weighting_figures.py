"""Scores where answers do not count alike, and people of one account who do not answer alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.errors import RefusedValue
from lib.surveys.promoter_figures import count, error, nps
from lib.surveys.weighting_figures import clustered_error, likeness, mean_of_accounts, resampled, weighted

A_AND_B = np.array([1.0, 1, 1, 1, 1, 0]), np.array(["A"] * 5 + ["B"])  # five of 9 or 10, one of 7


def test_kishs_effective_number_and_design_effect() -> None:
    found = weighted(np.array([1.0, 0, -1, 1]), np.array([5.0, 1, 1, 1]))
    assert found is not None
    assert (found.effective, found.design_effect) == (pytest.approx(2.285714, abs=5e-7), 1.75)
    assert found.mean == pytest.approx(5 / 8)


@given(some.lists(some.integers(0, 10), min_size=2, max_size=40), some.floats(0.1, 9.0))
def test_equal_weights_change_nothing(scores: list[int], weight: float) -> None:
    signed = np.sign(np.array(scores) - 7.5) * (np.abs(np.array(scores) - 7.5) > 1)
    found = weighted(signed, np.full(len(scores), weight))
    counts = count(scores)
    assert found is not None
    assert found.mean == pytest.approx(nps(counts), abs=1e-9)
    assert found.error == pytest.approx((error(counts) or 0.0) * np.sqrt(len(scores) / (len(scores) - 1)), abs=1e-7)
    assert found.design_effect == pytest.approx(1)


def test_answers_without_weight_or_value_do_not_count() -> None:
    found = weighted(np.array([1.0, np.nan, -1]), np.array([2.0, 1, 0]))
    assert found is not None
    assert (found.mean, found.error, found.answers) == (1.0, None, 1)
    assert weighted(np.array([1.0]), np.array([0.0])) is None


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_a_weight_below_nought_or_missing_is_refused(wrong: float) -> None:
    with pytest.raises(RefusedValue, match="give every answer a weight of 0 or more"):
        weighted(np.array([1.0, 0.0]), np.array([1.0, wrong]))


def test_counting_everybody_or_every_account_once_differs() -> None:
    values, accounts = A_AND_B
    assert values.mean() == pytest.approx(0.8333, abs=5e-5)
    assert mean_of_accounts(values, accounts) == 0.5
    assert mean_of_accounts(np.array([np.nan]), ["A"]) is None


def test_people_of_one_account_who_answer_alike_say_less() -> None:
    """Ten accounts of four: where all four say the same, four answers say as much as one."""
    once = np.array([1.0, 1, 1, 0, 0, -1, 1, 0, -1, 1])
    values, accounts = np.repeat(once, 4), np.repeat(np.arange(10), 4)
    assert likeness(values, accounts) == 1
    assert clustered_error(values, accounts) == pytest.approx(once.std() / np.sqrt(10))
    shuffled = np.tile(once, 4)
    assert likeness(shuffled, accounts) == 0
    assert clustered_error(shuffled, accounts) == pytest.approx(shuffled.std() / np.sqrt(40))


def test_accounts_are_drawn_again_whole() -> None:
    once = np.array([1.0, 1, 1, 0, 0, -1, 1, 0, -1, 1])
    few, many = resampled(once, np.arange(10)), resampled(np.repeat(once, 4), np.repeat(np.arange(10), 4))
    assert few == many, "four people who answer alike are one account all the same"
    assert few is not None
    assert few[0] < once.mean() < few[1]


def test_what_one_account_says_is_not_known_to_be_alike() -> None:
    one = np.array([1.0, 0, -1]), np.array([1, 1, 1])
    assert (likeness(*one), clustered_error(*one), resampled(*one)) == (None, None, None)
    apart = np.array([1.0, 0, -1]), np.array([1, 2, 3])
    assert (likeness(*apart), clustered_error(*apart)) == (None, None)
