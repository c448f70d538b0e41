"""The quarters and years a check-up can be made of."""

from datetime import date

from lib.periods import Period, add_months, next_day, parse, quarter, quarter_start

QUARTERS, YEARS = 8, 3


def choices(as_of: date) -> list[Period]:
    """The running quarter and the eight before it, the running year and the three before it; newest first."""
    begun = quarter_start(as_of)
    quarters = [quarter(add_months(begun, -3 * back)) for back in range(QUARTERS + 1)]
    return quarters + [parse(str(as_of.year - back)) for back in range(YEARS + 1)]


def usual(as_of: date) -> Period:
    """The last quarter that is over by the end of a day."""
    return quarter(add_months(quarter_start(next_day(as_of)), -3))
