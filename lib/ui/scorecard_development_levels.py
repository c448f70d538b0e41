"""The forms with which leads and administrators say what each level expects, and which level follows which."""

import streamlit as st

from lib.errors import StewardError
from lib.people.roster_queries import role_names
from lib.periods import today
from lib.review import development_actions as actions
from lib.review.expectation_queries import Expectation
from lib.review.tables import DUTIES
from lib.scorecard.development import LADDER, ladder_of
from lib.scorecard.ladder import set_ladder
from lib.ui import session
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.scorecard_read import expectations_of


def change_levels(view: View) -> None:
    """Closed forms; only for those who lead the firm."""
    box = st.expander("Change what levels expect, and the career ladder", key="scorecard_levels", on_change="rerun")
    if not box.open:
        return
    with box:
        if needs_a_name("levels", to="edit expectation"):
            return
        _expectation(view)
        _ladder(view)


def _expectation(view: View) -> None:
    roles = view.read(role_names)
    if not roles:
        st.info("No role is recorded. Add roles on the page “Team allocation”, under People.")
        return
    grid = st.grid(2, min_column_width=220)
    role = grid.selectbox("Level", list(roles), key="expectation_role", format_func=lambda one: roles[one])
    duty = grid.selectbox("Duty", DUTIES, key="expectation_duty", format_func=str.capitalize)
    found = next((one for one in expectations_of(view) if (one.role_id, one.duty) == (role, duty)), None)
    if found is None:
        _add(view, role, duty)
    else:
        _edit(view, found)


def _add(view: View, role: int, duty: str) -> None:
    def save(typed: Typed, once: str) -> None:
        actions.add_expectation(view.store, view.who or "", role, duty, typed["words"], once)

    cell = Cell("words", "What is expected", "sentence")
    entry(f"expect_{role}_{duty}", [cell], "Expect it", save, "Written down.")


def _edit(view: View, found: Expectation) -> None:
    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_expectation(view.store, view.who or "", found.id, shown, wanted["words"], once)

    current = {"version": found.version, "words": found.words}
    edit_record(f"expected_{found.id}", [Field("words", "What is expected", "sentence")], current, save, "Saved.")
    st.button(
        "Expect nothing in particular here", key=f"drop_{found.id}", on_click=_remove, args=(view, found.id),
        help="Takes the sentence away; the change log keeps it.",
    )  # fmt: skip


def _remove(view: View, number: int) -> None:
    key = f"drop_expectation_{number}"
    try:
        actions.remove_expectation(view.store, view.who or "", number, token(key))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash("Taken away.")


def _ladder(view: View) -> None:
    now = ", ".join(ladder_of(session.firm().get(LADDER, "")))
    cell = Cell(
        "ladder", "Career ladder: levels parted by commas, the first step first", "sentence", now,
        help="A role is on the level whose words all stand in its name: “Account director” on “director”.",
    )  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        set_ladder(view.store, view.who or "", typed["ladder"], today(), once)

    entry(f"ladder_{now}", [cell], "Change the ladder", save, "The ladder holds from today on.")
