"""Reviews and their decisions as known on a day: open, carried over, kept by their day, said against happened."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lib.errors import NotFound
from lib.review.closing_actions import close_review
from lib.review.decided import Decided
from lib.review.outcome_actions import judge
from lib.review.queries import last_review_day
from lib.review.reading_queries import carried_over, decisions, open_decisions, review_of, reviews
from lib.review.review_figures import WINDOW, completion_of
from lib.review.standing import completion, said
from lib.review.tables import PARTS, Decision, Review
from lib.store.base import now
from lib.store.engine import Store
from tests.facts import put
from tests.review_cases import ANN, DUE, HELD, LOOK, RISK, TO_WAIT, at, call, put_firm

DAY = date(2026, 10, 1)


def test_the_list_counts_what_each_review_holds_newest_first(store: Store) -> None:
    review = put_firm(store)
    call(store, review)
    call(store, review, "risk", **TO_WAIT)
    close_review(store, "Bo", review, [RISK], [], "close")
    put(store, Review(held_on=DAY))
    found = [(one.held_on, one.closed_by, one.items, one.decisions, one.risks) for one in reviews(store, DAY)]
    assert found == [(DAY, None, 0, 0, 0), (HELD, "Bo", 1, 1, 1)]
    assert [one.id for one in reviews(store, HELD)] == [review]
    with pytest.raises(NotFound):
        review_of(store, 99)


def test_a_decision_is_open_until_it_is_done_and_carried_over_once_its_day_is_over(store: Store) -> None:
    made = call(store, put_firm(store))
    put(store, Decision(review_id=1, what="No day", person_id=ANN), Decision(review_id=1, what="Done", done_on=DUE))
    assert [one.id for one in open_decisions(store, DUE - timedelta(1))] == [made, made + 1, made + 2]
    assert [one.id for one in open_decisions(store, DUE)] == [made, made + 1]
    assert [one.what for one in open_decisions(store, DUE + timedelta(1))] == ["Call the sponsor", "No day"]
    assert carried_over(store, DUE) == []
    assert [one.what for one in carried_over(store, DUE + timedelta(1))] == ["Call the sponsor"]
    assert open_decisions(store, HELD - timedelta(1)) == []


def test_an_outcome_is_known_from_the_day_it_was_said(store: Store) -> None:
    made = call(store, put_firm(store))
    judge(store, "Ann", made, "partly", None, "judge", shown={"version": 1, "outcome": None, "done_on": None})
    put(store, Decision(review_id=1, what="Imported", due_on=DUE, check_on=LOOK, outcome="happened"))
    known = {day: [one.outcome for one in decisions(store, day)] for day in (now().date(), LOOK, LOOK - timedelta(1))}
    # No line of the change log dates the imported one: it was known on the day to look again.
    assert list(known.values()) == [["partly", "happened"], [None, "happened"], [None, None]]


def test_what_is_done_by_its_day_of_what_fell_due_in_ninety_days(store: Store) -> None:
    put_firm(store)
    first, last = DAY - timedelta(WINDOW), DAY - timedelta(1)
    rows = [
        (first, first), (last, DAY), (last, None), (last, last), (first - timedelta(1), first), (DAY, None),
    ]  # fmt: skip
    put(store, *(Decision(review_id=1, what="X", due_on=due, done_on=done) for due, done in rows))
    put(store, Decision(review_id=1, what="Risk", kind="accepted risk"))
    found = completion(store, DAY)
    assert (found.hits, found.base, found.value) == (2, 4, 0.5)
    # Wilson's interval of 2 in 4 by hand: (2 + 1.92) / (4 + 3.84) ∓ 1.96 √(4 · 0.25 + 0.96) / (4 + 3.84).
    assert (found.low, found.high) == (pytest.approx(0.150, abs=1e-3), pytest.approx(0.850, abs=1e-3))


def test_without_a_decision_that_fell_due_there_is_no_rate(store: Store) -> None:
    call(store, put_firm(store))
    found = completion(store, DUE)
    assert (found.value, found.why) == (None, "no decision was due in the 90 days before 18 Sep 2026")


@given(st.lists(st.tuples(st.integers(-200, 20), st.none() | st.integers(-200, 20), st.booleans())))
def test_a_rate_lies_in_its_interval_and_an_open_one_never_helps(rows: list[tuple[int, int | None, bool]]) -> None:
    made = [_decided(due, done, risk) for due, done, risk in rows]
    found = completion_of(made, DAY)
    assert (found.value is None) == (found.base == 0)
    if found.value is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1
        worse = completion_of([*made, _decided(-1, None, False)], DAY)
        assert (worse.hits, worse.base) == (found.hits, (found.base or 0) + 1)


def _decided(due: int, done: int | None, risk: bool) -> Decided:
    return Decided(
        1, 1, 1, date(2026, 1, 1), None, None, None, None, None, "accepted risk" if risk else "decision", "X",
        DAY + timedelta(due), None, None, None if done is None else DAY + timedelta(done), None,
    )  # fmt: skip


def test_the_next_meeting_opens_with_what_the_last_one_said_and_what_is_still_owed(store: Store) -> None:
    put_firm(store)
    older, last = date(2026, 8, 31), date(2026, 9, 28)
    put(
        store, Review(id=10, held_on=older, closed_at=at(older)), Review(id=11, held_on=last, closed_at=at(last)),
        Decision(review_id=10, what="Owed", due_on=DUE),
        Decision(review_id=10, what="Settled", due_on=DUE, done_on=DUE, check_on=DUE, outcome="happened"),
        Decision(review_id=10, what="Look now", due_on=DUE, done_on=DUE + timedelta(1), check_on=DAY),
        Decision(review_id=10, what="Look later", due_on=DUE, done_on=DUE, check_on=DAY + timedelta(1)),
        Decision(review_id=11, what="Fresh", due_on=DAY),
        Decision(review_id=11, what="Given up", due_on=DAY, outcome="did not happen"),
        Decision(review_id=11, what="Risk", kind="accepted risk"),
    )  # fmt: skip
    assert [(one.decision.what, one.standing, one.to_judge) for one in said(store, DAY)] == [
        ("Owed", "overdue", True), ("Look now", "done late", True), ("Fresh", "open", True),
        ("Given up", "not done", False), ("Risk", "accepted", False),
    ]  # fmt: skip


def test_the_reviews_of_the_demo_firm_can_be_read(demo_store: Store) -> None:
    as_of = date(2026, 10, 31)
    held = reviews(demo_store, as_of)
    assert held
    assert all(one.closed_at and one.decisions == 3 for one in held)
    assert held[0].held_on == last_review_day(demo_store, as_of)
    read = review_of(demo_store, held[0].id)
    assert [one.position for one in read.items] == list(range(1, held[0].items + 1))
    parts = [PARTS.index(one.part) for one in read.items]
    assert parts == sorted(parts)
    assert "revenue" in {one.figure for one in read.figures}
    assert {one.decision.review_id for one in said(demo_store, as_of)} >= {held[0].id}
    assert (completion(demo_store, as_of).base or 0) > 10
