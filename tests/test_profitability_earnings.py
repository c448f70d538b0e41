"""What accounts earn, worked out by hand; who may see which margin; sums as in the tables of money and hours."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from lib.days import NONE
from lib.delivery.tables import TimeEntry
from lib.money.tables import PassThroughCost, Revenue, WriteOff
from lib.periods import Period
from lib.profitability.book_accounts import accounts_on, of_accounts, within
from lib.profitability.earning_figures import effective_rate, realisation
from lib.profitability.earnings import BY_HOURS, BY_SERVICES, Earned, earned, earnings, together
from lib.profitability.given_away import by_group, by_month
from lib.profitability.services import usual_by_service
from lib.store.base import table_of
from lib.store.engine import Store
from tests.money_cases import ACME, BO, COVE, DAY, MARCH, put_firm

QUARTER = Period(date(2026, 8, 1), date(2026, 11, 1))


def row(store: Store, account: int) -> dict[str, int]:
    found = earnings(store, MARCH)
    return {str(name): int(value) for name, value in found[found["account_id"] == account].iloc[0].items()}


def test_margin_rate_and_realisation_are_those_worked_out_by_hand(store: Store) -> None:
    put_firm(store)
    found = earned(row(store, ACME), sees_costs=True)
    assert found.margin.value == pytest.approx((1_800 - 10 * 40 - 10 * 50 - 10 * 60) / 1_800)
    assert found.made_of == BY_HOURS
    assert found.effective_rate.value == pytest.approx(1_800 / 30 * 100)
    assert found.realisation.value == pytest.approx(2_000 / (30 * 100))


def test_where_hours_have_no_cost_rate_the_margin_is_the_usual_one(store: Store) -> None:
    put_firm(store)
    found = earned(row(store, COVE), sees_costs=True)
    assert found.made_of == BY_SERVICES
    assert found.margin.value is None  # its fee names no service
    assert found.margin.why == "no service of these fees has a usual margin"


def test_usual_margin_speaks_for_the_fees_whose_service_says_one() -> None:
    names = (
        "passed_on",
        "minutes",
        "unrated_minutes",
        "billable_minutes",
        "value",
        "unpriced_minutes",
        "cost",
    )
    fees = {"account_id": ACME, "fees": 1_000, "usual_fees": 500, "usual_kept": 200}
    found = earned(dict.fromkeys(names, 0) | fees, sees_costs=False)
    assert found.margin.value == pytest.approx(0.4)
    assert found.margin.note == "speaks for 50 % of the fees"


def test_internal_work_has_no_margin(store: Store) -> None:
    put_firm(store)
    found = earned(row(store, NONE), sees_costs=True)
    assert found.made_of == BY_SERVICES  # of the 100 that named a service
    assert found.effective_rate.absent == found.realisation.absent == "not applicable"


def test_who_may_not_see_costs_is_told_the_usual_margin_or_that_it_is_withheld(store: Store) -> None:
    put_firm(store)
    acme, bo = row(store, ACME), row(store, BO)
    assert earned(acme, sees_costs=False).margin.value == pytest.approx(0.4)  # as its service usually leaves it
    assert earned(acme, sees_costs=False).made_of == BY_SERVICES
    assert earned(bo, sees_costs=False).margin.absent == "withheld"  # its fees name no service
    assert earned(bo, sees_costs=True).margin.value == pytest.approx((1_000 - 5 * 40) / 1_000)


def test_many_rows_have_the_margin_of_those_made_of_hours_or_the_usual_one(store: Store) -> None:
    put_firm(store)
    rows = earnings(store, MARCH)
    assert together(rows, sees_costs=True).margin.value == pytest.approx((2_800 - 1_500 - 200) / 2_800)
    assert together(rows, sees_costs=True).margin.note == "speaks for 83 % of the fees"
    assert together(rows, sees_costs=False).margin.value == pytest.approx(0.4)
    assert together(rows[rows["account_id"] == BO], sees_costs=False).margin.absent == "withheld"


def _made(rows: list[tuple[int, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["fees", "cost"]).assign(account_id=range(1, len(rows) + 1))
    zeros = dict.fromkeys(
        ("passed_on", "written_off", "billable_minutes", "value", "unpriced_minutes", "unrated_minutes"), 0
    )
    return frame.assign(minutes=60, usual_fees=frame["fees"] // 2, usual_kept=frame["fees"] // 5, **zeros)


ROWS = some.lists(some.tuples(some.integers(1, 10**7), some.integers(0, 10**7)), min_size=1, max_size=8)


@settings(deadline=None, max_examples=50)
@given(ROWS, some.integers(1, 10**7))
def test_what_people_cost_changes_nothing_that_a_viewer_is_shown(rows: list[tuple[int, int]], other: int) -> None:
    """Margins, hours by person and fees are equations in cost rates: rounding or a few people do not hide them."""

    def seen(frame: pd.DataFrame) -> list[Earned]:
        each = [earned(one, sees_costs=False) for one in frame.to_dict("records")]  # type: ignore[arg-type]
        return [*each, *(together(frame.iloc[:cut], sees_costs=False) for cut in range(1, len(frame) + 1))]

    assert seen(_made(rows)) == seen(_made([(fees, cost + other) for fees, cost in rows]))


@settings(deadline=None, max_examples=50)
@given(ROWS)
def test_who_may_see_costs_sees_every_margin(rows: list[tuple[int, int]]) -> None:
    figures = [earned(one, sees_costs=True) for one in _made(rows).to_dict("records")]  # type: ignore[arg-type]
    assert all(one.made_of == BY_HOURS and one.margin.value is not None for one in figures)


def _sum(store: Store, model: type, day: str, amount: str) -> int:
    table = table_of(model)
    inside = (table.c[day] >= QUARTER.start, table.c[day] < QUARTER.end)
    return int(store.rows(select(func.coalesce(func.sum(table.c[amount]), 0)).where(*inside))[0][0])


def test_sums_over_accounts_are_those_of_the_tables(demo_store: Store) -> None:
    found = earnings(demo_store, QUARTER)
    assert found["fees"].sum() == _sum(demo_store, Revenue, "earned_on", "amount_cents") > 0
    assert found["passed_on"].sum() == _sum(demo_store, PassThroughCost, "spent_on", "amount_cents")
    assert found["written_off"].sum() == _sum(demo_store, WriteOff, "written_off_on", "amount_cents")
    assert found["minutes"].sum() == _sum(demo_store, TimeEntry, "worked_on", "minutes") > 0
    assert NONE in found["account_id"].tolist()  # internal work is the row of no account


def test_the_small_firm_sums_up_too(store: Store) -> None:
    put_firm(store)
    found = earnings(store, MARCH).set_index("account_id")
    assert found["fees"].sum() == 360_000
    assert found.loc[NONE, ["fees", "minutes"]].tolist() == [10_000, 240]
    assert found["written_off"].to_dict() == {NONE: 0, ACME: 30_000, BO: 5_000, COVE: 0}
    assert found["minutes"].sum() == (30 + 5 + 3 + 4) * 60


def test_a_filter_keeps_accounts_by_who_leads_them_on_the_day(store: Store) -> None:
    put_firm(store)
    listed = within(accounts_on(store, DAY), (("owner", "Bert"),))
    assert listed["account"].tolist() == ["Acme"]
    rows = earnings(store, MARCH)
    assert of_accounts(rows, listed, (("owner", "Bert"),))["account_id"].tolist() == [ACME]
    assert NONE in of_accounts(rows, accounts_on(store, DAY), ())["account_id"].tolist()
    assert within(accounts_on(store, date(2026, 3, 15)), (("owner", "Bert"),)).empty


def test_realisation_and_rate_are_undefined_without_their_ground() -> None:
    assert realisation(100, 0, 0).why == "no billable hours are logged"
    assert realisation(100, 600, 1_000, unpriced_minutes=61).why.startswith("no price")
    assert realisation(100, 600, 1_000, unpriced_minutes=60).value == pytest.approx(0.1)
    assert effective_rate(100, 0, 0).value is None
    assert effective_rate(10_000, 4_000, 120).value == 3_000


def test_services_tell_fees_and_their_usual_margin(store: Store) -> None:
    put_firm(store)
    found = usual_by_service(store, MARCH, None).set_index("service")
    assert found["fees"].to_dict() == {"Care": 210_000, "No service": 150_000}
    assert found.loc["Care", "left"] == pytest.approx(84_000)
    assert np.isnan(found.loc["No service", "margin_share"])
    assert usual_by_service(store, MARCH, [BO])["fees"].tolist() == [100_000]


def test_write_offs_add_up_by_any_column_and_month() -> None:
    found = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-03-12", "2026-03-20", "2026-02-02"]), "amount_cents": [300, 50, 100],
            "minutes": [180.0, np.nan, 60.0], "reason": ["rework", "goodwill", "rework"], "account": ["A", "B", "A"],
        }
    )  # fmt: skip
    assert by_group(found, "account")[["group", "cents", "times"]].to_numpy().tolist() == [["A", 400, 2], ["B", 50, 1]]
    months = by_month(found, [Period(date(2026, 2, 1), date(2026, 3, 1), "2026-02"), MARCH])
    assert months["cents"].sum() == found["amount_cents"].sum()
    assert months[months["month"] == "Feb 26"]["cents"].tolist() == [0, 100]
