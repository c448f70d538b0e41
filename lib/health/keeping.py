"""Keeping the health of a day as it was known then: one snapshot an account, never changed afterwards."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select

from lib.days import FIRST, day_of, number, record_numbers
from lib.health.actions import put_formula
from lib.health.formula import Formula
from lib.health.history import history_at, read_weeks
from lib.health.judging import Health, judge
from lib.health.queries import formula_at
from lib.health.reading import read_signals
from lib.health.signals import Signals
from lib.health.tables import (
    BANDS,
    FACTORS,
    HealthFormula,
    HealthSnapshot,
    HealthSnapshotFactor,
)
from lib.health.words import said
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

SNAPSHOTS, FORMULAS = table_of(HealthSnapshot), table_of(HealthFormula)
Progress = Callable[[int, int, str], None]
Row = dict[str, Any]
MOST_EVIDENCE = 12  # row numbers kept for a factor, the newest


def judge_day(store: Store, day: date, taking: bool = False) -> Health:
    """Every active account as judged on a day, with what earlier snapshots say of it."""
    signals = read_signals(store, day)
    weeks = read_weeks(store, record_numbers(signals.accounts["id"]), day)
    return judge(signals, formula_at(store, day), history_at(weeks, number(day), taking))


def keep_health(store: Store, who: str, day: date) -> int:
    """Keep the health of every active account on a day; gives how many, 0 where that day is kept already."""
    health = judge_day(store, day, taking=True)
    return perform(store, who, "keep account health", lambda write: _keep(write, day, health)) or 0


def keep_weeks(store: Store, who: str, last: date, weeks: int, progress: Progress | None = None) -> int:
    """Keep the Mondays of the weeks up to `last` that are not kept yet, oldest first; gives how many snapshots."""
    monday = last - timedelta(days=last.weekday())
    kept = 0
    for done, back in enumerate(range(weeks - 1, -1, -1)):
        if progress:
            progress(done, weeks, "judging past weeks")
        kept += keep_health(store, who, monday - timedelta(weeks=back))
    return kept


def first_visit(store: Store, who: str, today: date) -> int:
    """Keep the health of the week where nobody has yet; gives how many snapshots were taken."""
    monday = today - timedelta(days=today.weekday())
    newest = store.rows(select(func.max(SNAPSHOTS.c.taken_on)).where(SNAPSHOTS.c.taken_on <= today))[0][0]
    return 0 if newest is not None and newest >= monday else keep_health(store, who, today)


def _keep(write: Write, day: date, health: Health) -> int:
    if not len(health.band):
        return 0
    # Looked up inside the transaction: of two first visits on one morning the second keeps nothing.
    if write.connection.execute(select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.taken_on == day).limit(1)).first():
        return 0
    formula_id = _formula_id(write, health.formula)
    first = (write.connection.execute(select(func.max(SNAPSHOTS.c.id))).scalar() or 0) + 1
    common = {"recorded_at": now(), "version": 1}
    ids = record_numbers(health.signals.accounts["id"]).tolist()
    rows = [
        common
        | {
            "id": first + at, "account_id": account_id, "health_formula_id": formula_id, "taken_on": day,
            "low": float(health.bounds.low[at]), "high": float(health.bounds.high[at]),
            "coverage": float(health.bounds.coverage[at]), "band": BANDS[health.band[at]],
            "capped_by": health.capped[at] or None,
        }
        for at, account_id in enumerate(ids)
    ]  # fmt: skip
    write.add_many(HealthSnapshot, rows)
    write.add_many(HealthSnapshotFactor, [common | part for part in snapshot_parts(health, first)])
    return len(rows)


def _formula_id(write: Write, formula: Formula) -> int:
    """The number of the formula; the starting one is written where a firm has none yet."""
    return formula.id or put_formula(write, formula)


def snapshot_parts(health: Health, first_id: int) -> list[Row]:
    """The factors of every account as they are kept; snapshots are numbered by position from `first_id` on."""
    signals = health.signals
    evidence = {factor: evidence_words(signals, factor) for factor in FACTORS}
    return [
        {
            "health_snapshot_id": first_id + at,
            "factor": factor,
            "score": None if np.isnan(health.scores[at, column]) else float(health.scores[at, column]),
            "observed_on": _day(int(signals.seen[factor].day[at])),
            "not_applicable": signals.why_exempt.get((at, factor)),
            "words": said(signals, factor, at) or None,
            "evidence": evidence[factor].get(at),
        }
        for at in range(len(signals.accounts))
        for column, factor in enumerate(FACTORS)
    ]


def _day(number_of_day: int) -> date | None:
    return None if number_of_day == FIRST else day_of(number_of_day)


def evidence_words(signals: Signals, factor: str) -> dict[int, str]:
    """The rows behind a factor of each account by position: "project:12,15 deliverable:3"; the newest of many."""
    told: dict[int, list[str]] = defaultdict(list)
    for kind in signals.seen[factor].evidence:
        rows: dict[int, list[int]] = defaultdict(list)
        for at, row in zip(kind.account.tolist(), kind.row.tolist(), strict=True):
            rows[at].append(row)
        for at, numbers in rows.items():
            told[at].append(f"{kind.table}:{','.join(str(one) for one in sorted(numbers)[-MOST_EVIDENCE:])}")
    return {at: " ".join(parts) for at, parts in told.items()}
