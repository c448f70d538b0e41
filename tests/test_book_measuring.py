"""Figures of a book: which windows they compare, what they refuse to tell, who counts."""

from datetime import date

import pytest

from lib.accounts.tables import Account, Contract, Service, ServicePrice
from lib.book import figure, only, read_book
from lib.periods import Period, parse
from lib.store.engine import Store
from tests.acme import HANDED, JAN, YEAR_END, acme, deal, paid, people, stages, value
from tests.facts import put


def test_a_client_is_active_by_contract_until_it_ends(store: Store) -> None:
    contract = Contract(account_id=1, kind="retainer", starts_on=JAN, ends_before=date(2024, 6, 1))
    put(store, Account(id=1, name="Acme"), contract)
    book = read_book(store, YEAR_END)
    assert [value(book, "active_clients", month) for month in ("2024-01", "2024-05", "2024-06")] == [1, 1, 0]
    to_the_first_of_june = figure(book, "active_clients", Period(JAN, date(2024, 6, 2)))
    assert to_the_first_of_june.value == 0, "the day a contract ends before is outside"
    assert value(book, "client_retention", "2024Q2") == 0
    assert value(book, "client_retention", "2024-05") == 1


def test_revenue_keeps_a_client_active_only_after_its_last_contract_ended(store: Store) -> None:
    contract = {"kind": "retainer", "starts_on": JAN, "ends_before": date(2024, 6, 1)}
    put(
        store, Account(id=1, name="left"), Account(id=2, name="stayed"), Account(id=3, name="never had one"),
        Contract(account_id=1, **contract), Contract(account_id=2, **contract), paid(1, "2024-05-31"),
        paid(2, "2024-06-01"), paid(3, "2024-05-31"), paid(3, "2024-01-01"),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    active = {name: value(only(book, "account", name), "active_clients", "2024Q2") for name in ("left", "stayed")}
    assert active == {"left": 0, "stayed": 1}
    assert value(book, "active_clients", "2024Q2") == 2


def test_the_windows_of_a_quarter_are_the_quarter_before_and_the_quarter(store: Store) -> None:
    put(
        store, Account(id=1, name="kept"), Account(id=2, name="gone"), Account(id=3, name="new"),
        paid(1, "2024-01-01", 100), paid(2, "2024-03-31", 50), paid(1, "2024-06-30", 130), paid(3, "2024-04-01", 20),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    assert value(book, "grr", "2024Q2") == pytest.approx(100 / 150)
    assert value(book, "nrr", "2024Q2") == pytest.approx(130 / 150)
    assert value(book, "quick_ratio", "2024Q2") == pytest.approx((20 + 30) / 50)
    assert value(book, "client_retention", "2024Q2") == 0.5
    assert value(book, "accounts_expanded", "2024Q2") == 1


def test_a_year_compares_the_quarter_before_it_with_its_last_quarter(store: Store) -> None:
    days = ("2022-10-01", "2023-02-01", "2023-09-30", "2023-10-01", "2023-12-31")
    put(store, Account(id=1, name="Acme"), *(paid(1, day, 10 + n) for n, day in enumerate(days)))
    assert value(read_book(store, YEAR_END), "nrr", "2023") == pytest.approx((13 + 14) / 10)


def test_a_month_is_compared_with_the_month_before(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), paid(1, "2024-01-01"), paid(1, "2024-02-29", 80), paid(1, "2024-03-31", 40))
    book = read_book(store, YEAR_END)
    assert [value(book, "grr", month) for month in ("2024-01", "2024-02", "2024-03")] == [None, 0.8, 0.5]
    assert "too late to compare" in figure(book, "grr", parse("2024-01")).why


def test_a_part_of_a_period_is_never_compared_and_its_flows_say_so_far(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), paid(1, "2024-01-01"), paid(1, "2024-04-01"), paid(1, "2024-05-05"))
    book = read_book(store, date(2024, 5, 20))
    for name in ("client_retention", "grr", "nrr", "quick_ratio", "revenue_growth", "accounts_expanded"):
        measured = figure(book, name, parse("2024Q2"))
        assert (measured.value, measured.base) == (None, None)
        assert measured.why == "the period is not over: a part is never compared with a whole one"
    measured = figure(book, "revenue", parse("2024Q2"))
    assert (measured.value, measured.note) == (20_000, "so far, to 20 May 2024")


def test_growth_is_undefined_before_the_records_reach_back_a_year(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), paid(1, "2023-04-01"), paid(1, "2024-03-31", 70), paid(1, "2024-04-30", 150))
    book = read_book(store, YEAR_END)
    assert value(book, "revenue_growth", "2024-03") is None
    assert value(book, "revenue_growth", "2024-04") == 0.5
    assert value(book, "revenue_growth", "2024-05") is None, "no revenue in May a year earlier"


def test_what_the_records_do_not_reach_is_no_data_and_not_zero(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), paid(1, "2024-03-05"))
    book = read_book(store, YEAR_END)
    assert figure(book, "revenue", parse("2024-02")).why == "records of revenue begin on 5 Mar 2024"
    assert figure(book, "revenue", parse("2024-03")).note == "records begin on 5 Mar 2024"
    assert figure(book, "revenue", parse("2024-04")).value == 0


def test_a_new_client_is_one_first_seen_in_the_period_by_whatever_tells_it(store: Store) -> None:
    put(
        store, Account(id=1, name="by record", client_since=date(2020, 1, 1)), Account(id=2, name="by contract"),
        Account(id=3, name="by revenue"), Account(id=4, name="early"), Account(id=5, name="prospect"),
        Contract(account_id=2, kind="retainer", starts_on=date(2024, 5, 1)), paid(1, "2024-05-02"),
        paid(2, "2024-07-01"), paid(3, "2024-05-03"), paid(4, "2024-01-15"),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    assert value(book, "new_clients", "2024Q2") == 2
    assert figure(book, "new_clients", parse("2024Q1")).note.startswith("1 of them first paid in the first month")
    assert value(only(book, "account", "by record"), "new_clients", "2024Q2") == 0


def test_a_new_client_counts_for_who_brought_it(store: Store) -> None:
    put(store, *people(), *acme(), paid(1, "2024-03-01", service_id=1), paid(1, "2024-06-01"))
    book = read_book(store, YEAR_END)
    assert value(only(book, "owner", "Ann"), "new_clients", "2024") == 1
    assert value(only(book, "owner", "Bo"), "new_clients", "2024") == 0
    assert value(only(book, "service", "Audit"), "new_clients", "2024") == 1


def test_deals_closed_in_the_period_make_the_win_rate(store: Store) -> None:
    put(
        store, *stages(), deal(2, "2024-01-01", "2024-03-31", 10), deal(2, "2024-01-01", "2024-04-01", 30),
        deal(2, "2024-01-01", "2024-06-30", 50), deal(3, "2024-01-01", "2024-05-01", 0), deal(1, "2024-01-01"),
        deal(3, None, "2024-07-01", 0), deal(2, "2024-04-01", "2024-04-02"),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    assert figure(book, "win_rate", parse("2024Q2")).hits == 3
    assert figure(book, "win_rate", parse("2024Q2")).base == 4
    assert value(book, "average_deal", "2024Q2") == 4_000
    assert figure(book, "median_deal", parse("2024Q2")).note == "1 won without an amount left out"


def test_a_deal_is_open_until_the_day_it_closed_even_if_we_know_better_now(store: Store) -> None:
    put(store, *stages(), deal(2, "2024-02-01", "2024-05-10", 500), deal(3, "2024-02-01", "2024-05-10", 0))
    before, after = (read_book(store, day) for day in (date(2024, 5, 9), HANDED))
    assert before.deals["outcome"].tolist() == ["open", "open"]
    assert after.deals["outcome"].tolist() == ["won", "lost"]
    assert figure(before, "pipeline_value", parse("2024Q2")).base == 2
    assert figure(after, "pipeline_value", parse("2024Q2")).base == 0
    assert figure(before, "win_rate", parse("2024Q2")).value is None


def test_an_open_deal_without_amount_counts_at_the_list_price_of_that_day(store: Store) -> None:
    put(
        store, *stages(), Service(id=1, name="Audit"),
        ServicePrice(service_id=1, list_price_cents=500_00, starts_on=JAN, ends_before=date(2024, 5, 1)),
        ServicePrice(service_id=1, list_price_cents=650_00, starts_on=date(2024, 5, 1)),
        deal(1, "2024-02-01", service_id=1), deal(1, "2024-02-01", amount=90, service_id=1), deal(1, None),
        deal(2, "2024-02-01", "2024-07-01", 777, service_id=1),
    )  # fmt: skip
    book = read_book(store, YEAR_END)
    assert value(book, "pipeline_value", "2024-04") == 590_00 + 500_00, "what the won deal brought was not known"
    assert value(book, "pipeline_value", "2024-06") == 740_00 + 650_00
    assert value(book, "pipeline_value", "2024-07") == 740_00
    assert figure(book, "pipeline_value", parse("2024-07")).note == (
        "1 of 3 valued at list price, 1 of 3 without any amount, 1 without a start date, counted at every date"
    )


def test_a_deal_closed_on_an_unknown_day_is_not_open(store: Store) -> None:
    put(store, *stages(), deal(2, "2024-02-01", amount=10), deal(1, "2024-02-01", amount=20))
    book = read_book(store, YEAR_END)
    assert value(book, "pipeline_value", "2024") == 20_00
    assert value(book, "win_rate", "2024") is None
