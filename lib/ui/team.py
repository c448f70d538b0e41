"""The head of the page of team allocation: who is over-extended, what is free, and what nobody is named for."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from lib import format as fmt
from lib.measure import Measure, undefined
from lib.team import load_figures as figures
from lib.team import utilisation
from lib.team.load import Load, Weeks, load, over
from lib.team.load_words import over_list
from lib.team.utilisation_figures import billable_utilisation
from lib.ui import team_head_rows as rows
from lib.ui.figures import Card
from lib.ui.page import View
from lib.ui.team_load_read import SUBJECTS, is_planned, narrowed, used_of, weeks_of
from lib.ui.text import plain

Figures = dict[str, Measure]
# The short names fit a card on a phone; the tooltip gives the whole one.
SHORT = {
    "team_load": "Load, 4 weeks", "over_extended": "Over-extended", "free_hours": "Free hours",
    "unmet_hours": "Unstaffed hours", "billable_utilisation": "Billable",
}  # fmt: skip
NO_PLAN = "nothing is booked in these weeks"
NAMED = 3  # people named in the answer


def headline(view: View) -> Figures:
    """The figures of the head of the page, of the next four whole weeks; utilisation of the last four."""
    return view.keep("headline of team", lambda: _headline(view), of=SUBJECTS)


def _headline(view: View) -> Figures:
    weeks, taken = _counted(view)
    booked, capacity = taken.booked[:, weeks.ahead], weeks.capacity[:, weeks.ahead]
    used = used_of(view, utilisation.LAST_WEEKS)
    people = used.people if view.owner is None else used.people[used.people["person"] == view.owner]
    planned = is_planned(weeks_of(view))
    return {
        "team_load": _if_planned(planned, figures.team_load(booked, capacity)),
        "over_extended": figures.over_extended(over(weeks, taken), ~weeks.unrecorded),
        "free_hours": _if_planned(planned, figures.free_hours(booked, capacity)),
        "unmet_hours": figures.unmet_hours(taken.unmet[:, weeks.ahead]),
        "billable_utilisation": billable_utilisation(people["billable"].to_numpy(), people["capacity"].to_numpy()),
    }


def _if_planned(planned: bool, found: Measure) -> Measure:
    return found if planned or found.value is None else undefined(NO_PLAN)


def _counted(view: View) -> tuple[Weeks, Load]:
    weeks = narrowed(view, weeks_of(view))
    return weeks, load(weeks)


def answer(view: View, said: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    return view.keep("answer of team", lambda: _answer(view, said), of=SUBJECTS)


def _answer(view: View, said: Figures) -> str:
    weeks, taken = _counted(view)
    if said["over_extended"].value is None:
        return _nothing_known(view, weeks)
    who = over_list(weeks, taken)
    if who.empty and not is_planned(weeks_of(view)):
        first = fmt.day(weeks.starts[weeks.ahead][0])
        return (
            f"**Nothing is booked** in the four weeks from {first}, so no load can be told: see **Bookings and leave**."
        )
    free, unmet = said["free_hours"], said["unmet_hours"].value or 0
    spare = "" if free.value is None else f" **{free.value:,.0f} hours** are free in the next four weeks"
    wanted = f"; **{unmet:,.0f} hours** are booked for a role or skill without a person" if unmet >= 1 else ""
    return f"{_who_is_over(who, int(weeks.capacity.any(axis=1).sum()))}.{spare}{wanted}{'.' if spare else ''}"


def _who_is_over(who: pd.DataFrame, people: int) -> str:
    if who.empty:
        return f"**Nobody** of {people:,} is over-extended"
    count = "**1 person is over-extended**" if len(who) == 1 else f"**{len(who):,} people are over-extended**"
    told = [f"{plain(row.person)} ({plain(row.short)})" for row in who.head(NAMED).itertuples()]
    more = f" and {len(who) - NAMED:,} more" if len(who) > NAMED else ""
    return f"{count}: {'; '.join(told)}{more}"


def _nothing_known(view: View, weeks: Weeks) -> str:
    if not len(weeks.people):
        whose = f"{plain(view.owner)} is not with the firm" if view.owner else "No people are recorded"
        return f"{whose} on {fmt.day(view.as_of)}, so no load can be told: add people in the tab **People**."
    count = len(weeks.people)
    whose = "the one person" if count == 1 else f"any of {count:,} people"
    return (
        f"**Nobody's load can be told yet**: no weekly hours are recorded for {whose}. Enter them in the tab "
        "**People**, then book work in the tab **Bookings and leave**."
    )


def cards(view: View, said: Figures) -> list[Card]:
    """The headline figures with the rows behind them."""
    first = weeks_of(view).starts[weeks_of(view).ahead][0]
    ahead, back = f"4 weeks from {fmt.day(first)}", fmt.span(used_of(view, utilisation.LAST_WEEKS).period)
    behind: dict[str, Callable[[], pd.DataFrame]] = {
        "team_load": lambda: rows.loaded(*_counted(view)),
        "over_extended": lambda: rows.extended(*_counted(view)),
        "free_hours": lambda: rows.loaded(*_counted(view)),
        "unmet_hours": lambda: rows.unstaffed(*_counted(view)),
        "billable_utilisation": lambda: rows.billed(used_of(view, utilisation.LAST_WEEKS), view.owner),
    }
    when = dict.fromkeys(behind, ahead) | {"billable_utilisation": back}
    return [Card(name, _short(one), behind[name], None, SHORT[name], when[name]) for name, one in said.items()]


def _short(measure: Measure) -> Measure:
    """A card has no room for a sentence: the answer above says where hours are entered."""
    return replace(measure, why="no weekly hours recorded") if "weekly hours" in measure.why else measure
