"""What an anonymous wave promises, attacked after a real run: links offered, answered, closed, released, exported."""

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from scipy.stats import spearmanr
from sqlalchemy import select

from lib.exporting.csv_files import write_table
from lib.exporting.writing import export
from lib.respond.filled import Filled
from lib.respond.wave import Answer, Cuts
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.tables import ChangeLog
from lib.surveys.closing import close_wave
from lib.surveys.tables import AnonymousAnswer, SurveyRelease
from tests import databases
from tests.lying_rows import Rows, bytes_of, tables_in, tables_of
from tests.survey_wave_cases import CHOICES, REASON, RECOMMEND, ROLE, SATISFIED, answered, sent
from tests.surveys_attacker import Attack, Cell

PEOPLE, K = 110, 5
GROUPS = (Cuts("Retail", "North"), Cuts("Retail", "South"), Cuts("Tourism", "North"))


def said(person: int, draw: random.Random) -> tuple[Answer, ...]:
    """What a person answers; the words tell the test, and nobody else, who it is."""
    return (
        Answer(RECOMMEND, score=draw.randrange(11)), Answer(REASON, words=f"person {person:03}"),
        Answer(SATISFIED, score=draw.randrange(1, 6)), Answer(ROLE, words=draw.choice(CHOICES)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, empty_url: str) -> Iterator[tuple[Store, Path, Path]]:
    """Everybody asked answers one after the other in the order of their number; the wave is closed.

    The store, the form's file as an attacker copied it the moment before, and as it is after.
    """
    folder, draw = tmp_path_factory.mktemp("promise"), random.Random(4)
    store = copied(empty_url, folder / "steward.db")
    asked = sent(store, folder / "respond.db", "anonymous", [GROUPS[at % 3] for at in range(PEOPLE)], K)
    for person in range(1, PEOPLE + 1):
        answered(
            asked, person, Filled((), said(person, draw), person % 40 == 0, f"Wisher {person}" * (person % 40 == 0))
        )
    shutil.copy(asked.form, folder / "before.db")
    close_wave(store, "Ann", 1, asked.form)
    yield store, folder / "before.db", asked.form
    store.reads.dispose()
    store.writes.dispose()


def test_r14_no_value_of_either_file_joins_an_answer_with_who_was_asked(run: tuple[Store, Path, Path]) -> None:
    """Each value an answer shares with anything that names people or links is shared by k sheets or more."""
    store, before, after = run
    files = {"steward": tables_of(store, hidden=False), "before": tables_in(before), "after": tables_in(after)}
    given = {"anonymous_answer", "answer", "sheet"}
    named = {value for held in files.values() for name, (_, rows) in held.items() if name not in given
             for row in rows for value in row if value is not None}  # fmt: skip
    assert len(named) > 3 * PEOPLE
    for place, table, column in (
        ("steward", "anonymous_answer", "sheet"),
        ("before", "answer", "sheet"),
        ("before", "sheet", "key"),
    ):
        columns, rows = files[place][table]
        sheets: dict[Any, set[str]] = {}
        for row in rows:
            for value in set(row) & named:
                sheets.setdefault(value, set()).add(row[columns.index(column)])
        assert len({row[columns.index(column)] for row in rows}) == PEOPLE
        assert min(len(each) for each in sheets.values()) >= K, f"{place} {table}"


def orders(held: tuple[list[str], Rows], words: str) -> Iterator[list[int]]:
    """The people in the order of each column of a table, and as its rows lie."""
    columns, rows = held
    told = [row for row in rows if str(row[columns.index(words)] or "").startswith("person")]
    for column in (None, *(name for name in columns if name != words)):
        at = None if column is None else columns.index(column)
        by = told if at is None else sorted(told, key=lambda row, at=at: (str(row[at]), str(row[columns.index("key")])))
        yield [int(row[columns.index(words)].split()[1]) for row in by]


def test_r14_no_column_or_row_number_of_either_file_tells_the_order_of_arrival(run: tuple[Store, Path, Path]) -> None:
    store, before, _ = run
    found = [
        *orders(tables_of(store)["anonymous_answer"], "words"),
        *orders(tables_in(before)["answer"], "words"),
    ]
    assert len(found) > 12
    for order in found:
        assert sorted(order) == list(range(1, PEOPLE + 1))
        assert sum(place == person for place, person in enumerate(order, 1)) < 11
        assert abs(float(spearmanr(range(PEOPLE), order).statistic)) < 0.45


def test_r14_the_form_keeps_nothing_and_the_store_keeps_no_link(run: tuple[Store, Path, Path]) -> None:
    store, before, after = run
    assert all(not rows for _, rows in tables_in(after).values())
    assert b"person" in before.read_bytes()
    assert b"person" not in after.read_bytes()
    hashes = [row[1] for row in tables_in(before)["link"][1]] + [row[0] for row in tables_in(before)["link"][1]]
    raw = bytes_of(store)
    assert not any(str(one).encode() in raw for one in hashes if len(str(one)) == 64)


def test_r13_the_change_log_names_no_answer_and_no_number_of_them(run: tuple[Store, Path, Path]) -> None:
    log = table_of(ChangeLog)
    lines = run[0].rows(select(log.c.table_name, log.c.row_id, log.c.new).where(log.c.action == "close a wave"))
    about = {line.table_name: (line.row_id, line.new) for line in lines if line.table_name.startswith("anonymous")}
    assert about == {"anonymous_answer": (None, "the answers of a wave")}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_r13_a_whole_export_holds_the_release_and_no_answer(
    run: tuple[Store, Path, Path], tmp_path: Path, kind: Any
) -> None:
    counts = export(run[0], tmp_path / f"out.{kind}", kind)
    assert counts["anonymous_answer"] == 0
    assert counts["survey_release"] > 20
    if kind == "xlsx":
        book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
        text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    else:
        text = "".join(file.read_text() for file in (tmp_path / "out.csv").iterdir())
    assert "person 0" not in text
    assert run[0].rows(select(table_of(AnonymousAnswer).c.key))[0][0] not in text


def copied(empty: str, place: Path) -> Store:
    return open_store(databases.copied(empty, place))


def random_run(empty: str, folder: Path, k: int, seed: int) -> tuple[Store, list[dict[str, Any]]]:
    """A wave on random groups and moods, closed; and who is where, which the attacker knows."""
    draw = random.Random(f"{k} {seed}")
    store = copied(empty, folder / f"{k}-{seed}.db")
    every = [Cuts(f"segment {a}", f"region {b}", f"manager {c}") for a in range(2) for b in range(2) for c in range(2)]
    groups = [one for one in every for _ in range(k + draw.randrange(k)) if draw.random() < 0.9]
    asked = sent(store, folder / f"{k}-{seed}-form.db", "anonymous", _large_enough(groups, k), k)
    mood = {one: draw.random() for one in every}
    members = []
    for person, cuts in enumerate(_large_enough(groups, k), 1):
        if draw.random() < 0.75:
            score = min(10, max(0, round(10 * mood[cuts] + draw.gauss(0, 2))))
            answered(asked, person, Filled((), (Answer(RECOMMEND, score=score),)))
            members.append({"segment": cuts.segment, "region": cuts.region, "manager": cuts.manager, "seen": [0]})
    close_wave(store, "Ann", 1, asked.form)
    return store, members


def _large_enough(groups: Sequence[Cuts], k: int) -> list[Cuts]:
    return [one for one in groups if groups.count(one) >= k]


@pytest.mark.parametrize("k", [3, 5, 10])
def test_r13_who_holds_the_whole_export_isolates_nobody(empty_url: str, tmp_path: Path, k: int) -> None:
    read = 0
    for seed in range(2):
        store, members = random_run(empty_url, tmp_path, k, seed)
        with store.read() as connection:  # of all that an export holds, what tells of the answers
            write_table(connection, table_of(SurveyRelease), tmp_path / "release.csv")
        attack = Attack(members, [(tmp_path / "release.csv").read_text()], RECOMMEND)
        every = {(0, "whole", "")} | {
            (0, cut, str(one[cut])) for one in members for cut in ("segment", "region", "manager")
        }
        hidden: list[Cell] = sorted(every - attack.cells.keys())
        found = attack.run(hidden, k, (-1, 0, 1))
        assert (found.people, found.groups) == (0, []), f"seed {seed}"
        read += found.told
    assert read > 3, "nothing released, nothing tested"
