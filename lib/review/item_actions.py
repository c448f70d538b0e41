"""Writing the items of a review's agenda as they were told, with the figures shown beside them."""

from typing import Any

from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.review.rules import Row, known_account
from lib.review.tables import PARTS, ReviewFigure, ReviewItem
from lib.store.base import table_of
from lib.store.writing import Write

ITEM = table_of(ReviewItem)
OF_ITEM = "item"  # the scope of a figure shown beside an item; its key is the item's number
FIELDS = ("part", "account_id", "person_id", "words")


def told(item: Row) -> dict[str, Any]:
    """What is stored of an item (part, account_id, person_id, words), as it was given. Raises RefusedValue."""
    if item["part"] not in PARTS:
        raise RefusedValue("part", f"“{item['part']}” is no part of a review.")
    if not item["words"].strip():
        raise RefusedValue("words", "an item of the agenda must say something.")
    return {name: item.get(name) for name in FIELDS}


def items_of(write: Write, review_id: int) -> list[dict[str, Any]]:
    """The items of a review that are written already, in order."""
    rows = select(ITEM).where(ITEM.c.review_id == review_id).order_by(ITEM.c.position, ITEM.c.id)
    return [dict(row) for row in write.connection.execute(rows).mappings()]


def put_item(write: Write, review_id: int, item: Row) -> int:
    """The number of an item in a review: of the same words where it is written already, else of a new last one."""
    wanted = told(item)
    same = [ITEM.c[name].is_not_distinct_from(value) for name, value in wanted.items()]
    found = write.connection.execute(select(ITEM.c.id).where(ITEM.c.review_id == review_id, *same)).scalar()
    if found is not None:
        return int(found)
    last = write.connection.execute(select(func.max(ITEM.c.position)).where(ITEM.c.review_id == review_id)).scalar()
    return add_item(write, review_id, (last or 0) + 1, item)


def add_item(write: Write, review_id: int, position: int, item: Row) -> int:
    """Write an item and the figures beside it (`figures`: pairs of label and value as text); its number."""
    wanted = told(item)
    known_account(write, wanted["account_id"])
    made = write.add(ReviewItem(review_id=review_id, position=position, **wanted))
    for label, value in item.get("figures", ()):
        write.add(ReviewFigure(review_id=review_id, figure=label, scope=OF_ITEM, key=str(made), value=value))
    return made
