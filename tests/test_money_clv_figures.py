"""What clients are worth: by hand where every client stays, with the published model where nothing is observed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import NONE
from lib.money.clv_figures import (
    OBSERVED_FROM,
    Curves,
    Terms,
    bounds,
    curves,
    lifetime_value,
    new_client_months,
    residual_months,
    still_here,
    value_to_come,
    with_notice,
)
from lib.money.lifetime_figures import Sbg, discounted_lifetime, discounted_residual, survival
from lib.money.survival_figures import Lives, kaplan_meier
from tests.lives import lives_of

TWELVE_ENDED = lives_of("1 1 2 3 3 5 5 8 9 12 14 20 " + "24+ " * 40)
NO_DISCOUNT = Terms(months=12, yearly_discount=0.0)


def model_curves(model: Sbg, months: int) -> Curves:
    """Curves of the model alone, as if nothing had been observed."""
    share = np.tile(survival(model, np.arange(months + 1)), (3, 1))
    return Curves(share, np.ones((3, 1)), np.zeros(0, dtype=np.bool_), model, 0, 0)


def test_under_ten_ended_clients_nothing_is_told() -> None:
    nine = lives_of("1 1 2 3 3 5 5 8 9 " + "24+ " * 40)
    assert curves(nine, 60) is None
    for measure in (
        lifetime_value(None, 9, np.array([100.0]), Terms()),
        value_to_come(None, 9, np.array([100.0]), np.zeros((1, 1))),
        still_here(None, 9, 36),
    ):
        assert measure.value is None
        assert measure.why == "not enough ended clients (9 of 10)"


def test_where_clients_were_observed_their_survival_is_kaplan_meier_s() -> None:
    found, observed = curves(TWELVE_ENDED, 24), kaplan_meier(TWELVE_ENDED)
    assert found is not None
    assert found.share[0, observed.month] == pytest.approx(observed.share)
    assert still_here(found, 12, 12).value == pytest.approx(observed.share[observed.month == 12][0])


def test_where_too_few_were_observed_the_model_decides() -> None:
    """After month 24 nobody is watched, so each month leaves the share of the fitted model."""
    found = curves(TWELVE_ENDED, 60)
    assert found is not None
    months = np.arange(25, 61)
    left = 1 - found.share[0, months] / found.share[0, months - 1]
    alpha, beta = found.model
    assert left == pytest.approx(alpha / (alpha + beta + months - 1))
    few = lives_of("1 " * 10 + "2+ " * (OBSERVED_FROM - 1))  # nine are watched in the second month, none leaves
    told = curves(few, 2)
    assert told is not None
    assert told.observed.tolist() == [True, False]
    assert told.share[0, 2] < told.share[0, 1]


def test_a_new_client_is_worth_its_margin_times_the_months_it_stays() -> None:
    found = curves(TWELVE_ENDED, 24)
    assert found is not None
    months = found.share[0, :12].sum()
    active = np.where(TWELVE_ENDED.ended, np.nan, 250.0)
    value = lifetime_value(found, 12, active, NO_DISCOUNT)
    assert value.value == pytest.approx(250 * months)
    assert value.low is not None
    assert value.high is not None
    assert value.low < 250 * months < value.high


def test_waiting_costs_and_looking_further_never_takes_away() -> None:
    found = curves(TWELVE_ENDED, 60)
    assert found is not None
    values = [new_client_months(found, Terms(months, rate))[0] for months, rate in ((12, 0.1), (12, 0.0), (24, 0.1))]
    assert values[0] < values[1]
    assert values[0] < values[2]


def test_with_a_far_horizon_the_months_are_del_and_derl() -> None:
    """Fader & Hardie's closed forms, approached from below as the horizon grows."""
    model, far = Sbg(3.798125, 15.191906), Terms(2_000, 1.1**12 - 1)  # 10 % a period
    found = model_curves(model, 2_010)
    assert new_client_months(found, far)[0] == pytest.approx(discounted_lifetime(model, 0.10), rel=1e-9)
    lived = np.arange(5)
    assert residual_months(found, far, lived)[0] == pytest.approx(discounted_residual(model, lived + 1, 0.10), rel=1e-9)


def test_clients_that_cannot_leave_bring_the_whole_horizon() -> None:
    found = Curves(np.ones((2, 100)), np.ones((2, 1)), np.zeros(0, dtype=np.bool_), Sbg(1, 1), 0, 0)
    assert new_client_months(found, NO_DISCOUNT) == pytest.approx([12, 12])
    assert residual_months(found, NO_DISCOUNT, np.array([0, 7])) == pytest.approx(np.full((2, 2), 12))


def test_one_that_has_given_notice_brings_the_months_that_are_left() -> None:
    months = np.full((2, 4), 9.0)
    told = with_notice(months, np.array([NONE, 2, 0, 50]), NO_DISCOUNT)
    assert told[0].tolist() == [9, 2, 0, 12]
    yearly = with_notice(months, np.array([1, 2, 3, 4]), Terms(12, 0.10))[0]
    assert yearly[:2] == pytest.approx([1, 1 + 1.1 ** (-1 / 12)])


def test_the_same_clients_give_the_same_interval_twice() -> None:
    first, second = (curves(TWELVE_ENDED, 60) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.share == second.share).all()


def test_the_interval_is_as_wide_as_greenwood_s() -> None:
    """Bootstrap and Greenwood measure the same: how sure the share still here after a year is."""
    lives = lives_of("1 1 2 3 3 5 5 8 9 12 " * 12 + "24+ " * 200)
    found, observed = curves(lives, 24), kaplan_meier(lives)
    told, at = still_here(found, 120, 12), int(np.flatnonzero(observed.month == 12)[0])
    assert (told.low, told.high) == pytest.approx((observed.low[at], observed.high[at]), abs=0.015)


def test_each_client_has_its_own_months_and_all_add_up() -> None:
    found, terms = curves(TWELVE_ENDED, 60), Terms(24, 0.10)
    assert found is not None
    months = residual_months(found, terms, np.array([0, 6, 24]))
    value, low, high = bounds(months)
    assert ((low <= value) & (value <= high)).all()
    margins = np.array([100.0, 200.0, -50.0])
    total = value_to_come(found, 12, margins, months)
    assert total.value == pytest.approx((margins * value).sum())
    assert total.base == 3


def test_without_an_active_client_there_is_no_margin() -> None:
    found = curves(TWELVE_ENDED, 60)
    assert lifetime_value(found, 12, np.full(52, np.nan), Terms()).why == "no client is active"


@given(some.lists(some.tuples(some.integers(1, 30), some.booleans()), min_size=12, max_size=60))
def test_survival_never_rises_and_stays_between_0_and_1(book: list[tuple[int, bool]]) -> None:
    months, ended = (np.array(column) for column in zip(*book, strict=True))
    found = curves(Lives(np.zeros(len(book), dtype=np.int64), months, ended), 48)
    if found is None:
        assert ended.sum() < 10
        return
    assert (np.diff(found.share, axis=1) <= 1e-12).all()
    assert ((found.share >= 0) & (found.share <= 1)).all()
