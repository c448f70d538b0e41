"""The change log: nobody alters it, and where somebody did past all locks, it shows."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from lib.accounts.tables import Account
from lib.store import chain
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import perform
from tests.lying_rows import by_the_owner

LOG = table_of(ChangeLog)


def fill(store: Store, lines: int = 12) -> None:
    for number in range(lines):
        perform(store, "Ann", "add account", lambda write, n=number: write.add(Account(name=f"Client {n}")))


def found(store: Store) -> list[str]:
    with store.read() as connection:
        return chain.verify(connection)


def test_a_log_that_nobody_touched_fits(store: Store) -> None:
    assert found(store) == []
    fill(store)
    assert found(store) == []
    digests = [digest for (digest,) in store.rows(select(LOG.c.digest).order_by(LOG.c.id))]
    assert len(set(digests)) == len(digests) == 12
    with store.read() as connection:
        assert chain.head(connection) == digests[-1]


@pytest.mark.parametrize("statement", ["UPDATE change_log SET new = 'x'", "DELETE FROM change_log"])
def test_the_store_refuses_to_change_its_log(statement: str, store: Store) -> None:
    fill(store, 2)
    with pytest.raises(DBAPIError, match="never changed"), store.writes.begin() as connection:
        connection.exec_driver_sql(statement)
    assert found(store) == []


@pytest.mark.sqlite("a server has no REPLACE")
def test_replacing_a_line_is_refused_too(store: Store) -> None:
    fill(store, 2)
    with pytest.raises(DBAPIError, match="never changed"), store.writes.begin() as connection:
        connection.exec_driver_sql("REPLACE INTO change_log SELECT * FROM change_log WHERE id = 1")


@pytest.mark.parametrize("line", range(1, 13))
@pytest.mark.parametrize(
    "change", ["SET who = 'Bo'", "SET new = 'forged'", "SET at = '2020-01-01 00:00:00'", "SET row_id = 99"]
)
def test_a_line_altered_past_the_triggers_is_found(change: str, line: int, store: Store) -> None:
    fill(store)
    by_the_owner(store, f"UPDATE change_log {change} WHERE id = {line}")
    assert found(store) == [f"line {line} of the change log, or one before it, is not as it was written"]


@pytest.mark.parametrize("line", range(1, 12))
def test_a_line_cut_out_of_the_middle_is_found(line: int, store: Store) -> None:
    fill(store)
    by_the_owner(store, f"DELETE FROM change_log WHERE id = {line}")
    assert found(store)


def test_lines_cut_off_the_end_show_by_the_head_kept_elsewhere(store: Store) -> None:
    fill(store)
    with store.read() as connection:
        head = chain.head(connection)
    by_the_owner(store, "DELETE FROM change_log WHERE id > 10")
    assert found(store) == []
    with store.read() as connection:
        assert chain.head(connection) != head


def test_a_line_written_without_a_seal_is_found(store: Store) -> None:
    fill(store, 1)
    with store.writes.begin() as connection:
        values = {"who": "Eve", "action": "forge", "kind": "added", "table_name": "account"}
        connection.execute(LOG.insert().values(values))
    assert found(store)
