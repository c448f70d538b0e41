"""Cohorts of a book: which clients began together, and what they brought in each quarter since."""

from dataclasses import replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from lib.book.frames import Book
from lib.book.windows import bounds, client_revenue, window_now
from lib.days import FIRST, NONE, Bools, Ints, number, numbers
from lib.money.cohort_figures import cohort_table
from lib.periods import Period, add_months, next_day, quarter, quarter_start, quarters

By = Literal["quarter", "year"]
QUARTERS_BACK = 11  # before the running one: what a book of three years and a month holds


def of_kind(book: Book, kind: str | None) -> Book:
    """The book with revenue of one kind only ("recurring", "project"); None: all of it."""
    if kind is None:
        return book
    return replace(book, revenue=book.revenue[(book.revenue["kind"] == kind).to_numpy()])


def cohort_quarters(book: Book) -> list[Period]:
    """The quarters that cohorts are followed through: at most twelve, whole from the records' beginning on."""
    first = add_months(quarter_start(book.as_of), -3 * QUARTERS_BACK)
    begun = book.facts_from
    if begun is None or begun > book.as_of:
        return []
    whole = begun if begun == quarter_start(begun) else quarter(begun).end
    return quarters(Period(max(first, whole), max(next_day(book.as_of), first, whole)))


def cohorts(book: Book, by: By, kind: str | None = None) -> pd.DataFrame:
    """What became of the clients that began in one quarter or year; see `cohort_table`, with `name` of the cohort.

    Clients first seen before the quarters followed are one cohort, "before Q1 2024", followed from there on. Rows are
    in order of cohort and age. Empty where no whole quarter is on record.
    """
    pieces = cohort_quarters(book)
    if len(pieces) < 2:
        return pd.DataFrame(columns=["name", "cohort", "age", "so_far", "clients", "kept", "before", "now", "held"])
    number_of, start, names = _members(book, pieces, by)
    money = of_kind(book, kind)
    cents = np.column_stack([client_revenue(money, piece) for piece in pieces])
    table = cohort_table(number_of, start, cents, _active(book, pieces), pieces[-1].partial(book.as_of))
    return table.assign(name=[names[at] for at in table["cohort"]])


def _active(book: Book, pieces: list[Period]) -> Bools:
    # Of a running quarter the three months up to the day are looked at, as everywhere.
    windows = [window_now(piece, book.as_of) for piece in pieces]
    return np.column_stack([book.lines.clients.active(*bounds(book, window)) for window in windows])


def _members(book: Book, pieces: list[Period], by: By) -> tuple[Ints, Ints, dict[int, str]]:
    """Cohort and starting quarter of each client, and the names of the cohorts.

    Those from before are followed where they were still active at the end of the first quarter.
    """
    first = numbers(book.accounts["first_seen"])
    begins = np.array([number(piece.start) for piece in pieces])
    start = np.searchsorted(begins, first, side="right") - 1
    older = (start < 0) & (first != FIRST)
    there = book.lines.clients.active(*bounds(book, pieces[0]))
    label = [piece.start.year if by == "year" else at for at, piece in enumerate(pieces)]
    cohort = np.where(start >= 0, np.array(label)[np.maximum(start, 0)], 0 if by == "year" else -2)
    cohort = np.where((first == FIRST) | (older & ~there), NONE, cohort)
    return cohort, np.maximum(start, -1), _names(pieces, by)


def _names(pieces: list[Period], by: By) -> dict[int, str]:
    early = f"before {_quarter_words(pieces[0].start)}"
    if by == "year":
        return {0: early} | {piece.start.year: str(piece.start.year) for piece in pieces}
    return {-2: early} | {at: _quarter_words(piece.start) for at, piece in enumerate(pieces)}


def _quarter_words(day: date) -> str:
    return f"Q{(day.month + 2) // 3} {day.year}"


def cohort_members(book: Book, by: By, kind: str | None = None) -> pd.DataFrame:
    """The clients behind the cohorts.

    Columns: Cohort, Client, First seen, First whole quarter and Last whole quarter (currency units), Still active.
    """
    pieces = cohort_quarters(book)
    if len(pieces) < 2:
        return pd.DataFrame()
    cohort, start, names = _members(book, pieces, by)
    money = of_kind(book, kind)
    cents = np.column_stack([client_revenue(money, piece) for piece in pieces])
    last = len(pieces) - (2 if pieces[-1].partial(book.as_of) else 1)
    rows = np.flatnonzero(cohort != NONE)
    first = np.where(start[rows] + 1 <= last, cents[rows, np.minimum(start[rows] + 1, last)] / 100, np.nan)
    active = _active(book, pieces)[rows, -1]
    seen = book.accounts["first_seen"].dt.date.to_numpy()[rows]
    frame = pd.DataFrame(
        {
            "Cohort": [names[at] for at in cohort[rows]], "Client": book.accounts["name"].astype(str).to_numpy()[rows],
            "First seen": seen, "First whole quarter": first,
            "Last whole quarter": np.where(start[rows] + 1 <= last, cents[rows, last] / 100, np.nan),
            "Still active": np.where(active, "yes", "no"),
        }
    )  # fmt: skip
    return frame.iloc[np.lexsort((frame["Client"], cohort[rows]))].reset_index(drop=True)
