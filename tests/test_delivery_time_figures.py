"""On time by quarter and group: worked out by hand, and summing to the book whatever the projects."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.days import FIRST, LAST
from lib.delivery.figures import goal_met, on_time
from lib.delivery.projects import Projects, read_projects
from lib.delivery.time_figures import by_group, by_quarter, on_schedule, schedule_of
from lib.delivery.work import DELIVERED, RUNNING, Work
from lib.delivery.work import on_time as on_time_of
from lib.periods import Period, trailing_year
from lib.store.engine import Store
from tests.facts import put
from tests.work_book import AS_OF, book

DAY = 20_000


@pytest.fixture
def found(store: Store) -> Projects:
    put(store, *book())
    return read_projects(store, AS_OF)


def test_by_hand_one_of_three_was_on_time_and_none_by_the_first_date(found: Projects) -> None:
    """Site 20 Aug of 25 Aug (first 31 Jul), Film open since 15 Sep, Fair 10 Nov of 1 Nov; Shop is not due yet."""
    year = trailing_year(AS_OF)
    agreed, first = on_time_of(found.work, year), on_time_of(found.work, year, original=True)
    assert ((agreed.hits, agreed.base), (first.hits, first.base)) == ((1, 3), (0, 3))


def test_quarters_have_both_dates_and_the_running_one_is_so_far(found: Projects) -> None:
    rows = by_quarter(found.work, AS_OF)[["quarter", "so_far", "by", "hits", "base"]].to_numpy().tolist()
    assert rows == [
        ["Q3 2024", False, "agreed", 1, 2], ["Q3 2024", False, "first", 0, 2],
        ["Q4 2024", True, "agreed", 0, 1], ["Q4 2024", True, "first", 0, 1],
    ]  # fmt: skip


def test_groups_by_hand(found: Projects) -> None:
    rows = by_group(found.work, found.rows["owner"], trailing_year(AS_OF)).set_index("group")
    assert rows.loc["Ann"].to_dict() == {
        "due": 1, "on_time": 1, "late": 0, "first_due": 1, "first_on_time": 0, "delivered": 1, "judged": 1, "met": 1,
    }  # fmt: skip
    assert rows.loc["Bo"].to_dict() == {
        "due": 2, "on_time": 0, "late": 2, "first_due": 2, "first_on_time": 0, "delivered": 1, "judged": 0, "met": 0,
    }  # fmt: skip


def test_on_schedule_counts_running_projects_with_a_date(found: Projects) -> None:
    assert (schedule_of(found.work).hits, schedule_of(found.work).base) == (1, 2)
    one = on_schedule(np.array([DAY, DAY - 1, FIRST]), DAY)
    assert (one.hits, one.base, one.note) == (1, 2, "1 project without a due date left out")


def test_on_schedule_says_why_it_is_undefined() -> None:
    assert on_schedule(np.array([], dtype=np.int64), DAY).why == "no project runs"
    assert on_schedule(np.array([FIRST, FIRST]), DAY).why == "none of 2 running projects has a due date"


day = st.integers(DAY - 500, DAY + 100)
row = st.tuples(st.sampled_from("abc"), day, day, st.one_of(st.just(LAST), st.integers(DAY - 500, DAY)),
                st.sampled_from([-1, 0, 1]))  # fmt: skip


def work_of(rows: list[tuple[str, int, int, int, int]]) -> Work:
    due, first, done, met = np.array([one[1:] for one in rows], dtype=np.int64).reshape(-1, 4).T
    state = np.where(done == LAST, RUNNING, DELIVERED)
    zero = np.zeros(len(rows), dtype=np.int64)
    return Work(DAY, np.arange(len(rows)), state, zero, first, due, done, met, zero, zero, zero, zero)


@given(st.lists(row, max_size=30))
def test_sums_over_groups_are_the_figures_of_the_book(rows: list[tuple[str, int, int, int, int]]) -> None:
    work, year = work_of(rows), trailing_year(date.fromordinal(date(1970, 1, 1).toordinal() + DAY))
    summed = by_group(work, pd.Series([one[0] for one in rows], dtype=object), year).sum(numeric_only=True)
    start, end = DAY - year.days + 1, DAY + 1
    for told, name in ((on_time(work.due, work.delivered, start, end, DAY), "on_time"),
                       (on_time(work.original_due, work.delivered, start, end, DAY), "first_on_time")):  # fmt: skip
        base = summed["due" if name == "on_time" else "first_due"]
        assert (told.hits or 0, told.base or 0) == (summed[name], base)
    goals = goal_met(work.delivered, work.met, start, end)
    assert (goals.hits or 0, goals.base or 0) == (summed["met"], summed["judged"])
    assert summed["late"] + summed["on_time"] == summed["due"]


@given(st.lists(row, max_size=30))
def test_quarters_sum_to_all_that_fell_due(rows: list[tuple[str, int, int, int, int]]) -> None:
    work, as_of = work_of(rows), date.fromordinal(date(1970, 1, 1).toordinal() + DAY)
    found = by_quarter(work, as_of)
    agreed = found[found["by"] == "agreed"]
    every = Period(date(2023, 1, 1), date(2025, 1, 1))
    told = on_time_of(work, every)
    assert (agreed["hits"].sum(), agreed["base"].sum()) == (told.hits or 0, told.base or 0)
