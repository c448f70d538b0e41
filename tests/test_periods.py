"""A period has its start inside and its end outside."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import periods
from lib.errors import StewardError
from lib.periods import Period, add_months, next_day

DAYS = some.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2017-09", date(2017, 9, 1), date(2017, 10, 1)), ("2017-12", date(2017, 12, 1), date(2018, 1, 1)),
        ("2017Q3", date(2017, 7, 1), date(2017, 10, 1)), ("2017Q4", date(2017, 10, 1), date(2018, 1, 1)),
        ("2017", date(2017, 1, 1), date(2018, 1, 1)),
    ],
)  # fmt: skip
def test_a_key_names_its_days(key: str, start: date, end: date) -> None:
    assert periods.parse(key) == Period(start, end, key)


@pytest.mark.parametrize("word", ["", "2017-13", "2017Q5", "Q3", "2017-9", "last month"])
def test_a_word_that_is_no_period_says_how_to_write_one(word: str) -> None:
    with pytest.raises(StewardError, match="2017Q3"):
        periods.parse(word)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(StewardError):
        Period(date(2020, 1, 2), date(2020, 1, 1))


@given(DAYS)
def test_every_day_lies_in_its_month_and_quarter_and_the_ends_lie_outside(day: date) -> None:
    for piece in (periods.month(day), periods.quarter(day)):
        assert day in piece
        assert piece.start in piece
        assert piece.end not in piece
        assert periods.parse(piece.key) == piece


@given(DAYS, some.integers(0, 900))
def test_months_and_quarters_of_a_span_join_without_gap_and_cover_it(day: date, length: int) -> None:
    span = Period(day, day + timedelta(days=length + 1))
    for pieces in (periods.months(span), periods.quarters(span)):
        assert all(a.end == b.start for a, b in itertools.pairwise(pieces))
        assert pieces[0].start <= span.start < pieces[0].end
        assert pieces[-1].start < span.end <= pieces[-1].end


@given(DAYS, some.integers(-600, 600))
def test_adding_months_lands_in_the_month_meant(day: date, count: int) -> None:
    landed = add_months(day, count)
    assert (landed.year * 12 + landed.month) - (day.year * 12 + day.month) == count
    assert landed.day == day.day or next_day(landed).day == 1


def test_the_twelve_months_to_a_day_end_with_it() -> None:
    year = periods.trailing_year(date(2026, 11, 21))
    assert (year.start, year.last_day) == (date(2025, 11, 22), date(2026, 11, 21))
    assert year.year_earlier().last_day == date(2025, 11, 21)


def test_a_period_is_partial_when_records_cover_only_a_part() -> None:
    quarter = periods.parse("2017Q1")
    assert not quarter.partial(date(2017, 3, 31))
    assert quarter.partial(date(2017, 3, 30))
    assert quarter.partial(date(2017, 12, 31), records_from=date(2017, 3, 1))
    assert not quarter.partial(date(2017, 12, 31), records_from=date(2017, 1, 1))
