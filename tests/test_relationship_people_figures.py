"""Who knows whom: threads counted once a contact, and how strong they are."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.relationship.people_figures import STRENGTHS, StrengthRule, Thread, live, strength, strength_rule, threads

TODAY = date(2026, 6, 30)
RULE = strength_rule(31)


def met(*rows: tuple[int, int, int | None, int | None]) -> pd.DataFrame:
    """Rows of id, days ago, contact, colleague."""
    frame = pd.DataFrame(rows, columns=["id", "ago", "contact_id", "person_id"])
    return frame.assign(day=pd.to_datetime([TODAY - timedelta(ago) for ago in frame["ago"]]))


@pytest.mark.parametrize(
    ("days", "recent", "expected"),
    [(31, 2, "strong"), (32, 2, "decaying"), (5, 1, "decaying"), (None, 0, "silent"), (90, 0, "silent")],
)
def test_strength_takes_both_how_lately_and_how_often(days: int | None, recent: int, expected: str) -> None:
    assert strength(days, recent, RULE) == expected


def test_the_rule_follows_the_clients_own_gap() -> None:
    assert strength_rule(None) == StrengthRule(30, 2)
    assert strength_rule(45) == StrengthRule(45, 2)
    assert strength_rule(60) == StrengthRule(60, 1)
    assert strength_rule(365) == StrengthRule(90, 1)


@given(some.integers(0, 89), some.integers(1, 20), some.integers(0, 89), some.integers(0, 20), some.integers(1, 400))
def test_a_later_or_further_contact_never_weakens_a_thread(
    days: int, recent: int, sooner: int, more: int, gap: int
) -> None:
    rule = strength_rule(gap)
    before, after = strength(days, recent, rule), strength(min(days, sooner), recent + more, rule)
    assert STRENGTHS.index(after) <= STRENGTHS.index(before)


def test_one_meeting_with_two_colleagues_counts_once_for_the_contact() -> None:
    found = threads(met((1, 10, 7, 1), (1, 10, 7, 2), (2, 20, 7, 1)), ["contact_id"], RULE, TODAY)
    assert found == {(7,): Thread(2, 2, 10, "strong")}


def test_pairs_are_told_apart_and_old_contact_counts_no_more() -> None:
    found = threads(met((1, 10, 7, 1), (2, 100, 7, 2), (3, 400, 8, 1)), ["contact_id", "person_id"], RULE, TODAY)
    assert found == {
        (7, 1): Thread(1, 1, 10, "decaying"), (7, 2): Thread(1, 0, 100, "silent"), (8, 1): Thread(0, 0, 400, "silent"),
    }  # fmt: skip
    assert list(live(found)) == [(7, 1)]


def test_where_nobody_is_named_there_is_no_thread() -> None:
    assert threads(met((1, 10, None, None)), ["contact_id"], RULE, TODAY) == {}
    assert threads(met(), ["person_id"], RULE, TODAY) == {}


def test_the_days_of_a_window_end_with_its_edge() -> None:
    found = threads(met((1, 89, 1, 1), (2, 90, 2, 1), (3, 364, 3, 1), (4, 365, 4, 1)), ["contact_id"], RULE, TODAY)
    assert [(one.recent, one.year) for one in found.values()] == [(1, 1), (0, 1), (0, 1), (0, 0)]
