"""Business hours between two moments: by example, and against counting minute by minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.relationship.office_hours import BadOfficeHours, OfficeHours, business_hours, office_hours

NINE_TO_FIVE = OfficeHours()
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "answered", "hours"),
    [
        ("2026-06-01 10:00", "2026-06-01 12:30", 2.5),  # the same Monday
        ("2026-06-01 16:00", "2026-06-02 10:00", 2.0),  # over night
        ("2026-06-05 16:00", "2026-06-08 09:30", 1.5),  # over the weekend
        ("2026-06-06 12:00", "2026-06-07 12:00", 0.0),  # all on the weekend
        ("2026-06-01 06:00", "2026-06-01 23:00", 8.0),  # before opening to after closing
        ("2026-06-01 09:00", "2026-06-15 09:00", 80.0),  # two weeks
        ("2026-06-02 09:00", "2026-06-01 09:00", 0.0),  # answered before it was asked
    ],
)
def test_only_office_hours_count(asked: str, answered: str, hours: float) -> None:
    first, second = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (asked, answered))
    assert business_hours(first, second, NINE_TO_FIVE) == pytest.approx(hours)


@given(start=some.integers(0, 60 * 24 * 20), minutes=some.integers(0, 60 * 24 * 12))
def test_they_are_the_minutes_one_by_one(start: int, minutes: int) -> None:
    asked = MONDAY + timedelta(minutes=start)
    moments = (asked + timedelta(minutes=minute) for minute in range(minutes))
    counted = sum(moment.weekday() < 5 and 9 <= moment.hour < 17 for moment in moments)
    assert business_hours(asked, asked + timedelta(minutes=minutes), NINE_TO_FIVE) == pytest.approx(counted / 60)


def test_a_firm_sets_its_own_hours_and_zone() -> None:
    berlin = office_hours("8:30-17", "Europe/Berlin")
    asked = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)  # 8:00 in Berlin, half an hour before opening
    assert berlin.per_day == 8.5
    assert business_hours(asked, asked + timedelta(hours=1), berlin) == pytest.approx(0.5)


@pytest.mark.parametrize(("hours", "zone"), [("nine", "UTC"), ("17-9", "UTC"), ("9-25", "UTC"), ("9-17", "Nowhere/X")])
def test_hours_that_are_none_are_refused_in_words(hours: str, zone: str) -> None:
    with pytest.raises(BadOfficeHours, match="set them as 9-17"):
        office_hours(hours, zone)
