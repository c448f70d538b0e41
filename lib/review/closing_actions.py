"""Closing a review: its items, figures and the names in them are frozen in order, and stay."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Account
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.review.item_actions import FIELDS, OF_ITEM, add_item, items_of, told
from lib.review.rules import Row, still_open
from lib.review.tables import PARTS, Decision, Review, ReviewFigure, ReviewItem
from lib.store.base import Base, now, table_of
from lib.store.engine import Store
from lib.store.settings import DEFAULTS
from lib.store.tables import Setting
from lib.store.writing import Write, perform

DECISION, SETTING = table_of(Decision), table_of(Setting)
OF_NAME = "name"  # the scope of names as they were: of a person or an account (key: its number), firm and currency
VALUES = ("figure", "scope", "key", "period", "value", "low", "high", "base")


def close_review(
    store: Store, who: str, review_id: int, items: Sequence[Row], figures: Sequence[Row], token: str
) -> int | None:
    """Close a review with its agenda, in order, and its figures, exactly as given; its number.

    An item has part, account_id, person_id, words and may have figures (pairs of label and value as text). One that
    was decided on and is no longer among `items` follows the others of its part. A figure has figure, scope, key,
    period, value (as text), low, high and base. Raises ReviewClosed, RefusedValue naming part, words or the figure's
    field.
    """

    def work(write: Write) -> int:
        review = still_open(write, review_id)
        kept = _freeze_items(write, review_id, items)
        _freeze_figures(write, review_id, [_figure(one) for one in figures])
        _freeze_figures(write, review_id, list(_names(write, review_id, review["held_on"], kept)))
        write.set(Review, review_id, {"closed_at": now(), "closed_by": who}, review)
        return review_id

    return perform(store, who, "close review", work, token)


def _freeze_items(write: Write, review_id: int, items: Sequence[Row]) -> list[Row]:
    """The items in their frozen order; those written with a decision keep their number."""
    decided = items_of(write, review_id)
    order: list[tuple[Row, int | None]] = []  # with its number, where it has one
    for item in items:
        wanted = told(item)
        same = next((one for one in decided if all(one[name] == wanted[name] for name in FIELDS)), None)
        if same is not None:
            decided.remove(same)
        order.append((item, None) if same is None else (same, int(same["id"])))
    for gone in decided:
        before = [at for at, (one, _) in enumerate(order) if _rank(one) <= _rank(gone)]
        order.insert(max(before, default=-1) + 1, (gone, int(gone["id"])))
    for position, (item, number) in enumerate(order, start=1):
        if number is None:
            add_item(write, review_id, position, item)
        else:
            write.set(ReviewItem, number, {"position": position}, item)
    return [item for item, _ in order]


def _rank(item: Row) -> int:
    return PARTS.index(item["part"])


def _figure(given: Row) -> dict[str, Any]:
    values = {name: given.get(name) for name in VALUES}
    if values["scope"] in (OF_ITEM, OF_NAME):
        raise RefusedValue("scope", f"“{values['scope']}” is kept for the review's own items and names.")
    for field in ("low", "high"):
        bound = values[field]
        if bound is not None and not isfinite(bound):
            raise RefusedValue(field, "is no number: leave a bound that is not known empty.")
    return values


def _freeze_figures(write: Write, review_id: int, rows: Sequence[Row]) -> None:
    common = {"review_id": review_id, "recorded_at": now(), "version": 1}
    write.add_many(ReviewFigure, [dict.fromkeys(VALUES) | dict(row) | common for row in rows])


def _names(write: Write, review_id: int, held_on: date, items: Iterable[Row]) -> Iterable[Row]:
    """Firm and currency of the day, and whom and what items and decisions name: these may be called otherwise later."""
    decided = select(DECISION.c.person_id, DECISION.c.account_id).where(DECISION.c.review_id == review_id)
    rows = [*items, *write.connection.execute(decided).mappings()]
    for model, field in ((Person, "person_id"), (Account, "account_id")):
        numbers = {row[field] for row in rows if row.get(field) is not None}
        yield from _named(write, model, numbers)
    in_force = select(SETTING.c.name, SETTING.c.value).where(SETTING.c.starts_on <= held_on)
    known = DEFAULTS | {str(n): str(v) for n, v in write.connection.execute(in_force.order_by(SETTING.c.starts_on))}
    for figure, setting in (("firm", "firm_name"), ("currency", "currency")):
        yield {"scope": OF_NAME, "figure": figure, "value": known[setting]}


def _named(write: Write, model: type[Base], numbers: set[int]) -> Iterable[Row]:
    table = table_of(model)
    found = select(table.c.id, table.c.name).where(table.c.id.in_(numbers)).order_by(table.c.id)
    for number, name in write.connection.execute(found):
        yield {"scope": OF_NAME, "figure": table.name, "key": str(number), "value": name}
