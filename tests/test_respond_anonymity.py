"""Attacks on the file of an anonymous wave by whoever knows in which order people answered (R14, T16)."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from statistics import correlation

import pytest

from lib.periods import today
from lib.respond.exchange import close
from lib.respond.filled import Filled
from lib.respond.links import hash_of
from lib.respond.sheets import keep
from lib.respond.wave import Answer
from tests.respond_cases import offered

PEOPLE = 100
HEADER = 100  # bytes, where SQLite counts its transactions


def comment(person: int) -> str:
    return f"comment of the person who came as number {person:03}."


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A file in which a hundred people answered one after the other, and their tokens in that order.

    Keys are drawn the same on each run, so that what is found is a number and not luck.
    """
    path, drawn = tmp_path_factory.mktemp("anonymous") / "respond.db", random.Random(16)
    tokens = offered(path, PEOPLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_hex", lambda count: drawn.randbytes(count).hex())
        for person, token in enumerate(tokens):
            answers = (Answer(11, score=person % 11), Answer(12, words=comment(person)))
            keep(path, token, today(), Filled(answers=answers, wants_contact=person % 9 == 0, name=f"Name {person:03}"))
    return path, tokens


@pytest.fixture(scope="module")
def closed(answered: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("closed") / "respond.db"
    path.write_bytes(answered[0].read_bytes())
    close(path, "w1")
    return path


def tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        yield name, [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]


def people_by(connection: sqlite3.Connection, order: str) -> list[int]:
    """Who is taken to have come first, second …, by the rows as they lie or by a column."""
    rows = connection.execute(f"SELECT words FROM answer JOIN sheet ON sheet.key = sheet WHERE number = 12 {order}")
    return [int(words[-4:-1]) for (words,) in rows]


def test_no_table_has_a_row_number(answered: tuple[Path, list[str]]) -> None:
    with sqlite3.connect(answered[0]) as connection:
        for name, _ in tables(connection):
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                connection.execute(f"SELECT rowid FROM {name}")


def test_the_order_of_arrival_links_two_in_a_hundred_at_most(answered: tuple[Path, list[str]]) -> None:
    columns = ("answer.key", "sheet.key", "segment", "region", "manager", "answered_on", "handle")
    with sqlite3.connect(answered[0]) as connection:
        orders = [people_by(connection, order) for order in ("", *(f"ORDER BY {column}" for column in columns))]
    for order in orders:
        assert sorted(order) == list(range(PEOPLE))
        assert abs(correlation(range(PEOPLE), order)) < 0.3
        assert sum(place == person for place, person in enumerate(order)) / PEOPLE <= 0.02


def test_nothing_in_the_file_joins_a_link_to_an_answer(answered: tuple[Path, list[str]]) -> None:
    """Every value of every column against every other: links share only wave and cuts with answers and wishes."""
    path, tokens = answered
    with sqlite3.connect(path) as connection:
        held = {
            (name, column): {row[0] for row in connection.execute(f"SELECT {column} FROM {name}")} - {None}
            for name, columns in tables(connection)
            for column in columns
        }
    apart = {("link", "token_hash"): held["link", "token_hash"], ("wish", "name"): held["wish", "name"]}
    apart |= {("sheet", "key"): held["sheet", "key"], ("wish", "key"): held["wish", "key"]}
    for place, values in apart.items():
        joined = [other for other, found in held.items() if other != place and values & found]
        assert joined == ([("answer", "sheet")] if place == ("sheet", "key") else [])
    assert (
        held["sheet", "answered_on"]
        == held["sheet", "handle"]
        == held["wish", "handle"]
        == held["link", "handle"]
        == set()
    )
    assert held["link", "token_hash"] == {hash_of(token) for token in tokens}


def test_the_closed_file_is_the_same_whoever_came_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a page SQLite leaves rows where they fell, which tells the order of arrival; closing writes them anew."""
    path, few = tmp_path / "offered.db", range(30)
    tokens, found = offered(path, len(few)), []
    for order in (few, reversed(few)):
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
        for person in order:
            drawn = random.Random(person)
            monkeypatch.setattr("secrets.token_hex", lambda count, drawn=drawn: drawn.randbytes(count).hex())
            keep(copy, tokens[person], today(), Filled(answers=(Answer(12, words=comment(person)),)))
        before = copy.read_bytes()[HEADER:]
        close(copy, "w1")
        found.append((before, copy.read_bytes()[HEADER:]))
    assert found[0][0] != found[1][0]
    assert found[0][1] == found[1][1]


def test_closing_erases_every_link(answered: tuple[Path, list[str]], closed: Path) -> None:
    before, after = answered[0].read_bytes(), closed.read_bytes()
    assert all(hash_of(token).encode() in before for token in answered[1])
    assert not any(hash_of(token).encode() in after for token in answered[1])


def test_nothing_lies_beside_the_file(answered: tuple[Path, list[str]], closed: Path) -> None:
    assert [p.name for p in answered[0].parent.iterdir()] == ["respond.db"]
    assert [p.name for p in closed.parent.iterdir()] == ["respond.db"]
