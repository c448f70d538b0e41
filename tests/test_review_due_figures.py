"""Decisions carried over and due before the next review."""

from datetime import date
from typing import Any

from lib.review.decided import Decided
from lib.review.due_figures import carried_over, due_soon

DAY = date(2026, 9, 14)


def decision(due: str | None, **other: Any) -> Decided:
    values = dict.fromkeys(Decided.__dataclass_fields__) | {"id": 1, "kind": "decision", "what": "Call"}
    due_on = date.fromisoformat(f"2026-{due}") if due else None
    return Decided(**(values | {"due_on": due_on} | other))


def test_past_its_day_is_carried_over_and_within_seven_days_is_due() -> None:
    known = [decision(day) for day in ("09-13", "09-14", "09-21", "09-22")] + [decision(None)]
    done = decision("09-10", done_on=DAY)
    judged = decision("09-15", outcome="did not happen")
    late, soon = carried_over([*known, done, judged], DAY), due_soon([*known, done, judged], DAY)
    assert (late.value, late.base) == (1, 5)
    assert (soon.value, soon.base) == (2, 5)
    assert carried_over([done], DAY).value == 0


def test_before_anything_was_decided_nothing_can_be_carried_over() -> None:
    for measure in (carried_over([], DAY), due_soon([decision(None, kind="accepted risk")], DAY)):
        assert (measure.value, measure.why) == (None, "no review has decided anything yet")
