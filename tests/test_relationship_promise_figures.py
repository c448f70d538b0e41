"""How promises, requests and escalations stand on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.periods import Period
from lib.relationship.office_hours import OfficeHours
from lib.relationship.promise_figures import answer_hours, next_update, promise_counts, promise_standing, unanswered
from lib.relationship.queries import PromiseRow, RequestRow

TODAY = date(2026, 6, 30)
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


def promise(due: int, settled: int | None = None, outcome: str | None = None) -> PromiseRow:
    """A promise due so many days ago, settled so many days ago."""
    settled_on = None if settled is None else TODAY - timedelta(settled)
    return PromiseRow(1, "x", date(2026, 1, 1), TODAY - timedelta(due), settled_on, outcome, None, None)


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        (promise(0), "open"),
        (promise(1), "overdue"),
        (promise(5, 5, "kept"), "kept"),
        (promise(5, 4, "kept"), "kept late"),
        (promise(5, 4, "broken"), "broken"),
        (promise(5, 6, "withdrawn"), "withdrawn"),
    ],
)
def test_a_promise_stands_by_its_days(given: PromiseRow, standing: str) -> None:
    assert promise_standing(given, TODAY) == standing


def test_due_are_those_settled_or_past_their_day_and_withdrawn_ones_stay_out() -> None:
    many = [
        promise(3, 4, "kept"), promise(3, 1, "kept"), promise(2, 2, "broken"), promise(2), promise(0), promise(-5),
        promise(4, 5, "withdrawn"), promise(0, 3, "kept"),
    ]  # fmt: skip
    assert promise_counts(many, JUNE, TODAY) == (2, 5, 0)


def test_one_due_before_the_period_and_still_open_is_carried_over() -> None:
    assert promise_counts([promise(60), promise(60, 3, "kept"), promise(61, 61, "kept")], JUNE, TODAY) == (0, 0, 1)


def test_answers_are_timed_and_those_waiting_counted() -> None:
    asked = datetime(2026, 6, 1, 10, tzinfo=UTC)
    answered = RequestRow(1, "x", "sales", asked, asked + timedelta(hours=2), "done", None, None, None, None)
    waiting = answered._replace(first_answer_at=None, state="open")
    declined = waiting._replace(state="declined")
    many = [answered, waiting, declined]
    assert answer_hours(many, OfficeHours()) == [2.0]
    assert unanswered(many) == 1


@pytest.mark.parametrize(("severity", "days"), [(4, 1), (3, 3), (2, 7), (1, 14)])
def test_the_more_severe_an_escalation_the_sooner_the_next_update(severity: int, days: int) -> None:
    assert next_update(severity, TODAY, None) == TODAY + timedelta(days)
    assert next_update(severity, date(2026, 1, 1), TODAY) == TODAY + timedelta(days)
