"""Record: somebody of us is away."""

from lib.errors import RefusedValue
from lib.people.queries import current_people
from lib.team.absence_actions import save_absences
from lib.team.grid_actions import RowChange, RowsRefused
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.team_bookings_leave import KINDS, collisions
from lib.ui.who import myself


def form(view: View, account_id: int | None) -> None:
    """Who is away, why and how long; the account chosen plays no part."""
    if needs_a_name("leave"):
        return
    people, me = view.read(current_people), myself()
    cells = [
        Cell("person_id", "Who", "choice", me if me in people else None, people),
        Cell("kind", "Kind", "choice", "leave", {kind: label for label, kind in KINDS.items()}),
        Cell("starts_on", "From", "date", view.as_of),
        Cell("last_on", "Until", "date", view.as_of, help="The last day away; empty: no end known."),
        Cell("hours_a_day", "Hours a day, if part of it", "number", help="Empty: whole days."),
    ]

    def save(typed: Typed, once: str) -> None:
        _save(view, RowChange(people.get(typed["person_id"], "Somebody"), None, {}, typed), once)

    entry("record_leave", cells, "Record", save, "Recorded: it is taken off what they can work.")


def _save(view: View, change: RowChange, once: str) -> None:
    try:
        save_absences(view.store, view.who or "", [change], once)
    except RowsRefused as refused:
        problem = refused.problems[0]
        raise RefusedValue(problem.field or "person_id", problem.reason) from refused
    if said := collisions(view, change):
        flash(said)
