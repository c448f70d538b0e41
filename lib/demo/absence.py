"""Who is away when, and on which days people can work at all."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from holidays import country_holidays
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Ints, weekday
from lib.demo.drawing import chance, happenings, words
from lib.demo.stories import story
from lib.demo.world import World
from lib.team.tables import Absence

KINDS, A_YEAR = ("leave", "sickness", "training", "parental"), (5.0, 1.8, 0.7, 0.02)
LENGTHS = ((1, 2, 5, 5, 10, 15), (1, 1, 2, 3, 5), (1, 2, 3), (60, 90, 120))
BOOKED_AHEAD = (84, 0, 60, 84)  # days of the future already known, by kind
QUIET = 40  # days ahead in which nobody of the overload story is away


@dataclass(frozen=True)
class Away:
    """Absences of whole days: person, first day, first day outside."""

    person: Ints
    start: Ints
    end: Ints


def take_leave(world: World, agency: Agency) -> Away:
    """Draw and write absences, none of one person overlapping another."""
    rng = world.stream("absence")
    begin, stop = np.maximum(agency.people.joined, world.start), np.minimum(agency.people.left, world.until + 1)
    drawn = [
        _of_kind(rng, kind, begin, np.where(agency.people.left > world.until, stop + BOOKED_AHEAD[kind], stop))
        for kind in range(4)
    ]
    person, start, end, kind = (np.concatenate(column) for column in zip(*drawn, strict=True))
    kept = _apart(person, start, end) & (end <= agency.people.left[person]) & ~_in_story(world, agency, person, end)
    person, start, end, kind = person[kept], start[kept], end[kept], kind[kept]
    half = (kind == 0) & (end - start == 1) & chance(rng, 0.2, len(person))
    world.sheets.add(
        Absence, np.where(kind == 1, start, start - 35),
        person_id=person + 1, kind=words(KINDS)[kind], starts_on=start, ends_before=end,
        minutes_per_day=np.where(half, agency.people.minutes[person] // 10, NOTHING),
    )  # fmt: skip
    return Away(person[~half], start[~half], end[~half])


def _of_kind(rng: Generator, kind: int, begin: Ints, stop: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    person, start = happenings(rng, begin, stop, A_YEAR[kind])
    start = start + np.where(weekday(start) > 4, 7 - weekday(start), 0)
    length = np.array(LENGTHS[kind])[rng.integers(0, len(LENGTHS[kind]), len(start))]
    # Five working days reach over a weekend where they do not begin on a Monday.
    end = start + length + 2 * ((weekday(start) + length - 1) // 5)
    return person, start, end, np.full(len(start), kind)


def _apart(person: Ints, start: Ints, end: Ints) -> Bools:
    """Which spells to keep so that no two of one person overlap; the earlier one stays."""
    kept = np.zeros(len(person), dtype=bool)
    last_person, last_end = -1, 0
    for at in np.lexsort((end, start, person)):
        if person[at] != last_person or start[at] >= last_end:
            kept[at], last_person, last_end = True, person[at], end[at]
    return kept


def _in_story(world: World, agency: Agency, person: Ints, end: Ints) -> Bools:
    told = story(world, "overloaded")
    crew = [agency.people.named(name) for name in (*told["people"], told["idle"])]
    return np.isin(person, crew) & (end > world.until - QUIET)


def can_work(world: World, agency: Agency, away: Away, first: int, last: int) -> Bools:
    """Person × day from `first` to `last`: employed, no weekend, no public holiday of the office, not away."""
    days = np.arange(first, last + 1)
    works = (agency.people.joined[:, None] <= days) & (days < agency.people.left[:, None]) & (weekday(days) < 5)
    for place, office in enumerate(world.given["office"]):
        free = _public_holidays(office["country"], office.get("region"), first, last)
        works[agency.people.office == place] &= ~np.isin(days, free)
    for person, start, end in zip(away.person, away.start, away.end, strict=True):
        works[person, max(start - first, 0) : max(end - first, 0)] = False
    return works


def _public_holidays(country: str, region: str | None, first: int, last: int) -> Ints:
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    known = country_holidays(country, subdiv=region, years=years)
    return np.array(sorted(day.toordinal() for day in known), dtype=np.int64)
