"""Figures of objectives: properties of progress and pace on random cases, and the cases a person can work out."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lib.days import FIRST, LAST, day_of, number
from lib.value import figures
from lib.value.figures import (
    BEHIND,
    CLOSED,
    NEW,
    NO_TARGET,
    NOT_READ,
    ON_PACE,
    OVERDUE,
    REACHED,
    STATES,
    elapsed,
    expected_by_now,
    holds_until,
    judged_on,
    on_pace,
    pace,
    progress,
    review_due,
    states,
)

values = st.floats(-1e6, 1e6)
shares = st.floats(-3, 3)
days = st.integers(number(date(2015, 1, 1)), number(date(2035, 1, 1)))


def one(value: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([value], dtype=np.float64)


def day(value: date | int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array([number(value) if isinstance(value, date) else value], dtype=np.int64)


def test_an_engagement_rate_half_way_from_20_to_24_per_cent_is_half_way() -> None:
    assert progress(one(20), one(24), one(22)) == [0.5]


def test_lower_is_better_needs_no_other_formula() -> None:
    """Cost per lead from 60 to 40: at 45 three quarters of the way, at 65 a quarter the wrong way."""
    assert progress(one(60), one(40), one(45)) == [0.75]
    assert progress(one(60), one(40), one(65)) == [-0.25]


@given(values, values, values)
def test_progress_is_the_same_seen_from_the_other_side(baseline: float, target: float, actual: float) -> None:
    """Counting what is lost instead of what is gained turns every sign and no progress."""
    mirrored = progress(one(-baseline), one(-target), one(-actual))
    assert_allclose(progress(one(baseline), one(target), one(actual)), mirrored)


@given(values, values, st.floats(-2, 2))
def test_progress_finds_the_share_of_the_way_again(baseline: float, target: float, share: float) -> None:
    assume(abs(target - baseline) > 1e-3)
    assert_allclose(progress(one(baseline), one(target), one(baseline + share * (target - baseline))), share, atol=1e-6)


@given(values, values)
def test_progress_is_unknown_without_a_way_or_a_reading(value: float, actual: float) -> None:
    assert np.isnan(progress(one(value), one(value), one(actual)))
    assert np.isnan(progress(one(value), one(value + 1), one(np.nan)))


@given(days, st.integers(-400, 4000), days)
def test_elapsed_lies_between_none_and_all_of_the_time(starts: int, length: int, as_of: int) -> None:
    gone = elapsed(day(starts), day(starts + length), as_of)[0]
    assert 0 <= gone <= 1
    assert (gone == 1) == (as_of >= starts + length)


@given(days, st.integers(1, 4000), days, st.integers(0, 500))
def test_elapsed_never_runs_back(starts: int, length: int, as_of: int, later: int) -> None:
    assert elapsed(day(starts), day(starts + length), as_of) <= elapsed(
        day(starts), day(starts + length), as_of + later
    )


def test_the_first_day_has_gone_by_none_of_it_and_the_due_day_all_of_it() -> None:
    starts, due = day(date(2026, 1, 1)), day(date(2026, 1, 11))
    assert [elapsed(starts, due, number(date(2026, 1, one_of)))[0] for one_of in (1, 6, 11, 12)] == [0, 0.5, 1, 1]


@given(values, values, st.floats(0, 1))
def test_on_the_line_an_objective_keeps_pace(baseline: float, target: float, gone: float) -> None:
    """Whoever stands where the line stands has a pace of 1, at any time and in both directions."""
    assume(abs(target - baseline) > 1e-3)
    there = expected_by_now(one(baseline), one(target), one(gone))
    assert_allclose(on_pace(progress(one(baseline), one(target), there), one(gone)), 1, atol=1e-5)


@given(shares, st.floats(0, 1))
def test_pace_is_a_share_and_unknown_only_where_progress_is(share: float, gone: float) -> None:
    assert 0 <= on_pace(one(share), one(gone))[0] <= 1
    assert np.isnan(on_pace(one(np.nan), one(gone)))


@given(shares, shares, st.floats(0, 1))
def test_more_progress_is_never_less_pace(share: float, more: float, gone: float) -> None:
    low, high = sorted((share, more))
    assert on_pace(one(low), one(gone)) <= on_pace(one(high), one(gone))


def test_where_nothing_is_expected_yet_only_a_loss_is_behind() -> None:
    assert on_pace(np.array([0.0, 0.02, -0.01]), np.array([0.09, 0.0, 0.05])).tolist() == [1, 1, 0]


def test_a_reading_is_judged_by_its_day_until_the_objective_is_due() -> None:
    read, due = number(date(2026, 3, 1)), number(date(2026, 6, 1))
    assert judged_on(day(read), day(due), due - 1) == read
    assert judged_on(day(read), day(due), due) == due


@given(days, st.integers(50, 800), st.floats(0.2, 0.9), st.integers(0, 60))
def test_an_objective_on_its_line_does_not_fall_behind_between_two_readings(
    starts: int, length: int, gone: float, later: int
) -> None:
    read = starts + int(gone * length)
    as_of = min(read + later, starts + length - 1)
    on_line = 100 * (read - starts) / length
    found = pace(one(0), one(100), one(on_line), day(starts), day(starts + length), day(read), as_of)
    assert_allclose(found, 1, atol=1e-9)


@given(days, st.integers(1, 800), st.floats(-50, 150), st.integers(0, 900), st.integers(0, 900))
def test_pace_never_rises_while_nobody_reads(starts: int, length: int, actual: float, read: int, later: int) -> None:
    """Only an observation may make an objective look better, never the passing of days."""
    terms = (one(0), one(100), one(actual), day(starts), day(starts + length), day(starts + read))
    assert pace(*terms, starts + read + later) <= pace(*terms, starts + read) + 1e-12


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_review_is_due_by_its_rhythm(last: date, months: int, due: date) -> None:
    assert day_of(int(review_due(day(last), day(months))[0])) == due


def test_a_reading_holds_90_days_or_until_the_next_is_due() -> None:
    last = number(date(2026, 1, 1))
    assert holds_until(np.array([last] * 3), np.array([1, 3, 12])).tolist() == [last + 90, last + 90, last + 365]


TODAY = number(date(2026, 6, 30))
START = TODAY - 180


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ({}, ON_PACE),
        ({"closed": True}, CLOSED),
        ({"progress": 1.2, "due": TODAY - 5}, REACHED),
        ({"due": TODAY - 1}, OVERDUE),
        ({"due": TODAY}, ON_PACE),
        ({"holds": TODAY - 1}, NOT_READ),
        ({"holds": TODAY - 1, "progress": 1.0}, REACHED),
        ({"pace": 0.79}, BEHIND),
        ({"progress": np.nan, "pace": np.nan}, NEW),
        ({"progress": np.nan, "pace": np.nan, "holds": TODAY - 1}, NOT_READ),
        ({"start": FIRST, "due": LAST, "progress": np.nan, "pace": np.nan}, NO_TARGET),
    ],
)
def test_each_objective_is_found_in_one_state(case: dict[str, float], found: int) -> None:
    known = {"progress": 0.5, "pace": 0.95, "holds": TODAY, "start": START, "due": TODAY + 30, "closed": False} | case
    state = states(
        one(known["pace"]), one(known["progress"]), day(int(known["holds"])), day(int(known["start"])),
        day(int(known["due"])), np.array([bool(known["closed"])]), TODAY,
    )  # fmt: skip
    assert STATES[state[0]] == STATES[found]


def test_on_track_counts_only_what_can_be_judged() -> None:
    state = np.array([OVERDUE, BEHIND, NOT_READ, NO_TARGET, NEW, ON_PACE, REACHED, CLOSED])
    found = figures.objectives_on_track(figures.on_track(state), figures.judged(state))
    assert (found.hits, found.base, found.value) == (2, 4, 0.5)
    assert figures.objectives_open(state).value == 7


def test_shares_of_nothing_are_undefined_with_a_reason() -> None:
    nothing = np.array([], dtype=np.bool_)
    for measure in (
        figures.objectives_on_track(nothing, nothing),
        figures.value_delivered(nothing, nothing),
        figures.objectives_confirmed(nothing, nothing),
    ):
        assert measure.value is None
        assert measure.why


def test_only_what_the_client_confirmed_counts_as_delivered() -> None:
    found = figures.value_delivered(np.array([True, True, True, False]), np.array([True, False, False, True]))
    assert (found.hits, found.base) == (1, 3)


def test_a_review_due_today_is_not_overdue() -> None:
    due = np.array([TODAY - 1, TODAY, TODAY - 9])
    assert figures.reviews_overdue(np.array([True, True, False]), due, TODAY).value == 1
