"""The money behind lifetimes, by hand."""

from datetime import date

from lib.accounts.tables import Account, Service
from lib.money.lifetime_queries import (
    first_services,
    last_revenue_by_account,
    passed_on_by_account,
    revenue_by_day,
    revenue_by_margin,
)
from lib.money.tables import PassThroughCost, Revenue
from lib.periods import parse
from lib.store.engine import Store
from tests.facts import put

AS_OF = date(2025, 6, 30)


def paid(account: int | None, day: str, cents: int, service: int | None = None) -> Revenue:
    return Revenue(
        account_id=account, earned_on=date.fromisoformat(day), amount_cents=cents, kind="project", service_id=service
    )


def put_money(store: Store) -> None:
    put(store, *(Account(id=n, name=f"Client {n}") for n in (1, 2, 3)), Service(id=1, name="Care", margin_share=0.4))
    put(
        store, Service(id=2, name="Audit"), paid(1, "2025-01-01", 100, 1), paid(1, "2025-01-01", 300, 2),
        paid(1, "2025-03-01", 500, 1), paid(1, "2025-05-01", -50), paid(2, "2025-07-01", 900, 1),
        paid(None, "2025-02-01", 70, 1),
        PassThroughCost(account_id=1, spent_on=date(2025, 1, 5), amount_cents=80),
        PassThroughCost(account_id=1, spent_on=date(2026, 1, 5), amount_cents=9),
    )  # fmt: skip


def test_the_last_day_paid_leaves_credits_out(store: Store) -> None:
    put_money(store)
    found = last_revenue_by_account(store, AS_OF)
    assert found["id"].tolist() == [1, 2, 3]
    assert found["day"].dt.date.iloc[0] == date(2025, 3, 1)
    assert found["day"].iloc[1:].isna().all()


def test_revenue_is_split_by_whether_its_margin_is_known(store: Store) -> None:
    put_money(store)
    found = revenue_by_margin(store, parse("2025Q1"))
    assert found.to_dict("list") == {"account_id": [1], "cents": [900], "known_cents": [600], "margin_cents": [240.0]}


def test_a_client_begins_with_what_it_paid_most_for_on_its_first_day(store: Store) -> None:
    put_money(store)
    assert first_services(store, AS_OF).to_numpy().tolist() == [[1, "Audit"]]


def test_costs_and_days_are_summed_by_account(store: Store) -> None:
    put_money(store)
    assert passed_on_by_account(store, parse("2025")).to_numpy().tolist() == [[1, 80]]
    found = revenue_by_day(store, [1, 2], AS_OF)
    assert found["cents"].tolist() == [400, 500, -50]
    assert revenue_by_day(store, [], AS_OF).empty
