"""The forms of work given away: note it, correct it, take it back."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.money import write_off_actions as actions
from lib.money.tables import WRITE_OFF_REASONS
from lib.people.queries import current_people, people
from lib.ui.delivery_margin_read import accounts
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain
from lib.ui.who import myself

REASONS = {reason: reason.capitalize() for reason in WRITE_OFF_REASONS}


def new(view: View) -> None:
    """A write-off nobody noted yet."""
    if needs_a_name("write_off"):
        return
    listed = accounts(view)
    choices = dict(sorted(zip(listed["account_id"].tolist(), listed["account"].tolist(), strict=True), key=_by_name))
    team = view.read(current_people)
    amount, hours, reason, day, told = new_cells(view)
    decided_by = Cell("person_id", "Decided by", "choice", myself() if myself() in team else None, {None: "–", **team})
    cells = [Cell("account_id", "Client", "choice", None, choices), amount, hours, reason, day, decided_by, told]

    def save(typed: Typed, once: str) -> None:
        actions.add_write_off(view.store, view.who or "", **typed, token=once)

    entry("write_off", cells, "Note it", save, "Noted.")


def new_cells(view: View) -> tuple[Cell, ...]:
    """The fields of a new write-off but the client and who decided: amount, hours, reason, day, words."""
    return (
        Cell("amount", _amount(view), "number", help="What the work would have cost the client."),
        Cell("hours", "Hours", "number", help="Where they are known."),
        Cell("reason", "Reason", "choice", None, REASONS),
        Cell("written_off_on", "Decided on", "date", view.as_of),
        Cell("words", "In your words"),
    )


def _by_name(pair: tuple[int, str]) -> str:
    return pair[1].lower()


def _amount(view: View) -> str:
    return f"Amount ({fmt.sign(view.currency).strip()})"


def one(view: View, row: "pd.Series[Any]") -> None:
    """Correct a write-off, or take it back; a row of `write_offs`."""
    number, key = int(row["id"]), f"write_off_{row['id']}"
    st.markdown(f"**{plain(row['account'])}**, {plain(fmt.day(row['day'].date()))}")
    if needs_a_name(key):
        return
    everybody = view.read(people)
    team = dict(zip(everybody["id"].tolist(), everybody["name"].tolist(), strict=True))
    minutes, version = _whole(row["minutes"]), int(row["version"])
    cells = [
        Cell("amount", _amount(view), "number", int(row["amount_cents"]) / 100),
        Cell("hours", "Hours", "number", None if minutes is None else minutes / 60),
        Cell("reason", "Reason", "choice", row["reason"], REASONS),
        Cell("written_off_on", "Decided on", "date", row["day"].date()),
        Cell("person_id", "Decided by", "choice", _whole(row["person_id"]), {None: "–", **team}),
        Cell("words", "In your words", start=row["words"] if isinstance(row["words"], str) else None),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.edit_write_off(view.store, view.who or "", number, version, **typed, token=once)

    entry(f"{key}_{version}", cells, "Save", save, "Corrected.")
    st.button("Take it back", key=f"remove_{key}", on_click=_take_back,
              args=(view, number, version, token(f"remove_{key}")))  # fmt: skip


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _take_back(view: View, number: int, version: int, once: str) -> None:
    try:
        actions.remove_write_off(view.store, view.who or "", number, version, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"remove_write_off_{number}")
        flash("Taken back. The change log keeps what it was.")
