"""The firm's own lists of the pipeline: its stages, and its categories of lost deals."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.column_types import ColumnConfig

from lib.errors import StaleEdit, StewardError
from lib.growth import stage_actions as actions
from lib.growth.pipeline_queries import loss_reasons, stages
from lib.growth.tables import STAGE_KINDS, LossReason, Stage
from lib.store.base import table_of
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row

KINDS = {kind: kind.capitalize() for kind in STAGE_KINDS}
CHANCE_HELP = "What you expect of a deal that stands here, from 0 to 100 %."
_LOOKS: dict[str, ColumnConfig] = {"Stage": st.column_config.TextColumn(width=260)}


def lists(view: View) -> None:
    """Draw both lists, each with what can be done to it."""
    if needs_a_name("pipeline_lists", to="edit stage"):
        return
    st.markdown("**Stages**")
    _stages(view)
    st.markdown("**Categories of lost deals**")
    _reasons(view)


def _stages(view: View) -> None:
    found = view.read(stages)
    if found.empty:
        st.caption("No stage yet: add an open one first, then one for won and one for lost.")
    else:
        shown = pd.DataFrame(
            {
                "Stage": found["name"],
                "Kind": found["kind"].map(KINDS),
                "Chance (%)": (found["chance"] * 100).round(1),
                "In use": _in_use(view, found),
            }
        )
        at = chosen_row(
            shown, "The firm's stages in their order", _LOOKS, key="stage_list", ids=found["id"].tolist(), rows=8
        )  # fmt: skip
        if at is not None:
            _stage(view, found, at)
    cells = [
        Cell("name", "New stage"),
        Cell("kind", "A deal in it is", "choice", "open", KINDS),
        Cell("chance", "Chance (%)", "number", help=CHANCE_HELP),
    ]

    def save(typed: Typed, once: str) -> None:
        chance = None if typed["chance"] is None else typed["chance"] / 100
        actions.add_stage(view.store, view.who or "", typed["name"], typed["kind"], chance, once)

    entry("new_stage", cells, "Add the stage", save, "Added at the end of its kind.")


def _in_use(view: View, found: pd.DataFrame) -> list[str]:
    gone = (found["retired_on"] <= pd.Timestamp(view.as_of)).tolist()
    return ["no longer" if one else "yes" for one in gone]


def _stage(view: View, found: pd.DataFrame, at: int) -> None:
    row = found.to_dict("records")[at]
    number = int(row["id"])
    chance = None if pd.isna(row["chance"]) else round(row["chance"] * 100)
    current: Values = {"version": int(row["version"]), "name": row["name"], "kind": row["kind"], "chance": chance}
    fields = [
        Field("name", "Name"),
        Field("kind", "A deal in it is", "choice", KINDS, "Fixed once a deal stood in it."),
        Field("chance", "Chance (%)", "number", help=CHANCE_HELP),
    ]

    def save(shown: Values, wanted: Values, once: str) -> None:
        changed = [name for name in wanted if wanted[name] != shown[name]]
        before, after = (_shares({name: side[name] for name in changed}) for side in (shown, wanted))
        try:
            actions.edit_stage(
                view.store, view.who or "", number, before | {"version": shown["version"]}, after, once
            )  # fmt: skip
        except StaleEdit as clash:
            first, mine, theirs = (_shares(side, 100) for side in (clash.shown, clash.mine, clash.theirs))
            raise StaleEdit("stage", clash.version, first, mine, theirs, clash.who) from clash

    edit_record(f"stage_{number}", fields, current, save, "Saved.")
    same = [int(one) for one in found.loc[found["kind"] == row["kind"], "id"]]
    _buttons(view, Stage, row, same, found["id"].tolist())


def _shares(values: Values, factor: float = 0.01) -> Values:
    """A chance from per cent to a share, or back (100)."""
    return {n: round(v * factor, 6) if n == "chance" and v is not None else v for n, v in values.items()}


def _reasons(view: View) -> None:
    found = view.read(loss_reasons)
    if found.empty:
        st.caption("No category yet: a deal can be closed as lost once there is one.")
    else:
        shown = pd.DataFrame({"Category": found["name"], "Deals": found["used"], "In use": _in_use(view, found)})
        looks: dict[str, ColumnConfig] = {"Category": st.column_config.TextColumn(width=260)}
        at = chosen_row(
            shown, "The firm's categories of lost deals in their order", looks, key="reason_list",
            ids=found["id"].tolist(), rows=8,
        )  # fmt: skip
        if at is not None:
            _reason(view, found, at)

    def save(typed: Typed, once: str) -> None:
        actions.add_loss_reason(view.store, view.who or "", typed["name"], once)

    entry("new_loss_reason", [Cell("name", "New category")], "Add the category", save, "Added at the end.")


def _reason(view: View, found: pd.DataFrame, at: int) -> None:
    row = found.to_dict("records")[at]
    number = int(row["id"])

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.rename_loss_reason(view.store, view.who or "", number, shown, wanted, once)

    current: Values = {"version": int(row["version"]), "name": row["name"]}
    edit_record(f"loss_reason_{number}", [Field("name", "Name")], current, save, "Saved.")
    every = [int(one) for one in found["id"]]
    _buttons(view, LossReason, row, every, every)


def _buttons(
    view: View, model: actions.Listed, row: dict[Any, Any], among: Sequence[int], every: Sequence[int]
) -> None:  # fmt: skip
    """One place up or down among its like, out of use, and in use again."""
    number, line = int(row["id"]), st.container(horizontal=True)
    at, name = list(among).index(number), table_of(model).name
    work: Callable[[str], object]
    for words, to in (("Up", at - 1), ("Down", at + 1)):
        order = _swapped(every, number, among[to]) if 0 <= to < len(among) else []
        work = partial(actions.put_in_order, view.store, view.who or "", model, order)
        _button(line, f"{name}_{words}", words, row, work, disabled=not order)
    who = view.who or ""
    retire = actions.retire_stage if model is Stage else actions.retire_loss_reason
    if pd.isna(row["retired_on"]):
        work = partial(retire, view.store, who, number, view.as_of)
        _button(line, f"{name}_retire", "No longer offer it", row, work)
    else:
        work = partial(actions.use_again, view.store, who, model, number)
        _button(line, f"{name}_again", "Use it again", row, work)


def _swapped(every: Sequence[int], one: int, other: int) -> list[int]:
    swap = {one: other, other: one}
    return [swap.get(int(number), int(number)) for number in every]


def _button(
    line: DeltaGenerator, key: str, words: str, row: dict[Any, Any], work: Callable[[str], object],
    disabled: bool = False,
) -> None:  # fmt: skip
    # The version is part of the word: a second click on what was drawn before stores nothing.
    once = token(f"{key}_{row['id']}_{row['version']}")
    line.button(words, key=f"{key}_{row['id']}", disabled=disabled, on_click=_do, args=(work, once))


def _do(work: Callable[[str], object], once: str) -> None:
    try:
        work(once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash("Saved.")
