"""Keeping the figures of a day as they were known then, so that a later look back cannot be argued about."""

from datetime import date

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.health.keeping import keep_health
from lib.periods import today
from lib.report import report
from lib.review.tables import FigureSnapshot
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

SNAPSHOTS = table_of(FigureSnapshot)


def take_snapshot(store: Store, who: str, day: date) -> int:
    """Keep the health of every account, and the book's, owners' and sectors' figures of `day`.

    Gives how many figures (the health of an account is one), 0 where that day is kept already.

    Raises RefusedValue for a day to come: its figures would be kept before its facts.
    """
    if day > today():
        raise RefusedValue("as_of", f"must not be after today, {fmt.day(today())}.")
    healths = keep_health(store, who, day)
    rows = [row for row in report(store, day, None, ["book", "owner", "sector"]).rows if row["period"] == "all"]
    return healths + (perform(store, who, "take snapshot", lambda write: _keep(write, day, rows)) or 0)


def _keep(write: Write, day: date, rows: list[dict[str, object]]) -> int:
    # Looked up inside the transaction: of two visits on one morning the second keeps nothing.
    if write.connection.execute(select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.taken_on == day).limit(1)).first():
        return 0
    fields = ("figure", "scope", "low", "high", "base")
    moment = now()
    write.add_many(
        FigureSnapshot,
        [
            {name: row[name] for name in fields}
            | {"taken_on": day, "key": row["key"] or "", "value": None if row["value"] is None else str(row["value"])}
            | {"recorded_at": moment, "version": 1}
            for row in rows
        ],
    )
    return len(rows)
