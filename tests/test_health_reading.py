"""Reading in parts: each kept until something is written to the subjects it says it reads."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from lib.accounts.renewal_queries import renewals, running_terms
from lib.book import read_book
from lib.health import queries
from lib.health.reading import SUBJECTS, read_signals
from lib.schema import METADATA
from lib.store.engine import Store
from lib.store.writing import subjects_of
from lib.ui.page import BOOK_SUBJECTS
from tests.random_facts import LAST, put_random_facts


def subjects_read(store: Store, work: Callable[[], object]) -> set[str]:
    """The subjects of all tables in the statements that `work` sends."""
    sent: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(store.reads, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(store.reads, "before_cursor_execute", listen)
    named = {name for statement in sent for name in re.findall(r'(?:FROM|JOIN)\s+\(?"?(\w+)', statement)}
    return subjects_of(named & set(METADATA.tables))


def test_every_part_names_all_the_subjects_it_reads(store: Store) -> None:
    put_random_facts(store, 1)
    read: dict[str, set[str]] = {}

    def watch(name: str, _subjects: tuple[str, ...], _about: object, work: Callable[[], Any]) -> Any:
        found: list[Any] = []
        read[name] = subjects_read(store, lambda: found.append(work()))
        return found[0]

    read_signals(store, LAST, None, watch)
    assert set(read) == set(SUBJECTS)
    assert all(read[name] and read[name] <= set(SUBJECTS[name]) for name in read), read
    # Work and money look at the contracts that were read with the clients.
    assert all("accounts" in SUBJECTS[name] for name in ("work", "money"))


@pytest.mark.parametrize(
    ("work", "subjects"),
    [
        (lambda store: read_book(store, LAST), set(BOOK_SUBJECTS)),
        (lambda store: (renewals(store, LAST), running_terms(store, LAST)), {"accounts"}),
        (lambda store: queries.band_changes(store, LAST), {"health"}),
        (lambda store: queries.weekly_lows(store, date(2025, 1, 1), LAST), {"health"}),
    ],
)
def test_what_else_is_kept_by_subject_reads_no_other(
    store: Store, work: Callable[[Store], object], subjects: set[str]
) -> None:
    put_random_facts(store, 1)
    assert subjects_read(store, lambda: work(store)) <= subjects


def test_a_part_that_is_kept_gives_the_same_signals(store: Store) -> None:
    put_random_facts(store, 2)
    kept: dict[Any, Any] = {}

    def keep(name: str, subjects: tuple[str, ...], about: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        return (
            kept.setdefault((name, subjects, about), None)
            or kept.update({(name, subjects, about): work()})
            or kept[name, subjects, about]
        )

    first = read_signals(store, LAST, None, keep)
    again = read_signals(store, LAST, None, keep)
    assert len(kept) == len(SUBJECTS)
    assert first.scores == pytest.approx(again.scores, nan_ok=True)
