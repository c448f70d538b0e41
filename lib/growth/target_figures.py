"""Figures of growth targets: how far each has come, what was expected by now, and that in a word."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import LAST, NONE, Bools, Floats, Ints, day_of, number, numbers, record_numbers
from lib.growth.target_ledger import BOOK, Records, between, holders
from lib.measure import Measure, undefined
from lib.periods import add_months, month_start, next_day

ON_PACE = 20  # within one part in so many (5 %) of what was expected counts as on pace
NOT_BEGUN, UNTOLD, REACHED, MET, MISSED = "not begun", "cannot be told", "reached", "met", "missed"
AHEAD, LEVEL, BEHIND = "ahead", "on pace", "behind"
GOOD = (REACHED, MET, AHEAD, LEVEL)
LINEAR, SEASONAL, YEAR_BEFORE = "linear", "seasonal", "the same days a year earlier"


@dataclass(frozen=True)
class Aims:
    """Targets as aligned arrays: what is aimed at, by whom, from `start` (inside) to `end` (outside; LAST: no end).

    `cents` is NONE where no amount is set, `share` NaN where no growth is.
    """

    growth: Bools
    won: Bools
    holder: Ints
    cents: Ints
    share: Floats
    start: Ints
    end: Ints

    def repeated(self, times: int) -> "Aims":
        """The same target so many times over, to ask of it on several days; of one target only."""
        return Aims(**{field.name: np.repeat(getattr(self, field.name), times) for field in fields(self)})


def aims(targets: pd.DataFrame) -> Aims:
    """The rows of `target_queries.growth_targets` as arrays."""
    cents = record_numbers(targets["amount_cents"])
    return Aims(
        growth=(targets["kind"] == "growth").to_numpy(dtype=bool),
        won=(targets["kind"] == "won").to_numpy(dtype=bool),
        holder=holders(record_numbers(targets["account_id"]), record_numbers(targets["person_id"])),
        cents=np.where(cents > 0, cents, NONE),
        share=targets["share"].to_numpy(dtype=np.float64),
        start=numbers(targets["starts_on"]),
        end=numbers(targets["ends_before"], LAST),
    )


def elapsed(start: Ints, end: Ints, until: Ints) -> Floats:
    """The share of each spell over by the start of day `until`, 0 to 1; 0 where it has no end."""
    length = np.where(end == LAST, 1, end - start)
    gone = np.clip(until - start, 0, None) / length
    return np.where(end == LAST, 0.0, np.minimum(gone, 1.0))


def so_far(wanted: Aims, records: Records, until: Ints) -> Ints:
    """Cents each target has come from its start to day `until` (outside): revenue, or the amounts of won deals."""
    revenue, won = (
        between(one, wanted.holder, wanted.start, np.minimum(until, wanted.end))
        for one in (records.revenue, records.won)
    )
    return np.where(wanted.won, won, revenue)


def goals(wanted: Aims, records: Records, today: int) -> Ints:
    """What each target comes to in cents: its amount, or last year's revenue grown by its share; NONE: not known.

    `today` is the first day not known yet. A spell that lacks an end, or whose year before is not over, has no goal
    of growth.
    """
    start, end = year_before(wanted.start), year_before(wanted.end)
    earlier = between(records.revenue, wanted.holder, start, end)
    known = _recorded(records, start) & (end <= today) & (earlier > 0) & ~np.isnan(wanted.share)
    grown = np.rint(earlier * (1 + np.where(known, wanted.share, 0))).astype(np.int64)
    return np.where(wanted.growth, np.where(known, grown, NONE), wanted.cents)


def expected(wanted: Aims, records: Records, goal: Ints, until: Ints, today: int) -> tuple[Ints, Bools]:
    """Cents expected of each target by day `until` (outside), NONE: not known; and whether a season shaped it.

    Revenue follows the share of the whole book's revenue that had come in by the same day a year earlier (seasonal),
    where all of that time is recorded, else the share of its days (linear); won deals are always linear. Growth is
    measured against the same days a year earlier, grown by its share. 0 at the start, the goal at the end.
    """
    day = np.clip(until, wanted.start, wanted.end)
    share, shaped = season(wanted, records, day, today)
    by_season = shaped & ~wanted.won & ~wanted.growth
    linear = elapsed(wanted.start, wanted.end, day)
    part = np.where(by_season, share, linear)
    amount = np.where(goal == NONE, NONE, np.rint(np.maximum(goal, 0) * part).astype(np.int64))
    start = year_before(wanted.start)
    earlier = between(records.revenue, wanted.holder, start, year_before(day))
    told = _recorded(records, start) & ~np.isnan(wanted.share) & ((earlier > 0) | (day == wanted.start))
    grown = np.rint(earlier * (1 + np.where(told, wanted.share, 0))).astype(np.int64)
    return np.where(wanted.growth, np.where(told, grown, NONE), amount), by_season


def season(wanted: Aims, records: Records, day: Ints, today: int) -> tuple[Floats, Bools]:
    """The share of the book's revenue of a year earlier that had come in by the same day; and where it is recorded."""
    book = np.full(len(day), BOOK, dtype=np.int64)
    start, end = year_before(wanted.start), year_before(wanted.end)
    whole, part = (between(records.revenue, book, start, until) for until in (end, year_before(day)))
    known = _recorded(records, start) & (end <= today) & (whole > 0)
    share = np.where(known, part / np.where(known, whole, 1), 0.0)
    return np.clip(share, 0.0, 1.0), known


def _recorded(records: Records, start: Ints) -> Bools:
    """Whether revenue is on record from each day on; the month in which records begin counts as recorded."""
    if records.revenue_from is None:
        return np.zeros(len(start), dtype=np.bool_)
    return np.asarray(number(month_start(records.revenue_from)) <= start)


def year_before(days: Ints) -> Ints:
    """The same bounds of spells a year earlier (before 29 February: before 1 March); LAST stays."""
    unique, at = np.unique(days, return_inverse=True)
    return np.array([_year_before(day) for day in unique.tolist()], dtype=np.int64)[at]


def _year_before(day: int) -> int:
    if day == LAST:
        return LAST
    same = add_months(day_of(day), -12)
    return number(same) + (same.day < day_of(day).day)


def measured(targets: pd.DataFrame, records: Records, as_of: date) -> pd.DataFrame:
    """Each target as it stands at the end of a day; the rows of `target_queries.growth_targets` in their order.

    Columns added: goal_cents, so_far_cents, expected_cents, gap_cents (so far less expected) and earlier_cents (the
    same days' revenue a year earlier), all NA where not known; pace (LINEAR, SEASONAL, YEAR_BEFORE), state, why (it
    cannot be told, or has no pace), note (what to know of the amount so far).
    """
    wanted, today = aims(targets), number(next_day(as_of))
    until = np.clip(np.full(len(targets), today), wanted.start, wanted.end)
    goal = goals(wanted, records, today)
    come, (due, shaped) = so_far(wanted, records, until), expected(wanted, records, goal, until, today)
    why = _why_untold(wanted, records, due, as_of)
    state = states(wanted, come, due, goal, today, why != "")
    gone = (state == NOT_BEGUN) | (why == _BOTH) | _without_records(wanted, records, as_of)
    untold = gone | (state == UNTOLD) | (wanted.end == LAST) & ~wanted.growth
    earlier = between(records.revenue, wanted.holder, year_before(wanted.start), year_before(until))
    return targets.assign(
        goal_cents=_cents(goal), so_far_cents=_cents(come, gone), expected_cents=_cents(due, untold),
        gap_cents=_cents(come - due, untold | (due == NONE)),
        earlier_cents=_cents(earlier, gone | wanted.won | ~_recorded(records, year_before(wanted.start))),
        pace=np.select([wanted.growth, shaped], [YEAR_BEFORE, SEASONAL], LINEAR),
        state=state, why=np.where(state == UNTOLD, why, ""), note=_notes(wanted, records),
    )  # fmt: skip


def states(wanted: Aims, come: Ints, due: Ints, goal: Ints, today: int, untold: Bools) -> Any:
    """Each target in a word; within 5 % of what was expected is on pace. Aligned arrays of cents."""
    there = (goal != NONE) & (come >= goal)
    over = wanted.end <= today
    near = ON_PACE * np.abs(come - due) <= np.abs(due)
    unclear = untold & ~(there & (wanted.holder != NONE))
    cases = [today <= wanted.start, unclear, over & there, over, there, near, come > due]
    return np.select(cases, [NOT_BEGUN, UNTOLD, MET, MISSED, REACHED, LEVEL, AHEAD], BEHIND)


_BOTH = "it names an account and a person at once: a target is of one of them"


def _why_untold(wanted: Aims, records: Records, due: Ints, as_of: date) -> Any:
    """Why each target cannot be told, empty where it can. What is reached is told all the same."""
    first = np.where(wanted.won, _first(records.deals_from), _first(records.revenue_from))
    cases = {
        _BOTH: wanted.holder == NONE,
        "no growth is set": wanted.growth & np.isnan(wanted.share),
        "no amount is set": ~wanted.growth & (wanted.cents == NONE),
        "no deal is recorded yet": wanted.won & (first > number(as_of)),
        "no revenue is recorded yet": ~wanted.won & (first > number(as_of)),
        _begins("deals", records.deals_from): wanted.won & (first > wanted.start),
        _begins("revenue", records.revenue_from): ~wanted.won & ~wanted.growth & (first > wanted.start),
        f"{_begins('revenue', records.revenue_from)}, so the year before is not known": (
            wanted.growth & ~_recorded(records, year_before(wanted.start))
        ),
        "no revenue in the same days a year earlier": wanted.growth & (due == NONE),
        "it has no end, so there is no pace": ~wanted.growth & (wanted.end == LAST),
    }
    return np.select(list(cases.values()), list(cases), "")


def _first(day: date | None) -> int:
    """The day from which records count: the first of their first month; LAST where there are none."""
    return LAST if day is None else number(month_start(day))


def _begins(records: str, day: date | None) -> str:
    return f"{records} {'are' if records == 'deals' else 'is'} recorded from {fmt.day(day)} on" if day else records


def _without_records(wanted: Aims, records: Records, as_of: date) -> Bools:
    first = np.where(wanted.won, _first(records.deals_from), _first(records.revenue_from))
    return np.asarray(first > number(as_of))


def _notes(wanted: Aims, records: Records) -> Any:
    """Where records begin within a target's spell: that what came before is not in its amount."""
    cases = {}
    for name, day, theirs in (
        ("deals", records.deals_from, wanted.won),
        ("revenue", records.revenue_from, ~wanted.won),
    ):
        if day is not None:
            cases[f"{_begins(name, day)}; what came before is not counted"] = theirs & (number(day) > wanted.start)
    return np.select(list(cases.values()), list(cases), "") if cases else np.full(len(wanted.start), "", dtype="U1")


def _cents(values: Ints, missing: Bools | None = None) -> Any:
    return pd.arrays.IntegerArray(values, (values == NONE) if missing is None else (values == NONE) | missing)


# Headline figures


def target_progress(come: int, goal: int) -> Measure:
    """The share of a target that has been reached: cents so far / cents aimed at."""
    if goal <= 0:
        return undefined("no amount is set", base=None)
    return Measure(come / goal)


def pace_gap(come: Ints, due: Ints) -> Measure:
    """What all targets together are ahead of (above 0) or behind what was expected by now, in cents."""
    if not len(come):
        return undefined("no target in force has a pace")
    return Measure(int((come - due).sum()), base=len(come))


def targets_on_pace(words: list[str]) -> Measure:
    """Of the targets in force of which it can be told, the share on pace, ahead or reached; `words`: a state each."""
    told = [word for word in words if word not in (NOT_BEGUN, UNTOLD)]
    if not told:
        return undefined("no target in force can be told")
    hits = sum(word in GOOD for word in told)
    left = len(words) - len(told)
    return Measure(hits / len(told), base=len(told), hits=hits, note=f"{left:,} cannot be told" if left else "")


def course(target: pd.DataFrame, records: Records, as_of: date) -> pd.DataFrame:
    """One target (a frame of one row, with an end) from its first day to its last, to be drawn: some 60 days of it.

    Columns: day (the last one counted), so_far and expected (cents; NaN: not known, or later than the day).
    """
    one, today = aims(target), number(next_day(as_of))
    first, last = int(one.start[0]), int(one.end[0])
    until = np.unique([*np.linspace(first, last, 60).astype(np.int64), min(max(today, first), last)])
    goal = goals(one, records, today)
    many = one.repeated(len(until))
    due, _ = expected(many, records, np.repeat(goal, len(until)), until, today)
    come = so_far(many, records, until)
    return pd.DataFrame(
        {
            "day": [day_of(day - 1) for day in until.tolist()],
            "so_far": np.where(until <= today, come, np.nan),
            "expected": np.where(due == NONE, np.nan, due),
        }
    )
