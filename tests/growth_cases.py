"""A small pipeline to write into: two clients, three services, the firm's stages and categories, four open deals."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Account, Service
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Stage
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put

TALK, OFFER, LAST, WON, LOST, OLD = 1, 2, 3, 4, 5, 6
AUDIT, BRAND, CARE = 1, 2, 3
PRICE, GONE = 1, 2
OPENED, OFFERED = date(2026, 3, 2), date(2026, 4, 6)
DEAL: dict[str, Any] = {
    "account_id": 1, "service_id": CARE, "kind": "expansion", "stage_id": TALK, "amount_cents": 900_000,
    "expected_close_on": date(2026, 9, 1), "next_step": "Call Jo", "next_step_on": date(2026, 5, 8), "person_id": 1,
    "reason_quoted": "We want to be looked after", "opened_on": date(2026, 5, 1),
}  # fmt: skip


def put_pipeline(store: Store) -> None:
    """Deal 1 (Audit, in Offer since 6 April), 2 (Brand, renewal), 3 (no client, no days), 4 (won)."""
    put(store, Person(id=1, name="Ann"), Account(id=1, name="Acme"), Account(id=2, name="Zeta"))
    put(store, *(Service(id=n, name=name) for n, name in enumerate(("Audit", "Brand", "Care"), start=1)))
    named = (("Talk", "open"), ("Offer", "open"), ("Last word", "open"), ("Won", "won"), ("Lost", "lost"))
    put(store, *(Stage(id=n, name=name, kind=kind, position=n) for n, (name, kind) in enumerate(named, start=1)))
    put(store, Stage(id=OLD, name="Tender", kind="open", position=0, retired_on=date(2026, 1, 1)))
    put(store, LossReason(id=PRICE, name="Price", position=0))
    put(store, LossReason(id=GONE, name="Fax broke", position=1, retired_on=date(2026, 1, 1)))
    put(
        store,
        Opportunity(
            id=1, account_id=1, service_id=AUDIT, stage_id=OFFER, kind="expansion", amount_cents=500_000,
            opened_on=OPENED, person_id=1, next_step="Send it", next_step_on=date(2026, 5, 20),
        ),
        Opportunity(id=2, account_id=1, service_id=BRAND, stage_id=TALK, kind="renewal", opened_on=OPENED),
        Opportunity(id=3, service_id=AUDIT, stage_id=TALK),
        Opportunity(
            id=4, account_id=2, service_id=AUDIT, stage_id=WON, kind="expansion", amount_cents=700_000,
            opened_on=OPENED, closed_on=date(2026, 5, 4),
        ),
    )  # fmt: skip
    put(store, OpportunityStage(opportunity_id=1, stage_id=TALK, entered_on=OPENED))
    put(store, OpportunityStage(opportunity_id=1, stage_id=OFFER, entered_on=OFFERED))
    put(store, OpportunityStage(opportunity_id=2, stage_id=TALK, entered_on=OPENED))
    put(store, OpportunityStage(opportunity_id=3, stage_id=TALK))
    put(store, OpportunityStage(opportunity_id=4, stage_id=TALK, entered_on=OPENED))
    put(store, OpportunityStage(opportunity_id=4, stage_id=WON, entered_on=date(2026, 5, 4)))


def history(store: Store, opportunity_id: int) -> list[tuple[int, date | None]]:
    """The stages a deal entered and when, in the order they were written."""
    rows = table_of(OpportunityStage)
    of_it = select(rows.c.stage_id, rows.c.entered_on).where(rows.c.opportunity_id == opportunity_id)
    return [(stage, day) for stage, day in store.rows(of_it.order_by(rows.c.id))]


def deal(store: Store, opportunity_id: int) -> dict[str, Any]:
    """One deal as it stands in the store."""
    rows = table_of(Opportunity)
    [row] = store.rows(select(rows).where(rows.c.id == opportunity_id))
    return {str(name): value for name, value in row._mapping.items()}
