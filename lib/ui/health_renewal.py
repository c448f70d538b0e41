"""One renewal beside the calendar: its amounts and outcome to enter, and what people call."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.renewal_actions import add_renewal, edit_renewal
from lib.accounts.renewal_queries import renewal_form
from lib.accounts.tables import RENEWAL_OUTCOMES
from lib.errors import StaleEdit
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.health_calls import calls
from lib.ui.page import View
from lib.ui.text import plain

Row = Mapping[Any, Any]
MONEY = ("target_cents", "forecast_cents", "final_cents")


def renewal_panel(view: View, row: Row) -> None:
    """Show and edit one row of the calendar."""
    with st.container(border=True, key="renewal_panel"):
        service = f" · {plain(row['service'])}" if isinstance(row["service"], str) else ""
        st.subheader(f"{plain(row['account'])}{service}", anchor=False)
        st.caption(plain(_standing(row)))
        if not needs_a_name("renewal"):
            _edit(view, int(row["id"])) if pd.notna(row["id"]) else _add(view, row)
        calls(view, int(row["account_id"]), "renewal_")


def _standing(row: Row) -> str:
    parts = [f"Falls due on {fmt.day(row['due_on'])}"]
    if pd.notna(row["notice_given_on"]):
        parts.append(f"notice was given on {fmt.day(row['notice_given_on'])}")
    elif row["notice_on"] != row["due_on"]:
        parts.append(f"last day for notice {fmt.day(row['notice_on'])}")
    if row["auto_renews"]:
        parts.append("renews by itself where nobody gives notice")
    return ", ".join(parts) + "."


def _edit(view: View, renewal_id: int) -> None:
    stored = view.read(renewal_form, renewal_id)
    if not stored:
        st.info("This renewal is no longer there.")
        return
    sign = fmt.sign(view.currency).strip()
    fields = [
        Field("target_cents", f"Target ({sign})", "number", help="What is aimed at: the renewal rate is against it."),
        Field("forecast_cents", f"Forecast ({sign})", "number", help="What you expect it to come to."),
        Field("final_cents", f"Final ({sign})", "number", help="What it came to; only with an outcome."),
        Field("outcome", "Outcome", "choice", {None: "–", **{word: word for word in RENEWAL_OUTCOMES}}),
        Field("decided_on", "Decided on", "date", help="Before that day figures do not know the outcome."),
    ]

    def save(shown: Values, wanted: Values, once: str) -> None:
        changed = [name for name in wanted if wanted[name] != shown[name]]
        before, after = ({name: _stored(name, side[name]) for name in changed} for side in (shown, wanted))
        try:
            edit_renewal(view.store, view.who or "", renewal_id, before | {"version": shown["version"]}, after, once)
        except StaleEdit as clash:
            raise _in_units(clash) from clash

    edit_record(f"renewal_{renewal_id}", fields, _units(stored), save, "Saved.")


def _units(values: Mapping[str, Any]) -> Values:
    """Amounts in whole units of the currency, as they are typed; what is left alone keeps its cents."""
    return {n: round(v / 100) if n in MONEY and v is not None else v for n, v in values.items()}


def _stored(name: str, value: Any) -> Any:
    return value * 100 if name in MONEY and value is not None else value


def _in_units(clash: StaleEdit) -> StaleEdit:
    shown, mine, theirs = (_units(side) for side in (clash.shown, clash.mine, clash.theirs))
    return StaleEdit("renewal", clash.version, shown, mine, theirs, clash.who)


def _add(view: View, row: Row) -> None:
    sign = fmt.sign(view.currency).strip()
    worth: int | None = None if pd.isna(row["due_cents"]) else round(row["due_cents"] / 100)
    st.caption("The contract ends then and nobody wrote what is aimed at. The target starts with what it is worth now.")
    cells = [
        Cell("due_on", "Due on", "date", row["due_on"].date()),
        Cell("target_cents", f"Target ({sign})", "whole", worth),
        Cell("forecast_cents", f"Forecast ({sign})", "whole", help="What you expect it to come to."),
    ]
    contract = int(row["contract_id"])

    def save(typed: Typed, once: str) -> None:
        amounts = {name: _stored(name, typed[name]) for name in ("target_cents", "forecast_cents")}
        add_renewal(view.store, view.who or "", contract, typed["due_on"], **amounts, token=once)

    entry(f"renewal_of_{contract}", cells, "Write the renewal", save, "The renewal is on record.")
