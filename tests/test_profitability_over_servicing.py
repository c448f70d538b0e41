"""Over-servicing: worked out by hand, and its parts in agreement."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from lib.accounts.tables import Contract
from lib.days import NONE, record_numbers
from lib.delivery.tables import TimeEntry
from lib.money.tables import BillRate
from lib.periods import Period
from lib.profitability import over_servicing_figures as figures
from lib.profitability.over_servicing import by_owner, over_servicing
from lib.profitability.spans import last_months, on_record
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import perform
from tests.facts import put
from tests.money_cases import ACME, ANN, BERT, BO, COVE, DAY, MARCH, put_firm, worked

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def told(store: Store) -> pd.DataFrame:
    return over_servicing(store, DAY, MARCH).set_index("account_id")


def test_a_retainer_sells_its_hours_a_project_what_its_scope_still_holds(store: Store) -> None:
    put_firm(store)
    found = told(store)
    hours = found[["worked_minutes", "sold_minutes", "over_minutes"]].astype(float) / 60
    assert hours.loc[ACME].tolist() == [30, 20, 10]
    assert hours.loc[BO].tolist() == [5, 2, 3]  # 8 of the 10 agreed were used up in February
    assert found.loc[ACME, "over_cents"] == 10 * 10_000  # the account's price
    assert found.loc[BO, "over_cents"] == 3 * 8_000  # the price of Ann's role


def test_fees_buy_hours_where_no_contract_and_no_scope_say_them(store: Store) -> None:
    put_firm(store)
    cove = told(store).loc[COVE]
    assert cove["sold_minutes"] == round(500 / 90 * 60)  # at the standard price
    assert cove["over_minutes"] == 0
    assert cove["how"] == "fees at its price of an hour"


def test_a_retainer_that_does_not_say_its_hours_sells_what_its_fee_buys(store: Store) -> None:
    put_firm(store)
    put(store, Contract(account_id=ACME, kind="support", starts_on=date(2026, 3, 1)))
    assert told(store).loc[ACME, "sold_minutes"] == (2_000 - 200) // 100 * 60


def test_without_any_price_of_an_hour_it_says_that_it_cannot_be_told(store: Store) -> None:
    put_firm(store)
    rate = table_of(BillRate)
    numbers = [row[0] for row in store.rows(select(rate.c.id))]
    perform(store, "test", "no prices", lambda write: [write.remove(BillRate, one) for one in numbers] and None)
    found = told(store)
    assert pd.isna(found.loc[COVE, "sold_minutes"])
    assert found.loc[COVE, "why"] == "no price of an hour is recorded"
    assert found.loc[ACME, "over_minutes"] == 600  # a contract needs no price …
    assert pd.isna(found.loc[ACME, "over_cents"])  # … to be told in hours


def test_a_span_older_than_the_time_records_is_not_told(store: Store) -> None:
    put_firm(store)
    found = over_servicing(store, DAY, Period(date(2026, 1, 1), date(2026, 4, 1)))
    assert found["sold_minutes"].isna().all()
    assert set(found["why"]) == {"time records begin on 2 Feb 2026"}


def test_the_owner_is_who_led_on_the_day_worked_and_the_sums_agree(store: Store) -> None:
    put_firm(store)
    found = over_servicing(store, DAY, MARCH)
    owners = by_owner(store, MARCH, found).set_index("person_id")
    assert owners.loc[BERT, "over_minutes"] == 200  # Cleo's 10 of Acme's 30 hours, under Bert
    assert owners.loc[ANN, "over_minutes"] == 400 + 180
    assert owners.loc[NONE, "worked_minutes"] == 180  # nobody leads Cove
    for name in ("worked_minutes", "over_minutes", "over_cents"):
        assert owners[name].sum() == found[name].sum()


def test_what_was_worked_later_is_not_known_on_an_earlier_day(store: Store) -> None:
    put_firm(store)
    found = over_servicing(store, date(2026, 3, 15), MARCH).set_index("account_id")
    assert found.loc[ACME, "worked_minutes"] == 20 * 60


def test_hours_of_accounts_and_internal_hours_are_all_hours(demo_store: Store) -> None:
    as_of = date(2026, 10, 31)
    span = on_record(last_months(as_of, 3), date(2025, 1, 1))
    assert span is not None
    entry = table_of(TimeEntry)
    inside = (entry.c.worked_on >= span.start, entry.c.worked_on < span.end)
    every = demo_store.rows(select(func.sum(entry.c.minutes)).where(*inside))[0][0]
    internal = demo_store.rows(
        select(func.sum(entry.c.minutes)).where(*inside, entry.c.account_id.is_(None), entry.c.project_id.is_(None))
    )[0][0]
    found = over_servicing(demo_store, as_of, span)
    assert found["worked_minutes"].sum() + internal == every
    owners = by_owner(demo_store, span, found)
    assert owners["over_minutes"].sum() == found["over_minutes"].sum() > 0


def test_the_book_is_the_sum_of_what_went_beyond_by_what_was_bought() -> None:
    found = figures.over_servicing(np.array([1_800, 300, 60]), np.array([1_200, 400, NONE]))
    assert found.value == pytest.approx(600 / 1_600)
    assert found.note == "1 of 2 accounts went beyond, 1 cannot be told"


def test_without_anything_bought_there_is_no_share() -> None:
    assert figures.over_servicing(np.array([60]), np.array([0])).value is None


def test_a_month_in_part_holds_its_part_of_the_hours() -> None:
    minutes = figures.contract_minutes(
        np.array([3_100]), record_numbers([20_513]), record_numbers([10_000_000]), MARCH
    )  # from 1 March 2026 (day 20513)
    assert minutes.tolist() == [3_100]
    half = figures.contract_minutes(np.array([3_100]), np.array([20_513 + 10]), np.array([20_513 + 20]), MARCH)
    assert half.tolist() == [1_000]


@given(some.lists(some.integers(0, 10_000), min_size=1, max_size=8), some.integers(0, 1_000_000))
def test_a_split_adds_up_to_the_whole(parts: list[int], total: int) -> None:
    pieces = figures.split(total, np.array(parts))
    assert pieces.sum() == (total if sum(parts) else 0)
    assert (pieces >= 0).all()


@given(some.lists(some.tuples(some.integers(0, 9_999), some.integers(-1, 9_999)), min_size=1, max_size=9))
def test_hours_of_one_client_never_pay_for_those_of_another(rows: list[tuple[int, int]]) -> None:
    worked_minutes, sold = (np.array(side) for side in zip(*rows, strict=True))
    whole = figures.over_servicing(worked_minutes, sold)
    kept = sold != NONE
    if whole.value is not None:
        net = (worked_minutes[kept].sum() - sold[kept].sum()) / sold[kept].sum()
        assert whole.value >= max(net, 0) - 1e-12


def test_the_last_whole_months_end_before_the_day() -> None:
    assert last_months(date(2026, 11, 22), 3) == Period(date(2026, 8, 1), date(2026, 11, 1), "3 months")
    assert last_months(date(2026, 10, 31), 1).end == date(2026, 11, 1)  # a month over at the end of the day counts


def test_a_month_counts_from_the_first_that_is_whole_on_record() -> None:
    assert on_record(YEAR, date(2026, 3, 3)) == Period(date(2026, 3, 1), YEAR.end)
    assert on_record(YEAR, date(2026, 3, 12)) == Period(date(2026, 4, 1), YEAR.end)
    assert on_record(MARCH, date(2026, 3, 12)) is None
    assert on_record(MARCH, None) is None


def test_an_entry_of_a_project_alone_is_of_its_account(store: Store) -> None:
    put_firm(store)
    put(store, worked(1, BERT, date(2026, 3, 30), project=1))
    assert told(store).loc[BO, "worked_minutes"] == 6 * 60
