"""Published benchmark figures: defaults with source and year that the firm may edit or switch off.

They are what others published of other firms, never a fact about this one.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from lib.errors import RefusedValue, StewardError
from lib.periods import today
from lib.store.engine import Store
from lib.store.settings import SETTINGS, put_setting, settings
from lib.store.writing import Write, perform

PREFIX = "benchmark."
DECIMALS = 6  # per cents typed and divided by hundred are the published share again
Unit = Literal["share", "count", "hours", "money", "times"]
VENDOR = "a vendor's claim"
WORDS = "in words only"


@dataclass(frozen=True)
class Benchmark:
    """One published figure: a range from `low` to `high` (None: open on that side; the same: one number).

    `unit`: share (0–1), count, hours, money (whole US dollars) or times. `trust` says how far to believe it. `year` is
    that of the figure or its quotation (None: not said). `on` False: the firm does not want it shown.
    """

    name: str
    label: str
    low: float | None
    high: float | None
    unit: Unit
    source: str
    year: int | None
    trust: str
    on: bool = True
    edited: bool = False


def _of(name: str, label: str, low: float | None, high: float | None, unit: Unit, source: str, year: int | None,
        trust: str) -> Benchmark:  # fmt: skip
    return Benchmark(name, label, low, high, unit, source, year, trust)


class BenchmarkChanged(StewardError):
    """Two people edited one benchmark: the second is told how it stands."""

    def __init__(self, stands: Benchmark) -> None:
        shown = "" if stands.on else ", switched off"
        super().__init__(
            f"Somebody changed this benchmark meanwhile: it is {in_words(stands)} ({stands.source}{shown}) now. "
            "Nothing was saved; look at it, and change it on purpose."
        )


# Source: the list of published figures in the project's own research; each with how far it can be trusted.
_SPI, _QUOTED = "SPI Research", "as vendors quote it"
_PARAKEETO, _AMI = "Parakeeto", "Agency Management Institute"
PUBLISHED = (
    _of("utilisation", "Billable utilisation, professional services", 0.689, 0.689, "share", _SPI, 2025, _QUOTED),
    _of("utilisation_target", "Billable utilisation aimed at", 0.75, 0.80, "share", _SPI, 2025, _QUOTED),
    _of("utilisation_before", "Billable utilisation, professional services", 0.693, 0.693, "share", _SPI, 2023,
        _QUOTED),
    _of("utilisation_scheduled", "Utilisation of scheduled time", 0.70, 0.80, "share", "Gartner analyst", None,
        "one analyst, quoted elsewhere"),
    _of("utilisation_available", "Utilisation of available time", 0.65, 0.75, "share", "Supervisible", None, VENDOR),
    _of("committed", "Time committed in advance", 0.70, 0.85, "share", "Phloz", None, VENDOR),
    _of("production_week", "Utilisation of production roles in a week", 0.75, 0.90, "share", "Linkilo", None, VENDOR),
    _of("production_year", "Utilisation of production roles over a year", 0.65, 0.80, "share", "Linkilo", None, VENDOR),
    _of("executive_share", "Billable share of account executives", 0.75, 0.80, "share", "Second Wind", None,
        "a trade body, method not shown"),
    _of("executive_hours", "Billable hours a week of account executives", 28, 32, "hours", "Second Wind", None,
        "a trade body, method not shown"),
    _of("manager_share", "Billable share of account managers", 0.60, 0.70, "share", "an online calculator", None,
        "weak"),
    _of("delivery_margin", "Delivery margin on income after costs passed on", 0.50, 0.60, "share", _PARAKEETO, None,
        "a consultancy's rule"),
    _of("project_margin_above", "Margin of a project above that of the firm", 0.10, 0.20, "share", _PARAKEETO, None,
        "a consultancy's rule, in points"),
    _of("salaries", "Loaded salaries, share of income", 0.55, 0.55, "share", _AMI, None, "a trade body's rule"),
    _of("overhead", "Overhead, share of income", 0.25, 0.25, "share", _AMI, None, "a trade body's rule"),
    _of("profit", "Profit, share of income", 0.20, 0.20, "share", _AMI, None, "a trade body's rule"),
    _of("income_a_head", "Income a head and year", 150_000, 175_000, "money", _AMI, None,
        "a trade body's target, raised from the lower to the higher"),
    _of("project_margin", "Project margin", 0.359, 0.359, "share", _SPI, 2025, _QUOTED),
    _of("ebitda", "EBITDA, share of revenue", 0.098, 0.098, "share", _SPI, 2025, _QUOTED),
    _of("ebitda_before", "EBITDA, share of revenue", 0.154, 0.154, "share", _SPI, 2024, "SPI's own author, at Deltek"),
    _of("on_time", "On-time delivery", 0.738, 0.738, "share", _SPI, 2025, _QUOTED),
    _of("on_time_before", "On-time delivery", 0.757, 0.757, "share", _SPI, 2024, "SPI's own author, at Deltek"),
    _of("on_time_spread", "On-time delivery, points between best and worst firms", 0.25, 0.25, "share", _SPI, 2024,
        "SPI's own author, at Deltek"),
    _of("over_servicing", "Over-servicing, share of net income", 0.22, 0.22, "share", "PRCA survey in PRWeek", None,
        "older survey of PR agencies"),
    _of("over_servicing_extra", "Work beyond the fee", 0.20, 0.20, "share", "PRWeek", None, WORDS),
    _of("over_servicing_bill", "Over-servicing that should be invoiced", 0.10, None, "share", "PRWeek", None, WORDS),
    _of("over_servicing_agencies", "PR agencies that over-service", 0.92, 0.92, "share", "Communicate magazine", 2019,
        "survey of 400"),
    _of("over_servicing_all", "PR agencies that over-service every account", 0.17, 0.17, "share",
        "Communicate magazine", 2019, "survey of 400"),
    _of("unpaid_overtime", "PR agencies with unpaid overtime", 0.86, 0.86, "share", "Communicate magazine", 2019,
        "survey of 400"),
    _of("scope_creep", "Work beyond the quote", 0.23, 0.23, "share", "Scopeforged", None,
        f"{VENDOR}, 150 projects, method not shown"),
    _of("scope_creep_small", "Of the work beyond, requests under 2 hours", 0.67, 0.67, "share", "Scopeforged", None,
        f"{VENDOR}, method not shown"),
    _of("scope_creep_alarm", "Hours tagged as changes, alarm", 0.10, 0.10, "share", "Remotinio", None, VENDOR),
    _of("rounds_five", "Work with 5 or more revision rounds", 0.58, 0.58, "share", "Workfront at Adobe", None,
        "survey of 340 in the UK"),
    _of("rounds_three", "Work with 3 or 4 revision rounds", 0.35, 0.35, "share", "Workfront at Adobe", None,
        "survey of 340 in the UK"),
    _of("rounds_two", "Work with 1 or 2 revision rounds", 0.07, 0.07, "share", "Workfront at Adobe", None,
        "survey of 340 in the UK"),
    _of("rounds_ten", "Work with 10 or more revision rounds", 0.14, 0.14, "share", "Workfront at Adobe", None,
        "survey of 340 in the UK"),
    _of("rounds", "Revision rounds", 3, 5, "count", "BetterBriefs", None, "was 3 in 2007, 5 is the norm now"),
    _of("approval_days", "Days to an approval, brand side", 10, 10, "count", "Filestage", None, "survey of 366"),
    _of("reviewers", "Reviewers from which review takes twice as long", 8, None, "count", "ConceptShare", None, VENDOR),
    _of("accounts_small", "Accounts a manager, fee of $1–2 k a month", 12, 15, "count", "Practiq", 2026,
        f"{VENDOR}, which says no clean survey exists"),
    _of("accounts_middle", "Accounts a manager, fee of $3–8 k a month", 8, 10, "count", "Practiq", 2026,
        f"{VENDOR}, which says no clean survey exists"),
    _of("accounts_large", "Accounts a manager, fee of $10–25 k a month", 5, 7, "count", "Practiq", 2026,
        f"{VENDOR}, which says no clean survey exists"),
    _of("accounts_largest", "Accounts a manager, fee above $25 k a month", 3, 5, "count", "Practiq", 2026,
        f"{VENDOR}, which says no clean survey exists"),
    _of("accounts_high_touch", "Accounts a manager, high touch", 5, 8, "count", "TryApprove", None, VENDOR),
    _of("accounts_mixed", "Accounts a manager, mixed", 8, 12, "count", "TryApprove", None, VENDOR),
    _of("accounts_standard", "Accounts a manager, standardised", 12, 20, "count", "TryApprove", None, VENDOR),
    _of("book_of_manager", "Income of an account executive's book, times salary", 5, 7, "times", _AMI, None,
        "a trade body's rule"),
    _of("book_most", "Income of an account executive's book, rarely above", None, 500_000, "money", _AMI, None,
        "a trade body's rule"),
    _of("realisation", "Billing realisation", 0.90, None, "share", "Eagle Rock CFO", None, VENDOR),
    _of("collection", "Collected of what was billed", 0.95, None, "share", "Eagle Rock CFO", None, VENDOR),
    _of("stroke_hours", "Hours a week from which the risk of stroke is 35 % higher", 55, None, "hours", "WHO and ILO",
        2021, "review of studies"),
    _of("overtime", "UK desk workers who work overtime", 0.84, 0.84, "share", "Resource Guru", None,
        "survey of 2,000, read off a table"),
    _of("parallel_work", "Time lost to each project more in parallel", 0.20, 0.20, "share", "Weinberg", None,
        "a rule of thumb; a later study finds it too pessimistic"),
)  # fmt: skip
NAMES = {one.name: one for one in PUBLISHED}


def benchmarks(store: Store) -> dict[str, Benchmark]:
    """Every benchmark by name, as the firm has edited it or as published."""
    said = settings(store)
    return {one.name: _as_stored(one, said.get(PREFIX + one.name)) for one in PUBLISHED}


def _as_stored(one: Benchmark, text: str | None) -> Benchmark:
    if not text:
        return one
    kept: dict[str, Any] = json.loads(text)
    known = {key: kept[key] for key in ("low", "high", "source", "year", "trust", "on") if key in kept}
    return replace(one, **known, edited=True)


def edit_benchmark(
    store: Store, who: str, shown: Benchmark, low: float | None, high: float | None, source: str | None,
    year: int | None, on: bool, token: str,
) -> int | None:  # fmt: skip
    """Put the firm's own values in place of a published figure, or switch it off.

    `shown`: as the form showed it; `low`, `high` as there. Kept as a dated setting; the change log has who and when.
    Raises RefusedValue naming the field, BenchmarkChanged where somebody was faster.
    """
    published = _known(shown.name)
    low, high = (None if end is None else round(end, DECIMALS) for end in (low, high))
    if low is None and high is None:
        raise RefusedValue("low", "write at least one end of the range, or switch the benchmark off.")
    _checked(published.unit, low, high)
    written = " ".join((source or "").split())
    if not written:
        raise RefusedValue("source", "say where the figure is from.")
    if year is not None and not 1950 <= year <= today().year:
        raise RefusedValue("year", f"must lie between 1950 and {today().year}.")
    own = (low, high, written, year) != (published.low, published.high, published.source, published.year)
    kept = {
        "low": low, "high": high, "source": written, "year": year, "on": on,
        "trust": "set by the firm" if own else published.trust,
    }  # fmt: skip
    return _put(store, who, "edit benchmark", shown, json.dumps(kept, sort_keys=True), token)


def restore_benchmark(store: Store, who: str, shown: Benchmark, token: str) -> int | None:
    """Take back what the firm edited: the published figure holds again. Raises BenchmarkChanged."""
    _known(shown.name)
    return _put(store, who, "restore benchmark", shown, "", token)


def _known(name: str) -> Benchmark:
    if name not in NAMES:
        raise RefusedValue("name", "choose one of the benchmarks.")
    return NAMES[name]


def _checked(unit: Unit, low: float | None, high: float | None) -> None:
    for field, value in (("low", low), ("high", high)):
        if value is not None and value < 0:
            raise RefusedValue(field, "cannot be below 0.")
        if value is not None and unit == "share" and value > 1:
            raise RefusedValue(field, "cannot be above 100 %.")
    if low is not None and high is not None and low > high:
        raise RefusedValue("high", "cannot be below the lower end.")


def _put(store: Store, who: str, action: str, shown: Benchmark, value: str, token: str) -> int | None:
    day: date = today()

    def work(write: Write) -> int:
        name = PREFIX + shown.name
        newest = select(SETTINGS.c.value).where(SETTINGS.c.name == name).order_by(SETTINGS.c.starts_on.desc()).limit(1)
        stands = _as_stored(NAMES[shown.name], write.connection.execute(newest).scalar())
        if stands != shown:
            raise BenchmarkChanged(stands)
        return put_setting(write, name, value, day)

    return perform(store, who, action, work, token)


def in_words(one: Benchmark) -> str:
    """The range as a person reads it: 50–60 %, 90 % or more, at most $500,000."""
    low, high = (None if end is None else _number(end, one.unit) for end in (one.low, one.high))
    unit = {"share": " %", "hours": " h", "times": " times"}.get(one.unit, "")
    sign = "$" if one.unit == "money" else ""
    if low is None:
        return f"at most {sign}{high}{unit}"
    if high is None:
        return f"{sign}{low}{unit} or more"
    return f"{sign}{low}{unit}" if low == high else f"{sign}{low}–{high}{unit}"


def _number(value: float, unit: Unit) -> str:
    shown = value * 100 if unit == "share" else value
    return f"{round(shown, 1):,.1f}".removesuffix(".0")


def caption(one: Benchmark) -> str:
    """What stands beside a figure: published: 50–60 % (Parakeeto, a consultancy's rule)."""
    year = f" {one.year}" if one.year else ", year not said"
    verb = "own benchmark" if one.trust == "set by the firm" else "published"
    return f"{verb}: {in_words(one)} ({one.source}{year}; {one.trust})"
