"""A grid of records on the screen: changes are collected, then saved all at once or refused row by row."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.errors import RefusedValue, StewardError
from lib.team.grid_actions import RowChange, RowProblem, RowsRefused
from lib.ui.editing import editor, fitting
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.tables import table
from lib.ui.text import plain

Cells = dict[str, Any]
Save = Callable[[Sequence[RowChange], str], str]  # the changes and a token; what to say when they are stored
ROWS = 11


@dataclass(frozen=True)
class Sheet:
    """The rows of a grid as they were read: `cells` are what is shown, columns named as a person reads them.

    `values` turns the cells of a row into what the action takes, `title` into what the row is about; `labels` names
    the column of a field that was refused; `told` says a stored field and its value in words.
    """

    ids: list[int]
    versions: list[int]
    cells: pd.DataFrame
    looks: Mapping[str, ColumnConfig]
    values: Callable[[Cells], Cells]
    title: Callable[[Cells], str]
    labels: Mapping[str, str]
    told: Callable[[str, Any], str]

    @property
    def mark(self) -> str:
        """Changes with the records: what a browser kept of other rows is never laid over these."""
        seen = repr((self.ids, self.versions, list(self.cells)))
        return hashlib.sha256(seen.encode()).hexdigest()[:12]


def unsaved(key: str) -> int:
    """How many rows of the grid hold changes that are not saved yet."""
    state = st.session_state
    edits: Any = state.get(state.get(f"_place_{key}", "_no_grid"))
    return sum(len(part) for part in edits.values() if isinstance(part, list | dict)) if edits else 0


def grid(key: str, make: Callable[[], Sheet], save: Save, alt: str, named: bool) -> None:
    """Draw the grid; while changes wait, its rows stand as they were read, whoever writes meanwhile.

    Who is not `named` yet may look only: the change log needs to know who writes.
    """
    if not named:
        sheet = make()
        table(_told_cells(sheet.cells), alt, dict(sheet.looks), height=38 + 35 * max(min(len(sheet.ids), ROWS), 1))
        return
    sheet, place = _standing(key, make)
    _problems(key)
    editor(
        sheet.cells, key=place, editable=list(map(str, sheet.cells)), whole_rows=True, width="stretch",
        column_config=dict(sheet.looks), height=38 + 35 * (min(len(sheet.ids), ROWS) + 1), alt=alt, placeholder="–",
    )  # fmt: skip
    _buttons(key, place, unsaved(key), save)


def _told_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that say nothing of any row: a reader need not look past them."""
    told = [name for name in cells if cells[name].notna().any() and not cells[name].isin([False]).all()]
    return cells[told]


def _standing(key: str, make: Callable[[], Sheet]) -> tuple[Sheet, str]:
    state = st.session_state
    if not unsaved(key) or f"_sheet_{key}" not in state:
        state[f"_sheet_{key}"] = make()
        state.pop(f"_refused_{key}", None)
        state[f"_place_{key}"] = f"{key}_{state.get(f'_turn_{key}', 0)}_{state[f'_sheet_{key}'].mark}"
    sheet: Sheet = state[f"_sheet_{key}"]
    return sheet, state[f"_place_{key}"]


def _buttons(key: str, place: str, waiting: int, save: Save) -> None:
    row = st.container(horizontal=True, vertical_alignment="center")
    label = f"Save {fmt.counted(waiting, 'change')}" if waiting else "Save"
    sent = row.button(
        label, type="primary", key=f"save_{key}", disabled=not waiting, on_click=_save,
        args=(key, place, token(key), save),
    )  # fmt: skip
    if waiting:
        row.button("Discard my changes", key=f"discard_{key}", on_click=put_away, args=(key,))
        clashing = st.session_state.get(f"_refused_{key}", ())
        if clashing and all(one.clash for one in clashing):
            row.button(
                "Save mine over theirs", key=f"over_{key}", on_click=_save_over, args=(key, place, token(key), save)
            )
    else:
        row.caption(
            "Type into the cells; add rows at the end; tick rows to remove them. Nothing is stored until saved."
        )
    if sent and not st.session_state.pop(f"_heard_{key}", False):
        st.warning("The connection was lost and nothing was saved. What you typed is still here: save it again.")


def _problems(key: str) -> None:
    problems: Sequence[RowProblem] = st.session_state.get(f"_refused_{key}", ())
    if not problems:
        return
    sheet: Sheet = st.session_state[f"_sheet_{key}"]
    lines = "\n".join(f"- {_line(sheet, one)}" for one in problems)
    st.error(f"Nothing was saved yet; what you typed is kept.\n\n{lines}")


def _line(sheet: Sheet, problem: RowProblem) -> str:
    where = f"{sheet.labels.get(problem.field, problem.field)}: " if problem.field else ""
    words = f"**{plain(problem.row)}** · {plain(where + problem.reason)}"
    if problem.clash is None or "id" in problem.clash.theirs:
        return words
    clash = problem.clash
    sides = [
        f"{sheet.told(name, clash.shown[name])} when you opened it, {sheet.told(name, theirs)} now, you want "
        f"{sheet.told(name, clash.mine[name])}"
        for name, theirs in clash.theirs.items()
    ]
    return words + " " + plain("; ".join(sides) + ".")


def put_away(key: str) -> None:
    """Forget what waits in a grid, and the rows it stands on: they are read anew."""
    state = st.session_state
    state[f"_turn_{key}"] = state.get(f"_turn_{key}", 0) + 1
    for kept in ("_sheet_", "_place_", "_refused_"):
        state.pop(kept + key, None)


def _save_over(key: str, place: str, once: str, save: Save) -> None:
    """Save against what stands now: only the cells this person changed go over the other's."""
    state = st.session_state
    sheet: Sheet = state[f"_sheet_{key}"]
    newer = {one.row: one.clash.version for one in state.get(f"_refused_{key}", ()) if one.clash}
    named = [_row_name(sheet, at) for at in range(len(sheet.ids))]
    versions = [newer.get(name, version) for name, version in zip(named, sheet.versions, strict=True)]
    state[f"_sheet_{key}"] = replace(sheet, versions=versions)
    _save(key, place, once, save)


def _save(key: str, place: str, once: str, save: Save) -> None:
    state = st.session_state
    state[f"_heard_{key}"] = True
    if f"_sheet_{key}" not in state or not state.get(place) or state.get(f"_spent_{key}") == once:
        return  # the second of two quick clicks
    state.pop(f"_refused_{key}", None)
    try:
        said = save(changes(state[f"_sheet_{key}"], state[place]), once)
    except RowsRefused as refused:
        state[f"_refused_{key}"] = refused.problems
    except StewardError as error:
        flash(str(error), good=False)
    else:
        state[f"_spent_{key}"] = once
        spend(key)
        put_away(key)
        flash(said)


def changes(sheet: Sheet, edits: Mapping[str, Any]) -> list[RowChange]:
    """What was done in the grid, by row; rows typed and then removed are removed. RowsRefused for unreadable cells."""
    edits = fitting(edits, list(map(str, sheet.cells)), len(sheet.ids), whole_rows=True)
    gone = set(edits["deleted_rows"])
    touched = {at: cells for at, cells in edits["edited_rows"].items() if at not in gone}
    found = [_change(sheet, at, None) for at in sorted(gone)]
    found += [_change(sheet, at, touched[at]) for at in sorted(touched)]
    blank = dict.fromkeys(sheet.cells.columns)
    typed = [row for row in edits["added_rows"] if any(value not in (None, False, "") for value in row.values())]
    for number, row in enumerate(typed, start=1):
        cells = _read_cells(blank | {name: value for name, value in row.items() if name in blank})
        name = f"New row {number}{_about(sheet, cells)}"
        found.append(RowChange(name, None, {}, _values(sheet, name, cells)))
    return found


def _change(sheet: Sheet, at: int, typed: Mapping[str, Any] | None) -> RowChange:
    name, cells = _row_name(sheet, at), _cells_of(sheet, at)
    shown = _values(sheet, name, cells) | {"version": sheet.versions[at]}
    if typed is None:
        return RowChange(name, sheet.ids[at], shown, None)
    known = {column: value for column, value in typed.items() if column in cells}
    return RowChange(name, sheet.ids[at], shown, _values(sheet, name, cells | _read_cells(known)))


def _values(sheet: Sheet, name: str, cells: Cells) -> Cells:
    try:
        return sheet.values(cells)
    except RefusedValue as refused:
        raise RowsRefused([RowProblem(name, refused.field, refused.reason)]) from refused


def _row_name(sheet: Sheet, at: int) -> str:
    return f"Row {at + 1}{_about(sheet, _cells_of(sheet, at))}"


def _about(sheet: Sheet, cells: Cells) -> str:
    title = sheet.title(cells)
    return f" ({title})" if title else ""


def _cells_of(sheet: Sheet, at: int) -> Cells:
    return _read_cells({str(name): sheet.cells[name].iloc[at] for name in sheet.cells})


def _read_cells(cells: Cells) -> Cells:
    return {name: _read(value) for name, value in cells.items()}


def _read(value: Any) -> Any:
    """A cell as plain Python: a day of the calendar, a number, words; None where it is empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, str):
        return value.strip() or None
    return value.item() if hasattr(value, "item") else value


def day_typed(field: str, value: Any) -> date | None:
    """The day in a cell: a browser sends it as ISO words. Raises RefusedValue."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise RefusedValue(field, f"“{value}” is no day: write it like 2026-11-30.") from error


def picked(field: str, value: Any, known: Mapping[str, Any]) -> Any:
    """What stands behind a chosen name; None for none. RefusedValue for a name that is not offered."""
    if value is None:
        return None
    if value not in known:
        raise RefusedValue(field, f"“{value}” is not in the list: choose again.")
    return known[value]


def numeral(field: str, value: Any) -> float | None:
    """The number in a cell. Raises RefusedValue."""
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise RefusedValue(field, f"“{value}” is no number.") from error
