"""Targets with the revenue and deals behind them: a small firm by hand, the real CRM against plain pandas."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib.accounts.queries import accounts
from lib.growth.tables import GrowthTarget
from lib.growth.target_standing import COMING, IN_FORCE, PAST, rows_behind, standing
from lib.people.queries import people
from lib.store.engine import Store
from tests.facts import put, put_real, real_frames
from tests.target_cases import ACME, ANN, AS_OF, BO, BOLT, put_firm, target


def rows(store: Store, as_of: date = AS_OF, when: str = IN_FORCE) -> list[dict[str, object]]:
    found = standing(store, as_of, when)
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def amounts(store: Store, as_of: date = AS_OF) -> list[tuple[object, object, object]]:
    return [(row["so_far_cents"], row["expected_cents"], row["state"]) for row in rows(store, as_of)]


def test_a_target_counts_the_revenue_of_its_book_account_or_person(store: Store) -> None:
    """Six months of 2026: Acme 6,000, Bolt 6,000. Half of the revenue of 2025 had come in by the end of June."""
    put_firm(store)
    put(store, target(amount_cents=2_500_000), target(amount_cents=1_200_000, account_id=ACME))
    put(store, target(amount_cents=1_000_000, person_id=BO))
    assert amounts(store) == [
        (1_200_000, 1_250_000, "on pace"), (600_000, 600_000, "on pace"), (600_000, 500_000, "ahead"),
    ]  # fmt: skip


def test_growth_of_an_account_is_against_its_own_year_earlier(store: Store) -> None:
    put_firm(store)
    put(store, target("growth", share=0.5, account_id=BOLT))
    [row] = rows(store)
    assert (row["earlier_cents"], row["expected_cents"], row["goal_cents"]) == (300_000, 450_000, 900_000)
    assert row["state"] == "ahead"


def test_won_deals_count_for_who_won_them_without_renewals_and_only_by_the_day(store: Store) -> None:
    put_firm(store)
    put(store, target("won", amount_cents=1_000_000), target("won", amount_cents=1, person_id=ANN))
    put(store, target("won", amount_cents=1, person_id=BO), target("won", amount_cents=1, account_id=BOLT))
    assert [row["so_far_cents"] for row in rows(store)] == [550_000, 350_000, 200_000, 0]
    assert [row["so_far_cents"] for row in rows(store, date(2026, 8, 1))] == [1_250_000, 350_000, 900_000, 700_000]


def test_a_target_stands_in_its_time(store: Store) -> None:
    put_firm(store)
    put(store, *(target(year=year, amount_cents=1_000) for year in (2024, 2026, 2027)))
    times = {when: [row["state"] for row in rows(store, AS_OF, when)] for when in (PAST, IN_FORCE, COMING)}
    assert times == {PAST: ["cannot be told"], IN_FORCE: ["reached"], COMING: ["not begun"]}
    assert rows(store, date(2026, 1, 1))[0]["starts_on"] == pd.Timestamp(2026, 1, 1)
    assert rows(store, date(2026, 12, 31))[0]["state"] == "met"


def test_owner_and_sector_are_those_of_the_account_on_the_day(store: Store) -> None:
    put_firm(store)
    put(store, target(amount_cents=1), target(amount_cents=1, account_id=ACME), target(amount_cents=1, person_id=BO))
    assert [(row["owner"], row["sector"]) for row in rows(store)] == [
        (None, None), ("Ann Berg", "Media"), ("Bo Lind", None),
    ]  # fmt: skip


def test_the_rows_behind_a_target_add_up_to_it(store: Store) -> None:
    put_firm(store)
    put(
        store, target(amount_cents=1), target(amount_cents=1, account_id=ACME), target("won", amount_cents=1),
        target("won", amount_cents=1, person_id=ANN), target(amount_cents=1, ends_before=date(2026, 4, 1)),
    )  # fmt: skip
    for when, count in ((IN_FORCE, 4), (PAST, 1)):
        found = standing(store, AS_OF, when)
        assert len(found) == count
        for place in range(count):
            behind = rows_behind(store, found.iloc[[place]], AS_OF)
            assert behind["amount_cents"].sum() == found["so_far_cents"].iloc[place]
            assert behind["day"].is_monotonic_decreasing
            assert set(behind["account"]) <= {"Acme", "Bolt"}


def test_a_store_without_targets_has_none(store: Store) -> None:
    put_firm(store)
    assert standing(store, AS_OF, IN_FORCE).empty


# The real CRM


@pytest.fixture(scope="module")
def frames(real_input: Path) -> Mapping[str, pd.DataFrame]:
    return real_frames(real_input)


@pytest.mark.real
def test_on_the_real_crm_amounts_are_those_of_plain_pandas(store: Store, frames: Mapping[str, pd.DataFrame]) -> None:
    put_real(store, frames)
    deals = frames["sales_pipeline"]
    won = deals[
        (deals["deal_stage"] == "Won") & (deals["close_date"] >= "2017-07-01") & (deals["close_date"] <= "2017-09-30")
    ]
    first = {"account": "Isdom", "person": "Darcel Schlecht"}
    spell = {"starts_on": date(2017, 7, 1), "ends_before": date(2018, 1, 1), "amount_cents": 300_000_000}
    numbers = {table: _number(store, table, name) for table, name in first.items()}
    put(
        store,
        *(
            GrowthTarget(kind=kind, **spell, **scope)
            for kind in ("revenue", "won")
            for scope in ({}, {"account_id": numbers["account"]}, {"person_id": numbers["person"]})
        ),
    )  # fmt: skip
    found = standing(store, date(2017, 9, 30), IN_FORCE)
    expected = [
        won["close_value"].sum(), won.loc[won["account"] == "Isdom", "close_value"].sum(),
        won.loc[won["sales_agent"] == "Darcel Schlecht", "close_value"].sum(),
    ]  # fmt: skip
    assert (found["so_far_cents"] / 100).tolist() == expected * 2
    # 92 of 184 days are over; there is no earlier year, so the pace is linear.
    assert found["expected_cents"].tolist() == [150_000_000] * 6
    assert set(found["pace"]) == {"linear"}
    assert found["state"].tolist()[0] == ("ahead" if expected[0] * 100 > 157_500_000 else "on pace")


@pytest.mark.real
def test_on_the_real_crm_growth_cannot_be_told_and_says_why(store: Store, frames: Mapping[str, pd.DataFrame]) -> None:
    put_real(store, frames)
    put(store, target("growth", 2017, share=0.1), target(year=2017, amount_cents=2_000_000_000))
    growth, revenue = rows(store, date(2017, 12, 30))
    assert growth["why"] == "revenue is recorded from 1 Mar 2017 on, so the year before is not known"
    assert (revenue["state"], revenue["why"]) == ("cannot be told", "revenue is recorded from 1 Mar 2017 on")


def _number(store: Store, table: str, name: str) -> int:
    found = {"account": accounts, "person": people}[table](store)
    return int(found.loc[found["name"] == name, "id"].iloc[0])
