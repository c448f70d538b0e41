"""What the asking side does with the file of the survey form: offer a wave, close it, collect what it brought."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path

from lib.errors import StewardError
from lib.respond import store
from lib.respond.questions import questions_of, wave_of
from lib.respond.wave import (
    Answer,
    BadOffer,
    Collected,
    Cuts,
    Question,
    Sheet,
    Wave,
    Wish,
    check_groups,
    check_offer,
    promise_of,
)


class FrozenWave(StewardError):
    """A wave that was offered keeps its mode, promise, questions and smallest group (R15), and once closed stays so."""

    def __init__(self, wave: Wave) -> None:
        super().__init__(f"'{wave.title}' was offered already and cannot change any more: offer a new wave.")


class NoSuchWave(StewardError):
    """The file holds no wave of that code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The survey form has no wave {code}: offer it first.")


class StillOpen(StewardError):
    """Answers leave the file only when the wave is closed."""

    def __init__(self, wave: Wave) -> None:
        super().__init__(f"'{wave.title}' is still open: close it before its answers are collected.")


def offer(path: Path, wave: Wave, questions: Sequence[Question], hashes: Mapping[str, Cuts]) -> None:
    """Publish a wave, or add links to one that is open or move its last day; links already there stay as they are.

    `hashes` are SHA-256 of tokens (lib.respond.links), each with the cuts its answers count for. Raises BadOffer,
    FrozenWave, NotOurFile; nothing is written then.
    """
    check_offer(wave, questions)
    store.prepare(path)
    with store.writing(path) as connection:
        _freeze(connection, wave, questions)
        _add_links(connection, wave, hashes)
        rows = connection.execute("SELECT segment, region, manager FROM link WHERE wave = ?", (wave.code,))
        check_groups(wave, [Cuts(*row) for row in rows])


def _freeze(connection: sqlite3.Connection, wave: Wave, questions: Sequence[Question]) -> None:
    known = connection.execute("SELECT * FROM wave WHERE code = ?", (wave.code,)).fetchone()
    kept = replace(wave, promise=promise_of(wave))
    if known is None:
        _write_wave(connection, kept, questions)
        return
    same = replace(wave_of(known), closes_on=wave.closes_on) == kept
    if known["closed"] or not same or questions_of(connection, wave.code) != tuple(questions):
        raise FrozenWave(wave)
    connection.execute("UPDATE wave SET closes_on = ? WHERE code = ?", (wave.closes_on.isoformat(), wave.code))


def _write_wave(connection: sqlite3.Connection, wave: Wave, questions: Sequence[Question]) -> None:
    connection.execute(
        "INSERT INTO wave (code, title, firm, mode, closes_on, promise, k) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (wave.code, wave.title, wave.firm, wave.mode, wave.closes_on.isoformat(), wave.promise, wave.k),
    )
    connection.executemany(
        "INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (wave.code, position, q.number, q.words, q.scale, json.dumps(q.choices), q.low, q.high, q.may_not_apply)
            for position, q in enumerate(questions, 1)
        ],
    )


def _add_links(connection: sqlite3.Connection, wave: Wave, hashes: Mapping[str, Cuts]) -> None:
    connection.executemany(
        "INSERT INTO link (token_hash, wave, segment, region, manager) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (token_hash) DO NOTHING",
        [(token_hash, wave.code, *astuple(cuts)) for token_hash, cuts in sorted(hashes.items())],
    )
    rows = connection.execute("SELECT token_hash FROM link WHERE wave = ?", (wave.code,))
    if missing := hashes.keys() - {row[0] for row in rows}:
        raise BadOffer(f"{len(missing)} of the links belong to another wave: make new tokens for this one.")


def close(path: Path, code: str) -> None:
    """Close a wave for good: its links are erased and the file is written anew in the order of its random keys.

    Closing it again does no harm. Raises NoFile, NoSuchWave.
    """
    with store.writing(path) as connection:
        _wave(connection, code)
        connection.execute("UPDATE wave SET closed = 1 WHERE code = ?", (code,))
        connection.execute("DELETE FROM link WHERE wave = ?", (code,))
    store.rewrite(path)


def collect(path: Path, code: str) -> Collected:
    """The sheets and wishes of a closed wave, as often as asked; raises NoFile, NoSuchWave, StillOpen."""
    with store.reading(path) as connection:
        row = _wave(connection, code)
        if not row["closed"]:
            raise StillOpen(wave_of(row))
        answers = _answers(connection, code)
        sheets = connection.execute("SELECT * FROM sheet WHERE wave = ? ORDER BY key", (code,))
        wishes = connection.execute("SELECT name, token_hash FROM wish WHERE wave = ? ORDER BY key", (code,))
        return Collected(
            tuple(_sheet(sheet, tuple(answers.get(sheet["key"], ()))) for sheet in sheets),
            tuple(Wish(*wish) for wish in wishes),
        )


def _wave(connection: sqlite3.Connection, code: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM wave WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise NoSuchWave(code)
    return row


def _sheet(row: sqlite3.Row, answers: tuple[Answer, ...]) -> Sheet:
    day = None if row["answered_on"] is None else date.fromisoformat(row["answered_on"])
    cuts = Cuts(row["segment"], row["region"], row["manager"])
    return Sheet(row["key"], row["token_hash"], day, cuts, answers)


def _answers(connection: sqlite3.Connection, code: str) -> dict[str, list[Answer]]:
    rows = connection.execute(
        "SELECT sheet, number, score, words, not_applicable FROM answer WHERE sheet IN "
        "(SELECT key FROM sheet WHERE wave = ?) ORDER BY sheet, number",
        (code,),
    )
    found: dict[str, list[Answer]] = {}
    for sheet, number, score, words, not_applicable in rows:
        found.setdefault(sheet, []).append(Answer(number, score, words, bool(not_applicable)))
    return found
