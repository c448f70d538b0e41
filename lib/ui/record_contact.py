"""A contact with a client to be stored, from any page: what, with whom, in a sentence, what we said comes next."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lib.periods import today
from lib.relationship.actions import Talk, log_interaction
from lib.ui.account_sides import client_people, our_people, proposed
from lib.ui.chosen import starting_day
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_duplicates import doubt_cells, refuse_duplicate

# What a person says it was: the kind, and which way it went. A note is no contact: it never restarts the clock.
KINDS = {
    "Meeting": ("meeting", "two way"),
    "Call": ("call", "two way"),
    "Emails both ways": ("email", "two way"),
    "Email sent, no answer yet": ("email", "outbound"),
    "Email received": ("email", "inbound"),
    "Visit": ("visit", "two way"),
    "Event": ("event", "two way"),
    "Note": ("note", "outbound"),
}
NEXT_STEP_IN = timedelta(days=7)


def contact_form(view: View, account_id: int, place: str, stored: Callable[[], None] = lambda: None) -> None:
    """The form; `place` keeps two of them on one page apart, `stored` is called once a contact was stored.

    The keep-in-touch clock starts again from what went both ways; a next step is kept as a promise to the client.
    """
    if needs_a_name(place):
        return
    key = f"{place}_{account_id}"

    def save(typed: Typed, once: str) -> None:
        talk = _talk(view, typed)
        refuse_duplicate(view.store, key, "interaction", account_id, typed | vars(talk))
        log_interaction(view.store, view.who or "", account_id, talk, once)
        stored()
        _say_where_it_went(view, typed["happened_on"])

    entry(key, _cells(view, account_id, key), "Log it", save, "Logged.")


def _cells(view: View, account_id: int, key: str) -> list[Cell]:
    """In the order of the keyboard: every field up to the next step is one press from the one before."""
    theirs = client_people(view, account_id)
    sides = {("contact", number): name for number, name in theirs.items() if number}
    ours = {("person", number): f"{name} (us)" for number, name in our_people(view).items()}
    me = proposed(view, account_id)
    return [
        Cell("kind", "What", "choice", "Meeting", {kind: kind for kind in KINDS}),
        Cell("contact_id", "With whom", "choice", None, theirs),
        Cell("summary", "In a sentence"),
        Cell("next_step", "Next step promised"),
        Cell(
            "next_step_on", "Next step by", "date", _day(view) + NEXT_STEP_IN,
            help="Counts with a next step only. That is kept as a promise to the client: it stands with the promises.",
        ),
        Cell(
            "others", "Who else was there", "many", [("person", me)] if me else [], sides | ours, folded=True,
            help="Of ours, the first one named keeps the next step.",
        ),
        Cell("happened_on", "On which day", "date", _day(view), folded=True),
        Cell(
            "formal_update", "A formal update", "tick", False, folded=True,
            help="An update the client's communication plan asks for: it counts for cadence kept.",
        ),
        *doubt_cells(key),
    ]  # fmt: skip


def _day(view: View) -> date:
    """Today, also where the frame starts at an older newest record: it moves on with this one. Else the day chosen."""
    return today() if view.as_of == starting_day()[0] else view.as_of


def _talk(view: View, typed: Typed) -> Talk:
    kind, direction = KINDS.get(typed["kind"], (None, "two way"))
    first, others = typed["contact_id"], typed["others"] or []
    theirs = [*([] if first is None else [first]), *_of_side(others, "contact")]
    return Talk(
        typed["happened_on"], kind, direction,
        contact_ids=list(dict.fromkeys(theirs)), person_ids=_of_side(others, "person"),
        summary=typed["summary"], formal_update=bool(typed["formal_update"]),
        next_step=typed["next_step"], next_step_on=_step_day(view, typed),
    )  # fmt: skip


def _of_side(chosen: list[tuple[str, Any]], wanted: str) -> list[int]:
    return [number for side, number in chosen if side == wanted]


def _step_day(view: View, typed: Typed) -> date | None:
    """The day of the next step; the one that is only proposed is none where no step was written."""
    day: date | None = typed["next_step_on"]
    return None if typed["next_step"] is None and day == _day(view) + NEXT_STEP_IN else day


def _say_where_it_went(view: View, day: date) -> None:
    if day > view.as_of and view.as_of != starting_day()[0]:
        flash("It is dated after the day shown here: choose a later “As of” to see it.")
