"""Durations in any of their usual forms become whole minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.importing.values import UndecidableDurations, UndecidableNumbers, parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:30:00", 90), ("01:30", 90), ("0:05", 5), ("38:00:00", 2280), ("120:15", 7215), ("1:30:00.000", 90),
        ("1.5", 90), ("1,5", 90), ("0.25", 15), ("8", 480), ("0", 0), ("0.1", 6),
        ("38h", 2280), ("1h 30m", 90), ("1h30", None), ("1 h 30 min", 90), ("1.5h", 90), ("1,5 h", 90), ("90m", 90),
        ("90 minutes", 90), ("2 hours, 15 minutes", 135), ("45s", 1), ("1h 30m 29s", 90), ("2 hrs", 120),
        ("0:00:29", 0), ("0:00:30", 0), ("0:01:30", 2), ("0:00:31", 1),
        ("1:75", None), ("1:30:75", None), ("-1", None), ("-1:30", None), ("1d", None), ("2w 3d", None), ("h", None),
        ("1m 2h", None), ("soon", None), ("$5", None), ("5 %", None), ("1:2:3:4", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_each_usual_form(text: str, minutes: int | None) -> None:
    parsed = parse_minutes([text])
    assert parsed.values == [minutes]
    refused = [] if minutes is not None else [(0, f'"{text}" is not a duration in hours, minutes or seconds.')]
    assert parsed.refusals == refused


def test_empty_cells_have_no_duration_and_are_not_refused() -> None:
    parsed = parse_minutes(["", "1:30", " "])
    assert (parsed.values, parsed.refusals) == ([None, 90, None], [])


def test_plain_numbers_are_in_the_unit_that_is_said() -> None:
    assert parse_minutes(["7200", "90", "1:30"], "seconds").values == [120, 2, 90]
    assert parse_minutes(["7200"], "hours").values == [432_000]


def test_large_whole_numbers_may_be_seconds_and_must_be_said() -> None:
    with pytest.raises(UndecidableDurations) as error:
        parse_minutes(["900", "7200"])
    assert str(error.value) == (
        '"7200" can be hours or seconds, and the other durations of this column do not decide it: say unit = "hours" '
        'or "seconds" in the mapping.'
    )
    assert parse_minutes(["1200.5", "1000"]).values == [72_030, 60_000]


def test_the_decimal_mark_is_decided_as_for_numbers() -> None:
    assert parse_minutes(["1,5", "2,25"]).values == [90, 135]
    assert parse_minutes(["1.250"], decimal=".").values == [75]
    with pytest.raises(UndecidableNumbers):
        parse_minutes(["1.250"])


@given(st.lists(st.integers(0, 100_000)))
def test_minutes_written_with_colons_or_letters_read_back(minutes: list[int]) -> None:
    assert parse_minutes([f"{number // 60}:{number % 60:02}" for number in minutes]).values == minutes
    assert parse_minutes([f"{number // 60:02}:{number % 60:02}:00" for number in minutes]).values == minutes
    assert parse_minutes([f"{number // 60}h {number % 60}m" for number in minutes]).values == minutes
    assert parse_minutes([str(number * 60) for number in minutes], "seconds").values == minutes
