"""Undo: an import leaves no trace in the content; where somebody built on it nothing is touched, and it is told."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete

from lib.accounts.tables import Account, Contact
from lib.errors import NotFound
from lib.exporting.writing import export
from lib.importing.apply import apply
from lib.importing.issues import accept_match
from lib.importing.mapping import kind_of
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.importing.undo import AlreadyUndone, BuiltUpon, undo
from lib.relationship.tables import Interaction, InteractionContact
from lib.schema import METADATA
from lib.store.engine import Store
from lib.store.opening import damage
from lib.store.restoring import from_text
from lib.store.writing import Write, as_text, perform
from tests.importing_cases import (
    ACCOUNTS,
    DEALS,
    HOURS,
    assert_same_content,
    content,
    counts,
    imported,
    previewed,
    rows,
)

FILE = "Id,Company,Sector,Staff,Parent\n1,Acme,Retail,10,Beta\n2,Beta,Retail,20,\n"
CHANGED = "Id,Company,Sector,Staff,Parent\n1,Acme,Energy,15,Gamma\n2,Beta,,20,\n3,Gamma,Energy,30,\n"


def add_contact(write: Write) -> int:
    return write.add(Contact(account_id=1, name="Ann"))


def test_an_undone_import_leaves_the_tables_as_they_were(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, HOURS, "Who,Client,Day,Hours\nAnn,Acme,2024-01-01,1\n")
    before = content(store, "version")
    batch = imported(store, tmp_path, ACCOUNTS, FILE + "9,Bad,,many,\n")
    undo(store, "Bob", batch)
    assert_same_content(content(store, "version"), before)
    assert rows(store, "import_issue", "id") == []
    assert rows(store, "import_batch", "undone_by")[1] == "Bob"
    assert damage(store) == []


def test_undo_gives_changed_fields_their_old_values(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, FILE)
    before = content(store, "version")
    batch = imported(store, tmp_path, ACCOUNTS, CHANGED)
    assert rows(store, "account", "name", "parent_id", "sector_id", "employees")[0] == ("Acme", 3, 2, 15)
    undo(store, "Bob", batch)
    assert_same_content(content(store, "version"), before)
    assert rows(store, "account", "version") == [3, 3]
    log = rows(store, "change_log", "action", "kind", "table_name", "field", "old", "new", "batch_id")
    assert ("undo import", "changed", "account", "employees", "15", "10", batch) in log
    assert ("undo import", "removed", "account", None, "1 rows", None, batch) in log


def test_after_undo_the_same_file_can_be_imported_again(store: Store, tmp_path: Path) -> None:
    undo(store, "Bob", imported(store, tmp_path, ACCOUNTS, FILE))
    assert counts(previewed(store, tmp_path, ACCOUNTS, FILE))["account"] == (2, 0, 0, 0)
    assert content(store) == {}
    imported(store, tmp_path, ACCOUNTS, FILE)
    assert rows(store, "account", "id", "name", "parent_id") == [(1, "Acme", 2), (2, "Beta", None)]


def test_an_import_is_undone_once(store: Store, tmp_path: Path) -> None:
    batch = imported(store, tmp_path, ACCOUNTS, FILE)
    undo(store, "Bob", batch)
    with pytest.raises(AlreadyUndone, match="undone by Bob already"):
        undo(store, "Ann", batch)
    with pytest.raises(NotFound):
        undo(store, "Ann", 99)


def refused_untouched(store: Store, batch: int, told: str) -> None:
    before, log = content(store), rows(store, "change_log", "id")
    with pytest.raises(BuiltUpon, match=told):
        undo(store, "Bob", batch)
    assert_same_content(content(store), before)
    assert rows(store, "change_log", "id") == log


def test_a_row_that_was_edited_since_keeps_the_import(store: Store, tmp_path: Path) -> None:
    batch = imported(store, tmp_path, ACCOUNTS, FILE)
    perform(store, "Cyd", "edit", lambda write: write.set(Account, 2, {"note": "big"}, write.read(Account, 2)))
    refused_untouched(store, batch, "account Beta edited since")


def test_a_later_row_that_links_to_one_keeps_the_import(store: Store, tmp_path: Path) -> None:
    batch = imported(store, tmp_path, ACCOUNTS, FILE)
    perform(store, "Cyd", "add", add_contact)
    refused_untouched(store, batch, "contact Ann linked to what it added to account")


def test_a_changed_field_that_was_changed_again_keeps_the_import(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, FILE)
    batch = imported(store, tmp_path, ACCOUNTS, FILE.replace("10", "11"))
    imported(store, tmp_path, ACCOUNTS, FILE.replace("10", "12"))
    refused_untouched(store, batch, "employees of account Acme changed since")


def test_another_field_changed_since_is_nothing_against_it(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, FILE)
    batch = imported(store, tmp_path, ACCOUNTS, FILE.replace("10", "11"))
    perform(store, "Cyd", "edit", lambda write: write.set(Account, 1, {"note": "big"}, write.read(Account, 1)))
    undo(store, "Bob", batch)
    assert rows(store, "account", "employees", "note")[0] == (10, "big")


def test_imports_are_undone_from_the_last_back(store: Store, tmp_path: Path) -> None:
    batches = [imported(store, tmp_path, ACCOUNTS, FILE.replace("10", str(size))) for size in (10, 11, 12)]
    refused_untouched(store, batches[0], "account Acme edited since")
    for batch in reversed(batches):
        undo(store, "Bob", batch)
    assert content(store) == {}


def test_a_row_that_somebody_removed_stays_removed(store: Store, tmp_path: Path) -> None:
    batch = imported(store, tmp_path, ACCOUNTS, FILE)
    perform(store, "Cyd", "remove", lambda write: write.remove(Account, 1))
    undo(store, "Bob", batch)
    assert content(store) == {}


def test_names_accepted_with_an_import_go_with_it(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, FILE)
    deals = "Deal,Company,Stage,Closed,Amount\nD1,Ac-me,Won,2024-01-01,5\n"
    imported(store, tmp_path, DEALS, deals)
    before, issues = content(store, "version"), rows(store, "import_issue", "state")
    batch = imported(store, tmp_path, DEALS, deals, accept_matches=True)
    assert rows(store, "name_alias", "given", "batch_id") == [("Ac-me", batch)]
    assert rows(store, "import_issue", "state") == ["accepted"]
    undo(store, "Bob", batch)
    assert_same_content(content(store, "version"), before)
    assert rows(store, "import_issue", "state") == issues == ["open"]


def test_other_names_of_records_that_go_are_forgotten(store: Store, tmp_path: Path) -> None:
    accounts = imported(store, tmp_path, ACCOUNTS, FILE)
    deals = imported(store, tmp_path, DEALS, "Deal,Company,Stage\nD1,Ac-me,Open\n")
    accept_match(store, "Bob", "Ac-me", "account", 1)
    refused_untouched(store, deals, "opportunity D1 edited since")
    refused_untouched(store, accounts, "opportunity D1 linked to what it added to account")


def test_rows_without_a_number_of_their_own_are_undone_too(store: Store, tmp_path: Path) -> None:
    def work(write: Write) -> None:
        write.add(Account(name="Acme"))
        contact = add_contact(write)
        call = write.add(Interaction(account_id=1, happened_on=date(2024, 1, 1), kind="call"))
        write.add(InteractionContact(interaction_id=call, contact_id=contact))

    def take_away(write: Write) -> None:
        write.connection.execute(delete(METADATA.tables["interaction_contact"]))

    perform(store, "Ann", "test", work)
    export(store, tmp_path / "out", "csv")
    perform(store, "Ann", "test", take_away)
    before = content(store)
    batch = apply(store, "Ann", preview(store, read_sources([tmp_path / "out"])))
    assert rows(store, "interaction_contact", "interaction_id", "contact_id") == [(1, 1)]
    undo(store, "Bob", batch)
    assert_same_content(content(store), before)


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_every_kind_of_value_comes_back_from_the_change_log(table: str) -> None:
    values = {
        "date": date(2024, 2, 29), "moment": datetime(2024, 2, 29, 12, tzinfo=UTC), "cents": -5, "minutes": 90,
        "boolean": False, "integer": 7, "number": 0.1, "text": "None",
    }  # fmt: skip
    for column in METADATA.tables[table].columns:
        value = values[kind_of(column)]
        assert from_text(column, as_text(value)) == value
        assert from_text(column, as_text(None)) is None
