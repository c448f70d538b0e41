"""The money of one account: revenue and its change, margin, open invoices, what was given away."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.delivery.figures import write_off_share
from lib.measure import Measure, undefined
from lib.money import account_queries as queries
from lib.money import charts
from lib.money.account_figures import by_kind, by_month, in_span
from lib.money.figures import gross_revenue_retention, net_revenue_retention, revenue, revenue_growth
from lib.money.queries import first_revenue_day
from lib.periods import Period, add_months, month_start, months, next_day, trailing_year
from lib.ui.account_figures import Told, told
from lib.ui.account_lifetime import lifetime
from lib.ui.account_margin import BY_HOURS, margin
from lib.ui.account_terms import amounts, contracts, renewals
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

MONTHS_SHOWN, MONTHS_READ = 24, 37  # the year before the year shown is compared with, too


@dataclass(frozen=True)
class Money:
    """What the tab is made of: `lines` of revenue, the `year` to the as-of day and the one `before`."""

    lines: pd.DataFrame
    records_from: date | None
    year: Period
    before: Period

    def comparable(self, span: Period) -> str:
        """Why a span cannot be compared with; empty where the records reach back to it."""
        if self.records_from is None:
            return "no revenue is recorded yet"
        late = self.records_from > span.start
        return f"records begin on {fmt.day(self.records_from)}, too late to compare" if late else ""


def money_tab(view: View, account_id: int) -> None:
    """What the account pays, what is left of it, what is open, agreed and due."""
    money = _read(view, account_id)
    invoices = view.read(queries.open_invoices, account_id, view.as_of)
    given = view.read(queries.write_offs, account_id, money.year)
    if money.lines.empty:
        st.info(
            "No revenue of this account is recorded. It comes with an import of revenue or won deals on the Data page."
        )
    else:
        st.markdown(_answer(view, money, invoices))
        told(view, _figures(view, account_id, money, invoices, given))
        _months(view, account_id, money)
    lifetime(view, account_id)
    contracts(view, account_id)
    renewals(view, account_id)
    _invoices(view, invoices)
    _write_offs(view, given)


def _read(view: View, account_id: int) -> Money:
    year = trailing_year(view.as_of)
    span = Period(add_months(month_start(view.as_of), 1 - MONTHS_READ), next_day(view.as_of))
    lines = view.read(queries.account_revenue, account_id, span)
    return Money(lines, view.read(first_revenue_day), year, year.year_earlier())


def _answer(view: View, money: Money, invoices: pd.DataFrame) -> str:
    now, before = in_span(money.lines, money.year), in_span(money.lines, money.before)
    sentence = f"**{plain(fmt.money(now, view.currency))}** in the 12 months to {plain(fmt.day(view.as_of))}"
    if not money.comparable(money.before) and before > 0:
        change = (now - before) / before
        sentence += f", {plain(fmt.percent(abs(change)))} {'more' if change >= 0 else 'less'} than the 12 before"
    late = invoices[_late(view, invoices) > 0]
    if len(late):
        owed = plain(fmt.money(late["amount_cents"].sum(), view.currency))
        sentence += f"; **{owed}** is overdue in {fmt.counted(len(late), 'invoice')}"
    return sentence + "."


def _late(view: View, invoices: pd.DataFrame) -> "pd.Series[int]":
    """Days past the due date; 0 and below: not due yet."""
    late: pd.Series[int] = (pd.Timestamp(view.as_of) - invoices["due_on"]).dt.days
    return late


def _figures(
    view: View, account_id: int, money: Money, invoices: pd.DataFrame, given: pd.DataFrame
) -> list[Told]:  # fmt: skip
    year = revenue(np.array([in_span(money.lines, money.year)], dtype=np.int64))
    left, made_of = margin(view, account_id, money.lines, money.year)
    net, gross = _kept(money)
    late = invoices[_late(view, invoices) > 0]
    days = f"up to {fmt.counted(int(_late(view, late).max()), 'day')} late" if len(late) else "nothing is overdue"
    share = write_off_share(int(given["amount_cents"].sum()), int(year.value or 0))
    shown = f"{fmt.money(given['amount_cents'].sum(), view.currency)} in the 12 months"
    return [
        Told("Revenue", year, "money", "Revenue recognised in the 12 months to the as-of day.", "in 12 months"),
        Told("Growth", _growth(money), "share", "Revenue of the 12 months against the 12 months before.",
             "against the 12 months before"),
        Told("Net kept", net, "share",
             "Revenue of the last three months against the same three a year earlier; without growth (gross): "
             f"{fmt.figure(gross, 'share', view.currency)}.", "of the rate a year ago"),
        Told("Margin " + made_of, left, "share", _MARGIN[made_of == BY_HOURS]),
        Told("Overdue", Measure(int(late["amount_cents"].sum()), base=len(late)), "money",
             "Invoices issued, not paid by the as-of day and past their due date.", days),
        Told("Written off", share, "share", "Work given away, as a share of the fees of the same 12 months.", shown),
    ]  # fmt: skip


_MARGIN = {
    True: "(Fees − costs passed on − hours × cost rate) ÷ (fees − costs passed on), from the day time records begin.",
    False: "Fees × the margin each service usually leaves, ÷ fees: an estimate, because hours or cost rates are "
    "missing.",
}


def _growth(money: Money) -> Measure:
    if why := money.comparable(money.before):
        return undefined(why, base=None)
    return revenue_growth(in_span(money.lines, money.year), in_span(money.lines, money.before))


def _kept(money: Money) -> tuple[Measure, Measure]:
    """Net and gross: the last three months against the same three a year earlier."""
    now = Period(add_months(money.year.end, -3), money.year.end)
    then = now.year_earlier()
    if why := money.comparable(then):
        return undefined(why, base=None), undefined(why, base=None)
    start, end = (np.array([in_span(money.lines, span)], dtype=np.int64) for span in (then, now))
    return net_revenue_retention(start, end), gross_revenue_retention(start, end)


def _months(view: View, account_id: int, money: Money) -> None:
    span = Period(add_months(month_start(view.as_of), 1 - MONTHS_SHOWN), next_day(view.as_of))
    frame = by_month(money.lines, months(span), view.as_of, money.records_from)
    chart(
        view, f"account_money_{account_id}", f"Revenue by month, 24 months to {fmt.day(view.as_of)}",
        lambda: charts.revenue_of_account(frame, view.currency, view.dark),
    )  # fmt: skip
    split = by_kind(money.lines, money.year, money.before)
    told_before = not money.comparable(money.before)
    shown = pd.DataFrame(
        {
            "Revenue": split["kind"].str.capitalize(),
            "12 months": split["cents"] / 100,
            "Share (%)": (split["share"] * 100).round(),
            "12 before": split["earlier_cents"] / 100 if told_before else pd.Series([None] * len(split), dtype=float),
        }
    )
    table(shown, "Recurring and project revenue of the 12 months and of the 12 before", amounts(view, shown))


def _invoices(view: View, invoices: pd.DataFrame) -> None:
    st.markdown("**Open invoices**")
    if invoices.empty:
        st.caption("No invoice is open on this day.")
        return
    late = _late(view, invoices)
    shown = pd.DataFrame(
        {
            "Invoice": invoices["number"],
            "Issued": invoices["issued_on"],
            "Due": invoices["due_on"],
            "Amount": invoices["amount_cents"] / 100,
            "Standing": [f"{days} days overdue" if days > 0 else f"due in {-days} days" for days in late],
        }
    )
    table(shown, "Open invoices, oldest due first", amounts(view, shown))


def _write_offs(view: View, given: pd.DataFrame) -> None:
    st.markdown("**Written off in the 12 months, by reason**")
    if given.empty:
        st.caption("Nothing was written off in these 12 months, or nobody noted it.")
        return
    groups = given.groupby("reason", sort=False).agg(
        amount=("amount_cents", "sum"), hours=("minutes", "sum"), times=("reason", "size"),
        last=("written_off_on", "max"),
    )  # fmt: skip
    ordered = groups.sort_values("amount", ascending=False).reset_index()
    shown = pd.DataFrame(
        {
            "Reason": ordered["reason"].str.capitalize(),
            "Amount": ordered["amount"] / 100,
            "Hours": ordered["hours"] / 60,
            "Times": ordered["times"],
            "Last": ordered["last"],
        }
    )
    table(shown, "Work written off by reason, largest first", amounts(view, shown))
