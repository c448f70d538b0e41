"""Work given away on the screen, by account, owner and reason."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.delivery.figures import write_off_share
from lib.periods import Period, add_months, month_start, months, next_day
from lib.profitability import charts
from lib.profitability.given_away import by_group, by_month
from lib.ui import delivery_write_offs_forms as forms
from lib.ui.account_figures import height
from lib.ui.charts import chart
from lib.ui.delivery_evidence import write_off_table, write_offs
from lib.ui.delivery_margin_read import all_earnings
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain
from lib.ui.whole import whole

MONTHS = {3: "3 months", 12: "12 months", 24: "24 months"}
BY = {"Account": "account", "Owner": "owner", "Decided by": "person", "Reason": "reason"}
ROWS = 10
_column = st.column_config


def write_offs_tab(view: View) -> None:
    """What was given away, why, to whom and by whom; with its share of the fees, and a form to note more."""
    count = st.segmented_control(
        "Months looked at", list(MONTHS), default=12, key="write_off_months", format_func=lambda one: MONTHS[one],
        required=True, label_visibility="collapsed",
    ) or 12  # fmt: skip
    span = Period(add_months(month_start(view.as_of), 1 - count), next_day(view.as_of))
    found = write_offs(view, span)
    if found.empty:
        st.info(f"Nothing was written off, {plain(fmt.span(span))}, or nobody noted it. Note it below when it is.")
    else:
        st.markdown(_answer(view, found, span))
        st.caption(
            "A write-off is work done and not charged: hours at the standard rate less what was billed, with the "
            "reason. The month that runs counts so far."
        )
        _months(view, found, span)
        _groups(view, found, span)
        _rows(view, found)
    box = st.expander("Note a write-off", key="write_off_add", on_change="rerun")
    if box.open:
        with box:
            forms.new(view)


def _fees(view: View, span: Period) -> pd.DataFrame:
    return all_earnings(view, span)


def _answer(view: View, found: pd.DataFrame, span: Period) -> str:
    total = int(found["amount_cents"].sum())
    share = write_off_share(total, int(_fees(view, span)["fees"].sum()))
    of_fees = f", **{fmt.percent(share.value, 1)}** of the fees" if share.value is not None else ""
    reason = by_group(found, "reason").iloc[0]
    why = f"most for {plain(reason['group'])} ({fmt.percent(reason['cents'] / total)})" if total else ""
    account = by_group(found, "account").iloc[0]
    return (
        f"{plain(fmt.span(span))}: **{plain(fmt.money(total, view.currency))}** was written off{of_fees}, in "
        f"{_entries(len(found))}: {why}, most to **{plain(account['group'])}** "
        f"({plain(fmt.money(account['cents'], view.currency))})."
    )


def _entries(count: int) -> str:
    return "one entry" if count == 1 else f"{count:,} entries"


def _months(view: View, found: pd.DataFrame, span: Period) -> None:
    frame = by_month(found, months(span))
    shown = frame.assign(amount=frame["cents"] / 100)
    chart(
        view, f"write_offs_{span.start}", "Bars: written off each month, by reason",
        lambda: charts.written_off(shown, fmt.sign(view.currency).strip()),
    )  # fmt: skip


def _groups(view: View, found: pd.DataFrame, span: Period) -> None:
    by = st.segmented_control(
        "By", list(BY), default="Account", key="write_off_by", required=True, label_visibility="collapsed",
        help="The owner leads the account on the page's day.",
    ) or "Account"  # fmt: skip
    groups, sign = by_group(found, BY[by]), fmt.sign(view.currency).strip()
    named = groups["group"].str.capitalize() if by == "Reason" else groups["group"].replace("–", "Nobody leads it")
    shown = pd.DataFrame(
        {
            by: named, f"Amount ({sign})": whole(groups["cents"] / 100),
            "Share (%)": (groups["cents"] / max(int(groups["cents"].sum()), 1) * 100).round(),
            **_of_fees(view, groups, by, span), "Hours": groups["minutes"].astype("Float64") / 60,
            "Times": groups["times"], "Last": groups["last"],
        }
    )  # fmt: skip
    table(shown, f"Written off by {by.lower()}, the largest first", _looks(view), height=height(len(shown), ROWS))


def _of_fees(view: View, groups: pd.DataFrame, by: str, span: Period) -> dict[str, "pd.Series[float]"]:
    """The share of the fees of the same accounts; only where accounts are what the rows stand for."""
    if by not in ("Account", "Owner"):
        return {}
    rows = _fees(view, span)
    fees = rows["fees"].groupby(rows[BY[by]].astype(object).fillna("–")).sum().reindex(groups["group"]).to_numpy()
    share = groups["cents"] / pd.Series(fees, dtype="Float64").where(lambda one: one > 0)
    return {"Of fees (%)": (share * 100).round(1)}


def _rows(view: View, found: pd.DataFrame) -> None:
    st.markdown("**Each of them, newest first**")
    at = chosen_row(
        write_off_table(view, found), "Write-offs, newest first", _looks(view), key="write_offs",
        ids=found["id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to correct it or take it back.")
        return
    forms.one(view, found.iloc[at])


def _looks(view: View) -> dict[str, ColumnConfig]:
    sign = fmt.sign(view.currency).strip()
    return {
        "Account": _column.TextColumn(width=180), "Owner": _column.TextColumn(width=150),
        "Decided by": _column.TextColumn(width=150, help="Who decided to give it away."),
        "Reason": _column.TextColumn(width=130),
        f"Amount ({sign})": _column.NumberColumn(format="localized", width=100),
        "Share (%)": _column.NumberColumn(format="%.0f", width=80, help="Of all that was written off."),
        "Of fees (%)": _column.NumberColumn(format="%.1f", width=90, help="Of the fees of the same months."),
        "Hours": _column.NumberColumn(format="%.0f", width=70), "Times": _column.NumberColumn(width=70),
        "Words": _column.TextColumn(width=260),
    }  # fmt: skip
