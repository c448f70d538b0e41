"""Which wave a link opens, and the questions it asks, read from the file of the survey form."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.respond import store
from lib.respond.links import hash_of
from lib.respond.wave import Question, Wave

# One way for every token: unknown, used, closed and malformed ones all end in a look-up that finds nothing.
OPEN = """SELECT wave.* FROM link JOIN wave ON wave.code = link.wave
    WHERE link.token_hash = ? AND link.spent = 0 AND wave.closed = 0 AND wave.closes_on >= ?"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an open link asks."""

    wave: Wave
    questions: tuple[Question, ...]


def asked_by(path: Path, token: str, on: date) -> Asked | None:
    """What a link asks on a day; None for every link that does not open, whatever the reason. Spends nothing."""
    with store.reading(path) as connection:
        row = connection.execute(OPEN, (hash_of(token), on.isoformat())).fetchone()
        return None if row is None else Asked(wave_of(row), questions_of(connection, row["code"]))


def wave_of(row: sqlite3.Row) -> Wave:
    """A wave from its row."""
    closes_on = date.fromisoformat(row["closes_on"])
    return Wave(row["code"], row["title"], row["firm"], row["mode"], closes_on, row["promise"], row["k"])


def questions_of(connection: sqlite3.Connection, code: str) -> tuple[Question, ...]:
    """The questions of a wave, in the order asked."""
    rows = connection.execute("SELECT * FROM question WHERE wave = ? ORDER BY position", (code,))
    return tuple(
        Question(
            row["number"], row["words"], row["scale"], tuple(json.loads(row["choices"])),
            row["low"], row["high"], bool(row["may_not_apply"]),
        )
        for row in rows
    )  # fmt: skip
