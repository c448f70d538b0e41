"""Load told in words: by which rule somebody is over-extended, and what a booking is for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import Bools, Floats
from lib.team.load import Load, Weeks, over
from lib.team.load_figures import FULL, TOO_MUCH, at_work, beyond, share

TOLD = ("person_id", "person", "role", "peak", "mean", "rule", "short", "why")


def over_list(weeks: Weeks, taken: Load) -> pd.DataFrame:
    """Everybody who is over-extended, most hours beyond capacity first; one row a person.

    Columns: person_id, person, role, peak and mean (share booked of the next weeks; NaN: away all the time), rule,
    short (the heaviest of it in a few words), why (a sentence without its full stop).
    """
    rules = over(weeks, taken)
    booked, capacity = taken.booked[:, weeks.ahead], weeks.capacity[:, weeks.ahead]
    peaks = np.nan_to_num(share(booked, capacity), nan=0.0).max(axis=1)
    means = share(at_work(booked, capacity).sum(axis=1), capacity.sum(axis=1))
    chosen = np.flatnonzero(rules.any)
    chosen = chosen[np.argsort(-_minutes_beyond(weeks, taken)[chosen], kind="stable")]
    rows = [
        {
            "person_id": int(weeks.ids[at]), "person": weeks.people["name"].iloc[at],
            "role": weeks.people["role"].iloc[at], "peak": peaks[at], "mean": means[at],
            "rule": _rules(bool(rules.often[at]), bool(rules.high[at]), bool(rules.worked[at])),
            "short": _heaviest(weeks, taken, int(at)) or _worked(weeks, int(at)),
            "why": _why(weeks, taken, int(at), bool(rules.worked[at])),
        }
        for at in chosen
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(TOLD))


def _minutes_beyond(weeks: Weeks, taken: Load) -> Floats:
    booked, capacity = taken.booked[:, weeks.ahead], weeks.capacity[:, weeks.ahead]
    ahead = np.maximum(at_work(booked, capacity) - capacity, 0.0).sum(axis=1)
    behind = np.maximum(weeks.logged[:, : weeks.past] - weeks.capacity[:, : weeks.past], 0.0).sum(axis=1)
    return np.asarray(ahead + behind)


def _rules(often: bool, high: bool, worked: bool) -> str:
    told = [f"over {TOO_MUCH} % in a week"] if high else []
    told += [f"over {FULL} % in two or more of four weeks"] if often else []
    told += ["logged over capacity in three or more of four weeks"] if worked else []
    return "; ".join(told)


def _why(weeks: Weeks, taken: Load, at: int, worked: bool) -> str:
    parts = [_booked(weeks, taken, at), _worked(weeks, at) if worked else ""]
    return "; ".join(part for part in parts if part)


def _full(weeks: Weeks, taken: Load, at: int) -> Bools:
    minutes, capacity = taken.booked[at, weeks.ahead], weeks.capacity[at, weeks.ahead]
    return np.asarray((capacity > 0) & beyond(minutes, capacity, FULL))


def _heaviest(weeks: Weeks, taken: Load, at: int) -> str:
    """The week with the highest share, and what is left of its contract where that is why; empty where none is full."""
    if not _full(weeks, taken, at).any():
        return ""
    capacity, contract = weeks.capacity[at, weeks.ahead], weeks.contract[at, weeks.ahead]
    shares = share(taken.booked[at, weeks.ahead], capacity)
    top = int(np.nanargmax(shares))
    said = f"booked {fmt.percent(float(shares[top]))} in the week of {short_day(weeks.starts[weeks.ahead][top])}"
    if capacity[top] > contract[top] / 2:
        return said
    return f"{said}, with {capacity[top] / 60:.3g} of {contract[top] / 60:.3g} hours left after leave and holidays"


def _booked(weeks: Weeks, taken: Load, at: int) -> str:
    heaviest, full = _heaviest(weeks, taken, at), int(_full(weeks, taken, at).sum())
    if not heaviest:
        return ""
    capacity = weeks.capacity[at, weeks.ahead]
    mean = at_work(taken.booked[at, weeks.ahead], capacity).sum() / capacity.sum()
    many = f"over {FULL} % in {full} of the next {len(weeks.starts[weeks.ahead])} weeks"
    said = f"{heaviest}, {fmt.percent(float(mean))} on average"
    return f"{said}; {many}" if full > 1 else said


def _worked(weeks: Weeks, at: int) -> str:
    minutes, capacity = weeks.logged[at, : weeks.past], weeks.capacity[at, : weeks.past]
    count = int(beyond(minutes, capacity, FULL).sum())
    hours = f"{minutes.sum() / 60:,.0f} h of {capacity.sum() / 60:,.0f} h"
    return f"logged more than capacity in {count} of the last {weeks.past} weeks, {hours}"


def short_day(day: date) -> str:
    """23 Nov."""
    return f"{day.day} {day:%b}"


def booking_words(row: Any) -> str:
    """What a booking (a row of `Weeks.bookings`) is for: client and project, its reason, or what nobody said."""
    named = [part for part in (row.account, row.project) if isinstance(part, str)]
    if not named and isinstance(row.reason, str):
        named = [row.reason]
    return ", ".join(named) or "work without a name"


def chance_words(chance: float) -> str:
    """How likely a tentative booking is."""
    return "chance unsaid" if np.isnan(chance) else fmt.percent(chance)


def tentative_words(weeks: Weeks) -> dict[int, str]:
    """Each tentative booking of these weeks: its number → who, for what, how much, how likely, from when."""
    names = dict(zip(weeks.ids.tolist(), weeks.people["name"], strict=True))
    return {
        int(row.id): f"{_whose(row, names)} · {booking_words(row)} · {row.minutes_per_week / 60:.3g} h a week · "
        f"{chance_words(row.chance)} · from {short_day(_as_date(row.starts_on))}"
        for row in _tuples(weeks.bookings[weeks.bookings["tentative"]])
    }


def _tuples(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples()


def _as_date(day: pd.Timestamp) -> date:
    return day.date()


def _whose(row: Any, names: dict[int, str]) -> str:
    if pd.isna(row.person_id):
        return seat_words(row)
    return names.get(int(row.person_id), "Somebody who left")


def seat_words(row: Any) -> str:
    """The role or skill that a placeholder asks for."""
    wanted = [f"{row.role} (role)"] if isinstance(row.role, str) else []
    wanted += [f"{row.skill} (skill)"] if isinstance(row.skill, str) else []
    return ", ".join(wanted) or "Nobody named"


def unrecorded_words(weeks: Weeks, kept: Bools) -> str:
    """Who of those `kept` has no weekly hours written down, in one sentence; empty where it is nobody."""
    names = weeks.people["name"][weeks.unrecorded & kept].tolist()
    if not names:
        return ""
    listed = ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")
    return f"No weekly hours are recorded for {listed}, so no load can be told: enter them in the tab People."


def uncovered(weeks: Weeks, booked: Floats, most: int = 6) -> str:
    """Who is booked in a whole week away, over the next weeks, most hours first: names, hours and weeks; may be empty.

    `most`: so many are named, the others counted.
    """
    away = is_away(weeks)[:, weeks.ahead] & (booked[:, weeks.ahead] >= 30)
    hours = np.where(away, booked[:, weeks.ahead], 0.0).sum(axis=1) / 60
    order = np.argsort(-hours, kind="stable")[: int((hours > 0).sum())]
    if not len(order):
        return ""
    told = "; ".join(_gone(weeks, int(at), hours[at], away[at]) for at in order[:most])
    more = f"; and {len(order) - most:,} more" if len(order) > most else ""
    return f"Booked in a whole week away, so somebody has to cover {hours.sum():,.0f} h: {told}{more}."


def _gone(weeks: Weeks, at: int, hours: float, away: Bools) -> str:
    days = [short_day(day) for day, gone in zip(weeks.starts[weeks.ahead], away, strict=True) if gone]
    return f"{weeks.people['name'].iloc[at]} ({hours:,.0f} h, {', '.join(days)})"


def is_away(weeks: Weeks) -> Bools:
    """Whether a person has a contract in a week but is away all of it, person × week."""
    return np.asarray((weeks.contract > 0) & (weeks.capacity <= 0))
