"""Margin, realisation and effective hourly rate on the screen."""

from collections.abc import Hashable

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import NONE
from lib.measure import Measure
from lib.periods import Period
from lib.profitability.earnings import BY_SERVICES, SUMS, Earned, made_of_hours, together
from lib.profitability.services import usual_by_service
from lib.ui.account_figures import Told, height, told
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.delivery_evidence import earnings_table, margin_words
from lib.ui.delivery_margin_read import Span, accounts, all_earnings, choose_span, said
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain
from lib.ui.who import sees_costs

ROWS = 12
ACCOUNT, OWNER, SECTOR, SERVICE = "Account", "Owner", "Sector", "Service"
_column = st.column_config


def margin_tab(view: View) -> None:
    """What is left of the fees, what an hour brings, and how fees compare with the price of the hours."""
    span = choose_span(view, "margin_months")
    rows = all_earnings(view, span.of_money)
    if not rows[list(SUMS)].to_numpy().any():
        st.info(
            f"Neither fees nor hours are recorded in {plain(said(span.of_money))}. Import revenue on the Data page."
        )
        return
    whole = together(rows, sees_costs=sees_costs())
    st.markdown(_answer(view, rows, whole, span.of_money))
    told(view, _figures(view, rows, whole))
    _remarks(rows, span)
    beside(view, "delivery_margin", "realisation")
    by = st.segmented_control("By", [ACCOUNT, OWNER, SECTOR, SERVICE], default=ACCOUNT, key="margin_by",
                              required=True, label_visibility="collapsed")  # fmt: skip
    if by == SERVICE:
        _services(view, span.of_money)
    elif by == ACCOUNT:
        _accounts(view, span.of_money)
    else:
        _groups(view, rows, by or OWNER)


def _answer(view: View, rows: pd.DataFrame, whole: Earned, span: Period) -> str:
    fees = int(rows["fees"].sum())
    start = f"In {plain(said(span))} fees came to **{plain(fmt.money(fees, view.currency))}**"
    if whole.margin.value is None:
        return f"{start}; the margin is {_absent(whole.margin)}: {plain(whole.margin.why)}."
    usually = ", as services usually leave it" if whole.made_of == BY_SERVICES else " after costs passed on and hours"
    rate = whole.effective_rate.value
    hour = f"; an hour worked brought **{plain(fmt.money(rate, view.currency))}**" if rate is not None else ""
    return f"{start}: **{fmt.percent(whole.margin.value)}** is left{usually}{hour}."


def _absent(measure: Measure) -> str:
    return "withheld" if measure.absent == "withheld" else "not known"


def _figures(view: View, rows: pd.DataFrame, whole: Earned) -> list[Told]:
    own = int(rows["fees"].sum() - rows["passed_on"].sum())
    clients = rows[rows["account_id"] != NONE]
    passed = f"{fmt.money(int(rows['passed_on'].sum()), view.currency)} passed on"
    made = "as services usually leave" if whole.made_of == BY_SERVICES else ""
    return [
        Told("Left after costs passed on", Measure(own), "money",
             "Fees less costs bought for clients and passed on (media, print, freelancers).", passed),
        Told("Margin", whole.margin, "share",
             "(Fees − passed on − hours × cost rate) ÷ (fees − passed on). Where hours or cost rates are missing, fees "
             "× the margin each service usually leaves.", made),
        Told("An hour brings", whole.effective_rate, "money",
             "(Fees − passed on) ÷ all hours worked for clients, billable or not.",
             f"{clients['minutes'].sum() / 60:,.0f} h worked"),
        Told("Realisation", whole.realisation, "share",
             "Fees ÷ (billable hours × bill rate). The bill rate is the account's, else the role's, else the standard.",
             f"{clients['billable_minutes'].sum() / 60:,.0f} billable h"),
    ]  # fmt: skip


def _remarks(rows: pd.DataFrame, span: Span) -> None:
    parts = [f"Fewer months than asked for, so that fees meet their hours: {span.why_shorter}"] if (
        span.hours and span.why_shorter) else []  # fmt: skip
    nobody = rows[rows["account_id"] == NONE]
    inside, stray = int(nobody["minutes"].sum()), int(nobody["fees"].sum())
    parts += [f"{inside / 60:,.0f} h of internal work are in no margin and in no rate"] if inside else []
    parts += ["Fees of no account are in the sum of fees alone"] if stray else []
    by_hours = made_of_hours(rows)
    if not sees_costs() and by_hours.any():
        parts += ["Margins are those the services usually leave; those made of hours are for leads and administrators, "
                  "because with the hours beside them they tell what people cost"]  # fmt: skip
    if parts:
        st.caption(plain(". ".join(parts) + "."))


def _accounts(view: View, span: Period) -> None:
    shown = earnings_table(view, span)
    names = [name for name in shown.columns if name not in (ACCOUNT, "Margin", OWNER)]
    shown = shown[[ACCOUNT, "Margin", *names, OWNER]]  # on a phone the first two are seen
    table(shown, "Fees, hours and margin by account, the largest fees first", _looks(view),
          height=height(len(shown), ROWS))  # fmt: skip


def _groups(view: View, rows: pd.DataFrame, by: str) -> None:
    """Whole accounts by who leads them on the page's day, or by sector."""
    names = rows[by.lower()].astype(object)
    group = names.where(names.notna(), "Internal work" if by == SECTOR else "Nobody leads it").where(
        rows["account_id"] != NONE, "No account"
    )  # fmt: skip
    parts = [(name, _group(view, found)) for name, found in rows.groupby(group.to_numpy(dtype=object))]
    shown = pd.DataFrame([{by: name} | values for name, values in parts])
    fees = f"Fees ({fmt.sign(view.currency).strip()})"
    shown = shown.sort_values(fees, ascending=False).reset_index(drop=True)
    table(shown, f"Fees, hours and margin by {by.lower()}", _looks(view), height=height(len(shown), ROWS))
    whose = "Whole accounts, under who leads them on the page's day." if by == OWNER else ""
    st.caption(whose or "Every account is in one row.")


def _group(view: View, rows: pd.DataFrame) -> dict[Hashable, object]:
    sign = fmt.sign(view.currency).strip()
    found = together(rows, sees_costs=sees_costs())
    rate, realised = found.effective_rate.value, found.realisation.value
    return {
        "Accounts": int((rows["account_id"] != NONE).sum()), f"Fees ({sign})": round(rows["fees"].sum() / 100),
        f"Passed on ({sign})": round(rows["passed_on"].sum() / 100),
        f"Left after it ({sign})": round((rows["fees"].sum() - rows["passed_on"].sum()) / 100),
        "Hours": rows["minutes"].sum() / 60, "Margin": margin_words(found),
        "Made of": found.made_of if found.margin.value is not None else "",
        f"Hour brings ({sign})": None if rate is None else rate / 100,
        "Realisation (%)": None if realised is None else round(realised * 100),
    }  # fmt: skip


def _services(view: View, span: Period) -> None:
    listed = accounts(view)["account_id"].tolist() if view.scope else None
    found = usual_by_service(view.store, span, listed)
    if found.empty:
        st.caption("No fees in these months.")
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Service": found["service"], f"Fees ({sign})": (found["fees"] / 100).round(),
            "Share (%)": (found["share"] * 100).round(), "Usual margin (%)": (found["margin_share"] * 100).round(),
            f"Usually left ({sign})": (found["left"] / 100).round(),
        }
    )  # fmt: skip
    table(shown, "Fees and usual margin by service", _looks(view), height=height(len(shown), ROWS))
    st.caption(
        "Hours are logged on accounts and projects, not on services, so a service has its usual margin from the price "
        "list, not one made of hours."
    )


def _looks(view: View) -> dict[str, ColumnConfig]:
    sign = fmt.sign(view.currency).strip()
    whole = {
        f"{name} ({sign})": _column.NumberColumn(format="localized", step=1, width=88)
        for name in ("Fees", "Passed on", "Left after it", "Usually left")
    }
    return {
        ACCOUNT: _column.TextColumn(width=165), OWNER: _column.TextColumn(width=125), **whole,
        "Hours": _column.NumberColumn(format="%.0f", width=62),
        "Margin": _column.TextColumn(width=72, help="Of fees less costs passed on."),
        "Made of": _column.TextColumn(width=98, help="Hours at cost rates, or what the services usually leave."),
        f"Hour brings ({sign})": _column.NumberColumn(
            format="%.0f", width=108, help="(Fees − passed on) ÷ all hours."
        ),
        "Realisation (%)": _column.NumberColumn(format="%.0f", width=104, help="Fees ÷ billable hours at bill rate."),
    }  # fmt: skip
