"""Verdicts on whether a service can be delivered, in words with hours and names."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import Bools, Floats
from lib.team.fit_figures import ENOUGH, FITS, MOVE, NOT, Plan

MOST_NAMES = 3


@dataclass(frozen=True, eq=False)
class Story:
    """What a verdict is told from: `needs` one row a skill, `able` person × skill, `free` minutes a week by person."""

    names: list[str]
    needs: pd.DataFrame
    able: Bools
    unrecorded: Bools
    free: Floats
    plan: Plan
    any_booked: bool = True


def no_skills() -> str:
    """Nothing says what the service takes."""
    return "Cannot be told: no skill it needs is listed. Add what it takes in the price list."


def no_hours(start: date, weeks: int) -> str:
    """Nothing says how much anybody can work."""
    return (
        f"Cannot be told: nobody's weekly hours are recorded for {window(start, weeks)}. Import weekly hours, absence "
        "and bookings on the Data page."
    )


def window(start: date, weeks: int) -> str:
    """The start window as it is said."""
    return f"the {weeks} weeks from {fmt.day(start)}"


def told(story: Story, start: date, weeks: int) -> tuple[str | None, str]:
    """The verdict (None: cannot be told) and why, as a sentence."""
    verdict = story.plan.verdict
    when = f"in {window(start, weeks)}" + ("" if story.any_booked else ", for which no booking is recorded")
    if verdict == FITS:
        return verdict, f"Fits: {'; '.join(_done(story, weeks))}, {when}."
    if verdict == MOVE:
        return verdict, f"Fits if {_joined(_handed(story, weeks))}: {'; '.join(_done(story, weeks))}, {when}."
    if unknown := _unknown(story):
        return None, f"Cannot be told: the weekly hours of {_joined(unknown)} are not recorded; {_lacks(story, weeks)}."
    return NOT, f"Does not fit: {_lacks(story, weeks)}, {when}."


def _done(story: Story, weeks: int) -> list[str]:
    """Each skill with its hours a week, who would do it, and what they have free."""
    parts = []
    for column, need in enumerate(story.needs.itertuples()):
        doers = np.flatnonzero(story.plan.work[:, column] >= ENOUGH)
        doers = doers[np.argsort(-story.plan.work[doers, column], kind="stable")]
        free = float(story.free[story.able[:, column]].sum())
        asked = float(story.plan.work[:, column].sum()) / weeks
        names = _joined([story.names[person] for person in doers])
        room = f"of {hours(free)} free" if asked <= free + ENOUGH else f"({hours(free)} free)"
        parts.append(f"{need.skill} {hours(asked)} {room} a week by {names}")
    return parts


def _handed(story: Story, weeks: int) -> list[str]:
    """Who hands how much to whom, the most first."""
    moves = story.plan.moves
    pairs = sorted(np.argwhere(moves >= ENOUGH).tolist(), key=lambda pair: -moves[pair[0], pair[1]])
    return [
        f"{story.names[giver]} hands {hours(moves[giver, taker] / weeks)} a week to {story.names[taker]}"
        for giver, taker in pairs
    ]


def _unknown(story: Story) -> list[str]:
    """Who has a skill that is short, while nobody knows how much they work."""
    short = story.plan.short >= ENOUGH
    there = story.unrecorded & story.able[:, short].any(axis=1)
    return [story.names[person] for person in np.flatnonzero(there)]


def _lacks(story: Story, weeks: int) -> str:
    """Each skill that is short: by how much, or that nobody has it."""
    columns = np.flatnonzero(story.plan.short >= ENOUGH).tolist()
    return "; ".join(_lack(story, column, weeks) for column in columns)


def _lack(story: Story, column: int, weeks: int) -> str:
    skill, level = (story.needs[name].iloc[column] for name in ("skill", "least_level"))
    able, missing = story.able[:, column], float(story.plan.short[column])
    if not able.any():
        return f"nobody has the skill {skill} at level {level}"
    asked = missing + float(story.plan.work[:, column].sum())
    words = (
        f"{skill} lacks {hours(missing / weeks)} a week: it takes {hours(asked / weeks)}, "
        f"{hours(float(story.free[able].sum()))} are free"
    )
    shared = _shared(story, column)
    return f"{words}, part of which {_joined(shared)} takes" if shared else words


def _shared(story: Story, column: int) -> list[str]:
    """The other skills that people with this one would be busy with."""
    busy = (story.plan.work[story.able[:, column]] >= ENOUGH).any(axis=0)
    skills = story.needs["skill"].tolist()
    return [skills[other] for other in np.flatnonzero(busy) if other != column]


def hours(minutes: float) -> str:
    """Minutes as hours: 14 h, 3.2 h, under 0.1 h."""
    value = minutes / 60
    if 0 < value < 0.05:
        return "under 0.1 h"
    return f"{value:.0f} h" if value >= 9.95 or abs(value - round(value)) < 0.05 else f"{value:.1f} h"


def _joined(parts: list[str]) -> str:
    """Some of them by name, how many more: a, b and c; a, b, c and 2 more."""
    if len(parts) > MOST_NAMES + 1:
        return f"{', '.join(parts[:MOST_NAMES])} and {len(parts) - MOST_NAMES} more"
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
