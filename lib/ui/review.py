"""The weekly review as the page reads it: the review that is open, the agenda, and the figures at its head."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib import format as fmt
from lib.agenda.counting import agenda_items, late_items
from lib.agenda.items import Agenda
from lib.catalog import CATALOG
from lib.measure import Measure
from lib.review.due_figures import carried_over, due_soon, is_due_soon
from lib.review.frozen import Held
from lib.review.reading_queries import reviews
from lib.review.review_figures import WINDOW, completion_of
from lib.ui.chosen import starting_day
from lib.ui.figures import Card
from lib.ui.page import View
from lib.ui.review_agenda_held import agenda_of, held_agenda
from lib.ui.review_decisions_read import decided, evidence
from lib.ui.text import plain

Figures = dict[str, Measure]
GOAL = 0.9  # of decisions done by their day
ITEMS, KEPT, CARRIED, DUE = "agenda_items", "decision_completion", "decisions_carried_over", "decisions_due"


@dataclass(frozen=True)
class Meeting:
    """The review being prepared or held. `review_id` None: nobody opened it yet; `held_on` its day.

    `closed`: the number of the review of this very day, where it is closed already; `refused`: why nothing can be
    written, empty where it can.
    """

    review_id: int | None
    held_on: date
    agenda: Agenda
    closed: int | None = None
    refused: str = ""

    @property
    def decides(self) -> bool:
        """Whether decisions can be recorded now."""
        return self.review_id is not None and not self.refused


def meeting(view: View) -> Meeting:
    """The open review and its agenda, or the agenda of one that nobody opened yet."""
    known, refused = held_reviews(view), why_not(view)
    found = next((one for one in known if one.closed_at is None), None)
    if found is not None:
        return Meeting(found.id, found.held_on, held_agenda(view, found.id, found.held_on), None, refused)
    closed = known[0].id if known and known[0].held_on == view.as_of else None
    return Meeting(None, view.as_of, agenda_of(view), closed, refused)


def held_reviews(view: View) -> list[Held]:
    """The reviews held by the page's day, newest first, open ones too."""
    return view.keep("reviews held", lambda: reviews(view.store, view.as_of), of=("review",))


def why_not(view: View) -> str:
    """Why nothing can be written on the page's day; empty where it can: on the newest day, and after it."""
    newest = starting_day()[0]
    if view.as_of >= newest:
        return ""
    return (
        f"This is the review as of {fmt.day(view.as_of)}, a past day: nothing can be written here. Choose "
        f"{fmt.day(newest)} in the sidebar to hold the review."
    )


def headline(view: View, held: Meeting) -> Figures:
    """The figures of the head of the page, by name in the catalogue."""
    known = decided(view)
    return {
        ITEMS: agenda_items(held.agenda),
        KEPT: completion_of(known, view.as_of),
        CARRIED: carried_over(known, view.as_of),
        DUE: due_soon(known, view.as_of),
    }


def answer(view: View, held: Meeting) -> str:
    """The page's question answered in one sentence, from the data."""
    said = headline(view, held)
    count, late = int(said[ITEMS].value or 0), late_items(held.agenda)
    told = f"**{fmt.counted(count, 'item')}** to talk about" if count else "**Nothing** to talk about"
    if late:
        told += f", **{late:,}** of them late"
    return f"{told}. {_kept(said[KEPT])}{_carried(said[CARRIED])}"


def _kept(measure: Measure) -> str:
    if measure.value is None:
        return f"Whether decisions are kept cannot be said: {plain(measure.why)}."
    share = plain(fmt.figure(measure, "share", ""))
    of = "" if fmt.in_counts(measure) else f" of {fmt.counted(measure.base or 0, 'decision')}"
    against = "the goal of 90 % is met" if measure.value >= GOAL else "the goal is 90 %"
    return f"In {WINDOW} days **{share}**{of} were done by their day; {plain(against)}."


def _carried(measure: Measure) -> str:
    count = int(measure.value or 0)
    return f" **{fmt.counted(count, 'decision')}** {'is' if count == 1 else 'are'} carried over." if count else ""


def cards(view: View, held: Meeting, said: Figures) -> list[Card]:
    """The headline figures with the rows behind them."""
    known, day = decided(view), view.as_of
    rows: dict[str, tuple[Callable[[], pd.DataFrame], str]] = {
        ITEMS: (lambda: agenda_rows(held.agenda), fmt.day(held.held_on)),
        KEPT: (lambda: evidence([one for one in known if _was_due(one.due_on, day)], day), f"{WINDOW} days"),
        CARRIED: (lambda: evidence([one for one in known if one.overdue(day)], day), fmt.day(day)),
        DUE: (lambda: evidence([one for one in known if is_due_soon(one, day)], day), "the next 7 days"),
    }
    return [Card(name, said[name], *_behind(rows[name])) for name in rows if name in CATALOG]


def _was_due(due_on: date | None, as_of: date) -> bool:
    return due_on is not None and 0 < (as_of - due_on).days <= WINDOW


def _behind(found: tuple[Callable[[], pd.DataFrame], str]) -> tuple[Callable[[], pd.DataFrame], None, str, str]:
    return found[0], None, "", found[1]


def agenda_rows(found: Agenda) -> pd.DataFrame:
    """The items of an agenda as a person reads them."""
    return pd.DataFrame(
        [
            {"Part": part.title, "Item": item.words, "Late": "late" if item.late else ""}
            for part in found.parts
            for item in part.items
        ],
        columns=["Part", "Item", "Late"],
    )
