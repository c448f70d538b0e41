"""Writes to an open review: what is decided is stored once, refused in words, taken back whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.accounts.tables import Account
from lib.errors import RefusedValue, StaleEdit
from lib.review.actions import EDITABLE, decide, edit_decision, open_review, undo_last, withdraw_decision
from lib.review.closing_actions import close_review
from lib.review.outcome_actions import done, judge
from lib.review.reading_queries import decisions, review_of
from lib.review.recognition_actions import record_win
from lib.review.rules import DecisionChanged, ReviewClosed
from lib.review.tables import Decision, Review, ReviewFigure, ReviewItem, Win
from lib.schema import content_tables
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.review_cases import (
    ACME,
    ANN,
    BO,
    DUE,
    HELD,
    LEAVING,
    LEFT,
    LOOK,
    NEXT,
    PROMISE,
    RISK,
    TO_CALL,
    TO_WAIT,
    call,
    put_firm,
)

FAR = date(2999, 1, 1)


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    return [[tuple(row) for row in store.rows(select(table))] for table in content_tables()]


def shown(store: Store, decision_id: int) -> dict[str, Any]:
    row = store.rows(select(table_of(Decision)).where(table_of(Decision).c.id == decision_id))[0]
    return {name: row._mapping[name] for name in ("version", "done_on", "outcome", *EDITABLE)}


def test_a_day_has_one_review_however_often_it_is_opened(store: Store) -> None:
    review = put_firm(store)
    assert open_review(store, "Bo", HELD, "again") == review
    assert open_review(store, "Bo", NEXT, "next") != review
    for day in (None, FAR):
        with pytest.raises(RefusedValue, match="Held on"):
            open_review(store, "Bo", day, "x")


def test_a_decision_is_written_once_with_its_item_and_the_figures_beside_it(store: Store) -> None:
    review = put_firm(store)
    first = call(store, review)
    assert call(store, review) == first
    call(store, review, "second", what="Ask for a meeting")
    read = review_of(store, review)
    assert [(item.words, item.figures) for item in read.items] == [(RISK["words"], RISK["figures"])]
    assert [(one.what, one.review_item_id, one.account_id) for one in read.decisions] == [
        ("Call the sponsor", read.items[0].id, ACME), ("Ask for a meeting", read.items[0].id, ACME),
    ]  # fmt: skip
    log = table_of(ChangeLog)
    assert [tuple(row) for row in store.rows(select(log.c.who, log.c.table_name).where(log.c.action == "decide"))] == [
        ("Ann", "review_item"), ("Ann", "review_figure"), ("Ann", "review_figure"), ("Ann", "decision"),
        ("Ann", "decision"),
    ]  # fmt: skip


def test_something_that_is_not_on_the_agenda_can_be_decided_and_a_risk_needs_neither_day_nor_name(store: Store) -> None:
    review = put_firm(store)
    call(store, review, item=None)
    call(store, review, "risk", **(TO_WAIT | {"person_id": None}))
    free, risk = decisions(store, HELD)
    assert (free.review_item_id, free.account, free.open) == (None, None, True)
    assert (risk.kind, risk.account, risk.person, risk.open) == ("accepted risk", "Acme", None, False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": "  "}, "What: say what is to be done."),
        (TO_WAIT | {"what": None}, "What: say why the risk is accepted."),
        ({"kind": "wish"}, "Kind: say whether"),
        ({"person_id": None}, "Person: say who does it."),
        ({"person_id": 99}, "Person: there is no such colleague"),
        ({"person_id": LEFT}, "Person: Cy Dal left on 31 Aug 2026"),
        ({"person_id": LEAVING}, "Person: Di Eng leaves on 16 Sep 2026, before it is due"),
        ({"due_on": None}, "Due on: say by when."),
        ({"due_on": HELD - timedelta(1)}, "Due on: cannot be before 14 Sep 2026, the day of the review"),
        (TO_WAIT | {"due_on": DUE}, "Due on: an accepted risk has nothing to be done"),
        ({"check_on": DUE - timedelta(1)}, "Check on: cannot be before 18 Sep 2026, when it is to be done."),
        (TO_WAIT | {"check_on": HELD - timedelta(1)}, "Check on: cannot be before 14 Sep 2026"),
        ({"item": RISK | {"account_id": 99}}, "Account: there is no such client"),
        ({"item": RISK | {"part": "gossip"}}, "Part: “gossip” is no part of a review."),
        ({"item": RISK | {"words": " "}}, "Words: an item of the agenda must say something."),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(
    store: Store, wrong: dict[str, Any], sentence: str
) -> None:
    review = put_firm(store)
    before = everything(store)
    with pytest.raises(RefusedValue) as refused:
        call(store, review, **wrong)
    assert str(refused.value).startswith(sentence)
    assert everything(store) == before


def test_an_edit_is_checked_like_a_decision_and_two_editors_are_told(store: Store) -> None:
    made = call(store, put_firm(store))
    seen = shown(store, made)
    with pytest.raises(RefusedValue, match="Check on"):
        edit_decision(store, "Bo", made, seen, {"due_on": LOOK + timedelta(1)}, "late")
    edit_decision(store, "Bo", made, seen, {"what": " Visit  the sponsor ", "person_id": BO}, "bo")
    with pytest.raises(StaleEdit) as stale:
        edit_decision(store, "Ann", made, seen, {"what": "Write to the sponsor"}, "ann")
    assert (stale.value.who, stale.value.theirs) == ("Bo", {"what": "Visit the sponsor"})
    now = shown(store, made)
    edit_decision(store, "Ann", made, now, {"kind": "accepted risk", "due_on": None}, "risk")
    assert shown(store, made) == now | {"kind": "accepted risk", "due_on": None, "version": 3}


def test_what_is_taken_back_leaves_nothing_but_its_lines_in_the_change_log(store: Store) -> None:
    review = put_firm(store)
    before = everything(store)
    made = call(store, review)
    other = call(store, review, "other", what="Write")
    withdraw_decision(store, "Bo", made, shown(store, made), "back")
    assert len(review_of(store, review).items) == 1  # the other decision is about it
    withdraw_decision(store, "Bo", other, shown(store, other), "back too")
    assert everything(store) == before


@pytest.mark.sqlite("a server gives no number twice")
def test_a_number_that_came_again_is_not_taken_for_the_decision_that_was_shown(store: Store) -> None:
    review = put_firm(store)
    made = call(store, review)
    seen = shown(store, made)
    withdraw_decision(store, "Ann", made, seen, "back")
    assert call(store, review, "new", what="Visit", who="Bo") == made
    with pytest.raises(DecisionChanged, match="Visit"):
        edit_decision(store, "Ann", made, seen, {"what": "Write"}, "edit")
    with pytest.raises(DecisionChanged, match="Visit"):
        withdraw_decision(store, "Ann", made, seen, "again")
    with pytest.raises(RefusedValue, match="nothing to undo"):
        undo_last(store, "Ann", review, "undo")
    assert undo_last(store, "Bo", review, "undo of Bo") == made


def test_undo_takes_back_ones_own_last_decision_and_not_what_a_colleague_worked_on_since(store: Store) -> None:
    review = put_firm(store)
    first, mine = call(store, review), call(store, review, "mine", item=PROMISE)
    call(store, review, "theirs", who="Bo")
    assert undo_last(store, "Ann", review, "undo") == mine
    assert undo_last(store, "Ann", review, "undo") == mine  # a double click takes back one
    done(store, "Bo", first, DUE, "done")
    with pytest.raises(DecisionChanged):
        undo_last(store, "Ann", review, "undo more")
    assert [one.words for one in review_of(store, review).items] == [RISK["words"]]


@pytest.mark.parametrize(
    "write",
    [
        lambda s, r, d: call(s, r, "late"),
        lambda s, r, d: edit_decision(s, "Ann", d, shown(s, d), {"what": "Other"}, "late"),
        lambda s, r, d: withdraw_decision(s, "Ann", d, shown(s, d), "late"),
        lambda s, r, d: undo_last(s, "Ann", r, "late"),
        lambda s, r, d: close_review(s, "Ann", r, [], [], "late"),
    ],
)
def test_a_closed_review_takes_no_write(store: Store, write: Callable[[Store, int, int], object]) -> None:
    review = put_firm(store)
    made = call(store, review)
    close_review(store, "Ann", review, [RISK], [], "close")
    before = everything(store)
    with pytest.raises(ReviewClosed, match="14 Sep 2026 is closed"):
        write(store, review, made)
    assert everything(store) == before
    done(store, "Ann", made, DUE, "done")
    judge(store, "Ann", made, "partly", DUE, "judged", shown=shown(store, made))
    assert [(one.done_on, one.outcome) for one in decisions(store, FAR)] == [(DUE, "partly")]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s, d, r: done(s, "Ann", d, None, "x"), "Done on: say on which day"),
        (lambda s, d, r: done(s, "Ann", d, FAR, "x"), "Done on: 1 Jan 2999 is still to come"),
        (lambda s, d, r: done(s, "Ann", d, HELD - timedelta(1), "x"), "Done on: cannot be before 14 Sep 2026"),
        (lambda s, d, r: done(s, "Ann", r, DUE, "x"), "Outcome: a risk was accepted"),
        (lambda s, d, r: judge(s, "Ann", d, None, None, "x", shown=shown(s, d)), "Outcome: say what came of it."),
        (lambda s, d, r: judge(s, "Ann", d, "great", None, "x", shown=shown(s, d)), "Outcome: choose one of: happened"),
        (lambda s, d, r: judge(s, "Ann", r, "happened", None, "x", shown=shown(s, r)), "Outcome: a risk was accepted"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(
    store: Store, act: Callable[[Store, int, int], object], sentence: str
) -> None:
    review = put_firm(store)
    made, risk = call(store, review), call(store, review, "risk", **TO_WAIT)
    with pytest.raises(RefusedValue) as refused:
        act(store, made, risk)
    assert str(refused.value).startswith(sentence)


def test_done_is_done_once_and_two_who_judge_are_told(store: Store) -> None:
    made = call(store, put_firm(store))
    seen = shown(store, made)
    done(store, "Ann", made, DUE, "done")
    with pytest.raises(RefusedValue, match="done already, on 18 Sep 2026"):
        done(store, "Bo", made, DUE, "done too")
    judge(store, "Bo", made, "happened", DUE, "bo", shown=shown(store, made))
    with pytest.raises(StaleEdit):
        judge(store, "Ann", made, "did not happen", None, "ann", shown=seen)
    judge(store, "Ann", made, "did not happen", None, "ann again", shown=shown(store, made))
    assert shown(store, made)["outcome"] == "did not happen"


def test_ten_people_record_at_once_and_everything_is_stored_once(store: Store) -> None:
    review = put_firm(store)

    def record(person: int) -> None:
        for entry in range(3):
            token = f"{person}-{entry}"
            item = RISK if entry else PROMISE | {"words": f"Bolt: {person}"}
            for _ in range(2):  # each click comes twice
                decide(store, f"P{person}", review, item, **(TO_CALL | {"what": token}), token=token)
                record_win(
                    store, f"P{person}", happened_on=HELD, account_id=ACME, person_id=ANN, words=token,
                    thanks_from=None, token=f"win {token}",
                )  # fmt: skip
        open_review(store, f"P{person}", NEXT, f"open {person}")

    with ThreadPoolExecutor(10) as people:
        list(people.map(record, range(10)))
    expected = sorted(f"{person}-{entry}" for person in range(10) for entry in range(3))
    read = review_of(store, review)
    assert sorted(one.what for one in read.decisions) == expected
    assert [one.position for one in read.items] == list(range(1, 12))
    assert sorted(words for (words,) in store.rows(select(table_of(Win).c.words))) == expected
    assert store.rows(select(func.count()).select_from(table_of(Review)))[0][0] == 2
    counts = [store.rows(select(func.count()).select_from(table_of(m)))[0][0] for m in (ReviewItem, ReviewFigure)]
    assert counts == [11, 2]
    assert store.rows(select(func.count()).select_from(table_of(Account)))[0][0] == 2
