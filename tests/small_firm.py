"""A firm small enough to count by hand, and busy enough that every figure has a value somewhere."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service, ServicePrice
from lib.growth.tables import Opportunity, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person, ReportingLine
from lib.periods import add_months
from lib.store.base import Base
from lib.store.engine import Store
from tests.facts import put

BEGIN, AS_OF = date(2023, 1, 1), date(2025, 2, 14)
ACCOUNTS, SERVICES, OWNERS = 7, 3, (1, 2, 3)


def put_small_firm(store: Store) -> None:
    """Seven accounts over 26 months: hand-overs, contracts that end, credits, deals with and without amounts."""
    chance = random.Random(7)
    put(store, *_people(), *_catalogue(), *_accounts(chance), *_revenue(chance), *_deals(chance))


def _people() -> Iterator[Base]:
    for number, name in enumerate(["Ann", "Bo", "Cy", "Mia", "Max"], start=1):
        yield Person(id=number, name=name)
    change = date(2024, 5, 10)
    yield ReportingLine(person_id=1, manager_id=4, starts_on=BEGIN)
    yield ReportingLine(person_id=2, manager_id=4, starts_on=BEGIN, ends_before=change)
    yield ReportingLine(person_id=2, manager_id=5, starts_on=change)
    yield ReportingLine(person_id=3, manager_id=5, starts_on=BEGIN)


def _catalogue() -> Iterator[Base]:
    for number, name in enumerate(["retail", "media"], start=1):
        yield Sector(id=number, name=name)
    for number, name in enumerate(["Audit", "Brand", "Care"], start=1):
        yield Service(id=number, name=name)
    yield ServicePrice(service_id=1, list_price_cents=500_00, starts_on=BEGIN, ends_before=date(2024, 7, 1))
    yield ServicePrice(service_id=1, list_price_cents=650_00, starts_on=date(2024, 7, 1))
    yield ServicePrice(service_id=2, list_price_cents=900_00, starts_on=BEGIN)


def _accounts(chance: random.Random) -> Iterator[Base]:
    for number in range(1, ACCOUNTS + 1):
        since = date(2019, 4, 1) if number == 3 else None
        yield Account(id=number, name=f"Account {number}", sector_id=number % 3 or None, client_since=since)
    for number in range(1, ACCOUNTS):
        handed = BEGIN + timedelta(chance.randrange(200, 700))
        yield AccountOwner(account_id=number, person_id=1 + number % 3, starts_on=BEGIN, ends_before=handed)
        yield AccountOwner(account_id=number, person_id=1 + (number + 1) % 3, starts_on=handed)
    for number in (1, 2, 3, 3, 5):
        start = BEGIN + timedelta(chance.randrange(0, 300))
        end = start + timedelta(chance.randrange(90, 700)) if chance.random() < 0.7 else None
        service = chance.choice([1, 2, None])
        yield Contract(account_id=number, service_id=service, kind="retainer", starts_on=start, ends_before=end)


def _revenue(chance: random.Random) -> Iterator[Base]:
    for step in range(26):
        for number in range(1, ACCOUNTS + 1):
            if chance.random() < 0.7 and not (number == 6 and step < 14):
                day = add_months(BEGIN, step) + timedelta(chance.randrange(0, 28))
                amount = -2_000 if chance.random() < 0.05 else chance.randrange(10_000, 90_000)
                yield Revenue(
                    account_id=number, service_id=chance.choice([1, 2, 3, None]), earned_on=day, amount_cents=amount,
                    kind="project", person_id=chance.choice([None, None, 3]),
                )  # fmt: skip
    yield Revenue(earned_on=date(2024, 8, 8), amount_cents=12_345, kind="recurring")


def _deals(chance: random.Random) -> Iterator[Base]:
    for number, (name, kind) in enumerate([("Talking", "open"), ("Signed", "won"), ("Gone", "lost")], start=1):
        yield Stage(id=number, name=name, kind=kind, position=number)
    for _ in range(120):
        stage = chance.choice([1, 2, 2, 3])
        opened = BEGIN + timedelta(chance.randrange(0, 770))
        closed = None if stage == 1 or chance.random() < 0.03 else opened + timedelta(chance.randrange(5, 200))
        asked = chance.choice([None, chance.randrange(10_000, 200_000)])
        yield Opportunity(
            stage_id=stage, account_id=chance.choice([None, *range(1, ACCOUNTS + 1)]), person_id=chance.choice(OWNERS),
            service_id=chance.choice([1, 2, 3, None]), closed_on=closed,
            opened_on=chance.choice([None, opened]) if stage == 1 else opened,
             amount_cents=0 if stage == 3 else asked,
        )  # fmt: skip
