"""What was won and lost lately: how much, for which reasons, and the way back where it was a mistake."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.deal_queries import deal_form
from lib.ui.frame import needs_a_name
from lib.ui.growth import decided_deals
from lib.ui.growth_pipeline_deal import NO_CLIENT
from lib.ui.growth_pipeline_forms import reopen_button
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

MONTHS, PAGE = 12, 100
UNSAID = "no category"


def closed_lately(view: View) -> None:
    """Draw what was decided in twelve months, the newest first."""
    found = decided_deals(view, MONTHS).sort_values(["closed_on", "id"], ascending=False).reset_index(drop=True)
    if found.empty:
        st.info(
            "Nothing was won or lost in twelve months under these filters. A deal's own tabs Won and Lost close it."
        )
        return
    st.markdown(_answer(view, found))
    pages = -(-len(found) // PAGE)
    page = int(st.pagination(pages, key="pipeline_closed_page") or 1) if pages > 1 else 1
    rows = found.iloc[(page - 1) * PAGE : page * PAGE].reset_index(drop=True)
    chosen = chosen_row(
        _shown(view, rows), f"{len(rows)} deals won or lost, the newest first, with the reasons", _looks(view),
        key="pipeline_closed_deals", ids=rows["id"].tolist(), rows=6, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one that was closed by mistake to open it again.")
    elif not needs_a_name("pipeline_reopen"):
        number = int(rows["id"].iloc[chosen])
        if stored := view.read(deal_form, number):
            reopen_button(view, number, stored["version"], "pipeline")


def _answer(view: View, found: pd.DataFrame) -> str:
    won, lost = found[found["won"]], found[~found["won"]]
    worth = plain(fmt.money(int(won["amount_cents"].sum()), view.currency))
    reasons = lost["loss_reason"].fillna(UNSAID).value_counts()
    told = ", ".join(f"{plain(str(name))} {count:,}" for name, count in reasons.head(5).items())
    why = f" Lost for: {told}{' and others' if len(reasons) > 5 else ''}." if len(lost) else ""
    return f"**{len(won):,} won** worth **{worth}** and **{len(lost):,} lost**.{why}"


def _shown(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    account, service, owner = (rows[name].astype(object) for name in ("account", "service", "owner"))
    return pd.DataFrame(
        {
            "Closed": rows["closed_on"],
            "Outcome": rows["won"].map({True: "Won", False: "Lost"}),
            "Client": account.where(account.notna(), NO_CLIENT),
            "Service": service.where(service.notna(), "–"),
            f"Amount ({fmt.sign(view.currency).strip()})": (rows["amount_cents"] / 100).where(rows["won"]),
            "Days open": rows["age_days"],
            "Category": rows["loss_reason"].astype(object).where(rows["loss_reason"].notna(), "–"),
            "In words": rows["loss_words"].astype(object).where(rows["loss_words"].notna(), "–"),
            "Owner": owner.where(owner.notna(), "–"),
        }
    )


def _looks(view: View) -> dict[str, ColumnConfig]:
    amount = f"Amount ({fmt.sign(view.currency).strip()})"
    return _WIDTHS | {amount: _column.NumberColumn(format="localized", step=1, width=84)}


_column = st.column_config
_WIDTHS: dict[str, ColumnConfig] = {
    "Closed": _column.DateColumn(format="D MMM YY", width=76),
    "Outcome": _column.TextColumn(width=62),
    "Client": _column.TextColumn(width=126),
    "Service": _column.TextColumn(width=116),
    "Days open": _column.NumberColumn(width=74),
    "Category": _column.TextColumn(width=104),
    "In words": _column.TextColumn(width=172),
    "Owner": _column.TextColumn(width=88),
}
