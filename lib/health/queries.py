"""Every SELECT of the health score's own tables: formulas, exemptions, snapshots."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, and_, func, or_, select

from lib.days import dated
from lib.health.formula import FIRST_FORMULA, Formula, Veto
from lib.health.tables import (
    FactorExemption,
    HealthFormula,
    HealthSnapshot,
    HealthSnapshotFactor,
    HealthVeto,
    HealthWeight,
)
from lib.store.base import as_stored, table_of
from lib.store.engine import Store

formula, weight, veto = table_of(HealthFormula), table_of(HealthWeight), table_of(HealthVeto)
snapshot, part, exemption = table_of(HealthSnapshot), table_of(HealthSnapshotFactor), table_of(FactorExemption)


def formula_at(store: Store, as_of: date) -> Formula:
    """The formula in force on a day; the starting one where the firm has written none by then."""
    in_force = [one for one in formulas(store) if one.starts_on <= as_of]
    return in_force[-1] if in_force else FIRST_FORMULA


def formulas(store: Store) -> list[Formula]:
    """Every version of the formula, oldest first."""
    weights = store.rows(select(weight.c.health_formula_id, weight.c.factor, weight.c.weight, weight.c.validity_days))
    vetoes = store.rows(
        select(veto.c.health_formula_id, veto.c.rule, veto.c.limit_value, veto.c.caps_at).order_by(veto.c.id)
    )
    columns = ("id", "number", "starts_on", "green_from", "red_below", "leave_red_from", "reason")
    rows = store.rows(select(*(formula.c[name] for name in columns)).order_by(formula.c.starts_on, formula.c.number))
    return [_formula(row, weights, vetoes) for row in rows]


def _formula(row: Any, weights: Sequence[Any], vetoes: Sequence[Any]) -> Formula:
    mine = {factor: (size, days) for owner, factor, size, days in weights if owner == row.id}
    return Formula(
        id=row.id, number=row.number, starts_on=row.starts_on, green_from=row.green_from, red_below=row.red_below,
        leave_red_from=row.leave_red_from,
        weights={name: mine[name][0] if name in mine else 1 for name in FIRST_FORMULA.weights},
        validity={name: mine[name][1] if name in mine else days for name, days in FIRST_FORMULA.validity.items()},
        vetoes=tuple(Veto(rule, limit, cap) for owner, rule, limit, cap in vetoes if owner == row.id),
        reason=row.reason,
    )  # fmt: skip


def exemptions(store: Store, as_of: date) -> pd.DataFrame:
    """Factors that do not apply on a day. Columns: account_id, factor, reason."""
    lasting = or_(exemption.c.ends_before.is_(None), exemption.c.ends_before > as_of)
    columns = (exemption.c.account_id, exemption.c.factor, exemption.c.reason)
    return store.frame(select(*columns).where(exemption.c.starts_on <= as_of, lasting).order_by(exemption.c.id))


def snapshot_days(store: Store, as_of: date) -> list[date]:
    """The days snapshots were taken on, up to a day, oldest first."""
    days = select(snapshot.c.taken_on).where(snapshot.c.taken_on <= as_of).distinct().order_by(snapshot.c.taken_on)
    return [day for (day,) in store.rows(days)]


_SNAPSHOT = (
    "id", "account_id", "health_formula_id", "taken_on", "low", "high", "coverage", "band", "capped_by", "recorded_at",
)  # fmt: skip


def _snapshots() -> Select[Any]:
    return select(*(snapshot.c[name] for name in _SNAPSHOT)).order_by(snapshot.c.taken_on, snapshot.c.account_id)


def snapshots_between(store: Store, first: date, last: date) -> pd.DataFrame:
    """Snapshots taken from `first` to `last`, both inside, by day and account.

    Columns: id, account_id, health_formula_id, taken_on, low, high, coverage, band, capped_by, recorded_at.
    """
    there = _snapshots().where(snapshot.c.taken_on >= first, snapshot.c.taken_on <= last)
    return dated(store.frame(there), "taken_on")


def weekly_lows(store: Store, first: date, last: date) -> pd.DataFrame:
    """The little of many snapshots that trends need. Columns: account_id, health_formula_id, taken_on, low, band."""
    columns = (
        snapshot.c.account_id, snapshot.c.health_formula_id, as_stored(snapshot.c.taken_on), snapshot.c.low,
        snapshot.c.band,
    )  # fmt: skip
    window = (snapshot.c.taken_on >= first, snapshot.c.taken_on <= last)
    return dated(store.frame(select(*columns).where(*window)), "taken_on")


def snapshots_of(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """The snapshots of one account up to a day; columns as of `snapshots_between`."""
    mine = _snapshots().where(snapshot.c.account_id == account_id, snapshot.c.taken_on <= as_of)
    return dated(store.frame(mine), "taken_on")


def band_changes(store: Store, as_of: date) -> pd.DataFrame:
    """The day each account last changed its band in the snapshots up to a day.

    Columns: account_id, band (the newest), since (first snapshot of the present run of that band).
    """
    upto = snapshot.c.taken_on <= as_of
    before = func.lag(snapshot.c.band).over(partition_by=snapshot.c.account_id, order_by=snapshot.c.taken_on)
    marked = select(
        snapshot.c.account_id, snapshot.c.taken_on, snapshot.c.band, before.label("before")
    ).where(upto).subquery()  # fmt: skip
    changed = or_(marked.c.before.is_(None), marked.c.before != marked.c.band)
    starts = select(marked.c.account_id, marked.c.band, marked.c.taken_on).where(changed).subquery()
    last = func.max(starts.c.taken_on).label("since")
    newest = select(starts.c.account_id, last).group_by(starts.c.account_id).subquery()
    both = and_(starts.c.account_id == newest.c.account_id, starts.c.taken_on == newest.c.since)
    found = select(starts.c.account_id, starts.c.band, newest.c.since).join(newest, both)
    return dated(store.frame(found.order_by(starts.c.account_id)), "since")


def parts_of(store: Store, snapshot_ids: Sequence[int]) -> pd.DataFrame:
    """The factors of some snapshots. Columns: health_snapshot_id, factor, score, observed_on, not_applicable, words."""
    columns = ("health_snapshot_id", "factor", "score", "observed_on", "not_applicable", "words", "evidence")
    mine = select(*(part.c[name] for name in columns)).where(part.c.health_snapshot_id.in_(snapshot_ids))
    return dated(store.frame(mine.order_by(part.c.id)), "observed_on")
