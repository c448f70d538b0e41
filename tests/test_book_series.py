"""Tables made of a book: months, quarters, accounts."""

from datetime import date

import pandas as pd
import pytest

from lib.accounts.tables import Account
from lib.book import (
    account_table,
    monthly_revenue,
    only,
    read_book,
    retention_by_quarter,
    revenue_by_account,
    revenue_by_month_kind,
)
from lib.periods import Period, months, parse
from lib.store.engine import Store
from tests.acme import YEAR_END, acme, paid, people
from tests.facts import put


def test_months_are_marked_where_the_records_cover_a_part(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), paid(1, "2024-03-05", 70), paid(1, "2024-05-02", 30))
    book = read_book(store, date(2024, 5, 20))
    told = monthly_revenue(book, months(Period(date(2024, 2, 1), date(2024, 5, 21))))
    assert told["amount"].tolist() == [pd.NA, 70, 0, 30]
    assert told["partial"].tolist() == [False, True, False, True]
    assert told["note"].tolist()[3] == "so far, to 20 May 2024"


def test_revenue_by_account_has_a_column_for_each_period(store: Store) -> None:
    put(
        store,
        Account(id=1, name="Acme"),
        Account(id=2, name="Bo"),
        paid(1, "2024-03-05", 70),
        paid(2, "2024-04-02", 30),
    )
    told = revenue_by_account(read_book(store, YEAR_END), [parse("2024Q1"), parse("2024-04")])
    assert told.to_dict("index") == {"Acme": {"2024Q1": 70, "2024-04": 0}, "Bo": {"2024Q1": 0, "2024-04": 30}}


def test_new_clients_are_new_for_twelve_months_unless_the_records_began_with_them(store: Store) -> None:
    put(
        store, Account(id=1, name="from the start"), Account(id=2, name="new"),
        *(paid(account, day) for account in (1, 2) for day in ("2023-02-01", "2024-01-31", "2024-02-01", "2024-03-01")),
        paid(1, "2023-01-01"), paid(None, "2024-03-31", 5),
    )  # fmt: skip
    told = revenue_by_month_kind(read_book(store, YEAR_END), Period(date(2024, 1, 1), date(2024, 4, 1)))
    amounts = [(row.month.isoformat()[:7], row.kind, row.amount) for row in told.itertuples() if row.amount]
    assert amounts == [
        ("2024-01", "existing clients", 100), ("2024-01", "new clients", 100), ("2024-02", "existing clients", 100),
        ("2024-02", "new clients", 100), ("2024-03", "existing clients", 200), ("2024-03", "no account", 5),
    ]  # fmt: skip


def test_retention_by_quarter_shows_whole_quarters_only(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), *(paid(1, f"2024-{month:02}-01", month) for month in range(1, 12)))
    told = retention_by_quarter(read_book(store, date(2024, 11, 30)), 3)
    assert told["quarter"].unique().tolist() == ["2024Q1", "2024Q2", "2024Q3"]
    nrr = told[told["figure"] == "nrr"].set_index("quarter")["share"]
    assert pd.isna(nrr["2024Q1"])
    assert nrr["2024Q3"] == pytest.approx((7 + 8 + 9) / (4 + 5 + 6))


def test_the_account_table_has_a_row_an_account_with_growth_and_months(store: Store) -> None:
    put(
        store, *people(), *acme(), Account(id=2, name="Bo Ltd"), paid(1, "2023-01-01", 1), paid(1, "2023-06-01", 100),
        paid(1, "2024-06-01", 150, service_id=1), paid(1, "2024-12-01", 30, service_id=1), paid(2, "2024-11-05", 500),
    )  # fmt: skip
    told = account_table(read_book(store, YEAR_END))
    assert told["account"].tolist() == ["Bo Ltd", "Acme"]
    row = told.iloc[1]
    assert (row["owner"], row["sector"], row["services"], row["revenue"]) == ("Bo", "retail", 1, 180)
    assert (row["year_earlier"], row["client_since"]) == (101, date(2023, 1, 1))
    assert row["growth"].value == pytest.approx(79 / 101)
    assert row["monthly"] == [0.0] * 6 + [150.0] + [0.0] * 5 + [30.0]
    assert told["owner"].tolist()[0] is None
    assert told["growth"].tolist()[0].value is None


def test_an_account_handed_on_leaves_the_table_of_its_old_owner_with_its_revenue(store: Store) -> None:
    put(store, *people(), *acme(), paid(1, "2024-04-01"), paid(1, "2024-06-01", 70))
    soon, later = read_book(store, YEAR_END), read_book(store, date(2026, 6, 30))
    assert account_table(only(soon, "owner", "Ann"))["revenue"].tolist() == [100]
    assert account_table(only(later, "owner", "Ann")).empty
    assert account_table(only(later, "owner", "Bo"))["account"].tolist() == ["Acme"]
