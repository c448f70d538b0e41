"""The forms of roadblocks: one to add, one to close."""

from typing import Any

import streamlit as st

from lib import format as fmt
from lib.delivery import actions
from lib.delivery.project_queries import roadblock_form
from lib.delivery.tables import DELAY_CAUSES
from lib.ui.account_sides import our_people
from lib.ui.delivery_projects_read import open_projects, told_again
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain
from lib.ui.who import myself

CAUSES = {cause: cause.capitalize() for cause in DELAY_CAUSES}


def close_form(view: View, row: Any) -> None:
    """Close one roadblock, a row of `delivery_projects_read.roadblocks`."""
    number = int(row["id"])
    stored = view.read(roadblock_form, number)
    with st.container(border=True, key="delivery_roadblock"):
        st.markdown(f"**{plain(row['what'])}** · {plain(row['account'])}, {plain(row['project'])}")
        if stored is None:
            st.info("This roadblock is no longer recorded.")
            return
        if stored.closed_on is not None:
            st.info(f"It stood open on {fmt.day(view.as_of)}; it was closed on {fmt.day(stored.closed_on)}.")
            return
        key = f"close_roadblock_{number}_{stored.version}"
        if needs_a_name(key):
            return
        cells = [
            Cell("closed_on", "Closed on", "date", view.as_of),
            Cell("days_lost", "Days the project lost", "whole", help="0 where it cost no time."),
        ]

        def save(typed: Typed, once: str) -> None:
            with told_again("the row above"):
                actions.close_roadblock(view.store, view.who or "", number, stored.version, **typed, token=once)

        entry(key, cells, "Close it", save, "Closed.")


def open_form(view: View) -> None:
    """Add a roadblock to a project that is not delivered."""
    box = st.expander("Add a roadblock", key="delivery_new_roadblock", on_change="rerun")
    if not box.open:
        return
    with box:
        choices = open_projects(view)
        if not choices:
            st.info("No project is open under these filters, so nothing can stop one.")
            return
        if needs_a_name("new_roadblock"):
            return
        cells = [
            Cell("project_id", "Project", "choice", None, choices),
            Cell("what", "What stops it"),
            Cell("cause", "Cause", "choice", None, CAUSES),
            Cell("person_id", "Who clears it", "choice", myself(), our_people(view)),
            Cell("opened_on", "Since", "date", view.as_of),
        ]

        def save(typed: Typed, once: str) -> None:
            actions.open_roadblock(view.store, view.who or "", **typed, token=once)

        entry("new_roadblock", cells, "Add the roadblock", save, "Added.")
