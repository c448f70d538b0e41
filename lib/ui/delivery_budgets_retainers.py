"""The hours that retainers include month by month against those used, on the screen."""

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.periods import month
from lib.profitability.hours import SUBJECTS
from lib.profitability.retainers import retainer_months
from lib.ui import session
from lib.ui.account_figures import height
from lib.ui.delivery_margin_read import named
from lib.ui.page import View
from lib.ui.tables import table

ROWS = 12
_column = st.column_config


def retainer_section(view: View) -> None:
    """Each account's hours included and used, in the month that runs and in those before."""
    st.markdown("**Retainers: hours included and used**")
    every = session.keep_of(
        "retainer months", SUBJECTS, (view.as_of,), lambda: retainer_months(view.store, view.as_of)
    )  # fmt: skip
    if every.empty:
        st.caption("No retainer says how many hours it includes, or no hours are logged yet.")
        return
    found = named(view, every.astype({"account_id": "int64"}))
    if found.empty:
        st.caption("No retainer under these filters.")
        return
    st.markdown(_answer(found, view.as_of))
    shown = by_account(found)
    table(shown, "Hours included in retainers and used, by account and month", _looks(shown),
          height=height(len(shown), ROWS))  # fmt: skip
    st.caption("Used: all hours of the account but those on projects with agreed hours of their own.")


def _answer(found: pd.DataFrame, as_of: date) -> str:
    whole = found[~found["so_far"].astype(bool)]
    latest = whole[whole["month"] == whole["month"].max()] if len(whole) else found
    used, included = latest["used"].sum(), latest["included"].sum()
    over = int((latest["used"] > latest["included"]).sum())
    name = latest["month"].iloc[0]
    share = (
        f"**{fmt.percent(used / included)}** of the hours included were used" if included else "no hours were included"
    )
    words = f"In {name:%B %Y} {share}; **{over} of {len(latest)}** accounts used more than theirs."
    running = found[found["so_far"].astype(bool)]
    if running.empty:
        return words
    already = int((running["used"] > running["included"]).sum())
    return f"{words} This month {fmt.counted(already, 'account')} did already, with {_left(as_of)} to go."


def _left(as_of: date) -> str:
    return fmt.counted((month(as_of).last_day - as_of).days, "day")


def by_account(found: pd.DataFrame) -> pd.DataFrame:
    """One row an account: hours included (newest month), then used a month and its share, the most used first."""
    newest = found.sort_values("month").groupby("account")
    shown = pd.DataFrame({"Included (h)": newest["included"].last() / 60})
    shares = []
    for first, rows in found.sort_values("month", ascending=False).groupby("month", sort=False):
        one = rows.set_index("account")
        label = f"{first:%b}" + (" so far" if bool(rows["so_far"].iloc[0]) else "")
        shown[f"{label} (h)"] = one["used"] / 60
        share = (one["used"] / one["included"].where(one["included"] > 0) * 100).round()
        shown[f"{label} (%)"] = share
        shares.append(share)
    worst = pd.concat(shares, axis=1).max(axis=1)
    ordered = shown.assign(worst=worst).sort_values("worst", ascending=False, na_position="last")
    return ordered.drop(columns="worst").rename_axis("Account").reset_index()


def _looks(shown: pd.DataFrame) -> dict[str, ColumnConfig]:
    numbers = {
        name: _column.NumberColumn(format="%.0f", width=95, help="Of the hours included." if "%" in name else None)
        for name in shown.columns[1:]
    }
    return {"Account": _column.TextColumn(width=160), **numbers}
