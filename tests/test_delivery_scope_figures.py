"""Scope across the book: worked out by hand, and summing to the book by account, owner and service."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.days import NONE
from lib.delivery.figures import scope_creep
from lib.delivery.projects import Projects, read_projects
from lib.delivery.scope_figures import by_group, by_project, first_round, given_away, rounds_by, waiting
from lib.delivery.work import Work
from lib.store.engine import Store
from tests.facts import put
from tests.work_book import AS_OF, book

PRICES = {"Acme": 12_000, "Bolt": 10_000}


@pytest.fixture
def found(store: Store) -> Projects:
    put(store, *book())
    return read_projects(store, AS_OF)


def hours(found: Projects) -> pd.DataFrame:
    return by_project(found.work, np.array([PRICES[name] for name in found.rows["account"]]))


def test_hours_beyond_and_their_worth_by_hand(found: Projects) -> None:
    """Site 7,000 of 6,000 + 600 minutes, all of the 400 unbilled at €120; Film 1,260 of 1,200, 30 unbilled; Shop 660
    of 600 at €100; Fair has no scope."""
    rows = hours(found).set_axis(found.rows["name"])
    assert rows["beyond"].to_dict() == {"Site": 400, "Film *b*": 60, "Fair": 0, "Shop": 60}
    assert rows["unbilled"].to_dict() == {"Site": 400, "Film *b*": 30, "Fair": 0, "Shop": 60}
    assert rows["unbilled_cents"].to_dict() == {"Site": 80_000, "Film *b*": 6_000, "Fair": 0, "Shop": 10_000}
    assert given_away(rows["unbilled_cents"], rows["unbilled"]).value == 96_000
    assert scope_creep(found.work.agreed, found.work.worked).value == pytest.approx(520 / 8400)


@pytest.mark.parametrize(
    ("by", "beyond", "cents"),
    [
        ("account", {"Acme": 460, "Bolt": 60}, {"Acme": 86_000, "Bolt": 10_000}),
        ("owner", {"Ann": 400, "Bo": 120}, {"Ann": 80_000, "Bo": 16_000}),
        ("service", {"Build": 460, "Care": 60}, {"Build": 90_000, "Care": 6_000}),
    ],
)
def test_groups_by_hand(found: Projects, by: str, beyond: dict[str, int], cents: dict[str, int]) -> None:
    rows = by_group(hours(found), found.rows[by]).set_index("group")
    assert rows["beyond"].to_dict() == beyond
    assert rows["unbilled_cents"].to_dict() == cents


def test_hours_without_a_price_are_told_not_counted_as_nothing(found: Projects) -> None:
    none = np.array([12_000 if name == "Acme" else NONE for name in found.rows["account"]])
    rows = by_project(found.work, none)
    told = given_away(rows["unbilled_cents"], rows["unbilled"])
    assert (told.value, told.note) == (86_000, "1 h without a bill rate left out")
    assert by_group(rows, found.rows["account"]).set_index("group")["unbilled_cents"].isna().to_dict() == {
        "Acme": False, "Bolt": True,
    }  # fmt: skip
    nothing = by_project(found.work, np.full(4, NONE))
    assert given_away(nothing["unbilled_cents"], nothing["unbilled"]).why == "no bill rate is recorded"


def test_waiting_changes_are_counted_and_those_without_a_fee_named() -> None:
    told = waiting(pd.Series([50_000, None], dtype="Int64"))
    assert (told.value, told.note) == (2, "1 without a fee")
    assert waiting(pd.Series([], dtype="Int64")).value == 0


def test_first_round_is_taken_without_any_change_asked_for() -> None:
    told = first_round(np.array([0, 2, 0]))
    assert (told.hits, told.base) == (2, 3)
    assert first_round(np.array([], dtype=np.int64)).value is None


def test_rounds_are_compared_where_they_were_agreed() -> None:
    frame = pd.DataFrame({"account": ["a", "a", "a"], "rounds": [2, 0, 9]})
    frame["rounds_in_scope"] = pd.array([1, 2, None], dtype="Int64")
    (row,) = rounds_by(frame, "account").to_dict("records")
    assert row == {
        "account": "a", "deliverables": 3, "first": 1, "rounds": 2, "in_scope": 3, "agreed": 2, "over": 1,
    }  # fmt: skip


minutes = st.integers(0, 5_000)
row = st.tuples(st.sampled_from("abc"), st.one_of(st.just(NONE), minutes), minutes, minutes, st.integers(0, 50_000))


@given(st.lists(row, min_size=1, max_size=30))
def test_sums_over_groups_are_the_book_to_the_cent(rows: list[tuple[str, int, int, int, int]]) -> None:
    agreed, worked, unbilled, price = np.array([one[1:] for one in rows], dtype=np.int64).T
    zero = np.zeros(len(rows), dtype=np.int64)
    part = np.minimum(unbilled, worked)
    work = Work(0, zero, zero, zero, zero, zero, zero, zero, agreed, worked, part, zero)
    told = by_project(work, price)
    groups = by_group(told, pd.Series([one[0] for one in rows], dtype=object))
    assert groups["beyond"].sum() == told["beyond"].sum()
    assert groups["unbilled_cents"].sum() == told["unbilled_cents"].sum()
    creep = scope_creep(agreed, worked)
    if creep.value is not None:
        assert groups["projects"].sum() == creep.base
        assert groups["beyond"].sum() / groups["agreed"].sum() == pytest.approx(creep.value)
