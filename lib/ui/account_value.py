"""The objectives of one account: each with its small chart, a reading to add, one to confirm; and a new one."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.accounts.queries import account_names
from lib.ui import value_forms as forms
from lib.ui import value_objective as one
from lib.ui import value_words as said
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain
from lib.ui.value_table import LOOKS
from lib.value.measuring import by_care
from lib.value.standing import standing

SMALL = 150


def objectives_tab(view: View, account_id: int) -> None:
    """Each open objective of one account: baseline, target, actual, expected by now; forms to read and confirm it."""
    found = objectives_of(view, account_id)
    is_open, closed = found[found["state"] != "closed"], found[found["state"] == "closed"]
    if is_open.empty:
        st.info("No objective is open. Here stands what this client wants to reach and what we promised, once added.")
    else:
        st.caption(plain(one.MARKS))
    read, agreed = one.of_account(view, account_id)
    grid = st.grid(2, min_column_width=320)
    for objective in is_open.itertuples():
        with grid.container(border=True, key=f"goal_{objective.objective_id}"):
            _one(view, objective, _its(read, objective), _its(agreed, objective))
    _closed(closed)
    _new(view, account_id)


def objectives_of(view: View, account_id: int) -> pd.DataFrame:
    """The objectives of one account as `standing` gives them, those that need care first."""
    return view.keep("objectives of account", lambda: _of_account(view, account_id), account_id)


def _of_account(view: View, account_id: int) -> pd.DataFrame:
    found = by_care(standing(view.store, view.as_of, account_id))
    return found.assign(owner=None)


def _its(rows: pd.DataFrame, objective: Any) -> pd.DataFrame:
    kept: pd.DataFrame = rows[rows["objective_id"] == objective.objective_id]
    return kept


def _one(view: View, objective: Any, read: pd.DataFrame, agreed: pd.DataFrame) -> None:
    st.markdown(f"**{plain(objective.name)}** · {said.KINDS[objective.kind].lower()}")
    st.markdown(one.where_it_stands(objective))
    one.draw(view, objective, read, agreed, SMALL)
    row = st.container(horizontal=True)
    parts = {
        "Add a reading": partial(forms.reading, view, objective),
        "Confirm": partial(forms.confirmation, view, objective, read),
        "Change terms": partial(forms.terms, view, objective),
        "Close": partial(forms.closing, view, objective),
    }
    for label, draw in parts.items():
        _opening(row, f"{label}_{objective.objective_id}", label, draw)


def _opening(place: Any, key: str, label: str, draw: Any) -> None:
    """What stands in a closed popover is not read, computed or sent."""
    box = place.popover(label, type="tertiary", key=f"open_{key}", on_change="rerun")
    if box.open:
        with box:
            draw()


def _closed(closed: pd.DataFrame) -> None:
    if closed.empty:
        return
    with st.expander(f"Closed ({len(closed)})"):
        shown = said.shown(closed).drop(columns=["State", "Account", "Owner", "Review due"])
        table(shown.assign(Closed=closed["closed_on"].to_numpy()), "Closed objectives as they stood", LOOKS)


def _new(view: View, account_id: int) -> None:
    name = view.read(account_names).get(account_id)
    if name is None:
        return  # an archived account gets no new objective
    box = st.expander("Add an objective", on_change="rerun", key=f"add_objective_{account_id}")
    if box.open:
        with box:
            forms.new_objective(view, f"new_objective_{account_id}", {account_id: name})
