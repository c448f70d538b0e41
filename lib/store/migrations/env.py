"""Alembic's entry: runs migrations on the connection in `config.attributes`, inside its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext

from lib.schema import METADATA
from lib.store.base import UtcDateTime


def _plain_type(kind: str, item: Any, _context: AutogenContext) -> "str | Literal[False]":
    """A version keeps the plain types of its day, not our classes, which may change after it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return "sa.String()" if kind == "type" and type(item).__name__ == "AutoString" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=True,
    render_item=_plain_type,
)
# The caller has begun the transaction (BEGIN IMMEDIATE) and commits it: all versions, or none.
context.run_migrations()
if context.config.attributes.get("compare"):
    context.config.attributes["differences"] = compare_metadata(context.get_context(), METADATA)
