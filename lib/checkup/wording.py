"""How values are said in a pack: periods, measures, hours, standings."""

from collections.abc import Sequence
from datetime import date

from lib import format as fmt
from lib.checkup.pack import Job, Met
from lib.measure import Measure
from lib.periods import Period

NONE = "–"


def period_name(period: Period) -> str:
    """Q3 2026; 2026."""
    return period.key if period.key.isdigit() else fmt.period(period)


def share(measure: Measure) -> str:
    """A rate as everywhere: 3 of 4, or 83 % from ten on."""
    return fmt.figure(measure, "share", "")


def optional_day(day: date | None) -> str:
    """A day, or a dash."""
    return NONE if day is None else fmt.day(day)


def in_time(due: date, as_of: date) -> str:
    """How an open thing stands to its due day."""
    days = (as_of - due).days
    return f"{fmt.counted(days, 'day')} past due" if days > 0 else "open"


def hours(job: Job) -> str:
    """Hours worked of hours agreed: 182 of 258 h."""
    worked = NONE if job.worked_minutes is None else f"{job.worked_minutes / 60:,.0f}"
    agreed = "no scope agreed" if job.agreed_minutes is None else f"of {job.agreed_minutes / 60:,.0f} h"
    return f"{worked} {agreed}"


def people(met: Sequence[Met]) -> str:
    """Names with how often they took part."""
    return ", ".join(f"{one.name} ({one.times:,})" for one in met)


def amount(value: float | None, unit: str) -> str:
    """A measured number with its unit: 41.6 %; 1,240 readers; a dash where nobody read it."""
    if value is None:
        return NONE
    return f"{quantity(value)} {unit}".strip()


def quantity(value: float) -> str:
    """A measured number in three figures or whole: 41.6; 1,240; 0.025."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def scores(given: Sequence[float], scale: str) -> str:
    """Scores from high to low; from five on their mean, as below no mean says anything."""
    top = scale.rpartition("-")[2]
    of = f" of {top}" if top.isdigit() else ""
    if len(given) >= 5:
        return f"{sum(given) / len(given):.1f}{of} on average ({len(given):,} answers)"
    return f"{', '.join(f'{one:g}' for one in given)}{of}"
