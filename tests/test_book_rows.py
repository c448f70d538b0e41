"""The rows behind every figure add up to it, in every part of a book."""

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pytest

from lib.book import Book, evidence, figure, keys, only, read_book
from lib.catalog import CATALOG, OF_BOOK, SCOPES
from lib.periods import Period, parse, trailing_year
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.acme import JAN, YEAR_END, acme_without_people, deal, paid, stages
from tests.facts import put
from tests.small_firm import AS_OF, put_small_firm

PERIODS = [*(parse(key) for key in ("2023", "2024", "2023Q1", "2024Q1", "2024Q3", "2025Q1", "2024-06", "2025-02"))]
ADDED_UP: dict[str, Callable[[pd.DataFrame], float]] = {
    "client_retention": lambda rows: (rows["Still active"] == "yes").mean(),
    "grr": lambda rows: rows["Kept"].sum() / rows["Before"].sum(),
    "nrr": lambda rows: rows["Now"].sum() / rows["Before"].sum(),
    "quick_ratio": lambda rows: (rows["New"] + rows["Expansion"]).sum() / (rows["Churn"] + rows["Contraction"]).sum(),
    "revenue": lambda rows: rows["Amount"].sum(),
    "revenue_growth": lambda rows: rows["Change"].sum() / rows["A year earlier"].sum(),
    "win_rate": lambda rows: (rows["Outcome"] == "won").mean(),
    "average_deal": lambda rows: rows["Amount"].mean(),
    "median_deal": lambda rows: rows["Amount"].median(),
    "pipeline_value": lambda rows: rows["Value"].sum(),
    "new_clients": len,
    "revenue_per_client": lambda rows: rows["Revenue"].mean(),
    "accounts_expanded": lambda rows: (rows["Expanded"] == "yes").sum(),
    "active_clients": len,
}


@pytest.fixture(scope="module")
def book(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("firm") / "steward.db"
    store = open_store(databases.copied(empty_url, path))
    put_small_firm(store)
    return read_book(store, AS_OF)


def parts(book: Book) -> Iterator[Book]:
    yield from (only(book, scope, key) for scope in SCOPES for key in keys(book, scope))
    yield only(only(book, "owner", "Ann"), "sector", "retail")


@pytest.mark.parametrize("name", OF_BOOK)
def test_the_rows_add_up_to_the_figure(book: Book, name: str) -> None:
    told = 0
    for part in parts(book):
        for period in [*PERIODS, trailing_year(AS_OF), Period(JAN, parse("2025-02").start)]:
            measured, rows = figure(part, name, period), evidence(part, name, period)
            if measured.value is None:
                assert rows.empty
                continue
            told += 1
            cents = 100 if CATALOG[name].unit == "money" else 1
            assert ADDED_UP[name](rows) == pytest.approx(measured.value / cents), (part.filters, period)
            assert measured.base in (None, len(rows)), (part.filters, period)
    assert told > 20, "the figure has a value in too few places for this to say anything"


def test_rows_carry_names_and_whole_amounts_a_person_reads(store: Store) -> None:
    put(
        store,
        *acme_without_people(),
        *stages(),
        paid(1, "2024-03-05", 70),
        deal(1, "2024-03-01", amount=90),
        deal(1, None),
    )
    book = read_book(store, YEAR_END)
    assert evidence(book, "revenue", parse("2024")).to_dict("records") == [
        {"Day": date(2024, 3, 5), "Account": "Acme", "Service": None, "Owner": None, "Kind": "project", "Amount": 70}
    ]
    deals = evidence(book, "pipeline_value", parse("2024"))
    assert deals["Valued by"].tolist() == ["amount asked", "nothing known"]
    assert deals["Value"].tolist()[0] == 90


def test_revenue_without_account_is_told_in_the_rows_of_growth(store: Store) -> None:
    put(store, *acme_without_people(), paid(1, "2023-01-01"), paid(1, "2024-03-05", 70), paid(None, "2024-03-05", 7))
    rows = evidence(read_book(store, YEAR_END), "revenue_growth", parse("2024"))
    assert dict(zip(rows["Account"], rows["This period"], strict=True)) == {"(no account)": 7, "Acme": 70}
