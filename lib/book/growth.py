"""Where a book of accounts grows: by quarter from existing and new clients, by account and by sector."""

from datetime import date

import numpy as np
import pandas as pd

from lib.book.frames import Book
from lib.book.series import EXISTING, NEW, UNASSIGNED, revenue_by_month_kind
from lib.book.windows import bounds, client_revenue, incomparable
from lib.days import NONE, Ints, positions, record_numbers
from lib.measure import Measure, undefined
from lib.money.figures import revenue_growth
from lib.money.tables import REVENUE_KINDS
from lib.periods import Period, add_months, month_start, next_day, quarter, quarter_start

MONTHS_BACK = 37  # how far back a book must reach for the functions here
NO_SECTOR = "(no sector)"


def whole_year(as_of: date) -> Period:
    """The twelve calendar months that were over by the end of a day."""
    end = month_start(next_day(as_of))
    return Period(add_months(end, -12), end, "12 whole months")


def kind_growth(book: Book, period: Period) -> pd.DataFrame:
    """Revenue of whole calendar months from existing and from new clients, against a year earlier.

    One row a kind (that of clients, and "no account" where there is some). Columns: kind, amount and year_earlier
    (currency units; None: not comparable), growth (Measure). The kinds are those of `revenue_by_month_kind`.
    """
    earlier = period.year_earlier()
    now, before = (_by_kind(book, span) for span in (period, earlier))
    why = incomparable(book, period, earlier)
    kinds = [EXISTING, NEW, *([UNASSIGNED] if UNASSIGNED in now or UNASSIGNED in before else [])]
    rows = [_against(kind, now.get(kind, 0.0), before.get(kind, 0.0), why) for kind in kinds]
    return pd.DataFrame(rows, columns=["kind", "amount", "year_earlier", "growth"])


def _by_kind(book: Book, span: Period) -> dict[str, float]:
    found = revenue_by_month_kind(book, span)
    return {str(kind): float(amount) for kind, amount in found.groupby("kind")["amount"].sum().items()}


def _against(kind: str, now: float, before: float, why: str) -> dict[str, object]:
    growth = undefined(why, base=None) if why else revenue_growth(round(now * 100), round(before * 100))
    return {"kind": kind, "amount": now, "year_earlier": None if why else before, "growth": growth}


def by_quarter(book: Book, count: int) -> pd.DataFrame:
    """The running quarter and the `count` - 1 before it, oldest first: revenue by kind, and growth of all of it.

    One row a quarter and kind. Columns: quarter (its key), kind, amount (currency units), so_far (bool: not over, or
    recorded only in part), growth (Measure of the whole quarter against the same one a year earlier). Quarters of
    which the records tell nothing are left out.
    """
    last = quarter_start(book.as_of)
    pieces = [quarter(add_months(last, -3 * back)) for back in reversed(range(count))]
    rows = [row for piece in pieces for row in _of_quarter(book, piece)]
    return pd.DataFrame(rows, columns=["quarter", "kind", "amount", "so_far", "growth"])


def _of_quarter(book: Book, piece: Period) -> list[dict[str, object]]:
    now, earlier = _by_kind(book, piece), piece.year_earlier()
    why = incomparable(book, piece, earlier)
    before = {} if why else _by_kind(book, earlier)
    cents, was = (round(sum(amounts.values()) * 100) for amounts in (now, before))
    growth: Measure = undefined(why, base=None) if why else revenue_growth(cents, was)
    so_far = piece.partial(book.as_of, book.records_from)
    return [
        {"quarter": piece.key, "kind": kind, "amount": amount, "so_far": so_far, "growth": growth}
        for kind, amount in now.items()
    ]


def account_growth(book: Book, period: Period) -> pd.DataFrame:
    """Each account with revenue in a period or a year earlier, what grew most first.

    Columns: account_id, account, owner, sector, now, year_earlier, change (currency units), growth (Measure), and now
    and change of each kind of revenue (recurring, recurring_change, project, project_change). Where the year earlier
    is not recorded there is nothing to compare: no rows (see `incomparable`).
    """
    earlier = period.year_earlier()
    now, before = client_revenue(book, period), client_revenue(book, earlier)
    growth = [revenue_growth(*pair) for pair in zip(now.tolist(), before.tolist(), strict=True)]
    amounts = {"now": now / 100, "year_earlier": before / 100, "change": (now - before) / 100}
    for kind in REVENUE_KINDS:
        part, was = (_of_kind(book, span, kind) for span in (period, earlier))
        amounts |= {kind: part / 100, f"{kind}_change": (part - was) / 100}
    who = book.accounts[["id", "name", "owner", "sector"]].rename(columns={"id": "account_id", "name": "account"})
    table = who.astype({"owner": object, "sector": object}).assign(**amounts)
    table["growth"] = pd.Series(growth, index=table.index, dtype=object)
    kept: pd.DataFrame = table[((now != 0) | (before != 0)) & (not incomparable(book, period, earlier))]
    return kept.sort_values(["change", "account"], ascending=[False, True], ignore_index=True)


def _of_kind(book: Book, span: Period, kind: str) -> Ints:
    """Cents of one kind of revenue of each client in a span."""
    first, last = np.searchsorted(book.lines.day, bounds(book, span))
    lines = book.revenue.iloc[first:last]
    lines = lines[(lines["kind"] == kind).to_numpy()]
    at = positions(book.lines.accounts, record_numbers(lines["account_id"]))
    cents = np.bincount(at[at != NONE], record_numbers(lines["amount_cents"])[at != NONE], len(book.accounts))
    return np.asarray(cents, dtype=np.int64)


def sector_growth(book: Book, period: Period) -> pd.DataFrame:
    """Each sector's revenue in a period against a year earlier, largest first; none where that is not recorded.

    Columns: sector ("(no sector)" for accounts without one), clients (with revenue in either), now, year_earlier,
    change (currency units), growth (Measure).
    """
    rows = account_growth(book, period)
    named = rows.assign(sector=rows["sector"].where(rows["sector"].notna(), NO_SECTOR))
    sums = named.groupby("sector", sort=True).agg(
        clients=("account_id", "size"), now=("now", "sum"), year_earlier=("year_earlier", "sum")
    )  # fmt: skip
    pairs = zip((sums["now"] * 100).round().astype(int), (sums["year_earlier"] * 100).round().astype(int), strict=True)
    told = sums.assign(
        change=sums["now"] - sums["year_earlier"],
        growth=pd.Series([revenue_growth(*pair) for pair in pairs], index=sums.index, dtype=object),
    )
    return told.sort_values("now", ascending=False, kind="stable").reset_index()
