"""A form that makes a new record: refused beside the field with what was typed kept, stored once, then blank again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from lib.errors import RefusedValue, StewardError
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.text import plain

Typed = dict[str, Any]
Save = Callable[[Typed, str], None]  # what was typed by field, token


@dataclass(frozen=True)
class Cell:
    """One field of the form, named as the action names it in a refusal; `start` is what stands there first.

    Of "many" the choices are several (a list), "tick" is yes or no, "moment" a day and time of the clock, "sentence"
    text that takes more than one line on the screen. What is `folded` stands closed under the others, with its start.
    """

    name: str
    label: str
    kind: Literal["text", "sentence", "number", "whole", "date", "moment", "choice", "many", "tick"] = "text"
    start: Any = None
    choices: Mapping[Any, str] | None = None
    help: str | None = None
    folded: bool = False


def entry(key: str, cells: Sequence[Cell], button: str, save: Save, done: str) -> None:
    """Draw the form; `save(typed, token)` is called once for each record, `done` is said when it was stored."""
    turn = st.session_state.setdefault(f"_turn_{key}", 0)
    if _name(key, turn, cells[0]) not in st.session_state:
        st.session_state.pop(f"_problem_{key}", None)  # the form was put away: it comes back blank, so without refusal
    with st.form(f"entry_{key}", border=False):
        _grid(key, turn, [cell for cell in cells if not cell.folded])
        _folded(key, turn, [cell for cell in cells if cell.folded])
        sent = st.form_submit_button(
            button, type="primary", on_click=_submit, args=(key, turn, cells, token(key), save, done)
        )
    if sent and not st.session_state.pop(f"_heard_{key}", False):
        st.warning("The connection was lost and nothing was saved. What you typed is still here: save it again.")


def _grid(key: str, turn: int, cells: Sequence[Cell]) -> None:
    grid = st.grid(3, min_column_width=180)
    for cell in cells:
        with grid.container():
            _widget(_name(key, turn, cell), cell)
            _refusal(key, cell)


def _folded(key: str, turn: int, cells: Sequence[Cell]) -> None:
    """The rest, behind one line that says what stands there: open where one of them was refused."""
    if not cells:
        return
    problem = st.session_state.get(f"_problem_{key}")
    refused = isinstance(problem, RefusedValue) and problem.field in [cell.name for cell in cells]
    labels = ", ".join(cell.label[:1].lower() + cell.label[1:] for cell in cells)
    with st.expander(f"More: {labels}", expanded=refused):
        _grid(key, turn, cells)


def _name(key: str, turn: int, cell: Cell) -> str:
    return f"{key}_{turn}_{cell.name}"


def _widget(name: str, cell: Cell) -> None:
    if cell.kind == "choice":
        options = list(cell.choices or {})
        at = options.index(cell.start) if cell.start in options else None
        st.selectbox(
            cell.label, options, at, key=name, help=cell.help, placeholder="Choose",
            format_func=lambda option: (cell.choices or {}).get(option, "–"),
        )  # fmt: skip
    elif cell.kind == "many":
        st.multiselect(
            cell.label, list(cell.choices or {}), cell.start, key=name, help=cell.help, placeholder="Choose",
            format_func=lambda option: (cell.choices or {}).get(option, "–"),
        )  # fmt: skip
    elif cell.kind == "tick":
        st.checkbox(cell.label, bool(cell.start), key=name, help=cell.help)
    elif cell.kind == "moment":
        st.datetime_input(cell.label, cell.start, key=name, help=cell.help, format="YYYY-MM-DD", step=300)
    elif cell.kind == "date":
        st.date_input(cell.label, cell.start, key=name, help=cell.help, format="YYYY-MM-DD", min_value=date(1990, 1, 1))
    elif cell.kind == "number":
        st.number_input(cell.label, value=cell.start, key=name, help=cell.help, step=1.0, format="%g")
    elif cell.kind == "whole":
        st.number_input(cell.label, value=cell.start, key=name, help=cell.help, step=1)
    elif cell.kind == "sentence":
        st.text_area(cell.label, cell.start or "", key=name, help=cell.help, max_chars=500, height=100)
    else:
        st.text_input(cell.label, cell.start or "", key=name, help=cell.help, max_chars=500)


def _refusal(key: str, cell: Cell) -> None:
    problem = st.session_state.get(f"_problem_{key}")
    if isinstance(problem, RefusedValue) and problem.field == cell.name:
        st.error(plain(problem.beside(cell.label)))


def _submit(key: str, turn: int, cells: Sequence[Cell], once: str, save: Save, done: str) -> None:
    state = st.session_state
    state[f"_heard_{key}"] = True
    typed = {cell.name: _tidy(state.get(_name(key, turn, cell), cell.start)) for cell in cells}
    untouched = all(typed[cell.name] == _tidy(cell.start) for cell in cells)
    if (untouched and state.get(f"_stored_{key}") == turn) or state.get(f"_spent_{key}") == once:
        return  # the second of two quick clicks: on the form that was stored, or on the blank one that followed
    _store(key, turn, cells, typed, once, save, done)


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


def _store(
    key: str, turn: int, cells: Sequence[Cell], typed: Typed, once: str, save: Save, done: str
) -> None:  # fmt: skip
    state = st.session_state
    state.pop(f"_problem_{key}", None)
    try:
        save(typed, once)
    except RefusedValue as problem:
        state[f"_problem_{key}"] = problem
        labels = {cell.name: cell.label for cell in cells}
        flash(problem.beside(labels[problem.field]) if problem.field in labels else str(problem), good=False)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        state[f"_turn_{key}"] = state[f"_stored_{key}"] = turn + 1
        state[f"_spent_{key}"] = once
        spend(key)
        flash(done)
