"""Opening a review, and every write to its decisions while it is open."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.required import given, happened, not_before, tidy, written
from lib.review.item_actions import OF_ITEM, put_item
from lib.review.rules import DecisionChanged, Row, known_account, known_person, refuse_changed, still_open
from lib.review.tables import DECISION_KINDS, Decision, Review, ReviewFigure, ReviewItem
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import Write, perform

DECISION, REVIEW, FIGURE, LOG = table_of(Decision), table_of(Review), table_of(ReviewFigure), table_of(ChangeLog)
EDITABLE = ("kind", "what", "person_id", "due_on", "expected_effect", "check_on")
RISK = "accepted risk"


def open_review(store: Store, who: str, held_on: date | None, token: str) -> int | None:
    """The review of a day, opened where there is none yet; its number. Raises RefusedValue: no day, one to come."""
    day = happened("held_on", held_on)

    def work(write: Write) -> int:
        found = write.connection.execute(select(REVIEW.c.id).where(REVIEW.c.held_on == day)).scalar()
        return write.add(Review(held_on=day)) if found is None else int(found)

    return perform(store, who, "open review", work, token)


def decide(
    store: Store, who: str, review_id: int, item: Row | None, *, kind: str, what: str | None, person_id: int | None,
    due_on: date | None, expected_effect: str | None, check_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """Record a decision, or an accepted risk with its reason in `what`; its number.

    `item` (part, account_id, person_id, words, figures) is what it is about, written with it; None: nothing of the
    agenda. Raises ReviewClosed, and RefusedValue naming kind, what, person_id, due_on, check_on, account_id, part or
    words.
    """
    values = {
        "kind": kind, "what": what, "person_id": person_id, "due_on": due_on,
        "expected_effect": tidy(expected_effect), "check_on": check_on,
    }  # fmt: skip

    def work(write: Write) -> int:
        review = still_open(write, review_id)
        checked = _checked(write, values, review["held_on"])
        if item is None:
            return write.add(Decision(review_id=review_id, **checked))
        known_account(write, item.get("account_id"))
        about = put_item(write, review_id, item)
        return write.add(
            Decision(review_id=review_id, review_item_id=about, account_id=item.get("account_id"), **checked)
        )

    return perform(store, who, "decide", work, token)


def edit_decision(store: Store, who: str, decision_id: int, shown: Row, wanted: Row, token: str) -> int | None:
    """Change a decision (fields of EDITABLE) of an open review from what a form showed.

    Raises StaleEdit or DecisionChanged where somebody was faster, ReviewClosed, and RefusedValue as `decide` does.
    """

    def work(write: Write) -> int:
        current = write.read(Decision, decision_id)
        review = still_open(write, current["review_id"])
        refuse_changed(shown, current)
        typed = {name: wanted[name] for name in wanted if name in EDITABLE}
        if current["version"] == shown["version"]:
            typed = {name: _checked(write, current | typed, review["held_on"])[name] for name in typed}
        write.edit(Decision, decision_id, shown, typed)
        return decision_id

    return perform(store, who, "edit decision", work, token)


def withdraw_decision(store: Store, who: str, decision_id: int, shown: Row, token: str) -> int | None:
    """Take back a decision of an open review, and its item where nothing else was decided on it.

    `shown` is the decision as the screen showed it, with its `version`. Raises DecisionChanged, ReviewClosed.
    """

    def work(write: Write) -> int:
        current = write.read(Decision, decision_id)
        still_open(write, current["review_id"])
        refuse_changed(shown, current)
        if current["version"] != shown["version"]:
            raise DecisionChanged(current["what"])
        _take_back(write, current)
        return decision_id

    return perform(store, who, "withdraw decision", work, token)


def undo_last(store: Store, who: str, review_id: int, token: str) -> int | None:
    """Take back the last decision that `who` recorded in an open review; its number.

    Raises RefusedValue where there is none, DecisionChanged where somebody changed it since, ReviewClosed.
    """

    def work(write: Write) -> int:
        still_open(write, review_id)
        own = next((row_id for row_id, name in _added(write, review_id) if name == who), None)
        current = write.read(Decision, given("what", own, "you recorded no decision in this review: nothing to undo."))
        if current["version"] != 1:
            raise DecisionChanged(current["what"])
        _take_back(write, current)
        return int(current["id"])

    return perform(store, who, "undo decision", work, token)


def _added(write: Write, review_id: int) -> list[tuple[int, str]]:
    """The decisions of a review with who recorded them, newest first."""
    lines = (
        select(LOG.c.row_id, LOG.c.who)
        .join(DECISION, DECISION.c.id == LOG.c.row_id)
        .where(LOG.c.table_name == DECISION.name, LOG.c.kind == "added", DECISION.c.review_id == review_id)
        .order_by(LOG.c.id.desc())
    )
    newest: dict[int, str] = {}
    for row_id, name in write.connection.execute(lines):
        newest.setdefault(row_id, name)  # a number that was free again has older lines of another decision
    return list(newest.items())


def _take_back(write: Write, decision: Row) -> None:
    write.remove(Decision, decision["id"])
    item = decision["review_item_id"]
    others = select(DECISION.c.id).where(DECISION.c.review_item_id == item).limit(1)
    if item is None or write.connection.execute(others).first():
        return
    beside = (FIGURE.c.review_id == decision["review_id"], FIGURE.c.scope == OF_ITEM, FIGURE.c.key == str(item))
    for (figure,) in write.connection.execute(select(FIGURE.c.id).where(*beside)).all():
        write.remove(ReviewFigure, figure)
    write.remove(ReviewItem, item)


def _checked(write: Write, values: Row, held_on: date) -> dict[str, Any]:
    """The fields of EDITABLE as they are stored. Raises RefusedValue naming the field."""
    if values["kind"] not in DECISION_KINDS:
        raise RefusedValue("kind", "say whether it is a decision or an accepted risk.")
    risk = values["kind"] == RISK
    reason = "say why the risk is accepted." if risk else "say what is to be done."
    what, due, person = written("what", values["what"], reason), values["due_on"], values["person_id"]
    if risk and due is not None:
        raise RefusedValue("due_on", "an accepted risk has nothing to be done by a day: leave it empty, or decide.")
    if not risk:
        given("person_id", person, "say who does it.")
        given("due_on", due, "say by when.")
    not_before("due_on", due, held_on, "the day of the review")
    if due is not None and values["check_on"] is not None and values["check_on"] < due:
        raise RefusedValue("check_on", f"cannot be before {fmt.day(due)}, when it is to be done.")
    not_before("check_on", values["check_on"], held_on, "the day of the review")
    known_person(write, person, held_on, due)
    effect = tidy(values["expected_effect"])
    return {name: values[name] for name in EDITABLE} | {"what": what, "expected_effect": effect}
