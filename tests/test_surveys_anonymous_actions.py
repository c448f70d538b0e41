"""Answers of an anonymous wave are stored once and tell nobody's turn, name or number; a release never changes."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from scipy.stats import spearmanr
from sqlalchemy import select

from lib.accounts.tables import Account, Contact
from lib.errors import RefusedValue
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import perform
from lib.surveys.anonymous_actions import AnonymousSheet, Given, store_anonymous, store_release
from lib.surveys.release_figures import Closed, release
from lib.surveys.tables import AnonymousAnswer, Survey, SurveyInvitation, SurveyQuestion, SurveyRelease, SurveyWave
from tests.facts import put
from tests.lying_rows import Rows, tables_in, tables_of
from tests.surveys_release_cases import PLANS, RECOMMEND, WHY, invited

ANSWER = table_of(AnonymousAnswer)
PEOPLE = 120
CLOSED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(store: Store, mode: str = "anonymous", closed_at: datetime | None = CLOSED) -> int:
    """A survey of three questions with one wave; the wave's number."""
    put(store, Survey(name="How are we doing?", kind="relationship", mode=mode))
    put(store, SurveyQuestion(survey_id=1, position=1, words="Would you recommend us?", scale="0-10"))
    put(store, SurveyQuestion(survey_id=1, position=2, words="How satisfied are you?", scale="1-5"))
    put(store, SurveyQuestion(survey_id=1, position=3, words="Why?", scale="text"))
    return put(store, SurveyWave(survey_id=1, name="Spring", opens_on=date(2026, 2, 1), closed_at=closed_at))[0]


def sheets(people: int) -> list[AnonymousSheet]:
    """One sheet a person in the order in which they answered; the words say whose it is, to check the attacker."""
    return [
        AnonymousSheet(
            ("small", "large")[at % 2], "north", None, (Given(RECOMMEND, at % 11), Given(WHY, words=f"person {at:03}"))
        )
        for at in range(people)
    ]


def stored(store: Store, given: Sequence[AnonymousSheet], wave: int = 1) -> None:
    perform(store, "Ann", "import answers", lambda write: store_anonymous(write, wave, given))


def test_every_answer_is_stored_with_its_sheet_and_groups(store: Store) -> None:
    stored(store, sheets(3), asked(store))
    rows = store.frame(select(ANSWER))
    by_sheet = rows.groupby("sheet").agg(score=("score", "max"), words=("words", "max"), segment=("segment", "first"))
    found = sorted(by_sheet.itertuples(index=False, name=None), key=lambda row: row[1])
    assert found == [(0, "person 000", "small"), (1, "person 001", "large"), (2, "person 002", "small")]
    assert len(rows) == 6


def test_the_answers_of_a_wave_come_once(store: Store) -> None:
    """R7: late answers, a few beside many, could be told from them."""
    stored(store, sheets(6), asked(store))
    with pytest.raises(RefusedValue, match="late ones cannot join"):
        stored(store, sheets(1))


@pytest.mark.parametrize(
    ("mode", "closed_at", "reason"), [("attributed", CLOSED, "attributed"), ("anonymous", None, "still open")]
)
def test_answers_and_release_are_of_closed_anonymous_waves_only(
    store: Store, mode: str, closed_at: datetime | None, reason: str
) -> None:
    asked(store, mode, closed_at)
    with pytest.raises(RefusedValue, match=reason):
        stored(store, sheets(6))
    with pytest.raises(RefusedValue, match=reason):
        perform(store, "Ann", "release", lambda write: store_release(write, 1, []))


def kept_release(store: Store, k: int = 5) -> None:
    answers = store.frame(select(ANSWER)).rename(columns={"survey_question_id": "question_id"})
    closed = Closed(answers, invited({("small", "north"): 90, ("large", "north"): 90}), k)
    perform(store, "Ann", "release", lambda write: store_release(write, 1, release(closed, PLANS[:1], [WHY])))


def test_r7_moving_a_contact_leaves_old_waves_as_they_were(store: Store) -> None:
    put(store, Account(name="A"), Account(name="B"), Contact(account_id=1, name="Kim"))
    stored(store, sheets(40), asked(store))
    kept_release(store)
    before = [store.rows(select(table_of(model))) for model in (SurveyRelease, AnonymousAnswer)]
    perform(store, "Ann", "move", lambda write: write.set(Contact, 1, {"account_id": 2}, write.read(Contact, 1)))
    assert [store.rows(select(table_of(model))) for model in (SurveyRelease, AnonymousAnswer)] == before
    assert len(before[0]) == 4 * 4 + 4 + 1


def test_r15_a_release_never_changes_so_neither_does_the_smallest_group(store: Store) -> None:
    stored(store, sheets(40), asked(store))
    kept_release(store)
    with pytest.raises(RefusedValue, match="released already"):
        kept_release(store, k=3)


# R14: the attacker has the file, knows who answered in which order, and looks for that order in it.


def path_of(store: Store) -> Path:
    assert store.path is not None
    return store.path


def in_file(path: Path) -> Iterator[list[int]]:
    """The people in the order in which their words lie in the file of SQLite, and in its journal."""
    for text in (file.read_bytes() for file in (path, path.with_name(path.name + "-wal")) if file.exists()):
        places = {at: text.rfind(f"person {at:03}".encode()) for at in range(PEOPLE)}
        if max(places.values()) >= 0:
            yield sorted(places, key=lambda at: places[at])


def by_column(columns: list[str], rows: Rows) -> Iterator[list[int]]:
    """The people in the order of each column of a table, of the row number where there is one, and as the rows lie."""
    words = columns.index("words")
    for at, column in enumerate(columns):
        if column != "words":  # what somebody wrote is theirs; here it is how the test knows them
            yield _people(
                sorted(rows, key=lambda row, at=at: (row[at] is not None, row[at], row[columns.index("key")])), words
            )
    yield _people(rows, words)


def _people(rows: Rows, words: int) -> list[int]:
    return [int(str(row[words]).split()[1]) for row in rows if row[words] is not None]


def named(order: list[int]) -> tuple[int, float]:
    """How many stand at the place at which they answered, and how far the order follows the true one."""
    return sum(at == person for at, person in enumerate(order)), abs(float(spearmanr(range(PEOPLE), order).statistic))


def test_r14_no_column_row_number_or_place_in_the_file_tells_who_answered_when(store: Store) -> None:
    """By chance one is named, and the orders agree by 0.09; both bounds are met but once in a million times."""
    stored(store, sheets(PEOPLE), asked(store))
    of_file = in_file(store.path) if store.path else ()  # a server's files are its own
    orders = [*by_column(*tables_of(store)["anonymous_answer"]), *of_file]
    assert len(orders) >= 10
    for order in orders:
        assert sorted(order) == list(range(PEOPLE))
        hits, agreement = named(order)
        assert hits < 11
        assert agreement < 0.5


def test_the_attacker_names_everybody_where_rows_are_numbered(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bad.db")) as connection, connection:
        connection.execute("CREATE TABLE answer (key TEXT PRIMARY KEY, words TEXT)")
        rows = [(f"{at * 7919 % 1009:04}", f"person {at:03}") for at in range(PEOPLE)]
        connection.executemany("INSERT INTO answer VALUES (?, ?)", rows)
    assert max(named(order)[0] for order in by_column(*tables_in(tmp_path / "bad.db")["answer"])) == PEOPLE
    assert max(named(order)[1] for order in in_file(tmp_path / "bad.db")) > 0.99


def test_r14_no_value_joins_a_sheet_with_any_other_table(store: Store) -> None:
    """Every column of the answers against every column of every table: what they share, ten sheets or more share."""
    wave = asked(store)
    put(store, Account(name="A"), *(Contact(account_id=1, name=f"Kim {at}") for at in range(PEOPLE)))
    put(store, *(SurveyInvitation(survey_wave_id=wave, contact_id=at + 1, token_hash=f"{at:064x}", state="sent")
                 for at in range(PEOPLE)))  # fmt: skip
    stored(store, sheets(PEOPLE))
    held = tables_of(store, hidden=False)
    names, answers = held.pop("anonymous_answer")
    others = {value for _, rows in held.values() for row in rows for value in row}
    sheets_of: dict[object, set[str]] = {}
    for row in answers:
        for value in set(row) & others - {None}:
            sheets_of.setdefault(value, set()).add(row[names.index("sheet")])
    assert len(others) > 2 * PEOPLE
    assert min(len(found) for found in sheets_of.values()) >= 10


def test_r14_a_sheet_has_another_name_than_it_came_with_and_each_key_is_new(store: Store) -> None:
    stored(store, sheets(PEOPLE), asked(store))
    rows = store.rows(select(ANSWER.c.key, ANSWER.c.sheet))
    assert len({row.key for row in rows}) == 2 * PEOPLE
    assert len({row.sheet for row in rows}) == PEOPLE
    assert not {row.key for row in rows} & {row.sheet for row in rows}
    assert all(len(row.key) == len(row.sheet) == 32 for row in rows)


def test_r13_the_change_log_does_not_say_how_many_answered(store: Store) -> None:
    log = table_of(ChangeLog)
    stored(store, sheets(4), asked(store))
    rows = store.rows(select(log).where(log.c.table_name == "anonymous_answer"))
    assert [(row.kind, row.row_id, row.field, row.old, row.new) for row in rows] == [
        ("added", None, None, None, "the answers of a wave")
    ]


@pytest.mark.sqlite("how a server lays out its files is its own")
def test_the_rows_lie_in_the_order_of_their_keys(store: Store) -> None:
    """So that a page holds them as they are sorted, not as they came."""
    stored(store, sheets(PEOPLE), asked(store))
    text = path_of(store).read_bytes() + path_of(store).with_name(path_of(store).name + "-wal").read_bytes()
    keys = [key for (key,) in store.rows(select(ANSWER.c.key).order_by(ANSWER.c.key))]
    places = [text.rfind(key.encode()) for key in keys]
    # Inside a page SQLite fills from the end, so neighbours follow downwards but where a page ends.
    assert sum(one > other for one, other in pairwise(places)) > 0.8 * len(keys)
