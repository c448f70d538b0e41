"""Tables made of a book: revenue by month and account, retention by quarter, one row an account."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from lib.book.frames import Book
from lib.book.measuring import figure, live_services, total
from lib.book.windows import client_revenue, incomparable, window_now
from lib.catalog import CATALOG
from lib.days import Bools, number, numbers
from lib.measure import Measure, undefined
from lib.money.figures import revenue_growth
from lib.periods import Period, add_months, month, month_start, months, next_day, quarter, quarter_start, trailing_year

RETENTION = ("client_retention", "grr", "nrr")
EXISTING, NEW, UNASSIGNED = "existing clients", "new clients", "no account"


def monthly_revenue(book: Book, periods: Sequence[Period]) -> pd.DataFrame:
    """Revenue of the book, a row a month. Columns: month (date), amount (currency units), partial (bool), note.

    `amount` is None where the records tell nothing of that month.
    """
    measured = [(period, figure(book, "revenue", period)) for period in periods]
    return pd.DataFrame(
        {
            "month": [period.start for period, _ in measured],
            "amount": pd.Series([None if m.value is None else m.value / 100 for _, m in measured], dtype="Float64"),
            "partial": [period.partial(book.as_of, book.records_from) for period, _ in measured],
            "note": [m.why or m.note for _, m in measured],
        }
    )


def revenue_by_account(book: Book, periods: Sequence[Period]) -> pd.DataFrame:
    """Revenue in currency units: a row an account (index: its name), a column a period (its key)."""
    amounts = {period.key: client_revenue(book, period) / 100 for period in periods}
    return pd.DataFrame(amounts, index=pd.Index(book.accounts["name"].astype(str), name="account"))


def revenue_by_month_kind(book: Book, span: Period) -> pd.DataFrame:
    """Revenue by month from existing and from new clients; months of which the records tell nothing are left out.

    Columns: month (date), kind ("existing clients", "new clients", and "no account" where there is some), amount
    (currency units), so_far (bool: the records cover only a part of the month), note (which part).
    A client is new in the twelve months after it was first seen; one first seen in the first month of the records
    cannot be told from an older one and counts as existing.
    """
    told = [piece for piece in months(span) if figure(book, "revenue", piece).value is not None]
    rows = [row for piece in told for row in _kinds(book, piece)]
    return pd.DataFrame(rows, columns=["month", "kind", "amount", "so_far", "note"])


def _kinds(book: Book, piece: Period) -> list[dict[str, object]]:
    cents, new = client_revenue(book, piece), _new_in(book, piece)
    parts = {EXISTING: int(cents[~new].sum()), NEW: int(cents[new].sum())}
    rest = total(book, piece) - sum(parts.values())
    parts |= {UNASSIGNED: rest} if rest else {}
    so_far, note = piece.partial(book.as_of, book.records_from), figure(book, "revenue", piece).note
    return [
        {"month": piece.start, "kind": kind, "amount": amount / 100, "so_far": so_far, "note": note}
        for kind, amount in parts.items()
    ]


def _new_in(book: Book, piece: Period) -> Bools:
    first = numbers(book.accounts["first_seen"])
    told_from = add_months(piece.start, -12)
    if book.records_from is not None:
        told_from = max(told_from, month(book.records_from).end)
    new: Bools = (first >= number(told_from)) & (first < number(piece.end))
    return new


def retention_by_quarter(book: Book, count: int) -> pd.DataFrame:
    """The three retentions of the last `count` whole quarters, oldest first.

    Columns: quarter ("2017Q3"), figure (its name), label, share (None: undefined), base, hits, why.
    """
    rows = [
        {"quarter": piece.key, "figure": name, "label": CATALOG[name].label} | _told(figure(book, name, piece))
        for piece in whole_quarters(book.as_of, count)
        for name in RETENTION
    ]
    frame = pd.DataFrame(rows, columns=["quarter", "figure", "label", "share", "base", "hits", "why"])
    return frame.astype({"share": "Float64", "base": "Int64", "hits": "Int64"})


def _told(measure: Measure) -> dict[str, object]:
    return {"share": measure.value, "base": measure.base, "hits": measure.hits, "why": measure.why}


def whole_quarters(as_of: date, count: int) -> list[Period]:
    """The last `count` calendar quarters that are over by the end of `as_of`, oldest first."""
    end = quarter_start(next_day(as_of))
    return [quarter(add_months(end, -3 * back)) for back in range(count, 0, -1)]


def account_table(book: Book, period: Period | None = None) -> pd.DataFrame:
    """One row an account, by revenue, largest first; `period` defaults to the twelve months to the as-of day.

    Columns: account_id, account, owner, sector, client_since (recorded, or first seen), archived_on (all None where
    not known), services (live at the end), revenue (currency units), year_earlier (None before the records), growth
    (a Measure), monthly (currency units of the twelve whole months before and the running one, from the records'
    start on). In a part of the book by owner or manager, accounts they neither have now nor had revenue of are out.
    """
    span = period or trailing_year(book.as_of)
    revenue, (earlier, growth) = client_revenue(book, span), _growth_by_account(book, span)
    live = live_services(book, window_now(span, book.as_of))
    monthly = revenue_by_account(book, _recorded_months(book)).to_numpy().tolist()
    table = _who(book.accounts).assign(services=live, revenue=revenue / 100, year_earlier=earlier)
    table["growth"], table["monthly"] = pd.Series(growth, table.index), pd.Series(monthly, table.index)
    paid = (revenue != 0) | (earlier.fillna(0) != 0).to_numpy()
    kept: pd.DataFrame = table[_theirs(book) | paid]
    return kept.sort_values(["revenue", "account"], ascending=[False, True], ignore_index=True)


def _who(accounts: pd.DataFrame) -> pd.DataFrame:
    known_since = accounts["client_since"].fillna(accounts["first_seen"])
    return pd.DataFrame(
        {
            "account_id": accounts["id"],
            "account": accounts["name"],
            "owner": _or_none(accounts["owner"]),
            "sector": _or_none(accounts["sector"]),
            "client_since": _or_none(known_since.dt.date),
            "archived_on": _or_none(accounts["archived_on"].dt.date),
        }
    )


def _or_none(column: "pd.Series[str]") -> "pd.Series[str]":
    words = column.astype(object)
    return words.where(words.notna(), None)


def _growth_by_account(book: Book, span: Period) -> tuple["pd.Series[float]", list[Measure]]:
    """Revenue a year earlier in currency units (missing where it cannot be told), and growth, by client."""
    earlier = span.year_earlier()
    if why := incomparable(book, span, earlier):
        nothing = pd.Series(pd.NA, index=book.accounts.index, dtype="Float64")
        return nothing, [undefined(why, base=None)] * len(book.accounts)
    now, before = client_revenue(book, span), client_revenue(book, earlier)
    growth = [revenue_growth(*pair) for pair in zip(now.tolist(), before.tolist(), strict=True)]
    return pd.Series(before / 100, index=book.accounts.index, dtype="Float64"), growth


def _recorded_months(book: Book) -> list[Period]:
    first = add_months(month_start(book.as_of), -12)
    # Asked of a day before the records begin, there is that day's month, without revenue.
    begun = min(book.records_from or book.as_of, book.as_of)
    return months(Period(max(first, month_start(begun)), next_day(book.as_of)))


def _theirs(book: Book) -> Bools:
    """Which accounts belong here by themselves, not only by a fact of the past."""
    kept = np.ones(len(book.accounts), dtype=np.bool_)
    for scope, key in book.filters:
        if scope in ("owner", "manager"):
            kept &= (book.accounts[scope] == key).to_numpy()
    return kept
