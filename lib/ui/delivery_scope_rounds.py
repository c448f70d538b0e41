"""Revision rounds of deliverables against the rounds in scope, by account, owner and service."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.delivery.scope_figures import rounds_by
from lib.measure import Measure
from lib.ui.account_figures import height
from lib.ui.delivery_projects_read import BY, handed_over
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ROWS = 10
_column = st.column_config


def rounds_compared(view: View, by: str) -> None:
    """Draw rounds and first-round approval by what is chosen; a chosen row opens its deliverables."""
    found = handed_over(view)
    st.markdown(f"**Revision rounds in 12 months, by {by.lower()}**")
    if found.empty:
        st.caption("No deliverable was handed over in 12 months, or nobody recorded it.")
        return
    groups = rounds_by(found, BY[by])
    at = chosen_row(
        _shown(groups, by), f"Revision rounds by {by.lower()}, the most beyond scope first", _LOOKS,
        key=f"delivery_rounds_{by}", ids=groups[BY[by]].tolist(), rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to see its deliverables.")
        return
    name = str(groups[BY[by]].iloc[at])
    rows = round_rows(found[found[BY[by]] == name])
    st.markdown(f"**{plain(name)}**: {fmt.counted(len(rows), 'deliverable')} handed over in 12 months")
    table(rows, "Deliverables behind the chosen row", height=height(len(rows)))


def round_rows(found: pd.DataFrame) -> pd.DataFrame:
    """Deliverables handed over, the furthest beyond their rounds first."""
    frame = pd.DataFrame(
        {
            "Deliverable": found["name"],
            "Account": found["account"],
            "Project": found["project"],
            "Handed over": found["delivered_on"],
            "Rounds": found["rounds"],
            "In scope": found["rounds_in_scope"],
            "Beyond": (found["rounds"] - found["rounds_in_scope"]).clip(lower=0),
        }
    )
    return frame.sort_values(["Beyond", "Rounds"], ascending=False, kind="stable")


def _shown(groups: pd.DataFrame, by: str) -> pd.DataFrame:
    pairs = zip(groups["first"].tolist(), groups["deliverables"].tolist(), strict=True)
    agreed = groups["agreed"].where(groups["agreed"] > 0)
    return pd.DataFrame(
        {
            by: groups[BY[by]],
            "Deliverables": groups["deliverables"],
            "First time right": [fmt.figure(Measure(a / b, base=b, hits=a), "share", "") for a, b in pairs],
            "Rounds each": groups["rounds"] / agreed,
            "In scope each": groups["in_scope"] / agreed,
            "Went beyond": groups["over"],
        }
    )


_LOOKS: dict[str, ColumnConfig] = {
    **{by: _column.TextColumn(width=220) for by in BY},
    "First time right": _column.TextColumn(width=120, help="Taken without asking for a change; under 10 in counts."),
    "Rounds each": _column.NumberColumn(format="%.1f", help="Rounds of changes a deliverable with rounds agreed."),
    "In scope each": _column.NumberColumn(format="%.1f", help="Rounds in scope a deliverable with rounds agreed."),
    "Went beyond": _column.NumberColumn(help="Deliverables with more rounds than agreed."),
}
