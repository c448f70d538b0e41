"""What could be raised with one client next, and what stands in the way, on its own page."""

import pandas as pd
import streamlit as st

from lib.ui import upsell
from lib.ui.page import View
from lib.ui.text import plain
from lib.ui.upsell_table import chance_words

MOST = 5


def conversations_of(view: View, account_id: int) -> None:
    """The conversations of one account in a few lines, ready ones first; nothing where nothing speaks for a service."""
    mine = view.keep("conversations of account", lambda: _mine(view, account_id), account_id)
    if mine.empty:
        return
    ready = int(mine["ready"].sum())
    told = f"**{ready:,} of {len(mine):,}** services that something speaks for can be raised now"
    if len(mine) == 1:
        told = "One service that something speaks for " + ("can be raised now" if ready else "is held back")
    st.markdown(f"{told}.\n\n" + "\n".join(_line(row) for row in mine.head(MOST).to_dict("records")))
    st.page_link("pages/growth.py", label="Upsell opportunities: act on it", icon=":material/trending_up:")


def _mine(view: View, account_id: int) -> pd.DataFrame:
    every = upsell.every_conversation(view)
    mine = every[every["account_id"] == account_id]
    return mine.sort_values("ready", ascending=False, kind="stable").reset_index(drop=True)


def _line(row: "dict[object, object]") -> str:
    service, reason = plain(str(row["service"])), plain(str(row["reason"]))
    if not row["ready"]:
        return f"- {service}: {reason}; held back: {plain(str(row['held_by']))}"
    chance = chance_words(pd.Series(row)[["chance", "chance_low", "chance_high"]].to_numpy(dtype=float))
    return f"- **{service}**: {reason}; P(win) {plain(chance)}"
