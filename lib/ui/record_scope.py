"""Record: a client asks for more, or less, than a project holds."""

from dataclasses import replace

import streamlit as st

from lib.delivery.actions import add_change
from lib.ui.delivery_projects_read import open_projects
from lib.ui.delivery_scope_changes import ADDED, new_cells
from lib.ui.entry import Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_account import choose_first
from lib.ui.text import plain


def form(view: View, account_id: int | None) -> None:
    """Which project, what changes, for how much."""
    if account_id is None:
        choose_first()
        return
    projects = open_projects(replace(view, owner=None, sector=None), account_id)
    if not projects:
        st.info("No project of this account is open, so there is none whose scope could change.")
        return
    if needs_a_name("record_scope"):
        return
    project = next(iter(projects))
    if len(projects) > 1:
        project = st.selectbox(
            "Project", list(projects), key=f"record_scope_of_{account_id}", width=420,
            format_func=lambda number: projects.get(number, "–"),
        )  # fmt: skip
    else:
        st.caption(f"Project: {plain(projects[project])}")

    def save(typed: Typed, once: str) -> None:
        add_change(view.store, view.who or "", project_id=project, **typed, token=once)

    entry(f"record_scope_{project}", new_cells(view), "Record", save, ADDED)
