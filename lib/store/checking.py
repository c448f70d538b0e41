"""What `check` says of a store: version, soundness, size, what it holds."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy import Table, func, select

from lib.store.engine import Store
from lib.store.migrating import code_revision
from lib.store.opening import damage

SAFE_SQLITE = (3, 51, 3)  # before it, WAL mode has a rare race that our write gate keeps out


def checked(store: Store, tables: Sequence[Table]) -> tuple[list[str], bool]:
    """Lines for a person, and whether the store is sound."""
    found = damage(store)
    lines = [f"Store {store.url}, version {code_revision()}."]
    if store.path is not None:
        lines.append(f"{store.path.stat().st_size / 1e6:.1f} MB; SQLite {sqlite3.sqlite_version}{_advice()}.")
    if found:  # counting rows would fail half way
        lines += [f"Damaged: {line}." for line in found]
        return [*lines, "Stop Steward and put a sound copy in its place."], False
    return [*lines, "Integrity and links: sound.", *_holdings(store, tables)], True


def _advice() -> str:
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return ""
    return " (older than 3.51.3: kept safe by the write gate; update it when the system does)"


def _holdings(store: Store, tables: Sequence[Table]) -> list[str]:
    with store.read() as connection:
        counts = {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables}
    filled = sorted(((count, name) for name, count in counts.items() if count), reverse=True)
    return [f"{count:>9,}  {name}" for count, name in filled] or ["The store is empty."]
