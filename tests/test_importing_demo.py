"""The demo firm gives way to the first real import: told before, done after, with the settings of the export."""

from datetime import date
from pathlib import Path

import pytest

from lib.accounts.tables import Account
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_uploads
from lib.store.engine import Store
from lib.store.opening import damage
from lib.store.settings import set_setting, settings
from lib.store.writing import perform
from tests.importing_cases import ACCOUNTS, counts, imported, previewed, rows

IN_DOLLARS = ACCOUNTS.replace("[[file]]", '[settings]\ncurrency = "USD"\n[[file]]', 1)
FILE = "Id,Company,Sector\n1,Acme,Retail\n"


@pytest.fixture
def demo(demo_store: Store) -> Store:
    """A store with a small demo firm, which counts in euros."""
    assert settings(demo_store)["currency"] == "EUR"
    return demo_store


def test_the_preview_says_that_the_demo_firm_goes_and_which_currency_comes(demo: Store, tmp_path: Path) -> None:
    plan = previewed(demo, tmp_path, IN_DOLLARS, FILE)
    assert plan.notes == ["The demo firm (24 accounts) will be cleared.", "The setting currency becomes USD."]
    assert counts(plan) == {"account": (1, 0, 0, 0), "sector": (1, 0, 0, 0)}


def test_after_the_import_only_the_firm_is_there_and_it_counts_in_the_currency_of_the_export(
    demo: Store, tmp_path: Path
) -> None:
    imported(demo, tmp_path, IN_DOLLARS, FILE)
    assert rows(demo, "account", "name") == ["Acme"]
    assert [rows(demo, table, "id") for table in ("person", "time_entry", "name_alias")] == [[], [], []]
    assert {name: settings(demo)[name] for name in ("currency", "demo", "firm_name")} == {
        "currency": "USD", "demo": "no", "firm_name": "",
    }  # fmt: skip
    assert previewed(demo, tmp_path, IN_DOLLARS, FILE).notes == []
    assert damage(demo) == []


def test_a_currency_that_the_firm_chose_itself_stays_and_the_preview_does_not_say_otherwise(
    demo: Store, tmp_path: Path
) -> None:
    set_setting(demo, "Ann", "currency", "CHF", date(2026, 1, 1))
    assert previewed(demo, tmp_path, IN_DOLLARS, FILE).plan.settings == {}
    imported(demo, tmp_path, IN_DOLLARS, FILE)
    assert settings(demo)["currency"] == "CHF"


def test_a_store_with_a_firms_own_records_never_becomes_a_demo_that_one_click_clears(store: Store) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    content = b"name,value,starts_on\ndemo,yes,2026-01-01\nfirm_name,Ours,2026-01-01\n"
    plan = preview(store, read_uploads([("setting.csv", content)]))
    assert [(row.line, row.column) for row in plan.refused] == [(2, "value")]
    apply(store, "Ann", plan)
    assert settings(store)["demo"] == "no"
    assert settings(store)["firm_name"] == "Ours"


def test_dates_in_a_template_are_read_as_they_are_written(store: Store) -> None:
    content = b"name,client_since\nAcme,31.12.2020\nBolt,05.01.2021\n"
    apply(store, "Ann", preview(store, read_uploads([("account.csv", content)])))
    assert rows(store, "account", "client_since") == [date(2020, 12, 31), date(2021, 1, 5)]
