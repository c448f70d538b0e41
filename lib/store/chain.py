"""The change log's seals: each line carries a digest over itself and the one before, so that a change shows."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from lib.store.base import table_of
from lib.store.tables import ChangeLog

LOG = table_of(ChangeLog)
SEALED = ("at", "who", "action", "kind", "table_name", "row_id", "field", "old", "new", "batch_id")


def digest(before: str, line: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the digest of the line before and the values of this one; `at` is aware."""
    values = [line["at"].isoformat() if name == "at" else line[name] for name in SEALED]
    return hashlib.sha256(json.dumps([before, *values], ensure_ascii=False).encode()).hexdigest()


def head(connection: Connection) -> str:
    """The digest of the newest line, "" of an empty log. Kept elsewhere, it also shows that lines were cut off."""
    return str(connection.execute(select(LOG.c.digest).order_by(LOG.c.id.desc()).limit(1)).scalar() or "")


def verify(connection: Connection) -> list[str]:
    """What does not fit in the whole log, in words; empty when every line is as it was written."""
    before = ""
    columns = (LOG.c.id, LOG.c.digest, *(LOG.c[name] for name in SEALED))
    for row in connection.execute(select(*columns).order_by(LOG.c.id)).mappings():
        try:
            fits = row["digest"] == digest(before, dict(row))
        except (ValueError, AttributeError):
            fits = False
        if not fits:
            return [f"line {row['id']} of the change log, or one before it, is not as it was written"]
        before = row["digest"]
    return []
