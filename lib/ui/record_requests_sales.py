"""What was promised in the sale: how many of these promises were kept, and the list of them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.periods import trailing_year
from lib.relationship.figures import promises_kept
from lib.relationship.promise_figures import promise_counts, promise_standing
from lib.relationship.sales_promise_queries import SalesPromise, sales_promises
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


def sales_part(view: View, inside: frozenset[int] | None) -> None:
    """The figure and the list; `inside`: the accounts under the filters, None: all."""
    found = [one for one in view.read(sales_promises, view.as_of) if inside is None or one.account_id in inside]
    st.subheader("Promised in the sale", anchor=False)
    if not found:
        st.caption(
            "No promise was made before a client signed, or by somebody in a sales role. Record those under Promise "
            "with the day they were made: they bind us like any other and count among the promises kept."
        )
        return
    st.markdown(_answer(found, view.as_of))
    text, day = st.column_config.TextColumn, st.column_config.DateColumn
    table(
        _shown(found, view.as_of), f"{fmt.counted(len(found), 'promise')} made in the sale, the open ones first",
        {
            "Standing": text(width=110), "Promise": text(width=250), "Account": text(width=160), "By": text(width=130),
            "Why it counts": text(width=210), "Made": day(format="D MMM YYYY", width=95),
            "Due": day(format="D MMM YYYY", width=95),
        },
        height=38 + 35 * min(len(found), 6),
    )  # fmt: skip


def _answer(found: Sequence[SalesPromise], as_of: date) -> str:
    rows = [one.row for one in found]
    kept = promises_kept(*promise_counts(rows, trailing_year(as_of), as_of))
    still = sum(one.outcome is None for one in rows)
    told = f"**{fmt.figure(kept, 'share', '')}** kept in time in 12 months" if kept.base else "None due in 12 months"
    carried = f"; {plain(kept.note)}" if kept.note else ""
    return f"{fmt.counted(len(rows), 'promise')} made in the sale: {told}; {still or 'none'} open{carried}."


def _shown(found: Sequence[SalesPromise], as_of: date) -> pd.DataFrame:
    first = [one for one in found if one.row.outcome is None]
    ordered = first + [one for one in reversed(found) if one.row.outcome is not None]
    return pd.DataFrame(
        {
            "Standing": [promise_standing(one.row, as_of) for one in ordered],
            "Promise": [one.row.what for one in ordered],
            "Account": [one.account for one in ordered],
            "By": [one.row.by for one in ordered],
            "Why it counts": [_why(one) for one in ordered],
            "Made": [one.row.made_on for one in ordered],
            "Due": [one.row.due_on for one in ordered],
        }
    )


def _why(one: SalesPromise) -> str:
    if one.sold_by_role is not None:
        return f"made as {one.sold_by_role}"
    return f"before the client signed ({fmt.day(one.signed_on)})" if one.signed_on else "before the client signed"
