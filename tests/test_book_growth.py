"""Growth of a book by kind of client, quarter, account, sector: by hand, and on the real CRM against plain pandas."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib.accounts.tables import Account, Sector
from lib.book import Book, read_book
from lib.book.growth import account_growth, by_quarter, kind_growth, sector_growth, whole_year
from lib.money.tables import Revenue
from lib.periods import Period, add_months, trailing_year
from lib.store.engine import Store
from tests.facts import put, put_real, real_frames

AS_OF = date(2026, 7, 15)


def firm(store: Store) -> Book:
    """Acme pays 10 a month and 20 from 2026 on, Bolt left at the end of 2025, Cove came in March 2026; from 2023."""
    put(store, Sector(id=1, name="Media"), Account(id=1, name="Acme", sector_id=1), Account(id=2, name="Bolt"))
    put(store, Account(id=3, name="Cove", sector_id=1))
    put(store, *(line(1, month, 1_000 if month < 36 else 2_000) for month in range(43)))
    put(store, *(line(2, month, 500) for month in range(36)))
    put(store, *(line(3, month, 4_000, "project") for month in (38, 41)))
    return read_book(store, AS_OF)


def line(account: int, month: int, cents: int, kind: str = "recurring") -> Revenue:
    day = add_months(date(2023, 1, 10), month)
    return Revenue(account_id=account, earned_on=day, amount_cents=cents, kind=kind)


def test_the_whole_year_ends_with_the_last_month_that_is_over() -> None:
    assert whole_year(AS_OF) == Period(date(2025, 7, 1), date(2026, 7, 1), "12 whole months")
    assert whole_year(date(2026, 6, 30)).end == date(2026, 7, 1)


def test_existing_and_new_clients_against_a_year_earlier(store: Store) -> None:
    """July 2025 to June 2026: Acme 6 x 10 + 6 x 20, Bolt 6 x 5, and Cove 80; a year earlier 12 x 15."""
    found = kind_growth(firm(store), whole_year(AS_OF)).set_index("kind")
    assert found["amount"].to_dict() == {"existing clients": 210.0, "new clients": 80.0}
    assert found["year_earlier"].to_dict() == {"existing clients": 180.0, "new clients": 0.0}
    assert found.loc["existing clients", "growth"].value == pytest.approx(30 / 180)
    assert found.loc["new clients", "growth"].why == "no revenue in the same period a year earlier"


def test_quarters_grow_against_the_same_quarter_and_a_running_one_does_not(store: Store) -> None:
    """The second of 2026: 3 x 20 from Acme and 40 from Cove; a year earlier 3 x 15."""
    found = by_quarter(firm(store), 3)
    assert found["quarter"].unique().tolist() == ["2026Q1", "2026Q2", "2026Q3"]
    second = found[found["quarter"] == "2026Q2"]
    assert second["amount"].tolist() == [60.0, 40.0]
    assert second["growth"].iloc[0].value == pytest.approx((100 - 45) / 45)
    running = found[found["quarter"] == "2026Q3"]
    assert running["so_far"].all()
    assert "the period is not over" in running["growth"].iloc[0].why


def test_accounts_by_change_with_recurring_and_project_apart(store: Store) -> None:
    """16 July 2025 to 15 July 2026: Acme 5 x 10 + 7 x 20 = 190, a year earlier 120; Bolt 25 and 60; Cove 80 and 0."""
    found = account_growth(firm(store), trailing_year(AS_OF))
    assert found["account"].tolist() == ["Cove", "Acme", "Bolt"]
    assert found["change"].tolist() == [80.0, 70.0, -35.0]
    assert found["recurring_change"].tolist() == [0.0, 70.0, -35.0]
    assert found["project_change"].tolist() == [80.0, 0.0, 0.0]
    assert (found["recurring"] + found["project"]).tolist() == found["now"].tolist()
    assert [measure.value for measure in found["growth"]] == [None, pytest.approx(70 / 120), pytest.approx(-35 / 60)]


def test_sectors_are_the_sum_of_their_accounts(store: Store) -> None:
    found = sector_growth(firm(store), trailing_year(AS_OF))
    assert found[["sector", "clients", "now", "year_earlier"]].to_dict("list") == {
        "sector": ["Media", "(no sector)"], "clients": [2, 1], "now": [270.0, 25.0], "year_earlier": [120.0, 60.0],
    }  # fmt: skip
    assert found["growth"].iloc[0].value == pytest.approx(150 / 120)


def test_an_empty_store_has_no_growth_and_says_why(store: Store) -> None:
    book = read_book(store, AS_OF)
    found = kind_growth(book, whole_year(AS_OF))
    assert found["amount"].tolist() == [0, 0]
    assert [measure.why for measure in found["growth"]] == ["no revenue recorded yet"] * 2
    assert by_quarter(book, 4).empty
    assert account_growth(book, trailing_year(AS_OF)).empty
    assert sector_growth(book, trailing_year(AS_OF)).empty


@pytest.mark.real
def test_on_the_real_crm_quarters_are_those_of_plain_pandas_and_growth_says_why_not(
    store: Store, real_input: Path
) -> None:
    frames = real_frames(real_input)
    put_real(store, frames)
    book, day = read_book(store, date(2017, 12, 31)), date(2017, 12, 31)
    won = frames["sales_pipeline"][frames["sales_pipeline"]["deal_stage"] == "Won"]
    quarter = pd.PeriodIndex(pd.to_datetime(won["close_date"]), freq="Q").astype(str)
    found = by_quarter(book, 8)
    assert found.groupby("quarter")["amount"].sum().to_dict() == won["close_value"].groupby(quarter).sum().to_dict()
    assert found.groupby("quarter")["so_far"].any().to_dict() == {
        "2017Q1": True, "2017Q2": False, "2017Q3": False, "2017Q4": False,
    }  # fmt: skip
    why = "records begin on 1 Mar 2017, too late to compare"
    assert {measure.why for measure in found["growth"]} == {why}
    kinds = kind_growth(book, whole_year(day))
    assert kinds["amount"].sum() == won["close_value"].sum()
    assert {measure.why for measure in kinds["growth"]} == {why}
    assert account_growth(book, trailing_year(day)).empty
