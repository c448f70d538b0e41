"""Capacity and bookings in minutes by person and week, from contracted hours, absence, holidays and spells of work."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from holidays import country_holidays, list_supported_countries

from lib.days import LAST, NONE, Bools, Floats, Ints, Spells, day_of, in_force, number, numbers, positions
from lib.days import record_numbers as numbered
from lib.errors import StewardError

WORK_DAYS = 5  # Monday to Friday; contracted hours are spread evenly over them
WHOLE_DAY = 1440.0  # minutes that leave nothing of any working day
UNSAID_CHANCE = 0.5  # of a tentative booking of which nobody said how likely it is


class NoMonday(StewardError):
    """Weeks that would begin in the middle of one."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is no Monday: weeks of capacity begin on one.")


def week_starts(first_monday: date, weeks: int) -> Ints:
    """The Mondays of so many weeks as day numbers, shape weeks. Raises NoMonday."""
    if first_monday.weekday():
        raise NoMonday(first_monday)
    return number(first_monday) + 7 * np.arange(weeks, dtype=np.int64)


def work_days(mondays: Ints) -> Ints:
    """Monday to Friday of each week in one row, shape 5 × weeks."""
    return (mondays[:, None] + np.arange(WORK_DAYS)).ravel()


def contracted(hours: Spells, people: Ints, days: Ints) -> Ints:
    """Contracted minutes a week in force, person × day; NONE where none are recorded."""
    shape = (len(people), len(days))
    keys, at = (np.broadcast_to(values, shape).ravel() for values in (people[:, None], days))
    return in_force(hours, keys, at).reshape(shape)


def with_the_firm(people: pd.DataFrame, days: Ints) -> Bools:
    """Whether each of `people` (joined_on, left_on) works for the firm, person × day; the day they left is outside."""
    joined, left = numbers(people["joined_on"]), numbers(people["left_on"], LAST)
    return np.asarray((joined[:, None] <= days) & (days < left[:, None]))


def away(absences: pd.DataFrame, people: Ints, days: Ints) -> Floats:
    """Minutes each of `people` (sorted ids) is absent, person × day; a whole day is WHOLE_DAY or more."""
    minutes = np.zeros((len(people), len(days)))
    at = positions(people, numbered(absences["person_id"]))
    within = _within(absences, days) * absences["minutes_per_day"].fillna(WHOLE_DAY).to_numpy()[:, None]
    np.add.at(minutes, at[at != NONE], within[at != NONE])
    return minutes


def _within(spells: pd.DataFrame, days: Ints) -> Bools:
    starts, ends = numbers(spells["starts_on"]), numbers(spells["ends_before"], LAST)
    return np.asarray((starts[:, None] <= days) & (days < ends[:, None]))


def on_holiday(people: pd.DataFrame, days: Ints) -> Bools:
    """Whether a day is a public holiday where each of `people` works, person × day.

    Where nobody said the country (as a code of ISO 3166 such as DE), none is; an unknown region has its country's.
    """
    free = np.zeros((len(people), len(days)), dtype=np.bool_)
    if not len(days):
        return free
    years = range(day_of(int(days[0])).year, day_of(int(days[-1])).year + 1)
    places = [
        (_text(country), _text(region)) for country, region in zip(people["country"], people["region"], strict=True)
    ]
    for place in set(places):
        there = np.array([one == place for one in places], dtype=np.bool_)
        free[there] = np.isin(days, _public_holidays(*place, tuple(years)))
    return free


def _text(value: object) -> str:
    return value.strip().upper() if isinstance(value, str) else ""


@lru_cache(maxsize=512)
def _public_holidays(country: str, region: str, years: tuple[int, ...]) -> Sequence[int]:
    known = list_supported_countries(include_aliases=True)
    if country not in known:
        return ()
    part = region if region in known[country] else None
    return tuple(number(day) for day in country_holidays(country, subdiv=part, years=years))


def capacity_of(
    people: pd.DataFrame, hours: Spells, absences: pd.DataFrame, mondays: Ints
) -> tuple[Floats, Bools]:  # fmt: skip
    """Minutes each of `people` (by id) can work, person × week; and of whom no weekly hours are recorded, person.

    Contracted hours of each day, less absence, none on public holidays, before joining and after leaving.
    """
    ids, days = numbered(people["id"]), work_days(mondays)
    week = contracted(hours, ids, days)
    here = with_the_firm(people, days)
    minutes = np.maximum(np.where(week == NONE, 0, week) / WORK_DAYS - away(absences, ids, days), 0.0)
    minutes = np.where(here & ~on_holiday(people, days), minutes, 0.0)
    unknown = here.any(axis=1) & ~((week != NONE) & here).any(axis=1)
    return minutes.reshape(len(people), len(mondays), WORK_DAYS).sum(axis=2), unknown


def booked_minutes(bookings: pd.DataFrame, mondays: Ints) -> Floats:
    """Minutes of each booking in each week, booking × week: its minutes a week by the working days it touches."""
    touched = _within(bookings, work_days(mondays)).reshape(len(bookings), len(mondays), WORK_DAYS).sum(axis=2)
    return np.asarray(bookings["minutes_per_week"].to_numpy(dtype=np.float64)[:, None] * touched / WORK_DAYS)


def expected_share(bookings: pd.DataFrame) -> Floats:
    """How much of each booking is expected: all of a confirmed one, of a tentative one its chance."""
    chance = bookings["chance"].fillna(UNSAID_CHANCE).to_numpy(dtype=np.float64)
    return np.where(bookings["tentative"].to_numpy(dtype=np.bool_), chance, 1.0)


def by_person(bookings: pd.DataFrame, minutes: Floats, people: Ints) -> Floats:
    """Minutes of bookings (booking × week) summed over each of `people` (sorted ids), person × week."""
    total = np.zeros((len(people), minutes.shape[1]))
    at = positions(people, numbered(bookings["person_id"]))
    np.add.at(total, at[at != NONE], minutes[at != NONE])
    return total


def first_start(as_of: date, notice_days: int) -> date:
    """The first Monday at least `notice_days` after a day."""
    earliest = as_of + timedelta(days=notice_days)
    return earliest + timedelta(days=-earliest.weekday() % 7)
