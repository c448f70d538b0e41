"""Record: where an objective of a client stands, and where that number is from."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.ui import value_forms
from lib.ui.account_value import objectives_of
from lib.ui.page import View
from lib.ui.record_account import choose_first


def form(view: View, account_id: int | None) -> None:
    """A reading of one of the account's open objectives, at first the one that needs it most."""
    if account_id is None:
        choose_first()
        return
    found = objectives_of(view, account_id)
    still = found[found["state"] != "closed"]
    if still.empty:
        st.info("No objective of this account is open. Agree on the first one on its page, under “Objectives”.")
        return
    value_forms.reading(view, _chosen(still, account_id), "record_reading")


def _chosen(still: pd.DataFrame, account_id: int) -> Any:
    rows = dict(zip(still["objective_id"].tolist(), still.itertuples(), strict=True))
    names = {number: f"{row.name} ({row.state})" for number, row in rows.items()}
    number = st.selectbox("Objective", list(rows), key=f"record_objective_{account_id}", format_func=names.__getitem__)
    return rows[number]
