"""What the parts of the page about money share: the span of whole months, accounts under the filters, kept reads."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.delivery.queries import first_day_worked
from lib.periods import Period
from lib.profitability.book_accounts import NO_ACCOUNT, accounts_on, of_accounts, within
from lib.profitability.earnings import earnings
from lib.profitability.hours import SUBJECTS
from lib.profitability.over_servicing import by_owner, over_servicing
from lib.profitability.spans import last_months, on_record
from lib.ui import session
from lib.ui.page import View

MONTHS = {3: "3 months", 12: "12 months"}


@dataclass(frozen=True)
class Span:
    """The whole months looked at: `wanted`, and `hours`: those of them with all hours on record (None: none)."""

    wanted: Period
    hours: Period | None
    records_from: date | None

    @property
    def of_money(self) -> Period:
        """The months to set fees against hours in: those with hours on record, or all where there are none."""
        return self.hours or self.wanted

    @property
    def why_shorter(self) -> str:
        """Why not all wanted months have their hours; empty where they have."""
        if self.records_from is None:
            return "no hours are logged"
        if self.hours is None or self.hours.start > self.wanted.start:
            return f"time records begin on {fmt.day(self.records_from)}"
        return ""


def span_of(view: View, count: int) -> Span:
    """The last `count` whole months before the page's day."""
    begun = view.read(first_day_worked, view.as_of)
    wanted = last_months(view.as_of, count)
    return Span(wanted, on_record(wanted, begun), begun)


def choose_span(view: View, key: str) -> Span:
    """Let the person choose between the last 3 and 12 whole months."""
    months = st.segmented_control(
        "Whole months looked at", list(MONTHS), default=3, key=key, format_func=lambda count: MONTHS[count],
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    return span_of(view, months or 3)


def said(span: Period) -> str:
    """A span of whole months in words: August to October 2026."""
    first, last = span.start, span.last_day
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%B}{year} to {last:%B %Y}"


def accounts(view: View) -> pd.DataFrame:
    """The accounts under the page's filters; columns as `book_accounts.accounts_on`."""
    found = session.keep_of(
        "accounts on", ("people", "accounts"), (view.as_of,), lambda: accounts_on(view.store, view.as_of)
    )
    return within(found, view.scope)


def named(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of accounts under the filters with account, owner and sector; without a filter also those of no account."""
    listed = accounts(view)
    found = of_accounts(frame, listed, view.scope).merge(listed, on="account_id", how="left")
    told = found["account"].astype(object)
    return found.assign(account=told.where(told.notna(), NO_ACCOUNT)).reset_index(drop=True)


def all_earnings(view: View, span: Period) -> pd.DataFrame:
    """`earnings` of a span under the filters, with names. Holds costs: show only what `earned` and `together` give."""
    found = session.keep_of(
        "earnings", SUBJECTS, (span.start, span.end), lambda: earnings(view.store, span)
    )  # fmt: skip
    return named(view, found)


def all_over(view: View, span: Period) -> pd.DataFrame:
    """`over_servicing` of a span under the filters, with names."""
    found = session.keep_of(
        "over-servicing", SUBJECTS, (view.as_of, span.start, span.end),
        lambda: over_servicing(view.store, view.as_of, span),
    )  # fmt: skip
    return named(view, found)


def over_by_owner(view: View, span: Period) -> pd.DataFrame:
    """`by_owner` of the accounts under the filters; columns as there."""
    return view.keep(
        "over-servicing by owner", lambda: by_owner(view.store, span, all_over(view, span)), span.start, span.end,
        of=SUBJECTS,
    )  # fmt: skip
