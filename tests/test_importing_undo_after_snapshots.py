"""Undo of an import whose accounts were judged meanwhile: snapshots are the store's own doing, not somebody's work."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lib.accounts.tables import Contract
from lib.health.actions import put_formula
from lib.health.formula import FIRST_FORMULA
from lib.health.keeping import first_visit, keep_health
from lib.health.tables import FactorExemption, HealthSnapshot, HealthSnapshotFactor
from lib.importing.undo import BuiltUpon, undo
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import damage
from lib.store.writing import perform
from tests.facts import put
from tests.importing_cases import ACCOUNTS, DEALS, assert_same_content, content, imported

DAY = date(2024, 6, 3)
DEAL_FILE = "Deal,Company,Stage,Service,Opened,Closed,Amount\nd1,Acme,won,Care,2024-01-02,2024-02-03,1000\n"


def test_an_import_can_be_undone_after_its_accounts_were_judged(store: Store, tmp_path: Path) -> None:
    put_formula_first(store)
    before = content(store, "version")
    accounts = imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n2,Beta\n")
    deals = imported(store, tmp_path, DEALS, DEAL_FILE)
    assert first_visit(store, "Ann", DAY) == 1
    assert rows_of(store) == (1, 8)
    undo(store, "Bob", deals)
    undo(store, "Bob", accounts)
    assert_same_content(content(store, "version"), before)
    assert damage(store) == []


def test_snapshots_of_other_accounts_stay(store: Store, tmp_path: Path) -> None:
    put_formula_first(store)
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n")
    put(store, Contract(account_id=1, kind="support", starts_on=date(2024, 1, 1)))
    batch = imported(store, tmp_path, ACCOUNTS, "Id,Company\n2,Beta\n")
    imported_deal = imported(store, tmp_path, DEALS, DEAL_FILE.replace("Acme", "Beta"))
    assert keep_health(store, "Ann", DAY) == 2
    undo(store, "Bob", imported_deal)
    undo(store, "Bob", batch)
    assert rows_of(store) == (1, 8)


def test_what_a_person_wrote_still_stands_in_the_way(store: Store, tmp_path: Path) -> None:
    batch = imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n")
    put(store, FactorExemption(account_id=1, factor="survey", reason="too small", starts_on=DAY))
    with pytest.raises(BuiltUpon, match="factor_exemption"):
        undo(store, "Bob", batch)


def put_formula_first(store: Store) -> None:
    """The starting formula goes on record with the first snapshot; it is no part of an import."""
    perform(store, "test", "formula", lambda write: put_formula(write, FIRST_FORMULA))


def rows_of(store: Store) -> tuple[int, ...]:
    """How many snapshots there are, and factors of them."""
    tables = (table_of(HealthSnapshot), table_of(HealthSnapshotFactor))
    return tuple(store.rows(select(func.count()).select_from(table))[0][0] for table in tables)
