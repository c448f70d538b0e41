"""The rows behind a figure of a book: what adds up to it, with names a person reads and amounts in currency units."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from lib.accounts.figures import grew
from lib.book.frames import Book
from lib.book.lines import OUTCOMES, WON
from lib.book.measuring import active, expansion, figure, stock_day
from lib.book.windows import bounds, client_revenue, window_before, window_now
from lib.days import NONE, Bools, Ints, numbers
from lib.growth.figures import deal_values
from lib.money.figures import movements
from lib.periods import Period

Rows = Callable[[Book, Period], pd.DataFrame]
NO_ACCOUNT = "(no account)"


def evidence(book: Book, name: str, period: Period) -> pd.DataFrame:
    """The rows behind a figure; none where it is undefined. Raises UnknownFigure, BookTooShort."""
    if figure(book, name, period).value is None:
        return pd.DataFrame()
    return _ROWS[name](book, period).reset_index(drop=True)


def units(cents: Ints) -> "pd.Series[float]":
    """Cents as an amount in currency units; empty where they are NONE."""
    return pd.Series(np.where(cents == NONE, np.nan, cents / 100))


def _names(book: Book, accounts: Ints) -> list[str]:
    return book.accounts.set_index("id")["name"].reindex(accounts).astype(str).tolist()


def _by_client(book: Book, kept: Bools, columns: Mapping[str, object]) -> pd.DataFrame:
    """The given columns, aligned with the clients of the book, for those `kept`."""
    return pd.DataFrame({"Account": _names(book, book.lines.accounts), **columns})[kept]


def _windows(book: Book, period: Period) -> tuple[Ints, Ints]:
    before, now = window_before(period), window_now(period, book.as_of)
    return client_revenue(book, before), client_revenue(book, now)


def _retained(book: Book, period: Period) -> pd.DataFrame:
    before, now = _windows(book, period)
    kept = np.minimum(before, now)
    return _by_client(book, before > 0, {"Before": before / 100, "Now": now / 100, "Kept": kept / 100})


def _moved(book: Book, period: Period) -> pd.DataFrame:
    before, now = _windows(book, period)
    moved = movements(before, now)
    named = {"New": moved.new, "Expansion": moved.expansion, "Churn": moved.churn, "Contraction": moved.contraction}
    columns = {"Before": before, "Now": now} | named
    return _by_client(book, (before > 0) | (now > 0), {name: cents / 100 for name, cents in columns.items()})


def _stayed(book: Book, period: Period) -> pd.DataFrame:
    start = active(book, window_before(period))
    end = active(book, window_now(period, book.as_of))
    still = np.where(np.isin(start, end), "yes", "no")
    return pd.DataFrame({"Account": _names(book, start), "Still active": still})


def _active(book: Book, period: Period) -> pd.DataFrame:
    first, last = bounds(book, window_now(period, book.as_of))
    clients = book.lines.clients
    contract = clients.under_contract(last - 1)
    because = np.where(contract, "a contract is in force", "revenue at the end of the period")
    columns = {"Because": because, "Revenue": clients.revenue(first, last) / 100}
    return _by_client(book, clients.active(first, last), columns)


def _expanded(book: Book, period: Period) -> pd.DataFrame:
    accounts, *counted = expansion(book, window_before(period), window_now(period, book.as_of))
    revenue_before, revenue_now, services_before, services_now = counted
    return pd.DataFrame(
        {
            "Account": _names(book, accounts),
            "Before": revenue_before / 100,
            "Now": revenue_now / 100,
            "Services before": services_before,
            "Services now": services_now,
            "Expanded": np.where(grew(revenue_before, revenue_now, services_before, services_now), "yes", "no"),
        }
    )


def _revenue(book: Book, period: Period) -> pd.DataFrame:
    first, last = np.searchsorted(book.lines.day, bounds(book, period))
    lines = book.revenue.iloc[first:last]
    named = _named(lines, {"day": "Day", "account": "Account", "service": "Service", "owner": "Owner", "kind": "Kind"})
    return named.assign(Amount=lines["amount_cents"] / 100)


def _named(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Columns under the names a person reads; days as dates, gaps left empty."""
    chosen = frame[list(columns)].rename(columns=columns)
    return pd.DataFrame({name: _or_none(column) for name, column in chosen.items()})


def _or_none(column: "pd.Series[Any]") -> "pd.Series[Any]":
    words = column.dt.date if column.dtype.kind == "M" else column.astype(object)
    return words.where(words.notna(), None)


def _grown(book: Book, period: Period) -> pd.DataFrame:
    now, earlier = (_by_account(book, window) for window in (period, period.year_earlier()))
    both = pd.DataFrame({"This period": now, "A year earlier": earlier}).fillna(0) / 100
    return both.assign(Change=both["This period"] - both["A year earlier"]).rename_axis("Account").reset_index()


def _by_account(book: Book, window: Period) -> "pd.Series[int]":
    first, last = np.searchsorted(book.lines.day, bounds(book, window))
    lines = book.revenue.iloc[first:last]
    return lines.groupby(lines["account"].astype(object).fillna(NO_ACCOUNT))["amount_cents"].sum()


def _per_client(book: Book, period: Period) -> pd.DataFrame:
    cents = client_revenue(book, period)
    return _by_client(book, cents > 0, {"Revenue": cents / 100})


_DEAL = {"account": "Account", "service": "Service", "owner": "Owner"}


def _closed(book: Book, period: Period) -> pd.DataFrame:
    deals = book.deals[book.lines.deals.closed_in(*bounds(book, period))]
    named = _named(deals, {"closed_on": "Closed", **_DEAL, "outcome": "Outcome"})
    return named.assign(Amount=deals["amount_cents"].astype(float) / 100)


def _won(book: Book, period: Period) -> pd.DataFrame:
    rows = _closed(book, period)
    return rows[(rows["Outcome"] == OUTCOMES[WON]) & rows["Amount"].notna()].drop(columns="Outcome")


def _pipeline(book: Book, period: Period) -> pd.DataFrame:
    deals, day = book.lines.deals, stock_day(book, period)
    there, asked, prices = deals.open_on(day), deals.asked_on(day), deals.list_prices(day)
    by = np.select([asked != NONE, prices != NONE], ["amount asked", "list price"], "nothing known")
    rows = _named(book.deals[there], {"opened_on": "Opened", **_DEAL})
    value = units(deal_values(asked, prices)[there]).to_numpy()
    return rows.assign(Value=value, **{"Valued by": by[there]})


def _new(book: Book, period: Period) -> pd.DataFrame:
    start, end = bounds(book, period)
    days = numbers(book.firsts["day"])
    seen = book.firsts[(days >= start) & (days < end)].drop_duplicates("account_id")
    return _named(seen, {"account": "Account", "day": "First seen", "by": "By", "owner": "Owner"})


_ROWS: dict[str, Rows] = {
    "client_retention": _stayed,
    "grr": _retained,
    "nrr": _retained,
    "quick_ratio": _moved,
    "revenue": _revenue,
    "revenue_growth": _grown,
    "win_rate": _closed,
    "average_deal": _won,
    "median_deal": _won,
    "pipeline_value": _pipeline,
    "new_clients": _new,
    "revenue_per_client": _per_client,
    "accounts_expanded": _expanded,
    "active_clients": _active,
}
