"""Business hours: how many of them pass between two moments."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.errors import StewardError

WORKDAYS = 5  # Monday to Friday
_A_MONDAY = date(1970, 1, 5).toordinal()


class BadOfficeHours(StewardError):
    """A setting of the office hours that cannot be read."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"The office hours '{given}' cannot be read: set them as 9-17, and a time zone as Europe/Berlin."
        )


@dataclass(frozen=True)
class OfficeHours:
    """When a firm works: Monday to Friday from `opens` to `closes`, hours of the clock in its time zone."""

    opens: float = 9
    closes: float = 17
    zone: tzinfo = UTC

    @property
    def per_day(self) -> float:
        """Hours of one working day."""
        return self.closes - self.opens


def office_hours(hours: str, zone: str) -> OfficeHours:
    """Office hours from a firm's settings: "9-17" or "8:30-17:30", and a zone such as "Europe/Berlin" or "UTC".

    Raises BadOfficeHours.
    """
    found = re.fullmatch(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?", hours.strip())
    if not found:
        raise BadOfficeHours(hours)
    opens, closes = (int(found[at]) + int(found[at + 1] or 0) / 60 for at in (1, 3))
    if not 0 <= opens < closes <= 24:
        raise BadOfficeHours(hours)
    try:
        return OfficeHours(opens, closes, UTC if zone == "UTC" else ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadOfficeHours(zone) from error


def business_hours(asked: datetime, answered: datetime, office: OfficeHours) -> float:
    """Office hours from one moment to a later one (both aware); 0 where the second is not later.

    Nights and weekends do not count; public holidays do, as working days.
    """
    return max(_since_a_monday(answered, office) - _since_a_monday(asked, office), 0.0)


def _since_a_monday(moment: datetime, office: OfficeHours) -> float:
    local = moment.astimezone(office.zone)
    weeks, weekday = divmod(local.date().toordinal() - _A_MONDAY, 7)
    hour = local.hour + local.minute / 60 + local.second / 3600
    today = min(max(hour - office.opens, 0.0), office.per_day) if weekday < WORKDAYS else 0.0
    return (weeks * WORKDAYS + min(weekday, WORKDAYS)) * office.per_day + today
