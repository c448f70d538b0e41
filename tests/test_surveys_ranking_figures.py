"""Accounts drawn to their mean: published numbers, and no order where they cannot be told apart."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.shrinkage import dersimonian_laird, paule_mandel
from lib.surveys.ranking_figures import (
    NO_ANSWER,
    NOT_APART,
    ONE_ACCOUNT,
    ONE_ANSWER_EACH,
    by_account,
    by_given_variance,
    moments,
)
from tests.survey_golden import near, published

answers = some.lists(some.tuples(some.integers(1, 6), some.sampled_from([-1.0, 0.0, 1.0])), min_size=1, max_size=40)


@published("G29")
def test_g29_players_are_drawn_to_their_mean(case: dict[str, Any]) -> None:
    hits, base = np.array(case["hits"]), case["base"]
    pooled = hits.sum() / (base * len(hits))
    variances = np.full(len(hits), pooled * (1 - pooled) / base)
    found = by_given_variance(np.arange(len(hits)), hits / base, variances, np.full(len(hits), base), low=0.0)
    assert found.told_apart
    assert found.mean == near(case["mean"], case)
    assert found.rows["weight"].to_numpy() == near(np.full(len(hits), case["own_weight"]), case)
    assert found.rows["estimate"].iloc[[0, -1]].tolist() == near([case["first"], case["last"]], case)


@published("G30")
def test_g30_variance_between_by_moments(case: dict[str, Any]) -> None:
    values, variances = np.array(case["values"]), np.array(case["variances"])
    ranked = by_given_variance(np.arange(9), values, variances, np.full(9, 5), 0.0, 100.0)
    assert (ranked.variance, ranked.mean) == near((case["variance"], case["mean"]), case)
    assert dersimonian_laird(values, variances).error == near(case["error"], case)


@published("G31")
def test_g31_variance_between_by_iteration(case: dict[str, Any]) -> None:
    found = paule_mandel(np.array(case["values"]), np.array(case["variances"]))
    assert (found.variance, found.mean) == near((case["variance"], case["mean"]), case)


@published("G32")
def test_g32_balanced_groups_as_in_lme4(case: dict[str, Any]) -> None:
    values = np.array([value for group in case["groups"].values() for value in group], dtype=np.float64)
    found = by_account(values, np.repeat(list(case["groups"]), 5), 0.0, 9_999.0)
    squares = moments(values, np.repeat(list(case["groups"]), 5))
    assert squares is not None
    assert (squares.within, found.variance, found.mean) == near(
        (case["within_groups"], case["between"], case["mean"]), case
    )
    effects = found.rows.set_index("account")["estimate"].sort_index() - found.mean
    assert effects.tolist() == near(case["effects"], case)
    assert found.rows["account"].tolist() == ["E", "C", "B", "A", "D", "F"], "highest estimate first"


def test_the_interval_of_an_account_counts_its_own_error_and_that_of_the_mean() -> None:
    """Three accounts of two: W = 1, between 8, τ² = 3.5, B = 1/8; variance 7/8·1/2 + 1/64·4/3 = 11/24."""
    values = np.array([1.0, 1 + 2**0.5, 3, 3 + 2**0.5, 5, 5 + 2**0.5])
    found = by_account(values, np.repeat([1, 2, 3], 2), low=-99, high=99)
    assert (found.variance, found.rows["weight"].iloc[0]) == pytest.approx((3.5, 7 / 8))
    half = (found.rows["high"] - found.rows["low"]) / 2
    assert half.tolist() == pytest.approx([1.959964 * (11 / 24) ** 0.5] * 3, abs=1e-6)


@published("G33")
def test_g33_where_accounts_differ_no_more_than_chance_none_is_ranked(case: dict[str, Any]) -> None:
    counts = np.array([case["detractors"], case["passives"], case["promoters"]])
    values = np.concatenate([np.repeat([-1.0, 0.0, 1.0], account) for account in counts.T])
    accounts = np.repeat([f"Account {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], counts.sum(axis=0))
    squares = moments(values, accounts)
    assert squares is not None
    assert (squares.between, squares.within) == near((case["between"], case["within_accounts"]), case)
    found = by_account(values, accounts)
    assert (found.told_apart, found.variance, found.why) == (False, 0.0, NOT_APART)
    assert found.rows["estimate"].nunique() == 1
    assert found.rows["estimate"].iloc[0] == near(case["estimate"], case)
    assert found.rows["account"].tolist() == sorted(set(accounts)), "as they came, not by score"
    assert (found.rows["weight"] == 0).all()


def test_an_account_of_few_people_is_drawn_further_than_one_of_many() -> None:
    values = np.array([1.0, 1, *[1.0] * 18, -1, -1, *[-1.0] * 10, *[0.0] * 5])
    accounts = np.array(["few"] * 2 + ["many"] * 18 + ["few too"] * 2 + ["low"] * 15)
    rows = by_account(values, accounts).rows.set_index("account")
    assert rows.loc["few", "estimate"] < rows.loc["many", "estimate"]
    assert rows.loc["few", "high"] - rows.loc["few", "low"] > rows.loc["many", "high"] - rows.loc["many", "low"]
    assert rows["own"].isna().to_dict() == {"many": False, "few": True, "low": False, "few too": True}


def test_an_account_that_agrees_with_itself_is_not_taken_as_certain() -> None:
    """Its own variance would be 0; the spread inside all accounts is what counts."""
    values = np.array([1.0] * 5 + [1.0, 0, -1, 0, 1, -1, -1, -1, 0, -1])
    rows = by_account(values, np.repeat(["agrees", "mixed", "low"], 5)).rows.set_index("account")
    assert rows.loc["agrees", "estimate"] < 1
    assert rows.loc["agrees", "low"] < rows.loc["agrees", "estimate"]


@pytest.mark.parametrize(
    ("values", "accounts", "why"),
    [
        ([1.0, 0, -1, 1, 1], [1, 1, 1, 1, 1], ONE_ACCOUNT),
        ([1.0, 0, -1], [1, 2, 3], ONE_ANSWER_EACH),
        ([1.0, 1, 1, 1], [1, 1, 2, 2], NOT_APART),
        ([np.nan], [1], NO_ANSWER),
    ],
)
def test_what_nothing_can_be_told_of_is_not_ranked(values: list[float], accounts: list[int], why: str) -> None:
    found = by_account(np.array(values), accounts)
    assert (found.told_apart, found.why) == (False, why)
    assert found.rows["estimate"].nunique() <= 1


def test_where_nothing_measures_chance_there_is_no_interval() -> None:
    found = by_account(np.array([1.0] * 5 + [-1.0] * 5), np.repeat([1, 2], 5))
    assert found.told_apart
    assert found.rows[["estimate", "low", "high"]].iloc[0].tolist() == pytest.approx([1.0, np.nan, np.nan], nan_ok=True)


@given(answers)
def test_every_estimate_lies_between_the_accounts_own_mean_and_that_of_all(pairs: list[tuple[int, float]]) -> None:
    accounts, values = np.array([account for account, _ in pairs]), np.array([value for _, value in pairs])
    found = by_account(values, accounts)
    for row in found.rows.itertuples():
        own = values[accounts == row.account].mean()
        assert min(own, found.mean) - 1e-9 <= row.estimate <= max(own, found.mean) + 1e-9
        assert np.isnan(row.low) or -1 <= row.low <= row.estimate <= row.high <= 1
    assert int(found.rows["answers"].sum()) == len(pairs)
    assert found.told_apart == (found.variance > 0)
