"""The book of accounts as known on a day: who owns what, and which part of it is asked for."""

from datetime import date

import pandas as pd
import pytest

from lib.accounts.tables import Account, AccountOwner, Contract
from lib.book import (
    BookTooShort,
    UnknownFigure,
    UnknownScope,
    account_table,
    figure,
    keys,
    only,
    read_book,
    revenue_by_month_kind,
)
from lib.periods import parse, trailing_year
from lib.store.engine import Store
from tests.acme import HANDED, JAN, YEAR_END, acme, acme_without_people, deal, paid, people, stages, value
from tests.facts import put


def test_revenue_belongs_to_who_led_the_account_that_day_and_to_their_manager_then(store: Store) -> None:
    put(
        store,
        *people(),
        *acme(),
        paid(1, "2024-05-09"),
        paid(1, "2024-05-10", 40),
        paid(1, "2024-05-11", 7, person_id=1),
    )
    book = read_book(store, YEAR_END)
    lines = book.revenue[["owner", "manager", "amount_cents"]].astype(object).to_numpy().tolist()
    assert lines == [["Ann", "Mia", 10_000], ["Bo", "Max", 4_000], ["Ann", "Mia", 700]]
    assert value(only(book, "owner", "Bo"), "revenue", "2024") == 4_000
    assert value(only(book, "manager", "Mia"), "revenue", "2024-05") == 10_700


def test_the_owner_of_an_account_is_the_one_of_the_as_of_day(store: Store) -> None:
    put(store, *people(), *acme(), paid(1, "2024-02-01"))
    before, after = (read_book(store, day).accounts for day in (date(2024, 5, 9), HANDED))
    assert before[["owner", "manager"]].astype(str).to_numpy().tolist() == [["Ann", "Mia"]]
    assert after[["owner", "manager"]].astype(str).to_numpy().tolist() == [["Bo", "Max"]]


def test_facts_after_the_as_of_day_are_not_known(store: Store) -> None:
    put(store, *acme_without_people(), paid(1, "2024-03-31"), paid(1, "2024-04-01"))
    book = read_book(store, date(2024, 3, 31))
    assert book.revenue["day"].tolist() == [pd.Timestamp("2024-03-31")]
    assert figure(book, "revenue", parse("2024Q2")).why == "the period has not begun"


def test_a_handed_over_contract_stays_in_force_for_the_firm_and_moves_between_owners(store: Store) -> None:
    put(store, *people(), *acme(), Contract(account_id=1, kind="retainer", starts_on=JAN))
    book = read_book(store, YEAR_END)
    assert [value(book, "active_clients", month) for month in ("2024-04", "2024-05")] == [1, 1]
    for owner, expected in (("Ann", [1, 0]), ("Bo", [0, 1])):
        part = only(book, "owner", owner)
        assert [value(part, "active_clients", month) for month in ("2024-04", "2024-05")] == expected
    assert book.contracts["owner"].tolist() == ["Ann", "Bo"]
    assert book.contracts["starts_on"].dt.date.tolist() == [JAN, HANDED]
    assert book.contracts["ends_before"].isna().tolist() == [False, True]


def test_an_account_nobody_leads_keeps_its_contract(store: Store) -> None:
    put(
        store, *people(), Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=JAN),
        AccountOwner(account_id=1, person_id=1, starts_on=date(2024, 3, 1), ends_before=date(2024, 4, 1)),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    assert [value(book, "active_clients", f"2024-{month:02}") for month in range(1, 7)] == [1] * 6
    assert [value(only(book, "owner", "Ann"), "active_clients", f"2024-{m:02}") for m in range(2, 5)] == [0, 1, 0]


def test_an_empty_store_has_no_figure_and_no_error(store: Store) -> None:
    book = read_book(store, YEAR_END)
    assert all(
        figure(book, name, parse("2024")).value is None for name in ("grr", "revenue", "win_rate", "new_clients")
    )
    assert figure(book, "pipeline_value", parse("2024")).why == "no deals recorded yet"
    assert account_table(book).empty
    assert revenue_by_month_kind(book, trailing_year(YEAR_END)).empty


def test_the_parts_of_a_book_can_be_asked_by_name(store: Store) -> None:
    put(store, *people(), *acme(), *stages(), paid(1, "2024-02-01", service_id=1), deal(1, "2024-03-01", person_id=2))
    book = read_book(store, YEAR_END)
    assert {scope: keys(book, scope) for scope in ("book", "account", "owner", "manager", "service", "sector")} == {
        "book": [None], "account": ["Acme"], "owner": ["Ann", "Bo"], "manager": ["Max", "Mia"], "service": ["Audit"],
        "sector": ["retail"],
    }  # fmt: skip
    assert only(book, "book", None) is book
    both = only(only(book, "owner", "Ann"), "sector", "retail")
    assert value(both, "revenue", "2024") == 10_000
    assert only(book, "owner", "nobody").revenue.empty
    assert value(only(book, "owner", "nobody"), "revenue", "2024") == 0


def test_unknown_words_are_told(store: Store) -> None:
    book = read_book(store, YEAR_END)
    with pytest.raises(UnknownScope, match="'team' is no scope: choose one of book, account"):
        only(book, "team", "A")
    with pytest.raises(UnknownScope):
        keys(book, "team")
    with pytest.raises(UnknownFigure, match="'profit' is no figure of a book: choose one of client_retention"):
        figure(book, "profit", parse("2024"))


def test_a_window_gives_the_same_figures_and_refuses_older_ones(store: Store) -> None:
    put(store, *people(), *acme(), *(paid(1, f"2024-{month:02}-15", month) for month in range(1, 13)))
    whole, short = read_book(store, YEAR_END), read_book(store, YEAR_END, since=date(2024, 7, 1))
    for name in ("revenue", "grr", "client_retention", "new_clients"):
        assert figure(short, name, parse("2024Q4")) == figure(whole, name, parse("2024Q4"))
    with pytest.raises(BookTooShort, match="needs facts from 1 Apr 2024 on, but the book was read from 1 Jul 2024"):
        figure(short, "grr", parse("2024Q3"))
    with pytest.raises(BookTooShort):
        figure(short, "revenue", parse("2024Q2"))


def test_a_contract_moves_with_the_reporting_line_of_its_owner(store: Store) -> None:
    put(
        store, *people(), *acme_without_people(), AccountOwner(account_id=1, person_id=2, starts_on=JAN),
        Contract(account_id=1, kind="retainer", starts_on=JAN),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    for manager, expected in (("Mia", [1, 0]), ("Max", [0, 1])):
        part = only(book, "manager", manager)
        assert [value(part, "active_clients", month) for month in ("2024-04", "2024-05")] == expected


def test_a_closed_deal_belongs_to_the_manager_of_its_last_day(store: Store) -> None:
    closed = {"person_id": 2, "opened": "2024-02-01"}
    put(store, *people(), *stages(), deal(2, closed="2024-05-09", **closed), deal(2, closed="2024-05-10", **closed))
    book = read_book(store, YEAR_END)
    assert book.deals["manager"].tolist() == ["Mia", "Max"]
    assert figure(only(book, "manager", "Mia"), "win_rate", parse("2024")).base == 1


def test_an_account_without_any_fact_belongs_to_its_owner(store: Store) -> None:
    put(store, *people(), *acme())
    book = read_book(store, YEAR_END)
    assert only(book, "owner", "Bo").accounts["name"].tolist() == ["Acme"]
    assert only(book, "owner", "Ann").accounts.empty
    assert account_table(only(book, "owner", "Bo"))["account"].tolist() == ["Acme"]
