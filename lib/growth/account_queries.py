"""Every SELECT of the opportunities of one account, the stages they went through, and the services it declined."""

from datetime import date

import pandas as pd
from sqlalchemy import or_, select

from lib.accounts.tables import Service, ServicePrice
from lib.days import dated
from lib.growth.pipeline_queries import asked_in_log, changed_since, estimates_then
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, ServiceDecline, Stage
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store

opportunity, stage, entered = table_of(Opportunity), table_of(Stage), table_of(OpportunityStage)
reason, decline = table_of(LossReason), table_of(ServiceDecline)
service, price, person = table_of(Service), table_of(ServicePrice), table_of(Person)


def account_opportunities(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Opportunities of an account opened by a day (or at an unknown one); by opening, unknown first.

    Columns: id, name, kind, service, person, stage, stage_kind, closed_on, loss_reason, loss_words, reason_quoted (all
    as they stand now), opened_on, amount_cents, expected_close_on, next_step, next_step_on (what was said by the day),
    asked_known (the log tells what was asked, though it closed since), list_price_cents (of the service on that day).
    """
    listed = (
        select(price.c.list_price_cents)
        .where(price.c.service_id == opportunity.c.service_id, price.c.starts_on <= as_of)
        .where(or_(price.c.ends_before.is_(None), price.c.ends_before > as_of))
        .order_by(price.c.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        opportunity.c.id, opportunity.c.name, opportunity.c.kind, service.c.name.label("service"),
        person.c.name.label("person"), stage.c.name.label("stage"), stage.c.kind.label("stage_kind"),
        opportunity.c.opened_on, opportunity.c.expected_close_on, opportunity.c.closed_on, opportunity.c.amount_cents,
        listed.label("list_price_cents"), opportunity.c.next_step, opportunity.c.next_step_on,
        reason.c.name.label("loss_reason"), opportunity.c.loss_words, opportunity.c.reason_quoted,
    )  # fmt: skip
    joined = opportunity.join(stage, stage.c.id == opportunity.c.stage_id)
    joined = joined.outerjoin(service, service.c.id == opportunity.c.service_id)
    joined = joined.outerjoin(person, person.c.id == opportunity.c.person_id)
    joined = joined.outerjoin(reason, reason.c.id == opportunity.c.loss_reason_id)
    begun = or_(opportunity.c.opened_on.is_(None), opportunity.c.opened_on <= as_of)
    statement = select(*columns).select_from(joined).where(opportunity.c.account_id == account_id, begun)
    ordered = statement.order_by(opportunity.c.opened_on.is_not(None), opportunity.c.opened_on, opportunity.c.id)
    found = dated(store.frame(ordered), "opened_on", "expected_close_on", "closed_on", "next_step_on")
    changed = changed_since(store, as_of)
    return estimates_then(found, changed).assign(asked_known=asked_in_log(found, changed))


def stages_entered(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """The open stages that opportunities of an account entered by a day, in that order.

    Columns: opportunity_id, stage, entered_on. Where two were entered on one day the later in the pipeline is last.
    """
    joined = entered.join(opportunity, opportunity.c.id == entered.c.opportunity_id)
    joined = joined.join(stage, stage.c.id == entered.c.stage_id)
    statement = (
        select(entered.c.opportunity_id, stage.c.name.label("stage"), entered.c.entered_on)
        .select_from(joined)
        .where(opportunity.c.account_id == account_id, entered.c.entered_on <= as_of, stage.c.kind == "open")
        .order_by(entered.c.entered_on, stage.c.position, entered.c.id)
    )
    return dated(store.frame(statement), "entered_on")


def declines(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Services an account said "not now" to by a day, newest first.

    Columns: service, declined_on, not_before_on (NaT: nobody said), words.
    """
    columns = (service.c.name.label("service"), decline.c.declined_on, decline.c.not_before_on, decline.c.words)
    statement = (
        select(*columns)
        .join(service, service.c.id == decline.c.service_id)
        .where(decline.c.account_id == account_id, decline.c.declined_on <= as_of)
        .order_by(decline.c.declined_on.desc(), decline.c.id.desc())
    )
    return dated(store.frame(statement), "declined_on", "not_before_on")
