"""The figures of the work, by their definitions; small cases by hand, properties by chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.days import FIRST, LAST, NONE, Ints
from lib.delivery import figures
from lib.delivery.figures import Changes


def whole(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def changes(*rows: tuple[int, int, int, int]) -> Changes:
    """Approved changes as (project, decided, new due, minutes)."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Changes(*table)


def test_the_due_date_is_that_of_the_last_approved_change_that_named_one() -> None:
    known = changes((0, 20, 130, 0), (0, 10, 150, 0), (0, 30, FIRST, 60), (1, 5, 99, 0))
    assert figures.agreed_due(whole(100, 90, 80), whole(LAST, LAST, LAST), known).tolist() == [130, 99, 80]


def test_a_change_signed_off_after_the_delivery_moves_no_date() -> None:
    late_signature = changes((0, 120, 140, 0))
    assert figures.agreed_due(whole(100), whole(110), late_signature).tolist() == [100]
    assert figures.agreed_due(whole(100), whole(120), late_signature).tolist() == [140]


def test_changes_are_known_from_their_signature_on() -> None:
    known = changes((0, 10, 150, 0), (0, 20, 130, 0)).by(15)
    assert figures.agreed_due(whole(100), whole(LAST), known).tolist() == [150]


def test_on_time_counts_open_and_past_due_as_late_and_leaves_out_what_is_due_later() -> None:
    due, delivered = whole(10, 10, 10, 20, 25, 30), whole(10, 11, LAST, 5, LAST, 29)
    found = figures.on_time(due, delivered, 10, 28, as_of=24)
    assert (found.hits, found.base, found.value) == (2, 4, 0.5)


def test_a_project_due_today_is_judged_once_it_is_delivered() -> None:
    assert figures.on_time(whole(10), whole(LAST), 0, 99, as_of=10).value is None
    assert figures.on_time(whole(10), whole(10), 0, 99, as_of=10).value == 1


def test_without_a_project_due_there_is_no_rate_but_a_reason() -> None:
    found = figures.on_time(whole(FIRST), whole(LAST), 0, 9, as_of=9)
    assert (found.value, found.why) == (None, "no project fell due in the period")


def test_goals_nobody_judged_are_told_and_not_counted() -> None:
    found = figures.goal_met(whole(1, 2, 3, 4), whole(1, 0, NONE, NONE), 0, 10)
    assert (found.hits, found.base, found.note) == (1, 2, "2 of 4 delivered not judged")
    assert figures.goal_met(whole(1), whole(NONE), 0, 10).why == (
        "nobody said yet whether the goal was met (1 project delivered)"
    )
    assert figures.goal_met(whole(LAST), whole(NONE), 0, 10).why == "no project was delivered in the period"


def test_approved_hours_are_part_of_the_scope() -> None:
    agreed = figures.agreed_minutes(whole(600, NONE, 60), changes((0, 5, FIRST, 120), (2, 5, FIRST, -90)))
    assert agreed.tolist() == [720, NONE, 0]
    assert figures.beyond(agreed, whole(780, 500, 10)).tolist() == [60, 0, 10]


def test_scope_creep_is_not_paid_for_by_another_project_and_needs_a_scope() -> None:
    found = figures.scope_creep(whole(600, 600, NONE), whole(720, 300, 900))
    assert found.value == pytest.approx(120 / 1200)
    assert (found.base, found.note) == (2, "1 of 2 went beyond, 1 without an agreed scope left out")
    assert figures.scope_creep(whole(NONE), whole(9)).value is None


def test_only_unbilled_hours_beyond_the_scope_are_given_away() -> None:
    unbilled = figures.unbilled_beyond(whole(600, 600, 600), whole(700, 700, 500), whole(30, 400, 400))
    assert unbilled.tolist() == [30, 100, 0]
    assert figures.worth(90, 10_000).value == 15_000
    assert figures.worth(90, None).why == "no bill rate is recorded"


def test_revision_rounds_stand_against_the_rounds_in_scope() -> None:
    found = figures.revision_rounds(whole(1, 4, 9), whole(2, 2, NONE))
    assert (found.value, found.note) == (2.5, "2.0 in scope, 1 of 2 went beyond")
    assert figures.revision_rounds(whole(9), whole(NONE)).value is None


def test_margin_is_what_is_left_of_our_own_fees() -> None:
    assert figures.delivery_margin(100_000, 20_000, 60_000).value == pytest.approx(0.25)
    assert figures.delivery_margin(20_000, 20_000, 1).value is None


def test_hours_without_a_cost_rate_add_nothing_and_are_told() -> None:
    assert figures.hours_cost(whole(60, 90, 30), whole(5_000, 6_000, NONE)) == (14_000, 30)


def test_the_usual_margin_speaks_for_services_that_have_one() -> None:
    found = figures.usual_margin(whole(60_000, 20_000, 20_000), np.array([0.5, 0.25, np.nan]))
    assert found.value == pytest.approx((30_000 + 5_000) / 80_000)
    assert found.note == "speaks for 80 % of the fees"
    assert figures.usual_margin(whole(100), np.array([np.nan])).value is None


def test_write_offs_are_a_share_of_fees() -> None:
    assert figures.write_off_share(5, 100).value == 0.05
    assert figures.write_off_share(5, 0).value is None


def test_things_are_open_to_the_day_they_were_closed_or_to_the_day_asked() -> None:
    assert figures.days_open(whole(10, 10), whole(14, LAST), 30).tolist() == [4, 20]


rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.sampled_from([FIRST, 40, 50, 70]), st.just(0)))


@settings(deadline=None)
@given(rows, st.lists(st.sampled_from([LAST, 20, 45]), min_size=4, max_size=4))
def test_the_agreed_date_is_what_going_through_the_signatures_gives(
    made: list[tuple[int, int, int, int]], delivered: list[int]
) -> None:
    wanted = [30, 30, 30, 30]
    for project, decided, new_due, _ in sorted(made, key=lambda row: (row[1], row[2])):
        if new_due != FIRST and decided <= delivered[project]:
            wanted[project] = new_due
    found = figures.agreed_due(whole(30, 30, 30, 30), whole(*delivered), changes(*made))
    assert found.tolist() == wanted


days = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@settings(deadline=None)
@given(days, st.data())
def test_a_later_delivery_never_raises_the_share_on_time(due: list[int], data: st.DataObject) -> None:
    delivered = data.draw(st.lists(st.integers(0, 40), min_size=len(due), max_size=len(due)))
    which = data.draw(st.integers(0, len(due) - 1))
    later = [day + 7 * (at == which) for at, day in enumerate(delivered)]
    before, after = (figures.on_time(whole(*due), whole(*done), 0, 50, 60) for done in (delivered, later))
    assert before.base == after.base == len(due)
    assert (after.hits or 0) <= (before.hits or 0)
