"""What is likely one thing written down twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.relationship.duplicate_figures import AT_ONE_TIME, Told, likely_same, similar

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CY, ANN = frozenset({("contact", 1)}), frozenset({("person", 1)})


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Talked about the budget", "talked about the budget.", True),
        ("Talked about the budget", "We talked about the budget for spring", True),
        ("Talked about the budget", "Talked about the buget", True),
        ("Talked about the budget", "Showed the drafts of the film", False),
        ("Budget", "Budget of the next spring", False),
        ("", "", False), (None, "Budget", False), (None, None, False),
    ],
)  # fmt: skip
def test_words_are_alike_where_much_the_same_was_said(one: str | None, other: str | None, alike: bool) -> None:
    assert similar(one, other) is alike


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways_and_every_said_thing_is_like_itself(one: str, other: str) -> None:
    assert similar(one, other) == similar(other, one)
    assert similar(one, one) == any(letter.isalnum() or letter == "_" for letter in one.casefold())


@pytest.mark.parametrize(
    ("people", "after", "by_people", "same"),
    [
        (CY, timedelta(0), True, True), (CY, AT_ONE_TIME, True, True),
        (CY, AT_ONE_TIME + timedelta(seconds=1), True, False), (ANN, timedelta(0), True, False),
        (CY, timedelta(0), False, False),
    ],
)  # fmt: skip
def test_with_other_words_the_same_person_within_ten_minutes_tells(
    people: frozenset[tuple[str, int]], after: timedelta, by_people: bool, same: bool
) -> None:
    typed, stored = Told("Showed drafts", people, NOON + after), Told("The budget of spring", CY, NOON)
    assert likely_same(typed, stored, by_people) is same
