"""Conversations of random firms: what must hold whatever was recorded, and on whatever day one looks."""

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from lib.accounts.tables import Account, AccountProfile, Contract, Sector, Service, ServicePrice
from lib.growth.tables import MarketSignal, Opportunity, OpportunityStage, ServiceDecline, ServiceIneligibility, Stage
from lib.money.tables import Revenue
from lib.relationship.tables import ClientRequest, Escalation
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.upsell.conversations import conversations
from lib.upsell.reading import read_known
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests import databases
from tests.facts import put

FIRST, TODAY = date(2025, 1, 1), date(2026, 6, 30)
BEFORE = TODAY - timedelta(100)
ACCOUNTS, SERVICES = range(1, 9), range(1, 5)
RED = 8
BANDS = pd.Series(["Red" if account == RED else "Green" for account in ACCOUNTS], index=list(ACCOUNTS))
SEEDS = range(6)


def talks(store: Store, day: date = TODAY) -> pd.DataFrame:
    found = conversations(read_known(store, day, BANDS), day)
    return found.set_index([found["account_id"].astype(int), found["service_id"].astype(int)])


@cache
def known(store: Store, day: date = TODAY) -> pd.DataFrame:
    """The talks of a store that nobody writes to: told once, asked by several tests."""
    return talks(store, day)


def suggested(found: pd.DataFrame) -> set[tuple[int, int]]:
    return set(found.index[found["ready"].to_numpy(dtype=bool)])


@pytest.fixture(scope="module")
def firms(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Store]:
    """The firm of each seed, not to be written to."""
    folder = tmp_path_factory.mktemp("firms")
    made = {}
    for seed in SEEDS:
        made[seed] = open_store(databases.copied(empty_url, folder / f"{seed}.db"))
        put(made[seed], *_facts(random.Random(seed)))
        databases.close(made[seed].url)  # what was written lies in its file: it will be copied
    return made


@pytest.fixture(params=SEEDS)
def seen(request: pytest.FixtureRequest, firms: dict[int, Store]) -> Store:
    """A firm to look at."""
    return firms[request.param]


@pytest.fixture
def firm(seen: Store, url: str) -> Store:
    """The same firm, to write to."""
    databases.fill(url, seen.url)
    return open_store(url)


def _day(chance: random.Random, last: date = TODAY) -> date:
    return FIRST + timedelta(chance.randrange((last - FIRST).days + 1))


def _end(chance: random.Random, start: date) -> date | None:
    return None if chance.random() < 0.5 else start + timedelta(chance.randrange(1, 500))


def _facts(chance: random.Random) -> list[Base]:
    rows: list[Base] = [
        Sector(id=1, name="Retail"), Sector(id=2, name="Media"),
        Stage(id=1, name="Talk"), Stage(id=2, name="Won", kind="won"), Stage(id=3, name="Lost", kind="lost"),
    ]  # fmt: skip
    for service in SERVICES:
        retired = _day(chance) if chance.random() < 0.1 else None
        risk = chance.choice([None, "low", "medium", "high"])
        rows += [
            Service(id=service, name=f"Service{service}", risk=risk, margin_share=0.4, retired_on=retired),
            ServicePrice(service_id=service, list_price_cents=100_000, starts_on=FIRST),
        ]
    for account in ACCOUNTS:
        rows += _client(chance, account)
    return rows


def _client(chance: random.Random, account: int) -> list[Base]:
    appetite, words = (
        chance.choice([None, "low", "medium", "high"]),
        [f"Service{chance.choice(SERVICES)}." for _ in "12"],
    )
    rows: list[Base] = [
        Account(id=account, name=f"A{account}", sector_id=chance.choice([None, 1, 2])),
        Contract(account_id=account, kind="retainer", starts_on=FIRST),
        AccountProfile(account_id=account, starts_on=FIRST, risk_appetite=appetite, needs=" ".join(words)),
        ClientRequest(
            account_id=account, department="delivery", what=f"service{chance.choice(SERVICES)} please",
            asked_at=pd.Timestamp(_day(chance), tz="UTC").to_pydatetime(),
        ),
        MarketSignal(service_id=chance.choice(SERVICES), seen_on=_day(chance), headline="News", effect="opportunity"),
    ]  # fmt: skip
    rows += [*_outcome(chance, account), *_escalation(chance, account)]
    for service in SERVICES:
        rows += _of_service(chance, account, service)
    return rows


def _outcome(chance: random.Random, account: int) -> list[Base]:
    read = _day(chance)
    later = read + timedelta(chance.randrange(0, 120))
    confirmed = later if chance.random() < 0.8 else None
    return [
        Objective(id=account, account_id=account, name="Leads", kind="promised outcome"),
        ObjectiveTerm(objective_id=account, baseline=0, target=100, starts_on=FIRST, due_on=date(2027, 1, 1)),
        ObjectiveReading(objective_id=account, read_on=read, actual=chance.uniform(20, 130), confirmed_on=confirmed),
    ]


def _escalation(chance: random.Random, account: int) -> list[Base]:
    if chance.random() < 0.6:
        return []
    opened = _day(chance)
    return [Escalation(account_id=account, severity=2, what="!", opened_on=opened, closed_on=_end(chance, opened))]


def _of_service(chance: random.Random, account: int, service: int) -> list[Base]:
    both: dict[str, Any] = {"account_id": account, "service_id": service}
    day, what = _day(chance), chance.random()
    if what < 0.15:
        return [Revenue(**both, earned_on=day, amount_cents=chance.choice([-500, 500, 9_000]), kind="project")]
    if what < 0.3:
        return [ServiceDecline(**both, declined_on=day, not_before_on=_end(chance, day), words="Not now.")]
    if what < 0.4:
        return [ServiceIneligibility(**both, why="No.", starts_on=day, ends_before=_end(chance, day))]
    if what < 0.6:
        return _deal(chance, account * 10 + service, day, both)
    return []


def _deal(chance: random.Random, number: int, day: date, both: dict[str, Any]) -> list[Base]:
    stage, kind = chance.choice([1, 2, 3]), chance.choice(["expansion", "renewal", None])
    closed = None if stage == 1 else day + timedelta(chance.randrange(0, 200))
    deal = Opportunity(id=number, **both, stage_id=stage, kind=kind, opened_on=day, closed_on=closed, amount_cents=700)
    return [deal, OpportunityStage(opportunity_id=number, stage_id=1, entered_on=day)]


def test_nothing_is_suggested_that_is_owned_in_the_pipeline_barred_declined_or_off_sale(seen: Store) -> None:
    for day in (TODAY, BEFORE, TODAY - timedelta(250)):
        forbidden = {tuple(row) for sql in _FORBIDDEN for row in _ask(seen, sql, day)}
        assert not suggested(known(seen, day)) & forbidden


def _ask(store: Store, sql: str, day: date) -> list[tuple[int, int]]:
    with store.read() as connection:
        year = (day - timedelta(365)).isoformat()
        return [(row[0], row[1]) for row in connection.execute(text(sql), {"day": day.isoformat(), "year": year})]


_FORBIDDEN = [
    "SELECT account_id, service_id FROM revenue WHERE earned_on <= :day AND earned_on > :year "
    "GROUP BY 1, 2 HAVING sum(amount_cents) > 0",
    "SELECT o.account_id, o.service_id FROM opportunity o JOIN stage s ON s.id = o.stage_id "
    "WHERE o.opened_on <= :day AND (s.kind = 'open' OR o.closed_on > :day)",
    "SELECT account_id, service_id FROM service_ineligibility "
    "WHERE starts_on <= :day AND (ends_before IS NULL OR ends_before > :day)",
    "SELECT account_id, service_id FROM service_decline "
    "WHERE declined_on <= :day AND (not_before_on IS NULL OR not_before_on > :day)",
    "SELECT a.id, s.id FROM account a CROSS JOIN service s WHERE s.retired_on <= :day",
]


def test_whoever_is_suggested_has_earned_it(seen: Store) -> None:
    for day in (TODAY, BEFORE):
        accounts = {account for account, _ in suggested(known(seen, day))}
        escalated = _ask(
            seen, "SELECT account_id, 0 FROM escalation "
            "WHERE opened_on <= :day AND (closed_on IS NULL OR closed_on > :day)", day,
        )  # fmt: skip
        since = (day - timedelta(180)).isoformat()
        confirmed = _ask(
            seen, "SELECT o.account_id, 0 FROM objective o JOIN objective_reading r ON r.objective_id = o.id "
            f"WHERE r.read_on <= :day AND r.confirmed_on <= :day AND r.confirmed_on > '{since}'", day,
        )  # fmt: skip
        assert RED not in accounts
        assert not accounts & {account for account, _ in escalated}
        assert accounts <= {account for account, _ in confirmed}


def test_an_escalation_takes_all_suggestions_of_its_account_and_adds_none(seen: Store, firm: Store) -> None:
    before = suggested(known(seen))
    hit = min((account for account, _ in before), default=1)
    put(firm, Escalation(account_id=hit, severity=1, what="!", opened_on=TODAY))
    assert suggested(talks(firm)) == {one for one in before if one[0] != hit}


def test_a_refusal_takes_one_suggestion_until_its_day_and_adds_none(seen: Store, firm: Store) -> None:
    before = suggested(known(seen))
    if not before:
        return
    account, service = min(before)
    until = TODAY + timedelta(30)
    put(
        firm,
        ServiceDecline(account_id=account, service_id=service, declined_on=TODAY, not_before_on=until, words="No."),
    )
    assert suggested(talks(firm)) == before - {(account, service)}
    assert (account, service) not in suggested(talks(firm, until - timedelta(1)))


def test_what_happens_later_changes_no_earlier_day(seen: Store, firm: Store) -> None:
    day, later = BEFORE, BEFORE + timedelta(1)
    put(firm, *(row for account in ACCOUNTS for row in _later(account, later)))
    with firm.writes.begin() as connection:
        for change in _CLOSED_LATER:
            connection.execute(text(change), {"day": day.isoformat(), "later": later.isoformat()})
    pd.testing.assert_frame_equal(talks(firm, day), known(seen, day))


def _later(account: int, day: date) -> list[Base]:
    number = 1_000 + account
    return [
        Escalation(account_id=account, severity=4, what="!", opened_on=day),
        ServiceDecline(account_id=account, service_id=1, declined_on=day, words="Never."),
        ServiceIneligibility(account_id=account, service_id=2, why="No.", starts_on=day),
        Revenue(account_id=account, service_id=3, earned_on=day, amount_cents=500_000, kind="project"),
        Contract(account_id=account, service_id=4, kind="support", starts_on=day),
        MarketSignal(service_id=1, seen_on=day, headline="Later", effect="opportunity"),
        MarketSignal(service_id=2, seen_on=day, headline="Against", effect="threat"),
        ObjectiveReading(objective_id=account, read_on=day, actual=0, confirmed_on=day),
        Opportunity(id=number, account_id=account, service_id=1, stage_id=2, opened_on=day, closed_on=day),
        ServicePrice(service_id=1 + account % 4, list_price_cents=1, starts_on=day),
    ]


_CLOSED_LATER = [
    "UPDATE escalation SET closed_on = :later WHERE closed_on IS NULL AND opened_on <= :day",
    "UPDATE objective SET closed_on = :later WHERE closed_on IS NULL",
    "UPDATE objective_reading SET confirmed_on = :later WHERE confirmed_on IS NULL AND read_on <= :day",
    "UPDATE service SET retired_on = :later WHERE retired_on IS NULL",
    "UPDATE account_profile SET ends_before = :later WHERE ends_before IS NULL",
    "UPDATE account SET archived_on = :later WHERE archived_on IS NULL",
    "UPDATE market_signal SET expires_on = :later WHERE expires_on IS NULL AND seen_on <= :day",
    "UPDATE service_ineligibility SET ends_before = :later WHERE ends_before IS NULL AND starts_on <= :day",
    "UPDATE opportunity SET stage_id = 3, closed_on = :later, amount_cents = NULL "
    "WHERE stage_id = 1 AND opened_on <= :day",
]  # fmt: skip


def test_the_random_firms_have_conversations_of_every_kind(firms: dict[int, Store]) -> None:
    """Else the properties above would hold of nothing."""
    every = pd.concat([known(store) for store in firms.values()])
    counts = {name: int((~every[name]).sum()) for name in ("earned", "risk_ok", "ready")}
    assert min(*counts.values(), int(every["ready"].sum()), int(every["declined"].sum())) >= 5
