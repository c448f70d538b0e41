"""Keeping an answer sheet: the link is spent and the answers are stored in one transaction, once."""

import secrets
import sqlite3
from datetime import date
from pathlib import Path

from lib.respond import store
from lib.respond.filled import Filled
from lib.respond.links import hash_of
from lib.respond.wave import Answer

SPEND = """UPDATE link SET spent = 1 WHERE token_hash = ? AND spent = 0
    AND wave IN (SELECT code FROM wave WHERE closed = 0 AND closes_on >= ?)
    RETURNING wave, mode, handle, segment, region, manager"""
SPEND_ITS_OTHERS = "UPDATE link SET spent = 1 WHERE wave = ? AND handle = ?"


def keep(path: Path, token: str, on: date, filled: Filled) -> bool:
    """Store a filled form on a day; False, with nothing stored, where the link does not open (any more).

    Of an anonymous wave nothing is kept that leads back: random keys, no link, no day, the wish apart. Of an attributed
    one all links of the same handle are spent together.
    """
    with store.writing(path) as connection:
        link = connection.execute(SPEND, (hash_of(token), on.isoformat())).fetchone()
        if link is None:
            return False
        connection.execute(SPEND_ITS_OTHERS, (link["wave"], link["handle"]))  # NULL equals nothing
        known = (None, None) if link["mode"] == "anonymous" else (link["handle"], on.isoformat())
        if filled.answers:
            _store_sheet(connection, link, known, filled.answers)
        if filled.wants_contact:
            row = (_random_key(), link["wave"], link["mode"], filled.name, known[0])
            connection.execute("INSERT INTO wish VALUES (?, ?, ?, ?, ?)", row)
        return True


def _store_sheet(
    connection: sqlite3.Connection, link: sqlite3.Row, known: tuple[str | None, str | None], answers: tuple[Answer, ...]
) -> None:
    sheet = _random_key()
    cuts = (link["segment"], link["region"], link["manager"])
    connection.execute(
        "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (sheet, link["wave"], link["mode"], *known, *cuts)
    )
    connection.executemany(
        "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)",
        [(_random_key(), sheet, a.number, a.score, a.words, a.not_applicable) for a in answers],
    )


def _random_key() -> str:
    return secrets.token_hex(16)
