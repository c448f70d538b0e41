"""The history of one client's opportunities, as lines of a timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Service
from lib.events import Event, told
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Referral, Stage
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store

opportunity, stage, entered = table_of(Opportunity), table_of(Stage), table_of(OpportunityStage)
service, reason, person = table_of(Service), table_of(LossReason), table_of(Person)
referral = table_of(Referral)
_RECORD = ("recorded_at", "batch_id")


def opportunity_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Opportunities opened, moved from stage to stage, won and lost by a day."""
    stages = _stages(store, account_id)
    found = [*_opportunities(store, account_id), *stages]
    return [event for event in found if event.day <= as_of]


def _opportunities(store: Store, account_id: int) -> Iterator[Event]:
    joined = opportunity.join(stage, stage.c.id == opportunity.c.stage_id)
    joined = joined.outerjoin(service, service.c.id == opportunity.c.service_id)
    joined = joined.outerjoin(reason, reason.c.id == opportunity.c.loss_reason_id)
    joined = joined.outerjoin(person, person.c.id == opportunity.c.person_id)
    names = ("id", "name", "opened_on", "closed_on", "amount_cents", "loss_words", *_RECORD)
    columns = (
        *(opportunity.c[name] for name in names), stage.c.kind, service.c.name.label("service"),
        reason.c.name.label("reason"), person.c.name.label("person"),
    )  # fmt: skip
    for row in store.rows(select(*columns).select_from(joined).where(opportunity.c.account_id == account_id)):
        yield from _of_opportunity(row)


def _of_opportunity(row: Any) -> Iterator[Event]:
    if row.opened_on is not None:
        yield told(row, row.opened_on, "Opportunities", "Opportunity opened", _called(row), row.person)
    if row.closed_on is not None and row.kind == "won":
        yield told(row, row.closed_on, "Opportunities", "Won", _called(row), row.person, row.amount_cents)
    elif row.closed_on is not None and row.kind == "lost":
        why = ": ".join(filter(None, [_called(row), row.reason, row.loss_words]))
        yield told(row, row.closed_on, "Opportunities", "Lost", why, row.person)


def _called(row: Any) -> str:
    return row.name or row.service or "an opportunity"


def _stages(store: Store, account_id: int) -> list[Event]:
    joined = entered.join(opportunity, opportunity.c.id == entered.c.opportunity_id)
    joined = joined.join(stage, stage.c.id == entered.c.stage_id)
    joined = joined.outerjoin(service, service.c.id == opportunity.c.service_id)
    columns = (
        entered.c.opportunity_id, entered.c.entered_on, *(entered.c[name] for name in _RECORD),
        stage.c.name.label("stage"), stage.c.kind, opportunity.c.name, service.c.name.label("service"),
    )  # fmt: skip
    there = (opportunity.c.account_id == account_id, entered.c.entered_on.is_not(None))
    ordered = select(*columns).select_from(joined).where(*there)
    rows = store.rows(ordered.order_by(entered.c.opportunity_id, entered.c.entered_on, entered.c.id))
    by_deal = groupby(rows, key=lambda row: row.opportunity_id)
    return [event for _, moves in by_deal for event in _moves(list(moves))]


def _moves(rows: Sequence[Any]) -> Iterator[Event]:
    """A move to an open stage; that it was won or lost, and that it was opened, have lines of their own."""
    for before, row in pairwise(rows):
        if row.kind == "open":
            title = f"Stage: {before.stage} → {row.stage}"
            yield told(row, row.entered_on, "Opportunities", title, _called(row))


def referral_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Referrals asked of the client, made and won by a day."""
    names = ("asked_on", "made_on", "referred", "won_on", *_RECORD)
    joined = referral.outerjoin(person, person.c.id == referral.c.person_id)
    statement = select(*(referral.c[name] for name in names), person.c.name.label("person")).select_from(joined)
    rows = store.rows(statement.where(referral.c.account_id == account_id))
    return [event for row in rows for event in _of_referral(row) if event.day <= as_of]


def _of_referral(row: Any) -> Iterator[Event]:
    steps = {"Referral asked for": row.asked_on, "Referral made": row.made_on, "Referral won": row.won_on}
    for title, day in steps.items():
        if day is not None:
            yield told(row, day, "Opportunities", title, row.referred, row.person)
