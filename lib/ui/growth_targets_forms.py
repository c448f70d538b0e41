"""The forms that write growth targets: a new one, another amount, one taken away."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.errors import RefusedValue, StaleEdit, StewardError
from lib.growth.target_actions import add_target, edit_target, remove_target
from lib.growth.target_queries import target_form
from lib.people.queries import current_people
from lib.periods import Period, add_months, next_day, quarter
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View

KINDS = {"revenue": "Revenue", "growth": "Growth on a year earlier", "won": "Won deals"}
SPANS = ("This year", "Next year", "This quarter", "Next quarter")


def span_of(as_of: date, words: str) -> Period:
    """The calendar year or quarter that SPANS names, as seen on a day."""
    if "year" in words:
        year = as_of.year + (words == "Next year")
        return Period(date(year, 1, 1), date(year + 1, 1, 1), str(year))
    running = quarter(as_of)
    return running if words == "This quarter" else quarter(add_months(running.start, 3))


def new_target(view: View) -> None:
    """A target of the book, of a person or of an account."""
    if needs_a_name("target", to="edit growth target"):
        return
    row = st.container(horizontal=True, vertical_alignment="bottom")
    kind = row.segmented_control(
        "What is aimed at", list(KINDS), default="revenue", key="target_kind", required=True,
        format_func=KINDS.__getitem__,
    )  # fmt: skip
    words = row.segmented_control("For", SPANS, default=SPANS[0], key="target_span", required=True)
    span = span_of(view.as_of, words or SPANS[0])
    cells = [
        Cell("whose", "Whose target", "choice", "book", _scopes(view)),
        _aim_cell(view, kind or "revenue"),
        Cell("starts_on", "From", "date", span.start),
        Cell("ends_before", "To (last day)", "date", span.last_day),
    ]
    st.caption(_MEANING[kind or "revenue"])

    def save(typed: Typed, once: str) -> None:
        _save_new(view, kind or "revenue", typed, once)

    entry(f"target_{kind}_{words}".replace(" ", "_"), cells, "Set the target", save, "The target is set.")


_MEANING = {
    "revenue": "Revenue recognised in these days.",
    "growth": "Revenue of these days against the same days a year earlier; below zero where it is to shrink.",
    "won": "Amounts of the deals won in these days. Renewals are not counted: they stand on Account health.",
}


def _scopes(view: View) -> dict[str, str]:
    people = {f"person {one}": f"{name} (person)" for one, name in view.read(current_people).items()}
    accounts = {f"account {one}": name for one, name in view.read(account_names).items()}
    return {"book": "The book"} | people | accounts


def _aim_cell(view: View, kind: str) -> Cell:
    if kind == "growth":
        return Cell("share", "Growth (%)", "number", help="8 means 8 % more than in the same days a year earlier.")
    return Cell("amount_cents", f"Amount ({fmt.sign(view.currency).strip()})", "number")


def _save_new(view: View, kind: str, typed: Typed, once: str) -> None:
    scope, _, number = (typed["whose"] or "book").partition(" ")
    last, amount, growth = typed["ends_before"], typed.get("amount_cents"), typed.get("share")
    add_target(
        view.store, view.who or "", kind, typed["starts_on"], None if last is None else next_day(last), once,
        account_id=int(number) if scope == "account" else None, person_id=int(number) if scope == "person" else None,
        amount_cents=None if amount is None else round(amount * 100), share=None if growth is None else growth / 100,
    )  # fmt: skip


def change_target(view: View, row: Mapping[Any, Any], place: str) -> None:
    """Another amount or growth for one target, or take it away."""
    number = int(row["id"])
    stored = view.read(target_form, number)
    if not stored:
        st.info("This target is no longer there.")
        return
    if needs_a_name(f"{place}_target", to="edit growth target"):
        return
    growth = stored["kind"] == "growth"
    label = "Growth (%)" if growth else f"Amount ({fmt.sign(view.currency).strip()})"
    name = "share" if growth else "amount_cents"
    st.caption("As of days before today the target keeps the amount it had.")

    def save(shown: Values, wanted: Values, once: str) -> None:
        _save_change(view, number, name, shown, wanted, once)

    current = {"version": stored["version"], name: _typed(name, stored[name])}
    edit_record(f"{place}_{number}", [Field(name, label)], current, save, "The target is changed.")
    with st.popover("Remove this target", key=f"removing_{place}_{number}"):
        st.caption("For one set by mistake. The change log keeps what it was.")
        st.button("Remove it", key=f"remove_{place}_{number}", on_click=_remove, args=(view, number))


def _save_change(view: View, number: int, name: str, shown: Values, wanted: Values, once: str) -> None:
    if wanted[name] == shown[name]:
        return
    before, after = {name: _number(name, shown[name])}, {name: _number(name, wanted[name])}
    try:
        edit_target(view.store, view.who or "", number, before | {"version": shown["version"]}, after, once)
    except StaleEdit as clash:
        raise _as_typed(clash) from clash


def _as_typed(clash: StaleEdit) -> StaleEdit:
    shown, mine, theirs = (
        {name: _typed(name, value) for name, value in side.items()} for side in (clash.shown, clash.mine, clash.theirs)
    )
    return StaleEdit("growth_target", clash.version, shown, mine, theirs, clash.who)


def _typed(name: str, value: Any) -> str | None:
    """An amount in units, or a growth in per cent, as it is typed."""
    if value is None:
        return None
    return f"{round(value * 100, 6):g}" if name == "share" else f"{value / 100:.2f}".removesuffix(".00")


def _number(name: str, text: Any) -> Any:
    """What was typed as cents or a share; None where nothing was. Raises RefusedValue."""
    if text is None:
        return None
    tidy = re.sub(r"[ %]", "", str(text))
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", tidy):
        tidy = tidy.replace(",", "")
    tidy = re.sub(r"^(-?\d+),(\d{1,2})$", r"\1.\2", tidy)
    if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", tidy):
        raise RefusedValue(name, f"'{text}' is not a number: write it like 125000.50.")
    return float(tidy) / 100 if name == "share" else round(float(tidy) * 100)


def _remove(view: View, number: int) -> None:
    key = f"remove_target_{number}"
    try:
        remove_target(view.store, view.who or "", number, token(key))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash("The target is removed.")
