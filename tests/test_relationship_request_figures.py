"""How the requests to each department stand on a day."""

from datetime import UTC, date, datetime

import pytest

from lib.relationship.queries import RequestRow
from lib.relationship.request_figures import Desk, age, desks, owed, untold

AS_OF = date(2026, 11, 20)


def row(department: str, state: str, asked: int, closed: int | None = None, told: int | None = None) -> RequestRow:
    """Asked, closed and told on days of November."""
    closed_on, told_on = (None if one is None else date(2026, 11, one) for one in (closed, told))
    return RequestRow(
        1, "A quote", department, datetime(2026, 11, asked, 9, tzinfo=UTC), None, state, closed_on, told_on, None, None
    )


def test_each_department_has_its_count_of_what_waits_since_when_and_who_was_not_told() -> None:
    asked = [
        row("sales", "open", 10), row("sales", "answered", 15), row("sales", "done", 1, 5),
        row("sales", "done", 1, 5, 6), row("product", "declined", 2, 3),
    ]  # fmt: skip
    assert desks(asked, AS_OF) == [
        Desk("sales", 2, 1, 10, 1), Desk("marketing", 0, 0, None, 0), Desk("product", 0, 0, None, 1),
        Desk("delivery", 0, 0, None, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "days", "silent", "to_do"),
    [
        (row("sales", "open", 10), 10, False, True), (row("sales", "answered", 10), 10, False, True),
        (row("sales", "done", 1, 5), 19, True, True), (row("sales", "declined", 1, 5, 5), 4, False, False),
    ],
)  # fmt: skip
def test_a_request_ages_until_it_is_closed_and_is_owed_until_the_client_knows(
    one: RequestRow, days: int, silent: bool, to_do: bool
) -> None:
    assert (age(one, AS_OF), untold(one), owed(one)) == (days, silent, to_do)
