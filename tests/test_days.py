"""Days as numbers, and the row in force on a day."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as some

from lib.days import FIRST, NONE, dated, day_of, days_from, in_force, number, numbers, positions, record_numbers, spells

BEGIN = date(2024, 1, 1)
SPELL = some.tuples(some.integers(1, 3), some.integers(0, 40), some.integers(1, 20) | some.none(), some.integers(1, 9))


def frame(rows: list[tuple[int, int, int | None, int]]) -> pd.DataFrame:
    """Spells from (key, first day, length or None, value)."""
    return dated(
        pd.DataFrame(
            [
                (key, BEGIN + timedelta(start), None if length is None else BEGIN + timedelta(start + length), value)
                for key, start, length, value in rows
            ],
            columns=["key", "starts_on", "ends_before", "value"],
        ),
        "starts_on",
        "ends_before",
    )


def plainly(rows: list[tuple[int, int, int | None, int]], key: int, day: int) -> int:
    """The last row of the key begun by the day, where it is still in force: looked up one by one."""
    begun = [row for row in rows if row[0] == key and row[1] <= day]
    if not begun:
        return NONE
    _, start, length, value = max(enumerate(begun), key=lambda pair: (pair[1][1], pair[0]))[1]
    return value if length is None or day < start + length else NONE


@given(some.lists(SPELL, max_size=8), some.lists(some.tuples(some.integers(1, 4), some.integers(0, 60)), max_size=20))
def test_the_row_in_force_is_the_one_a_plain_search_finds(
    rows: list[tuple[int, int, int | None, int]], asked: list[tuple[int, int]]
) -> None:
    keys, days = np.array(asked, dtype=np.int64).reshape(-1, 2).T
    found = in_force(spells(frame(rows), "key", "value"), keys, days + number(BEGIN))
    assert found.tolist() == [plainly(rows, key, day) for key, day in asked]


def test_a_spell_holds_on_its_first_day_and_not_on_its_end() -> None:
    table = spells(frame([(1, 10, 5, 7)]), "key", "value")
    days = np.array([9, 10, 14, 15]) + number(BEGIN)
    assert in_force(table, np.ones(4, dtype=np.int64), days).tolist() == [NONE, 7, 7, NONE]


@given(some.lists(some.dates() | some.none(), max_size=9))
def test_days_become_numbers_and_back(days: list[date | None]) -> None:
    column = dated(pd.DataFrame({"day": pd.Series(days, dtype=object)}), "day")["day"]
    values = numbers(column)
    assert [None if value == FIRST else day_of(value) for value in values] == days
    assert pd.Series(days_from(values)).isna().tolist() == [day is None for day in days]


def test_gaps_in_record_numbers_are_marked() -> None:
    assert record_numbers([3, None, 1]).tolist() == [3, NONE, 1]
    assert record_numbers(pd.Series([None, None], dtype=object)).tolist() == [NONE, NONE]


@given(some.lists(some.integers(-3, 40) | some.integers(0, 10**9), max_size=12).map(sorted), some.data())
def test_a_place_is_the_first_of_its_number_or_none(ids: list[int], data: some.DataObject) -> None:
    wanted = data.draw(some.lists(some.sampled_from([*ids, NONE, 5, 10**9]), max_size=12))
    found = positions(np.array(ids, dtype=np.int64), np.array(wanted, dtype=np.int64))
    assert found.tolist() == [ids.index(number) if number in ids else NONE for number in wanted]
