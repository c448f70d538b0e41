"""The SELECTs of reviews that were held, and of what they decided."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from lib.accounts.tables import Account
from lib.errors import NotFound
from lib.people.tables import Person
from lib.review.decided import Decided
from lib.review.frozen import FrozenDecision, FrozenFigure, FrozenItem, Held, ReviewRead
from lib.review.tables import Decision, Review, ReviewFigure, ReviewItem
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

review, item, figure = table_of(Review), table_of(ReviewItem), table_of(ReviewFigure)
decision, account, person, log = table_of(Decision), table_of(Account), table_of(Person), table_of(ChangeLog)
OWN_SCOPES = ("item", "name")  # figures shown beside an item, and names as they were


def reviews(store: Store, as_of: date) -> list[Held]:
    """The reviews held by a day, newest first, open ones too."""
    made = {
        "items": select(func.count()).where(item.c.review_id == review.c.id),
        "decisions": _of_kind("decision"),
        "risks": _of_kind("accepted risk"),
    }
    counts = [statement.scalar_subquery().label(name) for name, statement in made.items()]
    columns = (review.c.id, review.c.held_on, review.c.closed_at, review.c.closed_by)
    statement = select(*columns, *counts).where(review.c.held_on <= as_of).order_by(review.c.held_on.desc())
    return [Held(**row._mapping) for row in store.rows(statement)]


def _of_kind(kind: str) -> Select[Any]:
    return select(func.count()).where(decision.c.review_id == review.c.id, decision.c.kind == kind)


def review_of(store: Store, review_id: int) -> ReviewRead:
    """One review as it is written down, read at one moment. Raises NotFound."""
    with store.read() as connection:
        head = connection.execute(select(review).where(review.c.id == review_id)).mappings().first()
        if head is None:
            raise NotFound(review.name, review_id)
        kept = _rows(connection, select(figure).where(figure.c.review_id == review_id).order_by(figure.c.id))
        items = select(item).where(item.c.review_id == review_id).order_by(item.c.position, item.c.id)
        found = select(decision).where(decision.c.review_id == review_id).order_by(decision.c.id)
        return ReviewRead(
            **{name: head[name] for name in ("id", "held_on", "closed_at", "closed_by", "version")},
            items=_items(_rows(connection, items), kept),
            figures=tuple(_as(FrozenFigure, row) for row in kept if row["scope"] not in OWN_SCOPES),
            decisions=tuple(_as(FrozenDecision, row) for row in _rows(connection, found)),
            names={(row["figure"], _number(row["key"])): row["value"] for row in kept if row["scope"] == "name"},
        )


def _rows(connection: Connection, statement: Select[Any]) -> Sequence[Any]:
    return connection.execute(statement).mappings().all()


def _as(kind: Any, row: Any, **more: Any) -> Any:
    return kind(**{name: row[name] for name in kind.__dataclass_fields__ if name not in more}, **more)


def _number(key: str | None) -> int | None:
    return None if key is None else int(key)


def _items(rows: Sequence[Any], kept: Sequence[Any]) -> tuple[FrozenItem, ...]:
    beside: dict[str, list[tuple[str, str]]] = {}
    for row in kept:
        if row["scope"] == "item":
            beside.setdefault(row["key"], []).append((row["figure"], row["value"]))
    return tuple(_as(FrozenItem, row, figures=tuple(beside.get(str(row["id"]), ()))) for row in rows)


def decisions(store: Store, as_of: date) -> list[Decided]:
    """Every decision and accepted risk of the reviews held by a day, oldest first, as known on that day."""
    own = [column for column in decision.c if column.name in Decided.__dataclass_fields__]
    statement = (
        select(*own, review.c.held_on, account.c.name.label("account"), person.c.name.label("person"))
        .join(review, review.c.id == decision.c.review_id)
        .outerjoin(account, account.c.id == decision.c.account_id)
        .outerjoin(person, person.c.id == decision.c.person_id)
        .where(review.c.held_on <= as_of)
        .order_by(review.c.held_on, decision.c.id)
    )
    said = _said(store)
    return [_known(dict(row._mapping), said.get(row.id, []), as_of) for row in store.rows(statement)]


def _said(store: Store) -> dict[int, list[tuple[datetime, str | None]]]:
    """What was said of each decision's outcome and when, oldest first; numbers that came again begin anew."""
    columns = (log.c.row_id, log.c.at, log.c.kind, log.c.field, log.c.new)
    lines = select(*columns).where(log.c.table_name == decision.name, log.c.row_id.is_not(None)).order_by(log.c.id)
    found: dict[int, list[tuple[datetime, str | None]]] = {}
    for row_id, at, kind, field, new in store.rows(lines):
        if kind == "added":
            found[row_id] = []
        elif kind == "changed" and field == "outcome":
            found.setdefault(row_id, []).append((at, new))
    return found


def _known(row: dict[str, Any], said: list[tuple[datetime, str | None]], as_of: date) -> Decided:
    """The row as of a day; an outcome that no line dates (an import) was known on the day to look again."""
    if row["done_on"] is not None and row["done_on"] > as_of:
        row["done_on"] = None
    if said:
        row["outcome"] = next((new for at, new in reversed(said) if at.date() <= as_of), None)
    elif (row["check_on"] or row["due_on"] or row["held_on"]) > as_of:
        row["outcome"] = None
    return Decided(**row)


def open_decisions(store: Store, as_of: date) -> list[Decided]:
    """The decisions of reviews held by a day that were still to be done on it, by due day."""
    found = [one for one in decisions(store, as_of) if one.open]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.id))


def carried_over(store: Store, as_of: date) -> list[Decided]:
    """Those open from an earlier review whose due day is over, by due day."""
    return [one for one in open_decisions(store, as_of) if one.overdue(as_of)]
