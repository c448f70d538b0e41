"""What one client still brings over a stated horizon, on its money tab."""

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.health.lifetime_values import Values, value_clients
from lib.health.lifetimes import REVENUE, read_lifetimes, read_margins
from lib.money.clv_figures import Terms
from lib.ui import who
from lib.ui.page import View
from lib.ui.text import plain


def lifetime(view: View, account_id: int) -> None:
    """One line: what is still to come with its interval, or why it cannot be told."""
    seen = who.sees_costs()
    words = view.keep("still to come", lambda: _words(view, account_id, sees_costs=seen), account_id, seen)
    if words:
        st.markdown(words)


def _words(view: View, account_id: int, *, sees_costs: bool) -> str:
    values, basis = view.keep("values of all", lambda: _values(view, sees_costs=sees_costs), sees_costs)
    mine = values.clients[values.clients["account_id"] == account_id]
    if mine.empty:
        return ""
    row = mine.iloc[0]
    if values.clv.value is None or pd.isna(row["months"]):
        return f"**Lifetime value: –** ({plain(values.clv.why or 'too few clients ended to tell')})"
    worth, low, high = (float(row["monthly"]) * float(row[name]) for name in ("months", "low", "high"))
    shown, least, most = (plain(fmt.money(cents, view.currency)) for cents in (worth, low, high))
    terms = values.terms
    return (
        f"**Still to come: {shown}** of {basis} over {terms.months} months (95 % interval {least} to {most}): "
        f"{plain(fmt.money(float(row['monthly']), view.currency))} a month, for as long as clients of its age stay, "
        f"discounted {plain(fmt.percent(terms.yearly_discount))} a year."
    )


def _values(view: View, *, sees_costs: bool) -> tuple[Values, str]:
    """The values of every client by the usual horizon and discount, and what they are of."""
    found = view.read(read_lifetimes, view.as_of)
    margins = read_margins(view.store, found)
    basis = margins.told(sees_costs=sees_costs)[0]
    everyone = np.ones(len(found.clients), dtype=np.bool_)
    of = "revenue" if basis == REVENUE else "margin"
    return value_clients(found, margins.monthly(basis), everyone, Terms()), of
