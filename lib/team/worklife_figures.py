"""Signals of work and life of some people: weeks over contract, weekends, work on leave, leave taken, work in parallel.

Arrays are person × week or person × day; minutes. What is not known is left out and said, never counted as nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Floats, Ints, number, numbers, positions, record_numbers, spells
from lib.format import counted
from lib.measure import Measure, undefined
from lib.periods import Period
from lib.team.capacity_figures import away, contracted, on_holiday, with_the_firm

WEEKS_BACK, LEAVE_BACK, LEAVE_AHEAD = 12, 26, 12
LEAVE = ("leave", "parental")


@dataclass(frozen=True)
class Window:
    """The weeks looked at: whole ones before the week of a day; `ahead` begins with that week."""

    worked: Period
    leave: Period
    ahead: Period


def window(monday: date) -> Window:
    """The windows before and after a Monday."""
    return Window(
        Period(monday - timedelta(weeks=WEEKS_BACK), monday),
        Period(monday - timedelta(weeks=LEAVE_BACK), monday),
        Period(monday, monday + timedelta(weeks=LEAVE_AHEAD)),
    )


def day_numbers(span: Period) -> Ints:
    """Every day of a span, in order."""
    return np.arange(number(span.start), number(span.end), dtype=np.int64)


def minutes_by_day(people: Ints, days: Ints, worked: pd.DataFrame) -> Floats:
    """Minutes logged by each of `people` (sorted) on each day, person × day."""
    total = np.zeros((len(people), len(days)))
    at, on = positions(people, record_numbers(worked["person_id"])), numbers(worked["day"]) - int(days[0])
    inside = (at != NONE) & (on >= 0) & (on < len(days))
    np.add.at(total, (at[inside], on[inside]), worked["minutes"].to_numpy(dtype=np.float64)[inside])
    return total


def weeks_over(by_day: Floats, contract: Ints, known: Bools) -> tuple[Ints, Ints]:
    """Of each person the weeks logged above contract, and the weeks that can be judged.

    `by_day`: person × day of whole weeks; `contract`: contracted minutes of each week (NONE: not recorded); `known`:
    the weeks of which time is on record.
    """
    weekly = by_day.reshape(len(by_day), by_day.shape[1] // 7, 7).sum(axis=2)
    judged = (contract != NONE) & known
    return ((weekly > contract) & judged).sum(axis=1), judged.sum(axis=1)


def weekend(by_day: Floats, days: Ints) -> Bools:
    """The Saturdays and Sundays each person logged work on, person × day."""
    saturday_or_sunday = (days + 3) % 7 >= 5  # 1970-01-01 was a Thursday
    return np.asarray((by_day > 0) & saturday_or_sunday)


def on_leave(absences: pd.DataFrame, people: Ints, days: Ints) -> Bools:
    """The days each person was on leave for the whole day, person × day; weekends within it too."""
    whole = absences[absences["kind"].isin(LEAVE) & absences["minutes_per_day"].isna()]
    return np.asarray(away(whole, people, days) > 0)


def leave_days(absences: pd.DataFrame, people: pd.DataFrame, days: Ints) -> Ints:
    """Working days of leave each of `people` (by id) has in some days: no weekends, no public holidays."""
    workday = (days + 3) % 7 < 5
    ids = record_numbers(people["id"])
    free = on_holiday(people, days) | ~workday
    return np.asarray((on_leave(absences, ids, days) & ~free).sum(axis=1))


def parallel(people: Ints, days: Ints, worked: pd.DataFrame) -> pd.DataFrame:
    """Different clients each person worked for in a week: median and most, over the weeks they worked in.

    Columns: usual, most (NaN: worked for no client); in the order of `people`.
    """
    clients = worked[worked["account_id"].notna()]
    week = (numbers(clients["day"]) - int(days[0])) // 7
    pairs = clients.assign(week=week)[["person_id", "week", "account_id"]].drop_duplicates()
    counts = pairs.groupby(["person_id", "week"]).size().groupby("person_id")
    told = pd.DataFrame({"usual": counts.median(), "most": counts.max()}).reindex(people)
    return told.astype("float64").reset_index(drop=True)


def not_taken(taken: Ints, ahead: Ints, here: Bools, told: bool) -> pd.Series:
    """Whether leave is not taken: no day in the last 26 weeks and none in the next 12; missing: cannot be told.

    `here`: with the firm all that time; `told`: leave is on record from before it.
    """
    known = here & told
    values = np.where(known, (taken == 0) & (ahead == 0), False)
    return pd.Series(pd.arrays.BooleanArray(values.astype(np.bool_), ~known & ~((taken > 0) | (ahead > 0))))


def signals(
    people: pd.DataFrame, hours: pd.DataFrame, worked: pd.DataFrame, absences: pd.DataFrame, spans: Window,
    time_from: date | None, leave_from: date | None,
) -> pd.DataFrame:  # fmt: skip
    """One row for each of `people` (by id), with what their own records say.

    Columns: person_id, person, over, judged (weeks), weekend_days, weekend_minutes, leave_days_worked,
    leave_minutes, taken, ahead (working days of leave), not_taken (NA: cannot be told), usual, most.
    """
    ids, days = record_numbers(people["id"]), day_numbers(spans.worked)
    by_day = minutes_by_day(ids, days, worked)
    over, judged = weeks_over(by_day, *_contract(people, hours, days, time_from))
    week_end, leave = weekend(by_day, days), on_leave(absences, ids, days) & (by_day > 0)
    taken, ahead = (leave_days(absences, people, day_numbers(span)) for span in (spans.leave, spans.ahead))
    here = np.asarray(with_the_firm(people, day_numbers(spans.leave)).all(axis=1))
    told = leave_from is not None and leave_from <= spans.leave.start
    counts = {
        "over": over, "judged": judged, "weekend_days": week_end.sum(axis=1),
        "weekend_minutes": (by_day * week_end).sum(axis=1).astype(np.int64),
        "leave_days_worked": leave.sum(axis=1), "leave_minutes": (by_day * leave).sum(axis=1).astype(np.int64),
        "taken": taken, "ahead": ahead,
    }  # fmt: skip
    rows = pd.DataFrame({"person_id": ids, "person": people["name"].to_numpy(), **counts})
    return rows.assign(not_taken=not_taken(taken, ahead, here, told), **parallel(ids, days, worked))


def _contract(
    people: pd.DataFrame, hours: pd.DataFrame, days: Ints, time_from: date | None
) -> tuple[Ints, Bools]:  # fmt: skip
    """Contracted minutes of each week, person × week, and the weeks with the firm of which time is on record."""
    mondays = days[::7]
    contract = contracted(spells(hours, "person_id", "minutes_per_week"), record_numbers(people["id"]), mondays)
    begun = mondays >= number(time_from) if time_from is not None else np.zeros(len(mondays), dtype=np.bool_)
    return contract, with_the_firm(people, mondays) & begun


def weeks_above_contract(over: int, judged: int) -> Measure:
    """Weeks a person logged more than their contracted hours, of the last twelve whole ones that can be judged."""
    if not judged:
        return undefined("no whole week with contracted hours and time records")
    note = f"of {counted(judged, 'week')} that can be judged" if judged < WEEKS_BACK else ""
    return Measure(over / judged, base=judged, hits=over, note=note)
