"""Clearing the demo firm leaves nothing of it, and touches no other store."""

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.demo.clearing import NoDemoStore, clear, clear_demo, is_demo
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import set_setting, settings
from lib.store.tables import AppUser, ChangeLog
from lib.store.writing import Write, perform
from tests.demo_firm import UNTIL, counts
from tests.facts import put

LOG = table_of(ChangeLog)


@pytest.fixture
def filled(demo_store: Store) -> Store:
    """A store with a small demo firm."""
    return demo_store


def test_clearing_removes_every_row_and_says_how_many(filled: Store) -> None:
    before = counts(filled)
    removed = clear_demo(filled, "Ann")
    assert sum(counts(filled).values()) == 0
    assert removed == sum(before.values())
    assert not is_demo(filled)


def test_the_change_log_says_what_went_from_each_table(filled: Store) -> None:
    before = counts(filled)
    clear_demo(filled, "Ann")
    lines = filled.rows(select(LOG.c.table_name, LOG.c.old, LOG.c.who).where(LOG.c.kind == "removed"))
    said = {name: old for name, old, _ in lines}
    assert said["account"] == "24 rows"
    assert set(said) == {name for name, count in before.items() if count}
    assert {who for *_, who in lines} == {"Ann"}


def test_users_and_settings_of_the_firm_stay(filled: Store) -> None:
    put(filled, AppUser(name="Ann", email="ann@firm.test", role="admin", person_id=1))
    set_setting(filled, "Ann", "currency", "USD", UNTIL)
    set_setting(filled, "Ann", "cadence_days", "14", UNTIL)
    clear_demo(filled, "Ann")
    users = filled.rows(select(table_of(AppUser).c.name, table_of(AppUser).c.person_id))
    assert [tuple(row) for row in users] == [("Ann", None)]
    kept = settings(filled)
    assert (kept["currency"], kept["cadence_days"], kept["demo"], kept["firm_name"]) == ("USD", "14", "no", "")


def test_a_name_the_firm_gave_itself_stays(filled: Store) -> None:
    set_setting(filled, "Ann", "firm_name", "Our agency", UNTIL)
    clear_demo(filled, "Ann")
    assert settings(filled)["firm_name"] == "Our agency"


def test_a_store_that_is_no_demo_is_refused(store: Store) -> None:
    put(store, Account(name="Our only client"))
    with pytest.raises(NoDemoStore, match="no demo store"):
        clear_demo(store, "Ann")
    assert counts(store)["account"] == 1


def test_a_demo_that_was_declared_real_is_no_demo(filled: Store) -> None:
    set_setting(filled, "Ann", "demo", "no", UNTIL)
    assert not is_demo(filled)
    with pytest.raises(NoDemoStore):
        clear_demo(filled, "Ann")


def test_what_fails_after_clearing_brings_everything_back(filled: Store) -> None:
    before = counts(filled)

    def work(write: Write) -> int:
        clear(write)
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        perform(filled, "Ann", "import", work)
    assert counts(filled) == before
