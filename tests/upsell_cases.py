"""A small firm whose accounts stand before different gates, for tests of conversations and of their page."""

from datetime import date

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Sector, Service, ServicePrice
from lib.growth.tables import MarketSignal, Opportunity, OpportunityStage, ServiceDecline, ServiceIneligibility, Stage
from lib.people.tables import Person
from lib.relationship.tables import Escalation, Interaction
from lib.store.base import Base
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put

TODAY = date(2026, 11, 20)
START = date(2026, 1, 1)
READY, DECLINED, ESCALATED, UNCONFIRMED, TIMID, OWNER, PIPELINE, BARRED = range(1, 9)
NAMES = {
    READY: "Ready", DECLINED: "Declined", ESCALATED: "Escalated", UNCONFIRMED: "Unconfirmed", TIMID: "Timid",
    OWNER: "Owner", PIPELINE: "Pipeline", BARRED: "Barred",
}  # fmt: skip
CARE, CAMPAIGN = 1, 2  # services; everybody has Campaign, and everybody's needs speak for Website care


def put_gated_firm(store: Store) -> None:
    """Eight clients of one lead: each in need of Website care (1,000 a month), each before another gate."""
    rows: list[Base] = [
        Sector(id=1, name="Retail"), Person(id=1, name="Lea Lead"), Person(id=2, name="Sam Second"),
        Service(id=CARE, name="Website care", margin_share=0.5, risk="high", keywords="sells on phones"),
        Service(id=CAMPAIGN, name="Campaign", margin_share=0.4, risk="low"),
        ServicePrice(service_id=CARE, list_price_cents=1_200_000, starts_on=START),
        Stage(id=1, name="Talking", position=1), Stage(id=2, name="Won", kind="won", position=2),
        Stage(id=3, name="Lost", kind="lost", position=3),
        MarketSignal(sector_id=1, service_id=CAMPAIGN, seen_on=START, headline="Nobody reads", effect="threat"),
        *_past_deals(),
    ]  # fmt: skip
    for account in NAMES:
        rows += _client(account)
    rows += [
        ServiceDecline(
            account_id=DECLINED, service_id=CARE, declined_on=date(2026, 9, 1), not_before_on=date(2027, 3, 1),
            words="Not this year.",
        ),
        Escalation(account_id=ESCALATED, severity=1, what="Wrong prices", opened_on=date(2026, 11, 3)),
        Contract(account_id=OWNER, service_id=CARE, kind="support", starts_on=START),
        Opportunity(id=90, account_id=PIPELINE, service_id=CARE, stage_id=1, kind="expansion", opened_on=START),
        ServiceIneligibility(account_id=BARRED, service_id=CARE, why="A sister company does it.", starts_on=START),
    ]  # fmt: skip
    put(store, *rows)


def _client(account: int) -> list[Base]:
    confirmed = None if account == UNCONFIRMED else date(2026, 10, 1)
    return [
        Account(id=account, name=NAMES[account], sector_id=1, client_since=START),
        AccountOwner(account_id=account, person_id=1 + account % 2, duty="lead", starts_on=START),
        Contact(id=account, account_id=account, name=f"Contact of {NAMES[account]}", role="sponsor"),
        AccountProfile(
            account_id=account, starts_on=START, risk_appetite="low" if account == TIMID else "high",
            needs="A website that sells on phones.", ideal_gap_days=14, maximum_gap_days=30, sponsor_id=account,
        ),
        Contract(account_id=account, service_id=CAMPAIGN, kind="retainer", starts_on=START),
        Interaction(account_id=account, happened_on=date(2026, 11, 10), kind="call", direction="two way"),
        Objective(id=account, account_id=account, name="Leads", kind="promised outcome"),
        ObjectiveTerm(objective_id=account, baseline=0, target=100, starts_on=START, due_on=date(2027, 1, 1)),
        ObjectiveReading(
            objective_id=account, read_on=date(2026, 10, 1), actual=90, confirmed_on=confirmed,
            confirmed_by_id=account if confirmed else None,
        ),
    ]  # fmt: skip


def _past_deals() -> list[Base]:
    """Twelve decided deals of Website care, six of them won."""
    deals = [
        Opportunity(
            id=n, service_id=CARE, stage_id=2 if n % 2 else 3, kind="new business", opened_on=date(2026, 2, 1),
            closed_on=date(2026, 3, n), amount_cents=1_000_000 if n % 2 else None,
        )
        for n in range(1, 13)
    ]  # fmt: skip
    entries = [OpportunityStage(opportunity_id=n, stage_id=1, entered_on=date(2026, 2, 1)) for n in range(1, 13)]
    return [*deals, *entries]
