"""What work earns: realisation and the effective hourly rate. Pure functions of cents and minutes."""

from lib.measure import Measure, undefined

UNKNOWN = 0.1  # share of the hours that may lack a rate before a figure made of them is no longer believed


def realisation(fees: int, billable_minutes: int, value_cents: int, unpriced_minutes: int = 0) -> Measure:
    """Fees / (billable hours × bill rate), from cents; `value_cents`: the billable hours at their bill rates.

    Undefined without billable hours, or where more than a tenth of them has no price. Source: billing realisation as
    fees against hours at the standard rate.
    """
    if billable_minutes <= 0:
        return undefined("no billable hours are logged")
    if unpriced_minutes / billable_minutes > UNKNOWN or value_cents <= 0:
        return undefined("no price of an hour is recorded for these hours")
    return Measure(fees / value_cents, note="some hours have no price" if unpriced_minutes else "")


def effective_rate(fees: int, pass_through: int, minutes: int) -> Measure:
    """(Fees − costs passed on) / all hours worked, in cents an hour. Undefined without hours.

    Source: average billable rate as adjusted gross income by delivery hours (Parakeeto).
    """
    if minutes <= 0:
        return undefined("no hours are logged")
    return Measure((fees - pass_through) * 60 / minutes)


def believed(minutes: int, unrated_minutes: int) -> bool:
    """Whether a margin may be made of hours: there are some, and at most a tenth has no cost rate."""
    return minutes > 0 and unrated_minutes / minutes <= UNKNOWN
