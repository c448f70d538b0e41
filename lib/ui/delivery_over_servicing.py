"""Hours worked beyond what the fee buys, by account and by owner."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import record_numbers
from lib.measure import Measure
from lib.people.queries import people
from lib.periods import Period
from lib.profitability import charts
from lib.profitability.over_servicing_figures import over_servicing
from lib.ui.account_figures import height
from lib.ui.charts import chart
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.delivery_evidence import over_table
from lib.ui.delivery_margin_read import Span, all_over, choose_span, over_by_owner, said
from lib.ui.links import data_link
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

BARS, ROWS = 10, 12
ACCOUNT, OWNER = "Account", "Owner"
_column = st.column_config


def over_servicing_tab(view: View) -> None:
    """Hours worked beyond what the fee buys, by account and by owner."""
    span = choose_span(view, "over_servicing_months")
    if span.hours is None:
        st.info(f"Over-servicing cannot be told: {plain(_why(span))}.")
        if span.records_from is None:
            data_link("Import time entries", icon=":material/upload:")
        return
    told = all_over(view, span.hours)
    if told.empty:
        st.info(f"No account under these filters had hours or fees in {plain(said(span.hours))}.")
        return
    st.markdown(_answer(view, told, span.hours))
    _remarks(span)
    beside(view, "over_servicing", "over_servicing_bill")
    by = st.segmented_control("By", [ACCOUNT, OWNER], default=ACCOUNT, key="over_servicing_by", required=True,
                              label_visibility="collapsed")  # fmt: skip
    _owners(view, told, span.hours) if by == OWNER else _accounts(view, told, span.hours)


def _why(span: Span) -> str:
    if span.records_from is None:
        return "no hours are logged. They come with an import of time entries"
    return f"{span.why_shorter}, so no whole month has all its hours yet"


def book_measure(told: pd.DataFrame) -> Measure:
    """Over-servicing of the accounts in a frame of `over_servicing`."""
    return over_servicing(record_numbers(told["worked_minutes"]), record_numbers(told["sold_minutes"]))


def _answer(view: View, told: pd.DataFrame, span: Period) -> str:
    found = book_measure(told)
    months = plain(said(span))
    if found.value is None:
        return f"In {months} over-servicing cannot be told: {plain(found.why)}."
    over = told[told["over_minutes"].fillna(0) > 0].sort_values("over_minutes", ascending=False)
    if over.empty:
        return f"In {months} no account was worked for beyond what it bought."
    hours, cents = over["over_minutes"].sum() / 60, int(over["over_cents"].fillna(0).sum())
    money = f", worth **{plain(fmt.money(cents, view.currency))}** at their price of an hour" if cents else ""
    names = ", ".join(plain(name) for name in over["account"].head(3))
    led = f"**{len(over):,} of {found.base:,}** accounts" if len(over) > 3 else f"**{names}**"
    most = f", most of all for {names}" if len(over) > 3 else ""
    return (
        f"In {months} **{hours:,.0f} hours** were worked beyond what clients bought "
        f"(**{plain(fmt.percent(found.value, 1))}** of the hours bought){money}: for {led}{most}."
    )


def _remarks(span: Span) -> None:
    shorter = f" Fewer months than asked for: {plain(span.why_shorter)}." if span.why_shorter else ""
    st.caption(
        "Bought: the hours a retainer includes and what the agreed scope of projects still held; where a retainer does "
        "not say its hours, fees less costs passed on at the account's price of an hour. Hours one client did not use "
        f"do not pay for those of another.{shorter}"
    )


def _bars(view: View, frame: pd.DataFrame, key: str) -> None:
    shown = frame[frame["beyond"] > 0].sort_values("beyond", ascending=False).head(BARS)
    if len(shown):
        chart(
            view, key, f"Bars of hours bought and hours beyond, for the {len(shown)} with the most beyond",
            lambda: charts.beyond_what_was_bought(shown, view.dark),
        )  # fmt: skip


def _hours(frame: pd.DataFrame, names: "pd.Series[str]") -> pd.DataFrame:
    beyond = frame["over_minutes"].fillna(0).astype("float64") / 60
    worked = frame["worked_minutes"].astype("float64") / 60
    return pd.DataFrame({"name": names.to_numpy(dtype=object), "within": worked - beyond, "beyond": beyond})


def _accounts(view: View, told: pd.DataFrame, span: Period) -> None:
    _bars(view, _hours(told, told["account"]), f"over_accounts_{span.start}_{span.end}")
    shown = over_table(view, told).drop(columns="Bought is")
    names = [name for name in shown.columns if name not in (ACCOUNT, "Beyond (h)", OWNER)]
    shown = shown[[ACCOUNT, "Beyond (h)", *names, OWNER]]  # on a phone the first two are seen
    ordered = told.sort_values(["over_minutes", "worked_minutes"], ascending=False, na_position="last")
    at = chosen_row(
        shown,
        "Hours worked, bought and beyond by account, the most beyond first", _looks(view),
        key=f"over_servicing_{span.start}", ids=ordered["account_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose an account to see what it bought.")
        return
    _one(view, ordered.iloc[at])


def _one(view: View, row: "pd.Series[Any]") -> None:
    st.markdown(f"**{plain(row['account'])}**")
    if row["why"]:
        st.caption(f"What it bought cannot be told: {plain(row['why'])}.")
        return
    parts = {
        "Included in its retainers": row["contract_minutes"], "Agreed scope of its projects": row["scope_minutes"],
        "Bought by other fees": row["fee_minutes"], "Worked": row["worked_minutes"],
    }  # fmt: skip
    shown = pd.DataFrame({"What": list(parts), "Hours": [float(str(value)) / 60 for value in parts.values()]})
    table(shown, "What the account bought and what was worked for it", {"Hours": _column.NumberColumn(format="%.1f")},
          width=420)  # fmt: skip
    price = float(str(row["price"]))
    st.caption(
        plain(f"Made of: {row['how']}.")
        + (
            ""
            if pd.isna(price)
            else f" An hour is priced at {plain(fmt.money_exact(price, view.currency))} on average."
        )
    )


def _owners(view: View, told: pd.DataFrame, span: Period) -> None:
    found = over_by_owner(view, span)
    names = view.read(people).set_index("id")["name"].reindex(found["person_id"]).astype(object)
    owner = names.where(names.notna(), "Nobody led it").reset_index(drop=True)
    found = found.reset_index(drop=True)
    _bars(view, _hours(found, owner), f"over_owners_{span.start}_{span.end}")
    share = found["over_minutes"] / found["sold_minutes"].where(found["sold_minutes"] > 0)
    shown = pd.DataFrame(
        {
            "Owner": owner, "Accounts": found["accounts"], "Worked (h)": found["worked_minutes"] / 60,
            "Bought (h)": found["sold_minutes"] / 60, "Beyond (h)": found["over_minutes"] / 60,
            "Beyond (%)": (share * 100).round(),
            f"Worth ({fmt.sign(view.currency).strip()})": (found["over_cents"] / 100).round(),
        }
    )  # fmt: skip
    table(shown, "Hours worked, bought and beyond by who led the account on the day", _looks(view),
          height=height(len(shown), ROWS))  # fmt: skip
    untold = int((told["over_minutes"].isna() & (told["worked_minutes"] > 0)).sum())
    left = f" {fmt.counted(untold, 'account')} that cannot be told stay out." if untold else ""
    st.caption(
        "The owner is who led the account on the days worked; what was bought and gone beyond follows the hours. "
        f"Advice before a move: re-scope what is beyond.{left}"
    )


def _looks(view: View) -> dict[str, ColumnConfig]:
    worth = f"Worth ({fmt.sign(view.currency).strip()})"
    return {
        "Account": _column.TextColumn(width=190), "Owner": _column.TextColumn(width=150),
        **{f"{name} (h)": _column.NumberColumn(format="%.0f", width=90) for name in ("Worked", "Bought", "Beyond")},
        "Beyond (%)": _column.NumberColumn(format="%.0f", width=90, help="Of the hours bought."),
        worth: _column.NumberColumn(format="localized", step=1, width=100, help="At the price of an hour."),
    }  # fmt: skip
