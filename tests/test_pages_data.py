"""The data page: its tabs, the firm, uploads that are refused."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import set_setting, settings
from lib.store.tables import ChangeLog
from lib.store.users import introduce
from lib.store.writing import perform
from tests.page_cases import words_of
from tests.small_firm import put_small_firm

ACCOUNT = table_of(Account)
LOG = table_of(ChangeLog)


@pytest.mark.parametrize("tab", ["Import", "Waiting", "Imports so far", "Export", "Change log", "Firm"])
def test_every_tab_of_the_data_page_opens(tab: str, app: Callable[..., AppTest], demo_store: Store) -> None:
    introduce(demo_store, "Ann Berg")
    at = app("data.py", {"data_tab": tab})
    assert not at.exception
    assert not at.error


def test_the_change_log_shows_additions_beside_changes(app: Callable[..., AppTest], store: Store) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    perform(store, "Ann", "edit", lambda write: write.set(Account, 1, {"name": "Acne"}, write.read(Account, 1)))
    at = app("data.py", {"data_tab": "Change log"})
    assert not at.exception
    shown = at.dataframe[0].value
    assert shown["Change"].tolist() == ["changed", "added"]
    assert shown["Field"].tolist() == ["name", ""]


def test_the_day_moves_to_the_newest_record_after_an_import_unless_somebody_chose_one(
    app: Callable[..., AppTest], store: Store
) -> None:
    left, chose = app(), app()
    chose.date_input(key="as_of").set_value(date(2024, 5, 1)).run()
    put_small_firm(store)
    perform(store, "Ann", "touch", lambda write: write.add(Account(name="New")))
    left.run()
    chose.run()
    assert left.date_input(key="as_of").value == date(2025, 7, 22)
    assert "As of 22 Jul 2025" in words_of(left)
    assert not left.warning
    assert chose.date_input(key="as_of").value == date(2024, 5, 1)


def test_the_demo_firm_is_cleared_by_one_button(app: Callable[..., AppTest], demo_store: Store) -> None:
    introduce(demo_store, "Ann Berg")
    at = app("data.py")
    next(button for button in at.button if button.label == "Clear the demo firm").click().run()
    assert not at.exception
    assert demo_store.rows(select(ACCOUNT.c.id)) == []
    assert not any("Demo data" in str(mark.value) for mark in app().sidebar.markdown)


def test_the_firms_currency_is_set_and_shown(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("data.py", {"data_tab": "Firm"})
    at.selectbox(key="firm_currency").set_value("GBP")
    at.button(key="FormSubmitter:firm-Save").click().run()
    assert not at.error
    assert app("portfolio.py").metric[0].value.startswith("£")


def test_of_two_people_setting_the_currency_the_second_is_told(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("data.py", {"data_tab": "Firm"})
    set_setting(store, "Bo", "currency", "USD", date.today())
    at.selectbox(key="firm_currency").set_value("GBP")
    at.button(key="FormSubmitter:firm-Save").click().run()
    assert "currency is now USD" in words_of(at)
    assert settings(store)["currency"] == "USD"
    assert at.selectbox(key="firm_currency").value == "GBP"
    at.button(key="FormSubmitter:firm-Save").click().run()
    assert settings(store)["currency"] == "GBP"


def test_saving_the_firms_name_leaves_a_colleagues_currency(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("data.py", {"data_tab": "Firm"})
    set_setting(store, "Bo", "currency", "USD", date.today())
    for name in ("First", "Second"):
        at.text_input(key="firm_name").set_value(name)
        at.button(key="FormSubmitter:firm-Save").click().run()
        assert (settings(store)["firm_name"], settings(store)["currency"]) == (name, "USD")


def test_a_file_that_is_no_export_is_refused_in_one_sentence(app: Callable[..., AppTest]) -> None:
    at = app("data.py")
    at.file_uploader[0].upload("notes.csv", b"a;b\n1;2\n").run()
    assert not at.exception
    assert len(at.error) == 1
    assert "notes.csv" in words_of(at)


def test_refused_lines_are_shown_with_line_column_value_and_reason(app: Callable[..., AppTest], store: Store) -> None:
    introduce(store, "Ann Berg")
    at = app("data.py")
    at.file_uploader[0].upload("account.csv", b"name,client_since\nAcme,2020-01-02\nBolt,2020-13-02\n").run()
    assert not at.exception
    shown = next(frame.value for frame in at.dataframe if "Why it is refused" in frame.value)
    assert shown[["Line", "Column", "Value"]].to_numpy().tolist() == [[3, "client_since", "2020-13-02"]]
    assert "is not a date" in shown["Why it is refused"].iloc[0]


def test_a_column_of_undecidable_dates_is_refused_and_said_how_to_decide(app: Callable[..., AppTest]) -> None:
    at = app("data.py")
    header = "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date"
    content = f"{header}\n1,Site,Won,10,Ann,03/04/2026,02/04/2026\n"
    at.file_uploader[0].upload("deals.csv", content.encode()).run()
    assert not at.exception
    assert "do not decide it" in words_of(at)
    next(box for box in at.selectbox if box.label == "Dates").set_value("dmy").run()
    assert not at.error
