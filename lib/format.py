"""Values as a person reads them: amounts, shares, counts, dates, and the marks for what is not there."""

from datetime import date

from lib.measure import Measure
from lib.periods import Period

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
MARKS = {"no data": "–", "not applicable": "n/a", "withheld": "withheld"}
SMALL_BASE = 10  # under this many records a rate is told in counts: "3 of 4", not 75 %


def sign(currency: str) -> str:
    """What stands before an amount: `€`, or the code and a space."""
    return SIGNS.get(currency, f"{currency} ")


def money(cents: float, currency: str) -> str:
    """An amount in three figures: €950, €12.4 k, €1.92 M; the minus is ASCII so that a delta's arrow follows it."""
    amount, minus = abs(cents) / 100, "-" if cents < 0 else ""
    for limit, unit in ((999.5e6, "bn"), (999.5e3, "M"), (999.5, "k")):
        if amount >= limit:
            shown = amount / {"bn": 1e9, "M": 1e6, "k": 1e3}[unit]
            return f"{minus}{sign(currency)}{_three_figures(shown)} {unit}"
    return f"{minus}{sign(currency)}{amount:.0f}"


def _three_figures(value: float) -> str:
    decimals = 2 if value < 9.995 else 1 if value < 99.95 else 0
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_exact(cents: float, currency: str) -> str:
    """An amount to the cent: €12,431.50."""
    return f"{'-' if cents < 0 else ''}{sign(currency)}{abs(cents) / 100:,.2f}"


def percent(share: float, decimals: int = 0) -> str:
    """A share in per cent: 0.95 → 95 %."""
    return f"{share * 100:.{decimals}f} %"


def points(difference: float) -> str:
    """A difference of two shares, in points of a per cent, with its sign: +3 points."""
    return f"{difference * 100:+.0f} points"


def score(value: float) -> str:
    """A net score of −1 to 1 (promoters less detractors) as it is said, −100 to +100: 0.273 → +27."""
    hundredths = round(value * 100)
    return f"{hundredths:+d}" if hundredths else "0"


def of(hits: int, base: int) -> str:
    """A small rate in counts: 3 of 4."""
    return f"{hits:,} of {base:,}"


def counted(number: int, noun: str) -> str:
    """A number and what it counts: 1 row, 1,480 rows."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def day(value: date) -> str:
    """14 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def span(period: Period) -> str:
    """A period by its first and last day: 1 Jan 2017 – 31 Mar 2017."""
    return f"{day(period.start)} – {day(period.last_day)}"


def period(piece: Period) -> str:
    """A calendar month or quarter as it is said: October 2026, Q3 2026; any other period by its days."""
    if piece.key.count("Q") == 1:
        return f"Q{piece.key[-1]} {piece.start.year}"
    return f"{piece.start:%B %Y}" if piece.key == f"{piece.start:%Y-%m}" else span(piece)


def in_counts(measure: Measure) -> bool:
    """Whether a rate stands on so few records that it is told in counts."""
    return measure.hits is not None and measure.base is not None and measure.base < SMALL_BASE


def figure(measure: Measure, unit: str, currency: str) -> str:
    """A measure of a `unit` (share, money, score, ratio, count) as text; its mark of absence where it has no value."""
    if measure.value is None:
        return MARKS[measure.absent or "no data"]
    if unit == "share":
        return of(measure.hits or 0, measure.base or 0) if in_counts(measure) else percent(measure.value)
    if unit == "money":
        return money(measure.value, currency)
    if unit == "score":
        return score(measure.value)
    return f"{measure.value:.1f}" if unit == "ratio" else f"{measure.value:,.0f}"


def interval(measure: Measure, unit: str, currency: str) -> str:
    """The 95 % interval of an estimate: `58 % to 66 %`; empty where there is none."""
    if measure.low is None or measure.high is None:
        return ""
    low, high = (Measure(bound) for bound in (measure.low, measure.high))
    return f"{figure(low, unit, currency)} to {figure(high, unit, currency)}"
