"""What stands behind one cell of whitespace, or behind all cells of one client."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.account_figures import as_known
from lib.growth.account_queries import account_opportunities, declines, stages_entered
from lib.ui.growth_whitespace_cells import LEGEND, told_of
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain
from lib.ui.upsell import found as found_conversations
from lib.ui.upsell_panel import panel

_column = st.column_config
MOST = 8  # deals shown


def cell_panel(view: View, found: pd.DataFrame, account_id: int, service_id: int) -> None:
    """The state of the cell in words, the deals of this service with this client, and what it declined when."""
    row = found[(found["account_id"] == account_id) & (found["service_id"] == service_id)].iloc[0]
    with st.container(border=True):
        state = LEGEND[str(row["state"])]
        st.markdown(f"**{plain(row['account'])} · {plain(row['service'])}: {state}**")
        st.markdown(f"{plain(_sentence(told_of(view, row)))} {plain(_context(row))}")
        _deals(view, account_id, str(row["service"]))
        _declined(view, account_id, str(row["service"]))
        st.page_link("pages/account.py", label="Open the account", query_params={"account": str(row["account"])})
    every = found_conversations(view)
    talks = every[(every["account_id"] == account_id) & (every["service_id"] == service_id)]
    if len(talks):
        panel(view, talks.iloc[0], "cell")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _context(row: "pd.Series[Any]") -> str:
    owner = "No owner." if pd.isna(row["owner"]) else f"Owner: {row['owner']}."
    return owner if pd.isna(row["sector"]) else f"{owner} Sector: {row['sector']}."


def _deals(view: View, account_id: int, service: str) -> None:
    deals = view.read(account_opportunities, account_id, view.as_of)
    deals = as_known(deals, view.read(stages_entered, account_id, view.as_of), view.as_of)
    deals = deals[deals["service"] == service].iloc[::-1]
    if deals.empty:
        st.caption("No deal of this service with this client is recorded.")
        return
    stage = "open, " + deals["stage"].fillna("no stage")
    shown = pd.DataFrame(
        {
            "Deal": deals["name"], "Outcome": deals["outcome"].mask(deals["outcome"] == "open", stage),
            "Opened": deals["opened_on"], "Closed": deals["closed_on"],
            f"Amount ({fmt.sign(view.currency).strip()})": _amounts(deals),
            "Who": deals["person"], "Why lost": deals["loss_reason"].where(deals["outcome"] == "lost"),
        }
    ).dropna(axis="columns", how="all")  # fmt: skip
    looks: dict[str, ColumnConfig] = {
        "Deal": _column.TextColumn(width=270), "Outcome": _column.TextColumn(width=130),
        "Who": _column.TextColumn(width=130), "Why lost": _column.TextColumn(width=150),
    }  # fmt: skip
    table(shown.head(MOST), f"The newest deals of {service} with this client", looks)
    if len(shown) > MOST:
        st.caption(f"The newest {MOST} of {len(shown):,}; all stand on the account's page.")


def _amounts(deals: pd.DataFrame) -> "pd.Series[float]":
    """In currency units; what was lost brought nothing, whatever is written."""
    return deals["value_cents"].astype("Float64").where(deals["outcome"] != "lost") / 100


def _declined(view: View, account_id: int, service: str) -> None:
    said = view.read(declines, account_id, view.as_of)
    for row in said[said["service"] == service].to_dict("records"):
        words = f"“{row['words']}”" if isinstance(row["words"], str) and row["words"] else "No words kept"
        asked = "no date given to ask again" if pd.isna(row["not_before_on"]) else (
            f"ask again from {fmt.day(row['not_before_on'])}"
        )  # fmt: skip
        st.caption(plain(f"Said “not now” on {fmt.day(row['declined_on'])}: {words}; {asked}."))


def client_panel(view: View, found: pd.DataFrame, account_id: int) -> None:
    """Every service of one client: its state, and what stands behind it."""
    rows = found[found["account_id"] == account_id]
    shown = pd.DataFrame(
        {
            "Service": rows["service"].astype(str),
            "State": [LEGEND[str(state)] for state in rows["state"]],
            "Behind it": [told_of(view, row) for _, row in rows.iterrows()],
            "Open deals": rows["deals"].where(rows["deals"] > 0).astype("Int64"),
        }
    )
    looks: dict[str, ColumnConfig] = {
        "Service": _column.TextColumn(width=170), "State": _column.TextColumn(width=110),
        "Behind it": _column.TextColumn(width=560), "Open deals": _column.NumberColumn(width=80),
    }  # fmt: skip
    order = {state: at for at, state in enumerate(LEGEND)}
    by_state = rows["state"].astype(str).map(order).to_numpy().argsort(kind="stable")
    table(shown.iloc[by_state], "The services of the client by state", looks, height=38 + 35 * len(shown))
    st.page_link("pages/account.py", label="Open the account", query_params={"account": str(rows["account"].iloc[0])})
