"""The form that sets the utilisation target of a role."""

from typing import Any

import streamlit as st

from lib.errors import StaleEdit
from lib.team.utilisation_actions import set_role_target
from lib.team.utilisation_queries import roles
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View

TARGET = "utilisation_target"


def targets(view: View) -> None:
    """Choose a role and set the share of its capacity that is to be billable."""
    listed = view.read(roles)
    if listed.empty:
        st.info("No role is recorded: add roles in the tab People, then set what of their time is to be billable.")
        return
    if needs_a_name(TARGET, to="set utilisation target"):
        return
    names = dict(zip(listed["id"].tolist(), listed["name"], strict=True))
    chosen = st.selectbox("Role", list(names), key="utilisation_role", format_func=lambda one: names.get(one, "–"))
    if chosen is None:
        return
    row = listed[listed["id"] == chosen].iloc[0]
    field = Field(TARGET, "Billable target (%)", "number", help="Billable hours ÷ capacity. Empty: no target.")
    current = {"version": int(row["version"]), TARGET: _percent(row["target"])}

    def save(shown: Values, wanted: Values, once: str) -> None:
        _save(view, int(chosen), shown, wanted, once)

    edit_record(f"role_target_{chosen}", [field], current, save, "The target is set.")
    st.caption("A target has no date: as of earlier days too it is the one that stands here.")


def _percent(share: Any) -> int | None:
    return round(share * 100) if share == share else None  # NaN: no target


def _share(percent: Any) -> float | None:
    return None if percent is None else percent / 100


def _save(view: View, role_id: int, shown: Values, wanted: Values, once: str) -> None:
    if shown[TARGET] == wanted[TARGET]:
        return
    before = {"version": shown["version"], TARGET: _share(shown[TARGET])}
    try:
        set_role_target(view.store, view.who or "", role_id, before, {TARGET: _share(wanted[TARGET])}, once)
    except StaleEdit as clash:
        raise _as_typed(clash) from clash


def _as_typed(clash: StaleEdit) -> StaleEdit:
    nan = float("nan")
    shown, mine, theirs = (
        {name: _percent(nan if value is None else value) for name, value in side.items() if name == TARGET}
        for side in (clash.shown, clash.mine, clash.theirs)
    )
    return StaleEdit("role", clash.version, shown, mine, theirs, clash.who)
