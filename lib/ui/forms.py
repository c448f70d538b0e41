"""Forms on the screen: stored once, what was typed kept after an error, two editors told of each other."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue, StaleEdit, StewardError, words
from lib.ui.flash import flash
from lib.ui.text import plain

Values = dict[str, Any]
Save = Callable[[Values, Values, str], None]  # shown, wanted, token


@dataclass(frozen=True)
class Field:
    """One field of a form: `choices` maps what is stored to what a person reads (None: nothing chosen).

    "sentence" is text that takes more than one line on the screen.
    """

    name: str
    label: str
    kind: Literal["text", "sentence", "number", "date", "choice"] = "text"
    choices: Mapping[Any, str] | None = None
    help: str | None = None


def token(key: str) -> str:
    """A word for one submission of the form `key`: a second click with the same word stores nothing."""
    fresh: str = st.session_state.setdefault(f"_token_{key}", uuid.uuid4().hex)
    return fresh


def spend(key: str) -> None:
    """The form was stored: its next submission is another."""
    st.session_state.pop(f"_token_{key}", None)


def pressed(key: str, once: str, done: str | None, work: Callable[[str], object]) -> None:
    """The callback of a button that writes once: `work(once)`, then `done` is said, or what was refused.

    `once` is the `token(key)` the button was drawn with: a second click on it comes with the same word and stores
    nothing, where a word taken at the press would be a fresh one.
    """
    try:
        work(once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        if done:
            flash(done)


def edit_record(key: str, fields: Sequence[Field], current: Values, save: Save, done: str) -> None:
    """A form to change one record; `current` holds its `version` and the value of every field.

    What the form first showed stays the ground of the comparison while it stands: a rerun never swaps it for what
    somebody else saved meanwhile. `save(shown, wanted, token)` is called once; its errors keep what was typed.
    """
    clash = st.session_state.get(f"_clash_{key}")
    if isinstance(clash, StaleEdit):
        _settle(key, fields, clash, save, done)
        return
    shown = _ground(key, fields, current)
    with st.form(f"form_{key}", border=False):
        cells = st.grid(3, min_column_width=180)
        for field in fields:
            with cells.container():
                _widget(key, shown, field)
        sent = st.form_submit_button(
            "Save", type="primary", on_click=_submit, args=(key, fields, shown, token(key), save, done)
        )
    if sent and not st.session_state.pop(f"_heard_{key}", False):
        st.warning("The connection was lost and nothing was saved. What you typed is still here: save it again.")


def _ground(key: str, fields: Sequence[Field], current: Values) -> Values:
    """What the form showed first; what is stored now where the form did not stand on the page the run before."""
    shown: Values = st.session_state.get(f"_shown_{key}", current)
    if _name(key, shown, fields[0]) not in st.session_state:
        shown = current
        st.session_state.pop(f"_problem_{key}", None)  # what was refused went with what was typed
    st.session_state[f"_shown_{key}"] = shown
    return shown


def _widget(key: str, shown: Values, field: Field) -> None:
    # The version is part of the name: after a lost session a browser must not fill in text typed on an older one.
    name, value = _name(key, shown, field), shown[field.name]
    if field.kind == "choice":
        options = list(field.choices or {})
        st.selectbox(
            field.label, options, options.index(value) if value in options else None, key=name, help=field.help,
            format_func=lambda option: (field.choices or {}).get(option, "–"), placeholder="Nobody has said",
        )  # fmt: skip
    elif field.kind == "date":
        st.date_input(field.label, value, key=name, help=field.help, format="YYYY-MM-DD", min_value=date(1900, 1, 1))
    elif field.kind == "number":
        st.number_input(field.label, value=value, key=name, help=field.help, step=1)
    elif field.kind == "sentence":
        st.text_area(field.label, value or "", key=name, help=field.help, max_chars=500, height=100)
    else:
        st.text_input(field.label, value or "", key=name, help=field.help, max_chars=500)
    problem = st.session_state.get(f"_problem_{key}")
    if isinstance(problem, RefusedValue) and problem.field == field.name:
        st.error(plain(problem.beside(field.label)))


def _name(key: str, shown: Values, field: Field) -> str:
    return f"{key}_{shown['version']}_{field.name}"


def _submit(key: str, fields: Sequence[Field], shown: Values, once: str, save: Save, done: str) -> None:
    # Ground and token are those the form was drawn with: a second click comes after the first has spent them.
    st.session_state[f"_heard_{key}"] = True
    wanted = {field.name: _typed(st.session_state[_name(key, shown, field)]) for field in fields}
    _save(key, fields, shown, wanted, once, save, done)


def _typed(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


def _save(
    key: str, fields: Sequence[Field], shown: Values, wanted: Values, once: str, save: Save, done: str
) -> None:  # fmt: skip
    state = st.session_state
    state.pop(f"_problem_{key}", None)
    try:
        save(shown, wanted, once)
    except StaleEdit as clash:
        state[f"_clash_{key}"] = clash
    except RefusedValue as problem:
        state[f"_problem_{key}"] = problem
        labels = {field.name: field.label for field in fields}
        flash(problem.beside(labels[problem.field]) if problem.field in labels else str(problem), good=False)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        for kept in ("_shown_", "_clash_"):
            state.pop(kept + key, None)
        spend(key)
        flash(done)


def _settle(key: str, fields: Sequence[Field], clash: StaleEdit, save: Save, done: str) -> None:
    """Both values of every field that either changed; the person chooses, nothing is lost meanwhile."""
    st.warning(plain(clash))
    known = {field.name: field for field in fields}
    with st.form(f"settle_{key}", border=True):
        for name in clash.theirs:
            field = known.get(name, Field(name, words(name).capitalize()))
            sides = {
                "mine": f"Yours: {_read(field, clash.mine[name])}",
                "theirs": f"{clash.who}: {_read(field, clash.theirs[name])}",
            }
            untouched = clash.mine[name] == clash.shown[name]
            st.radio(
                field.label, list(sides), index=1 if untouched else 0, key=f"{key}_{clash.version}_side_{name}",
                format_func=lambda side, sides=sides: plain(sides[side]),
                captions=["you left it as it was" if untouched else "what you typed", "what is stored now"],
            )  # fmt: skip
        st.form_submit_button(
            "Save what I chose", type="primary", on_click=_chose, args=(key, fields, clash, token(key), save, done)
        )
    st.button("Leave it as it is now", key=f"leave_{key}", on_click=_leave, args=(key,))


def _chose(key: str, fields: Sequence[Field], clash: StaleEdit, once: str, save: Save, done: str) -> None:
    sides = {name: st.session_state[f"{key}_{clash.version}_side_{name}"] for name in clash.theirs}
    wanted = {name: clash.mine[name] if side == "mine" else clash.theirs[name] for name, side in sides.items()}
    _save(key, fields, {**clash.theirs, "version": clash.version}, wanted, once, save, done)


def _leave(key: str) -> None:
    for kept in ("_shown_", "_clash_", "_problem_", "_token_"):
        st.session_state.pop(kept + key, None)


def _read(field: Field, value: Any) -> str:
    if value is None:
        return "–"
    if field.choices is not None:
        return field.choices.get(value, str(value))
    return fmt.day(value) if isinstance(value, date) else str(value)
