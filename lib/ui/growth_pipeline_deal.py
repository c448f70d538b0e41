"""One opportunity on the screen: where it stands and how it came there, and the forms that write to it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.queries import accounts, services
from lib.growth.deal_queries import deal_form, history
from lib.ui import growth_pipeline_forms as forms
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.tabs import tabs
from lib.ui.text import plain

NO_CLIENT = "no client yet"


def deal_panel(view: View, opportunity_id: int, key: str = "pipeline") -> None:
    """Show one opportunity as it stands and let it be edited, moved and closed; `key` keeps two places apart."""
    stored = view.read(deal_form, opportunity_id)
    if not stored:
        st.info("This opportunity is no longer there.")
        return
    with st.container(border=True, key=f"{key}_panel"):
        st.subheader(title(view, stored), anchor=False)
        st.caption(plain(_standing(view, stored)))
        _parts(view, opportunity_id, stored, key)


def title(view: View, stored: Mapping[str, Any]) -> str:
    """Client and service of an opportunity, safe to show."""
    client = _name(view.read(accounts), stored["account_id"]) or NO_CLIENT
    service = _name(view.read(services), stored["service_id"])
    return plain(f"{client} · {service}" if service else client)


def _name(known: pd.DataFrame, number: int | None) -> str:
    names = known.loc[known["id"] == number, "name"].tolist() if number is not None else []
    return str(names[0]) if names else ""


def _standing(view: View, stored: Mapping[str, Any]) -> str:
    step, by = stored["next_step"], stored["next_step_on"]
    amount = stored["amount_cents"]
    kind = forms.KINDS.get(stored["kind"], "Kind not said")
    parts = [
        f"{kind}, in {stored['stage']}" if stored["closed_on"] is None else f"{kind}, {stored['stage'].lower()}",
        f"opened on {fmt.day(stored['opened_on'])}" if stored["opened_on"] else "nobody knows when it was opened",
        fmt.money_exact(amount, view.currency) if amount is not None else "no amount said",
        f"next step: {step}{f' by {fmt.day(by)}' if by else ', no date'}" if step else "no next step",
    ]
    quoted = f" “{stored['reason_quoted']}”" if stored["reason_quoted"] else ""
    return f"{'; '.join(parts)}.{quoted}"


def _parts(view: View, opportunity_id: int, stored: Mapping[str, Any], key: str) -> None:
    def asked(draw: Any) -> Any:
        def drawn() -> None:
            if not needs_a_name(f"{key}_deal"):
                draw(view, opportunity_id, stored, key)

        return drawn

    if stored["stage_kind"] != "open":
        st.info(f"It was {stored['stage_kind']} meanwhile: see “Closed in the last 12 months”.")
        _history(view, opportunity_id, stored)
        return
    tabs(
        f"{key}_deal_tab",
        {
            "Stages": lambda: _history(view, opportunity_id, stored),
            "Edit and next step": asked(forms.edit_form),
            "Move": asked(forms.move_form),
            "Won": asked(forms.won_form),
            "Lost": asked(forms.lost_form),
        },
    )


def _history(view: View, opportunity_id: int, stored: Mapping[str, Any]) -> None:
    found = view.read(history, opportunity_id, view.as_of)
    if found.empty:
        st.caption("No stage was recorded by this day.")
        return
    end = pd.Timestamp(stored["closed_on"] or view.as_of)
    until = found["entered_on"].shift(-1).fillna(end)
    days = (until - found["entered_on"]).dt.days.astype("Int64").where(found["kind"] == "open")
    shown = pd.DataFrame({"Stage": found["stage"], "Since": found["entered_on"], "Days in it": days})
    table(shown, "The stages it went through, with the day and how long it stayed", width=460)
