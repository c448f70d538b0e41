"""What `check` says of a store: version, soundness, size, what it holds."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy import Table, func, select

from lib.store import chain
from lib.store.backups import folder_of, newest
from lib.store.engine import Store, plainly
from lib.store.migrating import code_revision
from lib.store.opening import damage, missing_tables
from lib.store.soundness import WAY_OUT
from lib.store.writing import LOG

SAFE_SQLITE = (3, 51, 3)  # before it, WAL mode has a rare race that our write gate keeps out
BY_THE_SERVER = "stop Steward and put the server's own newest backup back (`pg_restore`)"
COMPARE = "Compare it with a backup: `python manage.py backup` keeps a seal of the whole log in each."


def checked(store: Store, tables: Sequence[Table]) -> tuple[list[str], bool]:
    """Lines for a person, and whether the store is sound."""
    found = missing_tables(store) + damage(store)
    lines = [f"Store {plainly(store.url)}, version {code_revision()}."]
    if store.path is not None:
        lines.append(f"{store.path.stat().st_size / 1e6:.1f} MB; SQLite {sqlite3.sqlite_version}{_advice()}.")
    if found:  # counting rows would fail half way
        lines += [f"Damaged: {line}." for line in found]
        return [*lines, f"To mend it: {WAY_OUT if store.path else BY_THE_SERVER}."], False
    with store.read() as connection:
        changed, head = chain.verify(connection), chain.head(connection)
    if changed:
        return [*lines, "Integrity and links: sound.", f"Tampered with: {changed[0]}. {COMPARE}"], False
    log = f"Change log: whole, as written, up to {head}." if head else "Change log: empty."
    return [*lines, "Integrity and links: sound.", log, *_cut_off(store), *_holdings(store, tables)], True


def _cut_off(store: Store) -> list[str]:
    """Where the newest backup knows a change that the log does not: lines at its end were cut off."""
    last = None if store.path is None else newest(folder_of(store), store.path.name)
    if last is None or not last.head or store.rows(select(LOG.c.id).where(LOG.c.digest == last.head)):
        return []
    return [
        f"The change log does not reach the change that the backup of {last.made_at:%Y-%m-%d %H:%M} UTC ends with: "
        "an older backup was restored since, or lines were cut off."
    ]


def _advice() -> str:
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return ""
    return " (older than 3.51.3: kept safe by the write gate; update it when the system does)"


def _holdings(store: Store, tables: Sequence[Table]) -> list[str]:
    with store.read() as connection:
        counts = {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables}
    filled = sorted(((count, name) for name, count in counts.items() if count), reverse=True)
    return [f"{count:>9,}  {name}" for count, name in filled] or ["The store is empty."]
