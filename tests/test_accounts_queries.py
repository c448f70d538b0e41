"""Accounts, owners, contracts and prices as read."""

from datetime import date

import pandas as pd

from lib.accounts.queries import accounts, contracts, lead_owners, list_prices, sectors, services
from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service, ServicePrice
from lib.people.queries import people, reporting_lines
from lib.people.tables import Person, ReportingLine
from lib.store.engine import Store
from tests.facts import put

JAN, JUNE = date(2024, 1, 1), date(2024, 6, 1)


def test_accounts_come_with_sector_and_days(store: Store) -> None:
    put(
        store,
        Sector(id=1, name="retail"),
        Account(id=1, name="Acme", sector_id=1, client_since=JAN),
        Account(name="Bo"),
    )
    read = accounts(store)
    assert read["name"].tolist() == ["Acme", "Bo"]
    assert read["client_since"].tolist()[0] == pd.Timestamp(JAN)
    assert read["client_since"].isna().tolist() == [False, True]
    assert sectors(store)["name"].tolist() == ["retail"]


def test_only_leads_are_owners(store: Store) -> None:
    put(
        store, Account(id=1, name="Acme"), Person(id=1, name="Ann"), Person(id=2, name="Bo"),
        AccountOwner(account_id=1, person_id=1, starts_on=JAN, ends_before=JUNE),
        AccountOwner(account_id=1, person_id=2, starts_on=JAN, duty="support"),
    )  # fmt: skip
    read = lead_owners(store)
    assert read["person_id"].tolist() == [1]
    assert read["ends_before"].tolist() == [pd.Timestamp(JUNE)]


def test_contracts_not_yet_begun_are_not_known(store: Store) -> None:
    put(
        store, Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=JAN),
        Contract(account_id=1, kind="project", starts_on=JUNE),
    )  # fmt: skip
    assert contracts(store, date(2024, 5, 31))["kind"].tolist() == ["retainer"]
    assert contracts(store, JUNE)["kind"].tolist() == ["retainer", "project"]
    assert contracts(store, JUNE)["ends_before"].isna().all()


def test_prices_people_and_lines_are_read_whole(store: Store) -> None:
    put(
        store, Service(id=1, name="Audit"), ServicePrice(service_id=1, list_price_cents=500, starts_on=JAN),
        Person(id=1, name="Ann"), Person(id=2, name="Bo"), ReportingLine(person_id=1, manager_id=2, starts_on=JAN),
    )  # fmt: skip
    assert services(store)["name"].tolist() == ["Audit"]
    assert list_prices(store)[["service_id", "list_price_cents"]].to_numpy().tolist() == [[1, 500]]
    assert people(store)["name"].tolist() == ["Ann", "Bo"]
    assert reporting_lines(store)[["person_id", "manager_id"]].to_numpy().tolist() == [[1, 2]]


def test_an_empty_store_gives_empty_frames_with_their_columns(store: Store) -> None:
    for read in (
        accounts(store),
        lead_owners(store),
        list_prices(store),
        contracts(store, JAN),
        reporting_lines(store),
    ):
        assert read.empty
        assert len(read.columns) >= 4
