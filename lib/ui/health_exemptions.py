"""Factors that do not apply to an account: which and why, a new one, and the end of one."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.errors import StewardError
from lib.health.actions import end_exemption, exempt_factor
from lib.health.call_queries import exemption_spells
from lib.health.formula import FACTOR_NAMES
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain


def exemptions_part(view: View) -> None:
    """Draw the list, the end of a chosen one, and the form for a new one."""
    st.caption(
        "A factor that does not apply leaves the denominator: the others share its weight. That is why it needs a "
        "reason, and why unknown is something else: it stays in and widens the interval."
    )
    spells = view.read(exemption_spells, view.as_of)
    if spells.empty:
        st.info("Every factor applies to every account.")
    else:
        _list(view, spells)
    if needs_a_name("exempt", to="exempt from a factor"):
        return
    cells = [
        Cell("account_id", "Account", "choice", None, view.read(account_names)),
        Cell("factor", "Factor that does not apply", "choice", None, FACTOR_NAMES),
        Cell("starts_on", "From", "date", view.as_of),
        Cell("reason", "Why it does not apply", help="The client's group forbids surveys; no projects are agreed …"),
    ]

    def save(typed: Typed, once: str) -> None:
        exempt_factor(view.store, view.who or "", **typed, token=once)

    entry("exempt", cells, "Exempt", save, "It leaves the denominator from that day on.")


def _list(view: View, spells: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Account": spells["account"], "Does not apply": spells["factor"].map(FACTOR_NAMES),
            "Why": spells["reason"], "Since": spells["starts_on"], "Until": spells["ends_before"],
        }
    )  # fmt: skip
    chosen = chosen_row(
        shown, "Factors that do not apply, by account, with the reason; choose one to end it", {},
        key="exemptions", ids=spells["id"].tolist(), rows=8,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to let its factor count again.")
        return
    row = spells.iloc[chosen]
    if pd.notna(row["ends_before"]):
        st.caption(plain(f"It ended on {fmt.day(row['ends_before'])}; the factor counts since."))
    elif view.who:
        label = f"Let {FACTOR_NAMES[row['factor']].lower()} of {row['account']} count again from {fmt.day(view.as_of)}"
        st.button(plain(label), on_click=_end, args=(view, int(row["id"]), token("exemption_end")))


def _end(view: View, exemption_id: int, once: str) -> None:
    try:
        end_exemption(view.store, view.who or "", exemption_id, view.as_of, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend("exemption_end")
        flash("The factor counts again.")
