"""What the asking side does with the file of the survey form: offer a wave, close it, collect and forget it."""

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
    Link,
    Question,
    Sheet,
    Wave,
    Wish,
    check_groups,
    check_links,
    check_offer,
    promise_of,
)

FORGET = (
    "DELETE FROM answer WHERE sheet IN (SELECT key FROM sheet WHERE wave = ?)",
    "DELETE FROM sheet WHERE wave = ?",
    "DELETE FROM wish WHERE wave = ?",
    "DELETE FROM link WHERE wave = ?",
    "DELETE FROM question WHERE wave = ?",
    "DELETE FROM wave WHERE code = ?",
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
    """Anonymous answers leave the file only when the wave is closed; a wave is forgotten only then."""

    def __init__(self, wave: Wave) -> None:
        super().__init__(f"'{wave.title}' is still open: close it before its answers are collected or erased.")


def offer(path: Path, wave: Wave, questions: Sequence[Question], links: Mapping[str, Link]) -> None:
    """Publish a wave, or add links to one that is open or move its last day; links already there stay as they are.

    A firm that was renamed since keeps the name, and the promise, that the wave was offered with.
    The keys of `links` are SHA-256 of tokens (lib.respond.links). A link whose handle answered already is spent from
    the start. Raises BadOffer, FrozenWave, NotOurFile; nothing is written then.
    """
    check_offer(wave, questions)
    check_links(wave, links.values())
    store.prepare(path)
    with store.writing(path) as connection:
        _freeze(connection, wave, questions)
        _add_links(connection, wave, links)
        rows = connection.execute("SELECT segment, region, manager FROM link WHERE wave = ?", (wave.code,))
        check_groups(wave, [Cuts(*row) for row in rows])


def _freeze(connection: sqlite3.Connection, wave: Wave, questions: Sequence[Question]) -> None:
    known = connection.execute("SELECT * FROM wave WHERE code = ?", (wave.code,)).fetchone()
    if known is None:
        _write_wave(connection, replace(wave, promise=promise_of(wave)), questions)
        return
    offered = wave_of(known)
    again = replace(wave, firm=offered.firm, closes_on=offered.closes_on)
    same = replace(again, promise=promise_of(again)) == offered
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


def _add_links(connection: sqlite3.Connection, wave: Wave, links: Mapping[str, Link]) -> None:
    connection.executemany(
        "INSERT INTO link VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
        "EXISTS (SELECT 1 FROM link WHERE wave = ?2 AND handle = ?4 AND spent)) ON CONFLICT (token_hash) DO NOTHING",
        [(key, wave.code, wave.mode, link.handle, *astuple(link.cuts)) for key, link in sorted(links.items())],
    )
    rows = connection.execute("SELECT token_hash FROM link WHERE wave = ?", (wave.code,))
    if missing := links.keys() - {row[0] for row in rows}:
        raise BadOffer(f"{len(missing)} of the links belong to another wave: make new tokens for this one.")


def move_last_day(path: Path, code: str, closes_on: date) -> None:
    """Let the links of an open wave open until another day; raises NoFile, NoSuchWave, FrozenWave (it is closed)."""
    with store.writing(path) as connection:
        row = _wave(connection, code)
        if row["closed"]:
            raise FrozenWave(wave_of(row))
        connection.execute("UPDATE wave SET closes_on = ? WHERE code = ?", (closes_on.isoformat(), code))


def close(path: Path, code: str) -> None:
    """Close a wave for good: its links are erased and the file is written anew in the order of its random keys.

    Closing it again does no harm. Raises NoFile, NoSuchWave.
    """
    with store.writing(path) as connection:
        _wave(connection, code)
        connection.execute("UPDATE wave SET closed = 1 WHERE code = ?", (code,))
        connection.execute("DELETE FROM link WHERE wave = ?", (code,))
    store.rewrite(path)


def is_open(path: Path, code: str) -> bool:
    """Whether a wave still takes answers, but for its last day; raises NoFile, NoSuchWave."""
    with store.reading(path) as connection:
        return not _wave(connection, code)["closed"]


def collect(path: Path, code: str) -> Collected:
    """The sheets and wishes of a wave, as often as asked, of an anonymous one when it is closed.

    Raises NoFile, NoSuchWave, StillOpen.
    """
    with store.reading(path) as connection:
        connection.execute("BEGIN")  # one state of the file for every SELECT: answers may be arriving
        row = _wave(connection, code)
        if row["mode"] == "anonymous" and not row["closed"]:
            raise StillOpen(wave_of(row))
        return Collected(_sheets(connection, code), _wishes(connection, code))


def forget(path: Path, code: str) -> None:
    """Erase a closed wave wholly: nothing of it is left in the file, which is written anew.

    Forgetting it again does no harm. Raises NoFile, StillOpen.
    """
    with store.writing(path) as connection:
        row = connection.execute("SELECT * FROM wave WHERE code = ?", (code,)).fetchone()
        if row is not None and not row["closed"]:
            raise StillOpen(wave_of(row))
        for erasing in FORGET:
            connection.execute(erasing, (code,))
    store.rewrite(path)


def _wave(connection: sqlite3.Connection, code: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM wave WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise NoSuchWave(code)
    return row


def _sheets(connection: sqlite3.Connection, code: str) -> tuple[Sheet, ...]:
    asked = {question.number for question in questions_of(connection, code) if question.scale != "text"}
    answers = _answers(connection, code)
    rows = connection.execute("SELECT * FROM sheet WHERE wave = ? ORDER BY key", (code,))
    return tuple(_sheet(row, tuple(answers.get(row["key"], ())), asked) for row in rows)


def _wishes(connection: sqlite3.Connection, code: str) -> tuple[Wish, ...]:
    rows = connection.execute("SELECT name, handle FROM wish WHERE wave = ? ORDER BY key", (code,))
    return tuple(Wish(*row) for row in rows)


def _sheet(row: sqlite3.Row, answers: tuple[Answer, ...], asked: set[int]) -> Sheet:
    day = None if row["answered_on"] is None else date.fromisoformat(row["answered_on"])
    cuts = Cuts(row["segment"], row["region"], row["manager"])
    complete = asked <= {answer.number for answer in answers}
    return Sheet(row["key"], row["handle"], day, cuts, answers, complete)


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
