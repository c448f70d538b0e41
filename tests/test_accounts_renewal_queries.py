"""Renewals and running terms as known on a day."""

from datetime import date
from typing import Any

import pytest

from lib.accounts.renewal_queries import owners_and_sectors, renewals, running_terms
from lib.accounts.tables import Account, AccountOwner, Contract, Renewal, Sector, Service
from lib.people.tables import Person
from lib.store.engine import Store
from tests.facts import put

DAY = date(2026, 3, 1)


def term(id: int, **given: Any) -> Contract:
    usual = {"account_id": 1, "kind": "retainer", "starts_on": date(2025, 6, 1), "ends_before": date(2026, 6, 1)}
    return Contract(id=id, **(usual | given))


@pytest.fixture
def firm(store: Store) -> Store:
    put(store, Account(id=1, name="Acme"), Account(id=2, name="Bolt", archived_on=date(2026, 2, 1)))
    put(store, Service(id=1, name="Audit"), Service(id=2, name="Brand"))
    return store


def running(store: Store, day: date = DAY) -> list[int]:
    return [int(number) for number in running_terms(store, day)["contract_id"]]


def test_renewals_of_a_year_either_way_are_read(firm: Store) -> None:
    """Inside: due on 2 March 2025 to 1 March 2027."""
    put(firm, term(1))
    days = [date(2025, 3, 1), date(2025, 3, 2), DAY, date(2027, 3, 1), date(2027, 3, 2)]
    put(firm, *(Renewal(contract_id=1, due_on=day, target_cents=1) for day in days))
    assert [day.date() for day in renewals(firm, DAY)["due_on"]] == days[1:4]


def test_a_contract_neither_begun_nor_signed_by_the_day_is_not_known(firm: Store) -> None:
    later = {"starts_on": date(2026, 4, 1), "ends_before": date(2026, 10, 1)}
    put(firm, term(1, **later), term(2, **later, signed_on=date(2026, 2, 1)))
    put(firm, *(Renewal(contract_id=number, due_on=date(2026, 10, 1), target_cents=1) for number in (1, 2)))
    assert renewals(firm, DAY)["contract_id"].tolist() == [2]


def test_archived_accounts_stay_out(firm: Store) -> None:
    put(firm, term(1, account_id=2))
    put(firm, Renewal(contract_id=1, due_on=date(2026, 6, 1), target_cents=1))
    assert renewals(firm, DAY).empty
    assert running(firm) == []
    assert len(renewals(firm, date(2026, 1, 31))) == 1


def test_one_account_can_be_read_alone(firm: Store) -> None:
    put(firm, Account(id=3, name="Cove"), term(1), term(2, account_id=3), term(3), term(4, account_id=3))
    put(firm, *(Renewal(contract_id=number, due_on=date(2026, 6, 1), target_cents=1) for number in (1, 2)))
    assert renewals(firm, DAY, 3)["contract_id"].tolist() == [2]
    assert running_terms(firm, DAY, 3)["contract_id"].tolist() == [4]


def test_a_term_with_a_renewal_written_for_later_stands_there_and_not_here(firm: Store) -> None:
    put(firm, term(1), term(2), term(3))
    put(firm, Renewal(contract_id=1, due_on=date(2026, 6, 1), target_cents=1))
    put(firm, Renewal(contract_id=2, due_on=date(2025, 12, 1), target_cents=1, outcome="renewed"))
    assert running(firm) == [2, 3]


def test_projects_and_terms_not_in_force_stay_out(firm: Store) -> None:
    put(
        firm,
        term(1, kind="project"),
        term(2, ends_before=DAY),
        term(3, starts_on=date(2026, 3, 2)),
        term(4, kind="support", ends_before=None),
    )
    assert running(firm) == [4]


def test_a_term_whose_next_one_is_signed_asks_for_nothing(firm: Store) -> None:
    """Term 1 goes on as term 2, signed in February; term 3 of another service and term 5 signed in April do not."""
    following = {"starts_on": date(2026, 6, 1), "ends_before": date(2027, 6, 1)}
    put(
        firm,
        term(1, service_id=1),
        term(2, service_id=1, signed_on=date(2026, 2, 1), **following),
        term(3, service_id=2),
        term(4),
        term(5, signed_on=date(2026, 4, 1), **following),
    )
    assert running(firm) == [3, 4]


def test_the_owner_of_the_day_and_the_sector_stand_beside_each_account(firm: Store) -> None:
    put(firm, Sector(id=1, name="Retail"), Account(id=3, name="Cove", sector_id=1), Person(id=1, name="Ann"))
    put(firm, Person(id=2, name="Bo"), AccountOwner(account_id=3, person_id=1, starts_on=date(2025, 1, 1)))
    put(firm, AccountOwner(account_id=3, person_id=2, starts_on=date(2026, 3, 2)))
    found = owners_and_sectors(firm, DAY).set_index("account_id")
    assert found.loc[3, ["owner", "sector"]].tolist() == ["Ann", "Retail"]
    assert found["owner"].isna().tolist() == [True, True, False]


def test_an_empty_store_gives_empty_frames(store: Store) -> None:
    assert renewals(store, DAY).empty
    assert running_terms(store, DAY).empty
    assert owners_and_sectors(store, DAY).empty
