"""Columns of dates read back in the order they were written in, or say that it cannot be known."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.importing.values import UndecidableDates, parse_dates, parse_timestamps

NOVEMBER_14 = date(2026, 11, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-14", "2026/11/14", "2026.11.14", "2026-11-14T09:30:00Z", "2026-11-14 09:30", "2026-11-14T09:30:00.123",
        "20261114", "14/11/2026", "14-11-2026", "14.11.2026", "14. 11. 2026", "14/11/26", "11/14/2026", "11-14-26",
        "11/14/2026 9:30", "11/14/2026, 9:30:05 PM", "11/14/2026 9:30\u202fAM", "11/14/2026 3:04:05 PM GMT+1",
        "14 Nov 2026", "14-Nov-26", "14 November 2026", "14th Nov. 2026", "Nov 14, 2026", "November 14th, 2026",
        "2026 Nov 14", "14/Nov/26 9:30 AM", "Sat, 14 Nov 2026 09:30:00 +0000", "Saturday 14 November 2026",
        "Nov 14, 2026 at 9:30 a.m.", "  14 nov 2026 ",
    ],
)  # fmt: skip
def test_a_date_is_read_in_each_usual_form(text: str) -> None:
    parsed = parse_dates([text])
    assert parsed.values == [NOVEMBER_14]
    assert parsed.refusals == []


@pytest.mark.parametrize(
    "text",
    [
        "2017-13-02", "2017-02-29", "31/31/2017", "soon", "14 Foo 2026", "2026-W46-6", "43105", "2026-11", "Nov 2026",
        "2026-11-14 25:00", "11/14/2026 13:00 PM", "2026-11-14 09:30 +99:00", "0217-03-01", "14/11/2205", "1/2/3",
        "14-11/2026", "١٤/١١/٢٠٢٦", "x" * 100,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_its_row(text: str) -> None:
    parsed = parse_dates(["2026-11-14", text])
    assert parsed.values == [NOVEMBER_14, None]
    ((row, reason),) = parsed.refusals
    assert row == 1
    assert "is not a date between 1900 and 2199." in reason


def test_empty_cells_have_no_date_and_are_not_refused() -> None:
    parsed = parse_dates(["", "2026-11-14", "  "])
    assert (parsed.values, parsed.refusals) == ([None, NOVEMBER_14, None], [])


def test_a_column_that_no_date_decides_is_undecidable() -> None:
    with pytest.raises(UndecidableDates) as error:
        parse_dates(["05/05/2017", "03/04/2017", "", "tbd", "2017-12-24"])
    assert str(error.value) == (
        '"03/04/2017" is 3 Apr 2017 with the day first and 4 Mar 2017 with the month first, and the other dates of '
        'this column do not decide it: say dates = "dmy" or "mdy" in the mapping, or --dates on the command line.'
    )


def test_a_column_that_contradicts_itself_evenly_is_undecidable() -> None:
    with pytest.raises(UndecidableDates, match='"13/02/2017" is a date only day first, "02/14/2017" only month first'):
        parse_dates(["13/02/2017", "02/14/2017", "03/04/2017"])


def test_dates_that_read_the_same_in_both_orders_need_no_decision() -> None:
    assert parse_dates(["05/05/2017", "6.6.2017"]).values == [date(2017, 5, 5), date(2017, 6, 6)]


def test_one_decisive_date_decides_the_column() -> None:
    assert parse_dates(["03/04/2017", "13/04/2017"]).values == [date(2017, 4, 3), date(2017, 4, 13)]
    assert parse_dates(["03/04/2017", "04/13/2017"]).values == [date(2017, 3, 4), date(2017, 4, 13)]


def test_one_bad_date_does_not_turn_the_column() -> None:
    parsed = parse_dates(["02/14/2017", "13/02/2017", "03/04/2017", "02/28/2017", "2017-13-02"])
    assert parsed.values == [date(2017, 2, 14), None, date(2017, 3, 4), date(2017, 2, 28), None]
    assert parsed.refusals == [
        (1, '"13/02/2017" is 13 Feb 2017 in a column whose other dates are month first.'),
        (4, '"2017-13-02" is not a date between 1900 and 2199.'),
    ]


def test_the_order_can_be_said() -> None:
    cells = ["03/04/2017", "2017-12-24", "24 Dec 2017"]
    christmas = date(2017, 12, 24)
    assert parse_dates(cells, "dmy").values == [date(2017, 4, 3), christmas, christmas]
    assert parse_dates(cells, "mdy").values == [date(2017, 3, 4), christmas, christmas]
    assert parse_dates(["12/24/2017"], "dmy").refusals == [
        (0, '"12/24/2017" is 24 Dec 2017 in a column whose other dates are day first.')
    ]
    assert parse_dates(["17/12/24", "2017-12-24"], "ymd").values == [christmas, christmas]


def test_two_digit_years_first_are_taken_only_if_nothing_else_fits() -> None:
    assert parse_dates(["99/12/31", "02/01/30"]).values == [date(1999, 12, 31), date(2002, 1, 30)]
    assert parse_dates(["16/11/14"]).values == [date(2014, 11, 16)]


def test_two_digit_years_turn_at_sixty_nine() -> None:
    assert parse_dates(["31/12/68", "31/12/69"]).values == [date(2068, 12, 31), date(1969, 12, 31)]


def test_spreadsheet_day_numbers_are_read_only_when_said_and_for_all_cells() -> None:
    assert parse_dates(["43105", "43106.5", ""], formats=["excel"]).values == [date(2018, 1, 5), date(2018, 1, 6), None]
    assert parse_dates(["43105", "2018-01-06"], formats=["excel"]).values == [None, date(2018, 1, 6)]
    assert parse_timestamps(["43105.75"], formats=["excel"]).values == [datetime(2018, 1, 5, 18, tzinfo=UTC)]


def test_formats_that_are_said_replace_the_usual_reading() -> None:
    parsed = parse_dates(["14|11|2026", "2026-11-14"], formats=["%d|%m|%Y"])
    assert parsed.values == [NOVEMBER_14, None]
    assert parsed.refusals == [(1, '"2026-11-14" is not a date written as "%d|%m|%Y".')]
    assert parse_dates(["14|11|2026", "26_11_14"], formats=("%d|%m|%Y", "%y_%m_%d")).values == [NOVEMBER_14] * 2


def test_unix_seconds_are_read_when_said() -> None:
    moment = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert parse_timestamps(["1700000000", "x"], formats=["unix"]).values == [moment, None]
    assert parse_dates(["1700000000"], formats=["unix"]).values == [date(2023, 11, 14)]


def test_timestamps_are_in_utc() -> None:
    cells = ["2026-11-14 09:30", "2026-11-14T09:30:00+02:00", "14/Nov/26 9:30 PM", "14 Nov 2026 12:05 am UTC"]
    assert parse_timestamps(cells).values == [
        datetime(2026, 11, 14, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 14, 7, 30, tzinfo=UTC),
        datetime(2026, 11, 14, 21, 30, tzinfo=UTC),
        datetime(2026, 11, 14, 0, 5, tzinfo=UTC),
    ]


def test_timestamps_without_an_offset_are_in_the_zone_given() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    cells = ["2026-07-01 09:30", "7/14/2026 9:30 AM", "2026-07-01", "2026-07-01T09:30Z"]
    assert parse_timestamps(cells, zone=berlin).values == [
        datetime(2026, 7, 1, 7, 30, tzinfo=UTC),
        datetime(2026, 7, 14, 7, 30, tzinfo=UTC),
        datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
        datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    ]


def test_undecidable_timestamps_are_told_too() -> None:
    with pytest.raises(UndecidableDates, match=r'"03/04/2017 9:30 AM" is 3 Apr 2017'):
        parse_timestamps(["03/04/2017 9:30 AM"])


DAYS = st.dates(date(1969, 1, 1), date(2068, 12, 31))
WRITINGS = {
    "dmy": ["{0.day:02}/{0.month:02}/{0.year}", "{0.day}.{0.month}.{0.year}", "{0.day}-{0.month}-{1}"],
    "mdy": ["{0.month:02}/{0.day:02}/{0.year}", "{0.month}-{0.day}-{0.year}", "{0.month}/{0.day}/{1} 9:05 PM"],
    "ymd": ["{0.year}-{0.month:02}-{0.day:02}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month:02}.{0.day:02} 21:05"],
}


def written(days: Sequence[date], pattern: str) -> list[str]:
    return [pattern.format(day, f"{day.year % 100:02}") for day in days]


@given(st.lists(DAYS, min_size=1), st.sampled_from([form for forms in WRITINGS.values() for form in forms]))
def test_a_column_with_a_decisive_day_reads_back(days: list[date], pattern: str) -> None:
    assume(any(day.day > 12 for day in days))
    parsed = parse_dates(written(days, pattern))
    assert (parsed.values, parsed.refusals) == (days, [])


@given(st.lists(DAYS, min_size=1), st.sampled_from(sorted(WRITINGS)), st.integers(0, 2))
def test_a_column_whose_order_is_said_reads_back(days: list[date], order: str, form: int) -> None:
    assert parse_dates(written(days, WRITINGS[order][form]), order).values == days  # type: ignore[arg-type]


@given(st.lists(DAYS, min_size=1), st.sampled_from(["dmy", "mdy"]), st.integers(0, 2))
def test_a_column_is_never_read_wrongly(days: list[date], order: str, form: int) -> None:
    """Whatever the days are: they read back, or the column is undecidable."""
    try:
        values = parse_dates(written(days, WRITINGS[order][form])).values
    except UndecidableDates:
        assert all(day.day <= 12 for day in days)
    else:
        assert values == days


@given(
    st.lists(
        st.datetimes(
            datetime(1970, 1, 2),
            datetime(2068, 12, 30),
            timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8))]),
        )
    )
)
def test_iso_timestamps_read_back(moments: list[datetime]) -> None:
    assert parse_timestamps([moment.isoformat() for moment in moments]).values == moments


@given(st.lists(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9]+:[0-9]+)?")))
def test_any_text_is_a_date_or_refused_or_empty(cells: list[str]) -> None:
    for order in ("dmy", "mdy", "ymd"):
        parsed = parse_timestamps(cells, order)
        refused = {row for row, _ in parsed.refusals}
        for row, (cell, value) in enumerate(zip(cells, parsed.values, strict=True)):
            assert (value is None) == (row in refused or not cell.strip())
