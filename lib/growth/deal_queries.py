"""Every SELECT of one opportunity: its form, the stages it went through, what was changed of it."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib.days import dated
from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.store.base import table_of
from lib.store.engine import Store

opportunity, stage, entered = table_of(Opportunity), table_of(Stage), table_of(OpportunityStage)
FORM = (
    "version", "account_id", "service_id", "kind", "person_id", "name", "amount_cents", "expected_close_on",
    "next_step", "next_step_on", "reason_quoted",
)  # fmt: skip


def deal_form(store: Store, opportunity_id: int) -> dict[str, Any]:
    """One opportunity as it stands, for its forms; empty where it is gone.

    Keys: those of FORM, and opened_on, closed_on, stage_id, stage, stage_kind.
    """
    columns = [opportunity.c[name] for name in (*FORM, "opened_on", "closed_on", "stage_id")]
    named = (stage.c.name.label("stage"), stage.c.kind.label("stage_kind"))
    statement = select(*columns, *named).join(stage, stage.c.id == opportunity.c.stage_id)
    rows = store.rows(statement.where(opportunity.c.id == opportunity_id))
    return {str(name): value for name, value in rows[0]._mapping.items()} if rows else {}


def history(store: Store, opportunity_id: int, as_of: date) -> pd.DataFrame:
    """The stages an opportunity entered by a day, in that order, those of unknown day first.

    Columns: stage, kind (open, won, lost), entered_on (NaT: unknown).
    """
    statement = (
        select(stage.c.name.label("stage"), stage.c.kind, entered.c.entered_on)
        .join(stage, stage.c.id == entered.c.stage_id)
        .where(entered.c.opportunity_id == opportunity_id)
        .where(entered.c.entered_on.is_(None) | (entered.c.entered_on <= as_of))
        .order_by(entered.c.entered_on.is_not(None), entered.c.entered_on, stage.c.position, entered.c.id)
    )
    return dated(store.frame(statement), "entered_on")
