"""Figures of the relationship: their definitions by example, and what holds whatever the days are."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.relationship.figures import (
    CADENCE_DAYS,
    Plan,
    breadth,
    cadence,
    cadence_kept,
    contact_gap,
    next_check_in,
    onboarding,
    promises_kept,
    response_time,
    single_threaded,
    slow_response_time,
)

TODAY = date(2026, 6, 30)
BEGUN = date(2024, 1, 1)
FORTNIGHT = [Plan(BEGUN, None, 14)]


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(day) for day in days]


def since(days: int) -> list[Plan]:
    """An update every fortnight, agreed so many days ago."""
    return [Plan(TODAY - timedelta(days), None, 14)]


@pytest.mark.parametrize(
    ("days", "ideal", "maximum", "standing"),
    [
        (14, 14, 30, "on track"),
        (15, 14, 30, "due"),
        (30, 14, 30, "due"),
        (31, 14, 30, "overdue"),
        (400, 14, None, "due"),
        (10, None, 9, "overdue"),
        (9, None, 9, "on track"),
        (3, None, None, "no gap agreed"),
    ],
)
def test_a_gap_stands_against_the_clients_own_limits(
    days: int, ideal: int | None, maximum: int | None, standing: str
) -> None:
    measured = contact_gap(days, ideal, maximum)
    assert (measured.value, measured.note) == (days, standing)


def test_a_client_never_talked_to_has_no_gap() -> None:
    measured = contact_gap(None, 14, 30)
    assert measured.value is None
    assert measured.why == "no two-way contact is recorded"


def test_the_next_check_in_is_the_ideal_gap_after_the_last_contact() -> None:
    assert next_check_in(TODAY, 14, 30) == TODAY + timedelta(14)
    assert next_check_in(TODAY, None, 30) == TODAY + timedelta(30)
    assert next_check_in(None, 14, 30) is None


def test_updates_made_in_time_are_kept_and_the_next_one_counts_from_the_last() -> None:
    updates = ago(5, 17, 31)
    found = cadence(updates, updates, [Plan(TODAY - timedelta(40), None, 14)], TODAY)
    assert found.made == tuple(sorted(updates))
    assert found.missed == ()
    assert found.next_on == TODAY + timedelta(9)
    assert cadence_kept(found).value == 1.0


def test_the_clock_restarts_at_the_last_logged_contact_and_does_not_tick_blindly() -> None:
    """A call on day 10 moves the update due on day 14 to day 24: made on day 20 it is in time, nothing was missed."""
    start = TODAY - timedelta(30)
    call, update = start + timedelta(10), start + timedelta(20)
    plan = [Plan(start, None, 14)]
    assert cadence([update], [call, update], plan, TODAY).missed == ()
    without_the_call = cadence([update], [update], plan, TODAY)
    assert without_the_call.missed == (start + timedelta(14),)
    assert cadence_kept(without_the_call).value == 0.5


def test_silence_misses_one_update_for_each_interval_that_passed() -> None:
    found = cadence(ago(60), ago(60), since(70), TODAY)
    assert found.made == tuple(ago(60))
    assert found.missed == tuple(ago(46, 32, 18, 4))
    assert cadence_kept(found).hits == 1
    assert cadence_kept(found).base == 5


def test_an_update_due_today_is_not_missed_yet() -> None:
    assert cadence(ago(14), ago(14), since(20), TODAY).next_on == TODAY
    assert cadence(ago(14), ago(14), since(20), TODAY).missed == ()
    assert cadence(ago(15), ago(15), since(20), TODAY).missed == tuple(ago(1))


def test_updates_before_the_90_days_count_no_more_but_their_clock_goes_on() -> None:
    found = cadence(ago(90), ago(90), [Plan(BEGUN, None, 60)], TODAY)
    assert found.made == ()
    assert found.missed == tuple(ago(30))


def test_an_agreed_change_of_the_plan_holds_from_its_day() -> None:
    plan = [Plan(TODAY - timedelta(60), TODAY - timedelta(20), None), Plan(TODAY - timedelta(20), None, 10)]
    found = cadence([], ago(70), plan, TODAY)
    assert found.missed == tuple(ago(10))
    assert found.next_on == TODAY


def test_nothing_is_due_once_the_plan_has_ended() -> None:
    ended = [Plan(TODAY - timedelta(40), TODAY - timedelta(15), 10)]
    found = cadence(ago(20), ago(20, 12), ended, TODAY)
    assert (found.made, found.missed, found.next_on) == (tuple(ago(20)), tuple(ago(30)), None)


def test_what_cannot_be_told_of_the_cadence_is_said() -> None:
    assert cadence_kept(cadence(ago(3), ago(3), [], TODAY)).why == "no plan for formal updates is recorded"
    assert cadence_kept(cadence([], [], FORTNIGHT, TODAY)).why == "no contact with this client is logged yet"
    calls = ago(*range(0, 120, 10))
    assert "other contact restarted the clock" in cadence_kept(cadence([], calls, FORTNIGHT, TODAY)).why


DAYS = some.sets(some.integers(-5, 200)).map(lambda found: [TODAY - timedelta(day) for day in sorted(found)])


@given(updates=DAYS, others=DAYS, every=some.integers(1, 120))
def test_made_and_missed_lie_in_the_window_and_updates_are_all_counted(
    updates: Sequence[date], others: Sequence[date], every: int
) -> None:
    found = cadence(updates, [*updates, *others], [Plan(BEGUN, None, every)], TODAY)
    first = TODAY - timedelta(CADENCE_DAYS - 1)
    assert list(found.made) == [day for day in sorted(updates) if first <= day <= TODAY]
    assert all(first <= day < TODAY for day in found.missed)
    assert found.next_on is not None
    assert found.next_on >= TODAY


@given(updates=DAYS, others=DAYS, every=some.integers(1, 120), more=some.integers(0, 89))
def test_one_contact_more_never_makes_a_miss_more(
    updates: Sequence[date], others: Sequence[date], every: int, more: int
) -> None:
    plan, contacts = [Plan(BEGUN, None, every)], [*updates, *others]
    before = cadence(updates, contacts, plan, TODAY)
    after = cadence(updates, [*contacts, TODAY - timedelta(more)], plan, TODAY)
    assert len(after.missed) <= len(before.missed)


@given(every=some.integers(1, 60), days=some.sets(some.integers(0, 300), min_size=1))
def test_misses_are_the_whole_intervals_without_contact(every: int, days: set[int]) -> None:
    """The same count by another road: between two contacts g days apart, (g - 1) // every intervals passed."""
    inside = {day for day in days if day < CADENCE_DAYS} | {CADENCE_DAYS - 1}  # one on the first day of the window
    contacts = sorted(ago(*inside))
    gaps = [(b - a).days for a, b in zip(contacts, [*contacts[1:], TODAY], strict=True)]
    expected = sum((gap - 1) // every for gap in gaps if gap)
    assert len(cadence([], contacts, [Plan(contacts[0], None, every)], TODAY).missed) == expected


def test_promises_open_and_past_due_count_as_broken() -> None:
    measured = promises_kept(3, 4, 2)
    assert (measured.value, measured.hits, measured.base) == (0.75, 3, 4)
    assert measured.note == "2 from before are still open"
    assert promises_kept(0, 0).why == "no promise fell due in the period"


def test_response_times_are_the_median_and_the_90th_percentile() -> None:
    hours = [1.0, 2.0, 3.0, 4.0, 90.0]
    assert response_time(hours).value == 3.0
    assert slow_response_time(hours).value == pytest.approx(55.6)
    assert response_time(hours, 2).note == "2 without an answer yet"
    assert response_time([]).value is None


@pytest.mark.parametrize(
    ("contacts", "colleagues", "words"),
    [
        (1, 1, "one contact, one colleague"), (1, 3, "one contact only"), (4, 1, "one colleague only"), (2, 2, ""),
        (0, 0, ""), (0, 1, ""),
    ],
)  # fmt: skip
def test_one_live_thread_on_either_side_is_single_threaded(contacts: int, colleagues: int, words: str) -> None:
    assert single_threaded(contacts, colleagues) == words
    measured = breadth(contacts, colleagues)
    assert measured.value == contacts
    assert measured.note.startswith("single-threaded") == bool(words)


def test_a_client_never_met_has_no_breadth() -> None:
    assert breadth(None).value is None


def test_onboarding_is_told_in_counts_and_undefined_without_steps() -> None:
    assert onboarding(2, 3).value == pytest.approx(2 / 3)
    assert onboarding(0, 0).why == "no onboarding step is due yet"
