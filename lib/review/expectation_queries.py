"""What each level is expected to do, as the forms that change it need it."""

from typing import NamedTuple

from sqlalchemy import select

from lib.review.tables import LevelExpectation
from lib.store.base import table_of
from lib.store.engine import Store

expected = table_of(LevelExpectation)


class Expectation(NamedTuple):
    """What a role is expected to do in one duty."""

    id: int
    version: int
    role_id: int
    duty: str
    words: str


def written_expectations(store: Store) -> list[Expectation]:
    """Every expectation anybody wrote, by role."""
    columns = (expected.c.id, expected.c.version, expected.c.role_id, expected.c.duty, expected.c.words)
    return [Expectation(*row) for row in store.rows(select(*columns).order_by(expected.c.role_id, expected.c.id))]
