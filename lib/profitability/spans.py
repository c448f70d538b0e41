"""Which whole months a figure of hours and fees may speak for."""

from datetime import date, timedelta

from lib.periods import Period, add_months, month_start, next_day

# A year begins with holidays and a month with a weekend: records that begin this early hold the whole month.
FIRST_DAYS = 4


def last_months(as_of: date, count: int) -> Period:
    """The last `count` whole months that were over at the end of a day."""
    end = month_start(next_day(as_of))
    return Period(add_months(end, -count), end, f"{count} months")


def on_record(span: Period, records_from: date | None) -> Period | None:
    """The whole months of a span of which all hours are on record; None where there is none of them."""
    if records_from is None:
        return None
    whole = month_start(records_from)
    if records_from >= whole + timedelta(days=FIRST_DAYS):
        whole = add_months(whole, 1)
    return Period(max(span.start, whole), span.end, span.key) if whole < span.end else None
