"""What is read of objectives: as known on a day, the history of terms, how many statements it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pandas as pd
from sqlalchemy import event

from lib.accounts.tables import Contact
from lib.store.engine import Store
from lib.value import queries
from lib.value.standing import standing
from lib.value.tables import ObjectiveReading
from tests.facts import put
from tests.value_cases import AS_OF, COST, ENGAGEMENT, OUTAGES, put_objectives


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    asked: list[str] = []

    def keep(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(store.reads, "before_cursor_execute", keep)
    yield asked
    event.remove(store.reads, "before_cursor_execute", keep)


def selects(store: Store, work: Callable[[], object]) -> int:
    with counted(store) as asked:
        work()
    return sum(statement.startswith("SELECT") for statement in asked)


def test_terms_are_those_begun_by_the_day(store: Store) -> None:
    put_objectives(store)
    then = queries.terms(store, date(2026, 3, 2))
    assert then[then["objective_id"] == ENGAGEMENT]["target"].tolist() == [24]
    now = queries.terms(store, date(2026, 3, 3))
    assert now[now["objective_id"] == ENGAGEMENT]["target"].tolist() == [24, 30]


def test_a_reading_confirmed_later_was_not_confirmed_then(store: Store) -> None:
    put_objectives(store)
    then, now = (queries.readings(store, day, 1) for day in (date(2026, 7, 3), date(2026, 7, 4)))
    assert then[then["objective_id"] == COST]["confirmed_by"].isna().all()
    assert now[now["objective_id"] == COST]["confirmed_by"].tolist() == ["Cleo Client"]


def test_the_latest_reading_and_the_latest_confirmed_one_are_two(store: Store) -> None:
    put_objectives(store)
    found = queries.latest_readings(store, AS_OF).set_index("objective_id").loc[ENGAGEMENT]
    assert found["actual"].tolist() == [20.5, 25]
    assert found["newest"].tolist() == [0, 1]
    assert found["newest_confirmed"].tolist() == [1, 0]


def test_of_two_readings_on_one_day_the_later_written_counts(store: Store) -> None:

    put_objectives(store)
    put(store, ObjectiveReading(objective_id=OUTAGES, read_on=date(2026, 5, 20), actual=3))
    found = queries.latest_readings(store, AS_OF, 2)
    assert found[found["newest"] == 1]["actual"].tolist() == [3]


def test_one_account_is_read_alone(store: Store) -> None:
    put_objectives(store)
    assert queries.objectives(store, 2)["name"].tolist() == ["Outages", "Be seen"]
    assert set(queries.terms(store, AS_OF, 2)["objective_id"]) == {OUTAGES}
    assert set(queries.latest_readings(store, AS_OF, 2)["objective_id"]) == {OUTAGES}


def test_a_book_takes_three_statements_however_many_objectives_it_has(store: Store) -> None:
    assert selects(store, lambda: standing(store, AS_OF)) == 3
    put_objectives(store)
    assert selects(store, lambda: standing(store, AS_OF)) == 3


def test_benchmarks_come_newest_first_with_their_source(store: Store) -> None:
    put_objectives(store)
    found = queries.benchmarks(store)
    assert found["year"].tolist() == [2025, 2024]
    assert found["published_by"].tolist() == ["Press", "Press"]
    assert pd.isna(found["sector"].iloc[1])


def test_who_wrote_terms_is_known_where_a_form_wrote_them(store: Store) -> None:
    put_objectives(store)
    assert set(queries.who_changed(store).values()) == {"test"}


def test_only_contacts_who_are_still_there_can_confirm(store: Store) -> None:

    put_objectives(store)
    put(store, Contact(account_id=1, name="Gone", left_on=date(2026, 1, 1)))
    assert queries.contacts(store, 1) == {1: "Cleo Client"}
