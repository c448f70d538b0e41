"""Every SELECT of the whole pipeline: opportunities, the stages they entered, the firm's own list of stages."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Select, func, or_, select

from lib.days import Bools, dated
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Stage
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

opportunity, stage, entered = table_of(Opportunity), table_of(Stage), table_of(OpportunityStage)
reason, log = table_of(LossReason), table_of(ChangeLog)
# What of an open deal may be edited while it is open, and so was another value on an earlier day.
ESTIMATES = ("amount_cents", "expected_close_on", "next_step", "next_step_on")
LATER = datetime(9999, 1, 1, tzinfo=UTC)
_KINDS = {"open": 0, "won": 1, "lost": 2}


def stages(store: Store) -> pd.DataFrame:
    """The firm's own stages in their order, open ones first, retired ones too.

    Columns: id, name, kind (open, won, lost), position, chance (NaN: nobody said), retired_on, version.
    """
    names = ("id", "name", "kind", "position", "chance", "retired_on", "version")
    found = dated(store.frame(select(*(stage.c[name] for name in names))), "retired_on")
    order = found.assign(rank=found["kind"].map(_KINDS)).sort_values(["rank", "position", "id"])
    return order.drop(columns="rank").astype({"chance": "float64"}).reset_index(drop=True)


def loss_reasons(store: Store) -> pd.DataFrame:
    """The firm's categories of lost deals in their order, retired ones too.

    Columns: id, name, position, retired_on, version, used (how many deals were lost for it).
    """
    used = select(func.count()).where(opportunity.c.loss_reason_id == reason.c.id).scalar_subquery()
    names = ("id", "name", "position", "retired_on", "version")
    statement = select(*(reason.c[name] for name in names), used.label("used"))
    return dated(store.frame(statement.order_by(reason.c.position, reason.c.id)), "retired_on")


def open_on(store: Store, as_of: date) -> pd.DataFrame:
    """Opportunities that were open on a day: begun by then (or at an unknown day), closed later or not yet; by id.

    Columns: id, version, name, kind, account_id, service_id, person_id, stage_id, stage_kind, opened_on,
    expected_close_on, closed_on, amount_cents, next_step, next_step_on, reason_quoted: all as they stand now.
    """
    names = (
        "id", "version", "name", "kind", "account_id", "service_id", "person_id", "stage_id", "opened_on",
        "expected_close_on", "closed_on", "amount_cents", "next_step", "next_step_on", "reason_quoted",
    )  # fmt: skip
    statement = _with_stage(names).where(_begun(as_of), or_(stage.c.kind == "open", opportunity.c.closed_on > as_of))
    frame = store.frame(statement.order_by(opportunity.c.id))
    return dated(frame, "opened_on", "expected_close_on", "closed_on", "next_step_on")


def decided(store: Store, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Opportunities won or lost by a day, none before `since`; those closed on an unknown day only without `since`.

    By id. Columns: id, name, kind, account_id, service_id, person_id, stage_kind, opened_on, expected_close_on,
    closed_on, amount_cents, loss_reason, loss_words.
    """
    names = (
        "id", "name", "kind", "account_id", "service_id", "person_id", "opened_on", "expected_close_on", "closed_on",
        "amount_cents", "loss_words",
    )  # fmt: skip
    closed = opportunity.c.closed_on
    there = or_(closed.is_(None), closed <= as_of) if since is None else closed.between(since, as_of)
    statement = _with_stage(names, reason.c.name.label("loss_reason")).where(stage.c.kind != "open", there)
    frame = store.frame(statement.order_by(opportunity.c.id))
    return dated(frame, "opened_on", "expected_close_on", "closed_on")


def _with_stage(names: tuple[str, ...], *more: ColumnElement[Any]) -> Select[Any]:
    columns = (*(opportunity.c[name] for name in names), stage.c.kind.label("stage_kind"), *more)
    joined = opportunity.join(stage, stage.c.id == opportunity.c.stage_id)
    joined = joined.outerjoin(reason, reason.c.id == opportunity.c.loss_reason_id)
    return select(*columns).select_from(joined)


def _begun(as_of: date) -> ColumnElement[bool]:
    return or_(opportunity.c.opened_on.is_(None), opportunity.c.opened_on <= as_of)


def entries(store: Store, as_of: date, open_only: bool = False) -> pd.DataFrame:
    """The stages opportunities entered by a day, in the order of opportunity and day; undated entries are left out.

    Columns: opportunity_id, stage_id, entered_on. Of two entered on one day the later in the pipeline is last.
    `open_only`: into open stages, and of deals that were open on the day only.
    """
    stands = stage.alias()  # where the deal is now
    still = (stage.c.kind == "open", or_(stands.c.kind == "open", opportunity.c.closed_on > as_of))
    statement = (
        select(entered.c.opportunity_id, entered.c.stage_id, entered.c.entered_on)
        .join(stage, stage.c.id == entered.c.stage_id)
        .join(opportunity, opportunity.c.id == entered.c.opportunity_id)
        .join(stands, stands.c.id == opportunity.c.stage_id)
        .where(entered.c.entered_on <= as_of, *(still if open_only else ()))
        .order_by(entered.c.opportunity_id, entered.c.entered_on, stage.c.position, entered.c.id)
    )
    return dated(store.frame(statement), "entered_on")


def is_newest(store: Store, day: date) -> bool:
    """Whether no opportunity was opened, moved or closed after a day."""
    columns = (opportunity.c.opened_on, opportunity.c.closed_on, entered.c.entered_on)
    days = store.rows(select(*(select(func.max(column)).scalar_subquery() for column in columns)))[0]
    return all(newest is None or newest <= day for newest in days)


def changed_since(store: Store, as_of: date) -> pd.DataFrame:
    """What the estimates and the stage of opportunities were at the end of a day, where somebody changed them later.

    None on the newest day of the pipeline or after it: what stands now is known then, though it be typed in later.

    One row per opportunity and field. Columns: opportunity_id, field (of ESTIMATES, or stage_id), old (words; None:
    nothing).
    """
    end = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    changed = select(log.c.row_id.label("opportunity_id"), log.c.field, log.c.old).where(
        log.c.table_name == opportunity.name,
        log.c.kind == "changed",
        log.c.field.in_((*ESTIMATES, "stage_id")),
        log.c.at >= (LATER if is_newest(store, as_of) else end),
    )
    found = store.frame(changed.order_by(log.c.row_id, log.c.field, log.c.id))
    return found.drop_duplicates(["opportunity_id", "field"]).reset_index(drop=True)


def estimates_then(frame: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """Opportunities (by `id`) with what was said of each on the day: the value before the first later change.

    `changed` as `changed_since`; what nobody changed since is as it stands.
    """
    for field, rows in changed[changed["field"].isin(list(_READ))].groupby("field"):
        old = pd.Series(rows["old"].to_numpy(dtype=object), index=rows["opportunity_id"])
        was, there = frame["id"].map(old), frame["id"].isin(old.index)
        frame = frame.assign(**{str(field): frame[field].where(~there, _READ[str(field)](was))})
    return frame


def asked_in_log(frame: pd.DataFrame, changed: pd.DataFrame) -> Bools:
    """Of which opportunities the log tells the amount asked on the day, though they closed since.

    Where it has the closing (the stage) or a change of the amount, it would have the amount's change too.
    """
    told = changed.loc[changed["field"].isin(["amount_cents", "stage_id"]), "opportunity_id"]
    return np.asarray(frame["id"].isin(told), dtype=np.bool_)


def _words(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column


def _days(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return pd.to_datetime(column)


def _numbers(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return pd.to_numeric(column).astype("Int64")


_READ = {"next_step": _words, "amount_cents": _numbers, "expected_close_on": _days, "next_step_on": _days}
