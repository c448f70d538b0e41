"""A record that several tools know keeps the number of each, whichever file comes, for as long as it is there."""

from pathlib import Path

import pytest

from lib.accounts.tables import Account
from lib.exporting.writing import export
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.importing.undo import undo
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from lib.store.writing import Write, perform
from tests import databases
from tests.facts import put
from tests.importing_cases import ACCOUNTS, DEALS, assert_same_content, content, counts, imported, previewed, rows

OTHER = ACCOUNTS.replace('"crm"', '"books"')
BY_NUMBER = DEALS.replace('lookup = "account" }', 'lookup = "account", by = "source_id" }')
FILE = "Id,Company,Staff\n77,acme,10\n78,Beta,20\n"
DEAL = "Deal,Company,Stage\nD1,77,Open\n"


@pytest.fixture
def known(store: Store) -> Store:
    """A store whose account Acme was typed by hand, and Beta brought by another tool."""
    put(store, Account(name="Acme"), Account(name="Beta", source="books", source_id="b-2"))
    return store


def test_later_imports_find_a_record_by_the_number_a_tool_has_for_it(known: Store, tmp_path: Path) -> None:
    told = "For 2 accounts found by name the crm number is kept."
    assert told in previewed(known, tmp_path, ACCOUNTS, FILE).notes
    batch = imported(known, tmp_path, ACCOUNTS, FILE)
    assert told not in previewed(known, tmp_path, ACCOUNTS, FILE).notes
    assert rows(known, "name_alias", "table_name", "given", "row_id", "accepted_by", "batch_id") == [
        ("account@crm", "77", 1, "Ann", batch),
        ("account@crm", "78", 2, "Ann", batch),
    ]
    assert rows(known, "account", "name", "source", "source_id") == [("Acme", None, None), ("Beta", "books", "b-2")]
    imported(known, tmp_path, BY_NUMBER, DEAL + "D2,78,Open\nD3,79,Open\n")
    assert rows(known, "opportunity", "name", "account_id") == [("D1", 1), ("D2", 2), ("D3", None)]


def test_a_record_that_a_tool_calls_otherwise_since_is_the_same_record(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, FILE)
    renamed = FILE.replace("acme", "Acme Group")
    assert counts(previewed(known, tmp_path, ACCOUNTS, renamed)) == {"account": (0, 0, 2, 0)}
    imported(known, tmp_path, ACCOUNTS, renamed)
    assert rows(known, "account", "name", "employees") == [("Acme", 10), ("Beta", 20)]
    assert rows(known, "name_alias", "given") == ["77", "78"], "kept once"


def test_each_tool_has_its_own_number_for_a_record(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, FILE)
    imported(known, tmp_path, OTHER, "Id,Company\n78,Acme\n")
    assert rows(known, "name_alias", "table_name", "given", "row_id") == [
        ("account@crm", "77", 1), ("account@crm", "78", 2), ("account@books", "78", 1),
    ]  # fmt: skip
    by_books = BY_NUMBER.replace('source = "crm"', 'source = "books"')
    imported(known, tmp_path, by_books, "Deal,Company,Stage\nD1,78,Open\nD2,b-2,Open\nD3,77,Open\n")
    assert rows(known, "opportunity", "account_id") == [1, 2, None]


def test_the_case_of_a_number_matters(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, "Id,Company\n001aB,Acme\n001Ab,Beta\n")
    imported(known, tmp_path, BY_NUMBER, "Deal,Company,Stage\nD1,001Ab,Open\nD2,001AB,Open\n")
    assert rows(known, "opportunity", "account_id") == [2, None]


def test_no_name_is_looked_up_among_numbers(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, FILE)
    deals = "Deal,Company,Stage\nD1,77,Open\nD2,crm:77,Open\nD3,account@crm,Open\n"
    plan = previewed(known, tmp_path, DEALS, deals, accept_matches=True)
    assert plan.plan.tables["opportunity"].blocks[0].columns["account_id"] == [None, None, None]
    imported(known, tmp_path, OTHER, "Id,Company\nx,77\n")
    assert rows(known, "account", "name") == ["Acme", "Beta", "77"]


def test_the_files_beside_find_the_record_in_the_same_import(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, OTHER, "Id,Company\nh1,Acme\n")
    mapping = ACCOUNTS + BY_NUMBER[BY_NUMBER.index("[[file]]") :]
    plan = previewed(store, tmp_path, mapping, FILE, DEAL + "D2,h1,Open\n")
    assert plan.plan.tables["opportunity"].blocks[0].columns["account_id"] == [1, None], "h1 is another tool's number"


def test_undo_forgets_the_numbers_an_import_learned(known: Store, tmp_path: Path) -> None:
    before = content(known, "version")
    batch = imported(known, tmp_path, ACCOUNTS, FILE)
    undo(known, "Bob", batch)
    assert_same_content(content(known, "version"), before)
    imported(known, tmp_path, BY_NUMBER, DEAL)
    assert rows(known, "opportunity", "account_id") == [None]


def test_numbers_of_a_record_that_goes_are_forgotten_with_it(store: Store, tmp_path: Path) -> None:
    first = imported(store, tmp_path, OTHER, "Id,Company\nx,Acme\n")
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n77,Acme\n")
    undo(store, "Bob", first)
    assert content(store) == {}
    perform(store, "Bob", "add", lambda write: write.add(Account(name="New")))
    imported(store, tmp_path, BY_NUMBER, DEAL)
    assert rows(store, "opportunity", "account_id") == [None], "the new record has the old one's number in the store"
    assert damage(store) == []


def test_a_number_of_a_record_that_a_person_took_away_is_nobodys(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, FILE)

    def take_away(write: Write) -> None:
        write.remove(Account, 1)

    perform(known, "Bob", "remove", take_away)
    plan = previewed(known, tmp_path, BY_NUMBER, DEAL)
    assert [link.reason for link in plan.plan.links] == ['No account is called "77": add it, or correct the name.']


def test_a_refused_line_teaches_no_number(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, "Id,Company,Staff\n77,Acme,-3\n78,Beta,20\n")
    assert rows(known, "name_alias", "given") == ["78"]


def test_numbers_survive_an_export(known: Store, empty_url: str, tmp_path: Path) -> None:
    imported(known, tmp_path, ACCOUNTS, FILE)
    export(known, tmp_path / "out", "csv")
    fresh = open_store(databases.copied(empty_url, tmp_path / "fresh.db"))
    apply(fresh, "Ann", preview(fresh, read_sources([tmp_path / "out"])))
    imported(fresh, tmp_path, BY_NUMBER, DEAL)
    assert rows(fresh, "opportunity", "account_id") == [1]
