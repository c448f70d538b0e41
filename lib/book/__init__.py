"""The book of accounts: clients, revenue, contracts and deals together as known on a day, and every figure of them."""

from lib.book.frames import Book, UnknownScope, keys, only
from lib.book.measuring import UnknownFigure, earlier_figure, figure
from lib.book.reading import read_book
from lib.book.rows import evidence
from lib.book.series import (
    account_table,
    monthly_revenue,
    retention_by_quarter,
    revenue_by_account,
    revenue_by_month_kind,
)
from lib.book.windows import BookTooShort

__all__ = [
    "Book",
    "BookTooShort",
    "UnknownFigure",
    "UnknownScope",
    "account_table",
    "earlier_figure",
    "evidence",
    "figure",
    "keys",
    "monthly_revenue",
    "only",
    "read_book",
    "retention_by_quarter",
    "revenue_by_account",
    "revenue_by_month_kind",
]
