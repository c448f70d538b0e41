"""Where one account could grow: open opportunities and their next step, what was won, lost and declined."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.account_figures import as_known
from lib.growth.account_queries import account_opportunities, declines, stages_entered
from lib.ui.account_conversations import conversations_of
from lib.ui.account_figures import height
from lib.ui.growth_pipeline_deal import deal_panel
from lib.ui.growth_pipeline_forms import new_opportunity
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain


def opportunities_tab(view: View, account_id: int) -> None:
    """What could be raised, then open ones, what became of the others, and what they said no to."""
    conversations_of(view, account_id)
    rows = view.read(account_opportunities, account_id, view.as_of)
    refused = view.read(declines, account_id, view.as_of)
    if rows.empty and refused.empty:
        st.info(
            "No opportunity of this account is recorded. Open the first one below; those of your CRM come in on the "
            "Data page."
        )
        _new(view, account_id, there=False)
        return
    known = as_known(rows, view.read(stages_entered, account_id, view.as_of), view.as_of)
    opened = known[known["outcome"] == "open"]
    st.markdown(_answer(view, known, opened))
    _open(view, opened)
    _new(view, account_id, there=True)
    _closed(view, known[known["outcome"] != "open"])
    _declined(view, refused)


def _answer(view: View, known: pd.DataFrame, opened: pd.DataFrame) -> str:
    won, lost = ((known["outcome"] == outcome).sum() for outcome in ("won", "lost"))
    history = f"{won:,} won and {lost:,} lost before"
    if opened.empty:
        return f"Nothing is open; {history}."
    value = plain(fmt.money(float(opened["value_cents"].fillna(0).sum()), view.currency))
    undated, overdue = int(opened["next_step_on"].isna().sum()), int(opened["step_overdue"].sum())
    parts = [f"**{len(opened):,} open** worth **{value}**"]
    parts += [f"**{undated}** without a dated next step"] if undated else []
    parts += [f"**{overdue}** with an overdue one"] if overdue else []
    return f"{', '.join(parts)}; {history}."


def _new(view: View, account_id: int, there: bool) -> None:
    box = st.expander("New opportunity", key=f"opportunity_new_{account_id}", on_change="rerun", expanded=not there)
    if box.open:
        with box:
            new_opportunity(view, f"opportunity_of_{account_id}", account_id)


def _open(view: View, opened: pd.DataFrame) -> None:
    if opened.empty:
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Opportunity": opened["name"].fillna(opened["service"]),
            "Stage": opened["stage"],
            f"Amount ({sign})": opened["value_cents"].astype("Float64") / 100,
            "Amount is": _basis(opened),
            "Age (days)": opened["age_days"],
            "In stage (days)": opened["stage_days"],
            "Next step": opened["next_step"].fillna("none"),
            "By": opened["next_step_on"],
            "Standing": [_standing(row) for row in opened.to_dict("records")],
            "Expected": opened["expected_close_on"],
            "Who": opened["person"],
        }
    )
    column = st.column_config
    looks: dict[str, ColumnConfig] = {
        "Opportunity": column.TextColumn(width=136),
        "Stage": column.TextColumn(width=92),
        f"Amount ({sign})": column.NumberColumn(format="localized", step=1, width=80),
        "Amount is": column.TextColumn(width=70),
        "Age (days)": column.NumberColumn(width=74),
        "In stage (days)": column.NumberColumn(width=96),
        "Next step": column.TextColumn(width=126),
        "By": column.DateColumn(format="D MMM YY", width=72),
        "Standing": column.TextColumn(width=66),
        "Expected": column.DateColumn(format="D MMM YY", width=72),
        "Who": column.TextColumn(width=74),
    }
    st.markdown("**Open**")
    at = chosen_row(
        shown, "Open opportunities: stage, amount, age, next step and whether it is overdue; choose one to edit it",
        looks, key="account_opportunities", ids=opened["id"].tolist(), rows=6, wrap=True,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to see its stages, move it, edit it, and say it is won or lost.")
    else:
        deal_panel(view, int(opened["id"].iloc[at]), "account")


def _basis(opened: pd.DataFrame) -> "pd.Series[str]":
    basis = opened["at_list_price"].map({True: "list price", False: "asked"})
    return basis.where(opened["value_cents"].notna(), "not known")


def _standing(row: "dict[object, object]") -> str:
    if pd.isna(row["next_step_on"]):  # type: ignore[call-overload]
        return "no date" if row["next_step"] else "no next step"
    return "overdue" if row["step_overdue"] else "ahead"


def _closed(view: View, closed: pd.DataFrame) -> None:
    st.markdown("**Won and lost**")
    if closed.empty:
        st.caption("None was decided yet.")
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Closed": closed["closed_on"],
            "Opportunity": _called(closed),
            "Outcome": closed["outcome"].str.capitalize(),
            f"Amount ({sign})": (closed["value_cents"] / 100).where(closed["outcome"] == "won"),
            "Reason": closed["loss_reason"].where(closed["outcome"] == "lost").fillna(""),
            "In words": closed["loss_words"].where(closed["outcome"] == "lost", closed["reason_quoted"]).fillna(""),
            "Who": closed["person"],
        }
    ).sort_values("Closed", ascending=False)
    looks: dict[str, ColumnConfig] = {
        "Closed": st.column_config.DateColumn(format="D MMM YYYY", width=92),
        "Opportunity": st.column_config.TextColumn(width=200),
        "Outcome": st.column_config.TextColumn(width=66),
        "Reason": st.column_config.TextColumn(width=112),
        "In words": st.column_config.TextColumn(width=330),
        f"Amount ({sign})": st.column_config.NumberColumn(format="localized", step=1),
    }
    table(shown, "Won and lost opportunities, newest first, with the reasons", looks, height=height(len(shown)))


def _declined(view: View, refused: pd.DataFrame) -> None:
    st.markdown("**Declined services**")
    if refused.empty:
        st.caption("They have not said no to any service, or nobody noted it.")
        return
    today = pd.Timestamp(view.as_of)
    shown = pd.DataFrame(
        {
            "Service": refused["service"],
            "Declined": refused["declined_on"],
            "Their words": refused["words"].fillna("–"),
            "Not before": refused["not_before_on"],
            "Now": ["do not raise it yet" if wait else "may be raised" for wait in refused["not_before_on"] > today],
        }
    )
    looks: dict[str, ColumnConfig] = {"Their words": st.column_config.TextColumn(width=380)}
    table(shown, "Services declined, in the client's words, and when they may be raised again", looks)


def _called(deals: pd.DataFrame) -> list[str]:
    """What each deal is called on its own client's page: "Campaign for Acme" is there "Campaign"."""
    names, services = deals["name"].fillna(deals["service"]).astype(str), deals["service"].astype(str)
    pairs = zip(names, services, strict=True)
    return [service if name.startswith(f"{service} for ") else name for name, service in pairs]
