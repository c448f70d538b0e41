"""A small firm in its weekly review: three colleagues, two clients, one open review."""

from datetime import date, datetime
from typing import Any

from lib.accounts.tables import Account
from lib.people.tables import Person, Role, Skill
from lib.review.actions import decide, open_review
from lib.store.engine import Store
from lib.store.settings import set_setting
from tests.facts import put

HELD, NEXT = date(2026, 9, 14), date(2026, 9, 21)
DUE, LOOK = date(2026, 9, 18), date(2026, 10, 12)
ANN, BO, LEFT, LEAVING = 1, 2, 3, 4
ACME, BOLT = 1, 2
RISK = {
    "part": "at risk", "account_id": ACME, "person_id": ANN, "words": "Acme is Red: nobody called since 3 Aug.",
    "figures": (("Score", "41"), ("Revenue", "€12 k")),
}  # fmt: skip
PROMISE = {"part": "promises", "account_id": BOLT, "person_id": BO, "words": "Bolt: the report is 9 days overdue."}
WON = {"part": "wins", "account_id": None, "person_id": None, "words": "A year more, <b>signed</b> & sealed."}
AGENDA = [RISK, PROMISE, WON]
TO_CALL: dict[str, Any] = {
    "kind": "decision", "what": "Call the sponsor", "person_id": ANN, "due_on": DUE,
    "expected_effect": "Band back to Amber", "check_on": LOOK,
}  # fmt: skip
TO_WAIT = TO_CALL | {
    "kind": "accepted risk", "what": "They are being sold", "due_on": None, "expected_effect": None, "check_on": None,
}  # fmt: skip
REVENUE = {
    "figure": "revenue", "scope": "book", "key": None, "period": "12 months", "value": "12400.5", "low": None,
    "high": None, "base": 2,
}  # fmt: skip
RETENTION = REVENUE | {
    "figure": "client_retention", "period": "2026Q3", "value": "0.9", "low": 0.55, "high": 0.99, "base": 12,
}  # fmt: skip


def put_firm(store: Store) -> int:
    """The firm with its open review; the review's number."""
    put(
        store,
        Person(id=ANN, name="Ann Berg"), Person(id=BO, name="Bo Lind"),
        Person(id=LEFT, name="Cy Dal", left_on=date(2026, 8, 31)),
        Person(id=LEAVING, name="Di Eng", left_on=date(2026, 9, 16)),
        Account(id=ACME, name="Acme"), Account(id=BOLT, name="Bolt & Sons"),
        Role(id=1, name="Account manager"), Skill(id=1, name="Copy"),
    )  # fmt: skip
    set_setting(store, "Ann", "firm_name", "Harbour Lane", date(2026, 1, 1))
    return open_review(store, "Ann", HELD, "open") or 0


def call(store: Store, review_id: int, token: str = "call", item: Any = RISK, who: str = "Ann", **other: Any) -> int:
    """Decide to call the sponsor about an item, or something else; the decision's number."""
    return decide(store, who, review_id, item, **(TO_CALL | other), token=token) or 0


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day in UTC."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
