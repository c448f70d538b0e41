"""Steward's own format: an export read into an empty store is the same store; templates are filled by hand."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import CheckConstraint, Column, Table, insert

from lib.accounts.tables import Account
from lib.exporting.layout import link_target
from lib.exporting.writing import export
from lib.importing.apply import apply
from lib.importing.mapping import kind_of
from lib.importing.preview import Preview, preview
from lib.importing.sources import read_sources, read_uploads
from lib.schema import content_tables
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from lib.store.writing import Write, perform
from tests import databases
from tests.importing_cases import assert_same_content, content, counts, rows

TEXTS = ("=1+1", "'quoted", "+49 30", '  Zoë, "so";\nnext ', "007", "2024-01-02", "true", "None")


def value_for(column: Column[Any], place: int, row: int) -> Any:
    """A value that the rules of every table allow, different in each column and row."""
    if column.default is not None and kind_of(column) in ("number", "moment"):
        return None
    if (target := link_target(column)) is not None:
        return (2 - row if column.name == "manager_id" else row + 1) if target is not column.table else row or None
    for rule in column.table.constraints:
        listed = re.match(rf"{column.name} IN \((.*)\)", str(getattr(rule, "sqltext", "")))
        if isinstance(rule, CheckConstraint) and listed:
            return re.findall(r"'([^']*)'", listed[1])[row]
    values = {
        "date": date(2024, 1, 1) + timedelta(days=place + 40 * row), "cents": 10**9 + row, "minutes": 30 + row,
        "moment": datetime(2024, 1, 1, place, row, tzinfo=UTC), "boolean": row == 0, "number": 0.1 + place / 100,
        "integer": 2001 + row if "year" in column.name else 3 + row if column.name == "least_group" else row + 1,
        "text": f"{TEXTS[(place + row) % len(TEXTS)]} {row}",
    }  # fmt: skip
    return values[kind_of(column)]


def row_for(table: Table, row: int) -> dict[str, Any]:
    values = {column.name: value_for(column, place, row) for place, column in enumerate(table.columns)}
    values = {name: value for name, value in values.items() if value is not None}
    values.pop("anonymous_key", None)  # a tag is of one comment: here of an attributed one
    own = {"id": row + 1} if "id" in table.c else {}
    return {name: value for name, value in values.items() if name not in ("batch_id", "version")} | own


@pytest.fixture
def full(store: Store) -> Store:
    """A store with two rows in every content table, their texts hard to write down."""

    def work(write: Write) -> None:
        for table in content_tables():
            for row in range(2):
                write.connection.execute(insert(table).values(row_for(table, row)))

    perform(store, "Ann", "test", work)
    return store


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_read_into_an_empty_store_is_the_same_store(
    full: Store, empty_url: str, tmp_path: Path, kind: Literal["csv", "xlsx"]
) -> None:
    target = tmp_path / f"out.{kind}" if kind == "xlsx" else tmp_path / "out"
    export(full, target, kind)
    fresh = open_store(databases.copied(empty_url, tmp_path / "fresh.db"))
    plan = preview(fresh, read_sources([target]))
    assert plan.refused == []
    assert len([note for note in plan.notes if "journal" in note]) == 5
    apply(fresh, "Bob", plan)
    held = content(full, "batch_id")
    assert len(held.pop("anonymous_answer")) == 2, "in the store and not in the export: only releases leave (R13)"
    assert_same_content(content(fresh, "batch_id"), held)
    assert damage(fresh) == []
    again = preview(fresh, read_sources([target]))
    assert (again.total("new"), again.total("changed"), again.total("refused")) == (0, 0, 0)


def uploaded(store: Store, *files: tuple[str, str], **choices: Any) -> Preview:
    return preview(store, read_uploads([(name, text.encode()) for name, text in files]), **choices)


def test_a_template_is_filled_by_names(store: Store) -> None:
    plan = uploaded(
        store,
        ("contact.csv", "account,name,email\nACME,Ann,ann@acme.eu\nNobody,Bob,\n"),
        ("account.csv", "name,sector,parent,employees\nSub,Retail,Acme,\nAcme,,,12\n"),
        ("sector.csv", "name\nRetail\n"),
    )
    assert counts(plan) == {"sector": (1, 0, 0, 0), "account": (2, 0, 0, 0), "contact": (1, 0, 0, 1)}
    assert [(row.file, row.line, row.column, row.value, row.reason) for row in plan.refused] == [
        ("contact.csv", 3, "account", "Nobody", 'No account is called "Nobody": add it, or correct the name.')
    ]
    apply(store, "Ann", plan)
    assert rows(store, "account", "name", "sector_id", "parent_id") == [("Sub", 1, 2), ("Acme", None, None)]
    assert rows(store, "contact", "account_id", "source") == [(2, "steward")]


def test_a_template_filled_by_hand_twice_adds_nothing(store: Store) -> None:
    files = (
        ("account.csv", "name\nAcme\n"),
        ("contact.csv", "account,name\nAcme,Ann\nAcme,Ann\n"),
        ("setting.csv", "name,value,starts_on\ncurrency,CHF,2020-01-01\n"),
    )
    apply(store, "Ann", uploaded(store, *files))
    assert counts(uploaded(store, *files)) == {
        "setting": (0, 0, 1, 0), "account": (0, 0, 1, 0), "contact": (0, 0, 2, 0),
    }  # fmt: skip


def test_a_number_wins_over_a_name_and_must_be_there(store: Store) -> None:
    apply(store, "Ann", uploaded(store, ("account.csv", "id,name\n5,Acme\n9,Beta\n")))
    plan = uploaded(store, ("contact.csv", "account_id,account,name\n9,Acme,Ann\n7,,Bob\n,Beta,Cyd\n"))
    assert plan.plan.tables["contact"].blocks[0].columns["account_id"] == [9, 9]
    assert [(row.line, row.column, row.reason) for row in plan.refused] == [
        (3, "account_id", "There is no account with number 7.")
    ]


def test_rows_with_a_number_are_added_where_it_is_free_and_changed_where_it_is_not(store: Store) -> None:
    perform(store, "Bob", "add", lambda write: write.add(Account(id=5, name="Acme", website="a.eu", employees=3)))
    plan = uploaded(store, ("account.csv", "id,name,website,employees\n5,Acme Group,,4\n7,New,,\n,Next,,\n"))
    apply(store, "Ann", plan)
    assert rows(store, "account", "id", "name", "website", "employees") == [
        (5, "Acme Group", None, 4), (7, "New", None, None), (8, "Next", None, None),
    ]  # fmt: skip


def test_two_records_of_one_name_cannot_both_come_in(store: Store) -> None:
    perform(store, "Bob", "add", lambda write: write.add(Account(id=5, name="Acme")))
    plan = uploaded(store, ("account.csv", "id,name\n6,Acme\n7,Beta\n8,Beta\n"))
    assert [(row.line, row.reason) for row in plan.refused] == [
        (2, "There is already another account with this name."),
        (4, "There is already another account with this name."),
    ]


def test_a_near_name_in_a_template_is_proposed(store: Store) -> None:
    files = ("account.csv", "name,sector\nAcme,Re-tail\n"), ("sector.csv", "name\nRetail\n")
    assert [(one.given, one.proposed) for one in uploaded(store, *files).proposals] == [("Re-tail", "Retail")]
    apply(store, "Ann", uploaded(store, *files, accept_matches=True))
    assert rows(store, "account", "sector_id") == [1]
    assert rows(store, "name_alias", "given", "row_id") == [("Re-tail", 1)]


def test_a_name_that_two_contacts_have_must_be_told_by_number(store: Store) -> None:
    files = (
        ("account.csv", "name\nAcme\n"),
        ("contact.csv", "id,account,name\n1,Acme,Ann\n2,Acme,Ann\n"),
        ("promise.csv", "account,contact,what,made_on,due_on\nAcme,Ann,Call,2024-01-01,2024-01-02\n"),
    )
    plan = uploaded(store, *files)
    assert counts(plan)["promise"] == (1, 0, 0, 0)
    assert [link.reason for link in plan.plan.links] == [
        'Several contact records are called "Ann": say which by its number.'
    ]


def test_what_is_there_under_a_key_of_its_own_is_not_changed(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "anonymous_answer.csv"
    frame = content(full)["anonymous_answer"]
    frame.loc[0, "region"] = "changed"
    frame.to_csv(file, index=False)
    plan = preview(full, read_sources([file]))
    assert counts(plan) == {"anonymous_answer": (0, 0, 1, 1)}
    assert "an import does not change it" in plan.refused[0].reason
