"""Every write that decides an opportunity: won, lost, or opened again where that was a mistake."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.errors import RefusedValue
from lib.growth.actions import ENTERED, OPPORTUNITY, STAGE, DealChanged, refuse_past, still_open
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Stage
from lib.required import cents, given, happened, written
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import Write, perform

LOG = table_of(ChangeLog)
WIN = "win opportunity"


def win(
    store: Store, who: str, opportunity_id: int, shown_version: int, closed_on: date | None,
    amount_cents: int | None, token: str,
) -> int | None:  # fmt: skip
    """Close an open opportunity as won on a day, for an amount in cents. Raises DealChanged, RefusedValue."""
    said = given("amount_cents", amount_cents, "say what was won: an amount, 0 where it costs them nothing.")
    amount = cents("amount_cents", said)

    def work(write: Write) -> int:
        values = {"amount_cents": amount}
        return _close(write, opportunity_id, shown_version, "won", happened("closed_on", closed_on), values)

    return perform(store, who, WIN, work, token)


def lose(
    store: Store, who: str, opportunity_id: int, shown_version: int, closed_on: date | None,
    loss_reason_id: int | None, loss_words: str | None, token: str,
) -> int | None:  # fmt: skip
    """Close an open opportunity as lost on a day, with the category and why in words. Raises DealChanged, RefusedValue.

    A mandatory category beside words of one's own is how CRMs that chart their losses keep it.
    """
    category = given("loss_reason_id", loss_reason_id, "choose the category it falls under.")
    said = written("loss_words", loss_words, "say in a few words why: a category alone teaches little.")

    def work(write: Write) -> int:
        day = happened("closed_on", closed_on)
        reason = write.read(LossReason, category)
        if reason["retired_on"] is not None and reason["retired_on"] <= day:
            raise RefusedValue("loss_reason_id", f"“{reason['name']}” is no longer in use: choose another.")
        values = {"loss_reason_id": category, "loss_words": said}
        return _close(write, opportunity_id, shown_version, "lost", day, values)

    return perform(store, who, "lose opportunity", work, token)


def _close(
    write: Write, opportunity_id: int, shown_version: int, kind: str, day: date, values: Mapping[str, Any]
) -> int:
    current = write.read(Opportunity, opportunity_id)
    before = still_open(write, current)
    if current["version"] != shown_version:
        raise DealChanged(f"was changed meanwhile and stands in “{before['name']}” now")
    refuse_past(write, current, "closed_on", day)
    stage = _first_stage(write, kind)
    write.add(OpportunityStage(opportunity_id=opportunity_id, stage_id=stage, entered_on=day))
    write.set(Opportunity, opportunity_id, {"stage_id": stage, "closed_on": day, **values}, current)
    return opportunity_id


def reopen(store: Store, who: str, opportunity_id: int, shown_version: int, token: str) -> int | None:
    """Take back that an opportunity was won or lost: it stands in its last open stage again, as of then.

    The change log keeps what is taken back. Raises DealChanged, RefusedValue where it is open.
    """

    def work(write: Write) -> int:
        current = write.read(Opportunity, opportunity_id)
        if current["version"] != shown_version:
            raise DealChanged("was changed meanwhile")
        if write.read(Stage, current["stage_id"])["kind"] == "open":
            raise RefusedValue("stage_id", "it is open.")
        stage = _take_back(write, opportunity_id)
        cleared = {"closed_on": None, "loss_reason_id": None, "loss_words": None}
        asked = _asked_before(write, current)
        write.set(Opportunity, opportunity_id, {"stage_id": stage, "amount_cents": asked, **cleared}, current)
        return opportunity_id

    return perform(store, who, "reopen opportunity", work, token)


def _asked_before(write: Write, current: Mapping[str, Any]) -> int | None:
    """The cents asked for before it was won, as the change log has them; else as they stand (an import's 0: none)."""
    of_it = (LOG.c.table_name == OPPORTUNITY.name, LOG.c.row_id == current["id"], LOG.c.kind == "changed")
    closed, won = (
        select(LOG.c.id, LOG.c.old).where(*of_it, *these).order_by(LOG.c.id.desc()).limit(1)
        for these in (
            (LOG.c.field == "closed_on", LOG.c.old.is_not(None)),
            (LOG.c.field == "amount_cents", LOG.c.action == WIN),
        )
    )
    last, found = write.connection.execute(closed).first(), write.connection.execute(won).first()
    if found is not None and (last is None or found.id > last.id):
        return None if found.old is None else int(found.old)
    return current["amount_cents"] or None


def _take_back(write: Write, opportunity_id: int) -> int:
    """Remove that it was decided; the open stage it was in before, else the firm's first."""
    of_it = select(ENTERED.c.id, ENTERED.c.stage_id, STAGE.c.kind).join(STAGE, STAGE.c.id == ENTERED.c.stage_id)
    order = (ENTERED.c.entered_on.is_not(None), ENTERED.c.entered_on, STAGE.c.position, ENTERED.c.id)
    found = write.connection.execute(of_it.where(ENTERED.c.opportunity_id == opportunity_id).order_by(*order)).all()
    for row in found:
        if row.kind != "open":
            write.remove(OpportunityStage, row.id)
    stood = [int(row.stage_id) for row in found if row.kind == "open"]
    return stood[-1] if stood else _first_stage(write, "open")


def _first_stage(write: Write, kind: str) -> int:
    usable = select(STAGE.c.id).where(STAGE.c.kind == kind, STAGE.c.retired_on.is_(None))
    found = write.connection.execute(usable.order_by(STAGE.c.position, STAGE.c.id).limit(1)).scalar()
    if found is None:
        raise RefusedValue("stage_id", f"the firm has no stage for what is {kind}: add one to the list of stages.")
    return int(found)
