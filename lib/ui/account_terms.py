"""What is agreed with one account: contracts in force and how they end, renewals and what they should bring."""

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.money import account_queries as queries
from lib.periods import add_months
from lib.ui.page import View
from lib.ui.tables import table

MONEY = ("12 months", "12 before", "Fee a month", "Fee in all", "Target", "Forecast", "Final", "Amount")
STEPS = ("target", "forecast", "final")


def amounts(view: View, frame: pd.DataFrame) -> dict[str, ColumnConfig]:
    """Columns of money: whole currency units with thousands, the unit in the header."""
    sign, column = fmt.sign(view.currency).strip(), st.column_config
    names = [name for name in frame if name in MONEY]
    return {name: column.NumberColumn(f"{name} ({sign})", format="localized", step=1) for name in names}


def contracts(view: View, account_id: int) -> None:
    """Contracts in force on the as-of day: fee, term, last day for notice, how they end."""
    found = view.read(queries.running_contracts, account_id, view.as_of)
    st.markdown("**Contracts in force**")
    if found.empty:
        st.caption("No contract is in force on this day. Contracts come with an import on the Data page.")
        return
    shown = pd.DataFrame(
        {
            "Service": found["service"],
            "Kind": found["kind"].str.capitalize(),
            "Fee a month": found["monthly_fee_cents"].astype("Float64") / 100,
            "Fee in all": found["total_fee_cents"].astype("Float64") / 100,
            "Since": found["starts_on"],
            "Runs to": found["ends_before"] - timedelta(days=1),
            "Notice by": _notice_by(found),
            "How it ends": [_ending(row) for row in found.to_dict("records")],
        }
    )
    looks = amounts(view, shown) | {"How it ends": st.column_config.TextColumn(width=260)}
    table(shown, "Contracts in force: fee, term, last day for notice, how they end", looks)


def _notice_by(found: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """The last day on which notice ends a term with its end."""
    days = pd.to_timedelta(found["notice_days"].astype("Float64"), unit="D")
    return found["ends_before"] - timedelta(days=1) - days


def _ending(row: dict[Any, Any]) -> str:
    if pd.notna(row["notice_given_on"]):
        return f"Notice was given on {fmt.day(row['notice_given_on'])}"
    notice = row["notice_days"]
    if pd.isna(row["ends_before"]):
        return f"Open-ended, {notice:.0f} days' notice" if pd.notna(notice) else "Open-ended"
    return "Renews by itself" if row["auto_renews"] else "Ends unless renewed"


def renewals(view: View, account_id: int) -> None:
    """Renewals with target, forecast and final amount: the open ones and those of two years."""
    found = view.read(queries.account_renewals, account_id, view.as_of)
    st.markdown("**Renewals**")
    if found.empty:
        st.caption("No renewal is on record: one is written for a contract and the day it falls due.")
        return
    open_one = found["outcome"].isna()
    recent = found["due_on"] >= pd.Timestamp(add_months(view.as_of, -24))
    missing = int((open_one & found["forecast_cents"].isna()).sum())
    if missing:
        st.caption(f"{fmt.counted(missing, 'renewal')} without a forecast.")
    found = found[recent | open_one].sort_values("due_on", ascending=False)
    shown = pd.DataFrame(
        {
            "Due": found["due_on"],
            "Service": found["service"],
            **{name.capitalize(): found[f"{name}_cents"].astype("Float64") / 100 for name in STEPS},
            "Outcome": found["outcome"].str.capitalize().fillna("Open"),
            "Decided": found["decided_on"],
        }
    )
    table(shown, "Renewals with target, forecast and final amount, newest first", amounts(view, shown))
