"""The money of one account as read on a day, and its months and kinds."""

from datetime import date

import pandas as pd
import pytest

from lib.accounts.tables import Account
from lib.money import account_queries as queries
from lib.money.account_figures import by_kind, by_month, by_service, in_span
from lib.money.tables import BillRate
from lib.periods import Period, months, parse
from lib.store.engine import Store
from tests.client_facts import AS_OF, BEGIN, acme, on
from tests.facts import put

QUARTER = parse("2024Q3")


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *acme())
    return store


def test_revenue_is_the_accounts_own_in_the_span(filled: Store) -> None:
    lines = queries.account_revenue(filled, 1, QUARTER)
    assert in_span(lines, QUARTER) == 700_000
    assert in_span(lines, QUARTER, "project") == 400_000
    assert in_span(lines, parse("2024-08")) == 500_000
    assert by_service(lines, QUARTER).set_index("service")["cents"].to_dict() == {"Care": 300_000, "Build": 400_000}


def test_the_split_has_both_kinds_also_where_one_brought_nothing(filled: Store) -> None:
    lines = queries.account_revenue(filled, 1, Period(BEGIN, QUARTER.end))
    split = by_kind(lines, QUARTER, parse("2024Q2")).set_index("kind")
    assert split["cents"].to_dict() == {"recurring": 300_000, "project": 400_000}
    assert split["earlier_cents"].to_dict() == {"recurring": 300_000, "project": 0}
    assert split["share"]["project"] == pytest.approx(4 / 7)
    empty = by_kind(lines, parse("2025Q3"), parse("2025Q2"))
    assert empty["share"].isna().all()


def test_months_before_the_records_are_unknown_and_partial_ones_say_so(filled: Store) -> None:
    lines = queries.account_revenue(filled, 1, parse("2024"))
    frame = by_month(lines, months(Period(date(2023, 12, 1), on("02-15"))), on("02-10"), on("01-03"))
    assert frame["amount"].isna().tolist() == [True, False, False]
    assert frame["partial"].tolist() == [False, True, True]
    assert frame["note"].tolist() == ["no records", "records begin on 3 Jan 2024", "so far, to 10 Feb 2024"]
    nothing = by_month(lines, months(parse("2024Q1")), AS_OF, None)
    assert nothing["amount"].isna().all()


def test_an_invoice_paid_later_is_still_open(filled: Store) -> None:
    assert queries.open_invoices(filled, 1, AS_OF)["number"].tolist() == ["A-1", "A-2"]
    assert queries.open_invoices(filled, 1, on("12-01"))["number"].tolist() == ["A-1"]
    assert queries.open_invoices(filled, 1, on("08-31")).empty


def test_costs_and_write_offs_are_those_of_the_span(filled: Store) -> None:
    assert queries.passed_on_cents(filled, 1, QUARTER) == 50_000
    assert queries.passed_on_cents(filled, 2, QUARTER) == 0
    assert queries.write_offs(filled, 1, parse("2024"))["amount_cents"].tolist() == [1_000, 9_000]
    assert queries.write_offs(filled, 1, QUARTER).empty


def test_contracts_are_those_in_force_and_a_notice_is_known_from_its_day_on(filled: Store) -> None:
    assert queries.running_contracts(filled, 1, AS_OF)["service"].tolist() == ["Care"]
    assert queries.running_contracts(filled, 1, on("01-31")).empty
    assert queries.running_contracts(filled, 1, date(2025, 2, 1)).empty


def test_the_final_amount_of_a_renewal_is_known_once_it_is_decided(filled: Store) -> None:
    before = queries.account_renewals(filled, 1, on("02-01"))
    assert before["outcome"].fillna("open").tolist() == ["renewed", "open"]
    assert before["final_cents"].fillna(0).tolist() == [1_200_000, 0]
    assert queries.account_renewals(filled, 1, on("01-15")).empty


def test_an_hour_costs_what_was_agreed_with_the_account_else_the_standard_rate(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"))
    assert queries.hour_price_cents(store, 1, AS_OF) is None
    put(store, BillRate(starts_on=BEGIN, cents_per_hour=9_000), BillRate(starts_on=on("06-01"), cents_per_hour=9_500))
    put(store, BillRate(account_id=1, starts_on=BEGIN, ends_before=on("06-01"), cents_per_hour=8_000))
    assert [queries.hour_price_cents(store, one, on("05-31")) for one in (1, 2)] == [8_000, 9_000]
    assert queries.hour_price_cents(store, 1, on("06-01")) == 9_500


def test_an_account_without_anything_reads_as_empty_frames(store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    frames = (
        queries.account_revenue(store, 1, QUARTER), queries.open_invoices(store, 1, AS_OF),
        queries.write_offs(store, 1, QUARTER), queries.running_contracts(store, 1, AS_OF),
        queries.account_renewals(store, 1, AS_OF),
    )  # fmt: skip
    assert all(frame.empty and len(frame.columns) for frame in frames)
    assert in_span(frames[0], QUARTER) == 0
    assert pd.isna(by_kind(frames[0], QUARTER, QUARTER)["share"]).all()
