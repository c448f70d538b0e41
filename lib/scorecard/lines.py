"""Revenue by who led the account on its day: what growth of somebody's own accounts is made of."""

import numpy as np
import pandas as pd

from lib.accounts.queries import lead_owners
from lib.book.frames import Book
from lib.book.series import EXISTING, NEW, UNASSIGNED
from lib.days import FIRST, NONE, Bools, Ints, in_force, number, numbers, positions, record_numbers, spells
from lib.money.queries import revenue_lines
from lib.periods import add_months, month
from lib.scorecard.ground import BOOK, Ground, Scope


def lines(ground: Ground) -> pd.DataFrame:
    """Every line of revenue from a year before the span before, by day.

    Columns, NONE for gaps: day (since 1970-01-01), account_id, service_id, cents, who (credited with it, else who led
    the account that day), then (the same, but who led it a year later: whose growth the line is compared in), clients
    (EXISTING, NEW, UNASSIGNED).
    """
    since = add_months(ground.spans.before.start, -12)
    return ground.kept("lines", BOOK, (ground.as_of, since), lambda: _read(ground))


def _read(ground: Ground) -> pd.DataFrame:
    since = add_months(ground.spans.before.start, -12)
    found = revenue_lines(ground.store, ground.as_of, since)
    leads = spells(lead_owners(ground.store), "account_id", "person_id")
    day, account = numbers(found["day"]), record_numbers(found["account_id"])
    credited = record_numbers(found["person_id"])
    now, later = (in_force(leads, account, days) for days in (day, a_year_later(day)))
    return pd.DataFrame(
        {
            "day": day, "account_id": account, "service_id": record_numbers(found["service_id"]),
            "cents": record_numbers(found["amount_cents"]), "who": np.where(credited == NONE, now, credited),
            "then": np.where(credited == NONE, later, credited), "kind": found["kind"].to_numpy(dtype=object),
            "clients": np.select([account == NONE, _new(ground.book, account, day)], [UNASSIGNED, NEW], EXISTING),
        }
    )  # fmt: skip


def a_year_later(days: Ints) -> Ints:
    """The same days a year on; 29 February becomes 28."""
    unique, at = np.unique(days, return_inverse=True)
    later = pd.DatetimeIndex(unique.astype("datetime64[D]")) + pd.DateOffset(years=1)
    return numbers(later.to_numpy())[at]


def _new(book: Book, account: Ints, day: Ints) -> Bools:
    """Whether the client was new in the month of each line, by the rule of `lib.book.series.revenue_by_month_kind`."""
    seen = np.append(numbers(book.accounts["first_seen"]), FIRST)
    first = seen[positions(record_numbers(book.accounts["id"]), account)]
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    since = numbers((months - 12).astype("datetime64[D]"))
    begun = FIRST if book.records_from is None else number(month(book.records_from).end)
    new: Bools = (first >= np.maximum(since, begun)) & (first < numbers((months + 1).astype("datetime64[D]")))
    return new


def of_span(scope: Scope) -> pd.DataFrame:
    """The lines of the span that count for the scope's person."""
    found = lines(scope.ground)
    kept = scope.inside(found["day"].to_numpy())
    return found[kept & _whose(scope, found["who"])]


def a_year_earlier(scope: Scope) -> pd.DataFrame:
    """The lines of the same days a year earlier, of the accounts the person leads now: whoever led them then."""
    found, earlier = lines(scope.ground), scope.span.year_earlier()
    days = found["day"].to_numpy()
    kept = (days >= number(earlier.start)) & (days < number(earlier.end))
    return found[kept & _whose(scope, found["then"])]


def _whose(scope: Scope, who: "pd.Series[int]") -> Bools:
    return np.asarray((who == scope.person) if scope.person is not None else (who == who), dtype=np.bool_)
