"""Every page: on a filled store, on an empty one, on one that cannot be opened, past the frame, with wrong input."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import select, text
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Sector
from lib.catalog import CATALOG
from lib.demo.building import build_demo
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.settings import set_setting, settings
from lib.store.tables import AppUser, ChangeLog
from lib.store.users import introduce
from lib.store.writing import perform
from lib.ui import forms, session
from tests.conftest import ROOT
from tests.small_firm import put_small_firm

PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))
ACCOUNT, SECTOR, OWNER, PERSON = table_of(Account), table_of(Sector), table_of(AccountOwner), table_of(Person)
LOG = table_of(ChangeLog)


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def app(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the app as a browser would, on this test's store."""
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    monkeypatch.chdir(ROOT)

    def open_app(page: str | None = None, **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        return at if page is None else at.switch_page(f"pages/{page}").run()

    return open_app


def words_of(at: AppTest) -> str:
    """All that stands on the page, as one text."""
    parts = [*at.title, *at.markdown, *at.caption, *at.info, *at.error, *at.warning, *at.success]
    return re.sub(r"\\(.)", r"\1", "\n".join(str(part.value) for part in parts))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_on_a_filled_store_has_title_and_filters_and_no_error(
    page: str, app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = app(page)
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1
    assert "As of 22 Jul 2025" in words_of(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_on_an_empty_store_says_what_to_do(page: str, app: Callable[..., AppTest]) -> None:
    at = app(page)
    assert not at.exception
    assert not at.error
    assert "No accounts yet" in words_of(at) or "Nothing waits" in words_of(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_refuses_a_newer_store_in_one_sentence(page: str, app: Callable[..., AppTest], store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    at = app(page)
    assert not at.exception
    assert ["newer Steward" in str(error.value) for error in at.error] == [True]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_store_says_how_to_make_one(
    page: str, app: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    at = app(page)
    assert not at.exception
    assert ["make demo" in str(error.value) for error in at.error] == [True]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_file_is_guarded_before_anything_else(page: str) -> None:
    lines = (ROOT / "pages" / page).read_text().splitlines()
    first = next(line for line in lines if line and not line.startswith(('"""', "import ", "from ", "#", "    ")))
    assert first.startswith("view = ui.page(")


def test_streamlit_still_has_the_flag_that_the_guard_watches() -> None:
    """After an upgrade of Streamlit this says that the guard must be looked at again."""
    assert "uses_pages_directory" in vars(PagesManager)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opened_past_the_frame_goes_through_it(
    page: str, app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The flag set, as after a server start with a deep link first: the page clears it and runs again."""
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    PagesManager.uses_pages_directory = True
    at = app(page)
    assert PagesManager.uses_pages_directory is False
    assert not at.exception
    assert "As of" in words_of(at)


def test_the_frame_starts_at_the_newest_fact_when_it_is_old_and_says_so(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = app()
    assert at.date_input(key="as_of").value == date(2025, 7, 22)
    assert any("newest record is from 22 Jul 2025" in str(caption.value) for caption in at.sidebar.caption)


def test_the_frame_starts_today_when_nothing_is_recorded(app: Callable[..., AppTest]) -> None:
    assert app().date_input(key="as_of").value == date.today()


def test_a_pasted_address_opens_the_same_view(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = app(as_of="2024-08-31", owner="Bo", sector="media")
    assert at.date_input(key="as_of").value == date(2024, 8, 31)
    assert "As of 31 Aug 2024 · owner Bo · sector media" in words_of(at)


@pytest.mark.parametrize("query", [{"owner": "Nobody"}, {"sector": "<b>x</b>"}, {"as_of": "tomorrow"}, {"period": "x"}])
def test_a_wrong_address_falls_back_to_the_whole_book(
    query: dict[str, str], app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = app(**query)
    assert not at.exception
    assert not at.error
    assert "As of 22 Jul 2025\n" in words_of(at)


def test_demo_data_says_so_on_every_page(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    set_setting(store, "test", "demo", "yes", date(2020, 1, 1))
    assert any("Demo data" in str(mark.value) for mark in app().sidebar.markdown)


def test_the_portfolio_tells_absence_with_its_reason(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = app(as_of="2023-02-10")
    values = {metric.label: metric.value for metric in at.metric}
    assert values["Net revenue kept"] == "–"
    assert "records begin" in words_of(at)


def test_a_write_by_anyone_is_seen_at_the_next_run(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = app()
    perform(
        store,
        "somebody else",
        "rename",
        lambda write: write.set(Account, 1, {"name": "Renamed"}, write.read(Account, 1)),
    )
    at.run()
    assert any("Renamed" in frame.value.to_string() for frame in at.dataframe)


def test_the_name_is_asked_once_and_kept(app: Callable[..., AppTest], store: Store) -> None:
    at = app()
    at.text_input(key="who_name").set_value("Ann Berg")
    at.button(key="FormSubmitter:who-Save").click().run()
    assert not at.error
    assert store.rows(select(table_of(AppUser).c.name)) == [("Ann Berg",)]
    st.cache_data.clear()
    assert app().session_state["who_name"] == "Ann Berg"


@pytest.mark.parametrize("wrong", ["", " ", "x"])
def test_a_name_that_is_none_is_refused(wrong: str, app: Callable[..., AppTest], store: Store) -> None:
    at = app()
    at.text_input(key="who_name").set_value(wrong)
    at.button(key="FormSubmitter:who-Save").click().run()
    assert "write your name" in words_of(at)
    assert store.rows(select(table_of(AppUser).c.id)) == []


def choose_first_account(at: AppTest) -> AppTest:
    at.session_state["portfolio_accounts"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    return at.run()


def form_of(at: AppTest) -> str:
    """The key of the account whose form is open."""
    return next(
        w.key for w in at.text_input if str(w.key).endswith("_name") and str(w.key).startswith("account_")
    ).removesuffix("_name")


def panel_of(at: AppTest) -> str:
    """The account whose panel is open; empty where none is."""
    return next((str(head.value) for head in at.subheader), "")


def test_a_chosen_account_stays_chosen_when_the_table_changes_under_it(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = choose_first_account(app(as_of="2024-12-31"))
    chosen = panel_of(at)
    orders = set()
    for day in (date(2024, 6, 30), date(2024, 3, 31), date(2024, 9, 30), date(2023, 9, 30)):
        at.date_input(key="as_of").set_value(day).run()
        assert panel_of(at) == chosen
        orders.add(at.session_state["portfolio_accounts"]["selection"]["rows"][0])
    assert len(orders) > 1


def test_an_account_that_a_filter_takes_away_is_no_longer_chosen(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = choose_first_account(app())
    sector = store.rows(
        select(SECTOR.c.name).join(ACCOUNT, ACCOUNT.c.sector_id == SECTOR.c.id).where(ACCOUNT.c.name == plainly(at))
    )
    other = "media" if sector == [("retail",)] else "retail"
    at.selectbox(key="sector").set_value(other).run()
    assert panel_of(at) == ""


def plainly(at: AppTest) -> str:
    return re.sub(r"\\(.)", r"\1", panel_of(at))


def test_the_panel_names_who_looked_after_an_account_on_the_day(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = choose_first_account(app(as_of="2023-06-30"))
    then, now = (
        store.rows(
            select(PERSON.c.name)
            .join(OWNER, OWNER.c.person_id == PERSON.c.id)
            .join(ACCOUNT, ACCOUNT.c.id == OWNER.c.account_id)
            .where(
                ACCOUNT.c.name == plainly(at),
                OWNER.c.ends_before.is_not(None) if past else OWNER.c.ends_before.is_(None),
            )
        )[0][0]
        for past in (True, False)
    )
    assert f"Looked after by {then} on 30 Jun 2023; last handed to {now}." in words_of(at)


def test_a_form_that_comes_back_shows_what_a_colleague_saved(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app())
    account = int(form_of(at).split("_")[1])
    at.session_state["portfolio_accounts"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    other = {"location": "Oslo"}
    perform(store, "Bo", "edit account", lambda write: write.set(Account, account, other, write.read(Account, account)))
    choose_first_account(at)
    assert at.text_input(key=f"{form_of(at)}_location").value == "Oslo"


def test_a_second_click_on_save_after_the_first_was_stored_changes_nothing(
    app: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clicks come as two calls with what the form was drawn with; the first has spent the form's state."""
    put_small_firm(store)
    introduce(store, "Ann Berg")
    twice = forms._submit

    def both(*drawn: Any) -> None:
        twice(*drawn)
        twice(*drawn)

    monkeypatch.setattr(forms, "_submit", both)
    at = choose_first_account(app())
    key = form_of(at)
    at.text_input(key=f"{key}_location").set_value("Oslo")
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert not at.exception
    assert not at.warning
    changes = select(LOG.c.id).where(LOG.c.field == "location", LOG.c.kind == "changed")
    assert len(store.rows(changes)) == 1


def test_a_part_of_the_records_is_not_compared_with_a_whole_year(app: Callable[..., AppTest], store: Store) -> None:
    """Records begin in January 2023: of the year to June 2023 they hold a half."""
    put_small_firm(store)
    changes = {metric.label: metric.delta for metric in app(as_of="2024-06-30").metric}
    assert changes["Revenue"] == ""
    assert changes["Win rate"] == ""


def test_revenue_by_account_begins_with_the_records_and_says_what_is_partial(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = app(as_of="2023-08-15")
    at.session_state["portfolio_tab"] = "Revenue by account"
    at.run()
    columns = at.dataframe[1].value.columns.tolist()
    assert columns == ["Account", "2023Q1", "2023Q2", "2023Q3"]


def test_an_account_is_edited_in_place_and_logged(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app())
    key = form_of(at)
    at.text_input(key=f"{key}_name").set_value("A new name")
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert not at.error
    assert "A new name" in [name for (name,) in store.rows(select(ACCOUNT.c.name))]


def test_two_people_editing_one_account_are_told_and_choose(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app())
    key = form_of(at)
    account = int(key.split("_")[1])
    record = key.rsplit("_", 1)[0]
    other = {"name": "Bo was faster", "location": "Oslo"}
    perform(store, "Bo", "edit account", lambda write: write.set(Account, account, other, write.read(Account, account)))
    at.text_input(key=f"{key}_name").set_value("Ann's name")
    at.button(key=f"FormSubmitter:form_{record}-Save").click().run()
    assert "Bo changed this account" in words_of(at)
    sides = {radio.label: radio.value for radio in at.radio}
    assert sides == {"Name": "mine", "Location": "theirs"}
    assert store.rows(select(ACCOUNT.c.name).where(ACCOUNT.c.id == account)) == [("Bo was faster",)]
    at.button(key=f"FormSubmitter:settle_{record}-Save what I chose").click().run()
    found = store.rows(select(ACCOUNT.c.name, ACCOUNT.c.location).where(ACCOUNT.c.id == account))
    assert found == [("Ann's name", "Oslo")]


def test_a_refused_value_keeps_what_was_typed(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app())
    key = form_of(at)
    at.text_input(key=f"{key}_note").set_value("kept")
    at.number_input(key=f"{key}_employees").set_value(-5)
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert "Employees: cannot be below zero" in words_of(at)
    assert at.text_input(key=f"{key}_note").value == "kept"


def test_a_hand_over_keeps_the_owner_before_on_record(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app())
    key = next(str(box.key) for box in at.selectbox if str(box.key).startswith("hand_over_")).removesuffix("_to")
    owners = table_of(AccountOwner)
    before = store.rows(select(owners.c.id))
    at.selectbox(key=f"{key}_to").set_value(5)
    at.button(key=f"FormSubmitter:{key}-Hand over").click().run()
    assert not at.error
    rows = store.rows(select(owners.c.person_id).where(owners.c.ends_before.is_(None), owners.c.person_id == 5))
    assert rows == [(5,)]
    assert len(store.rows(select(owners.c.id))) == len(before) + 1


def test_the_cache_is_keyed_on_the_version_of_the_data(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    made: list[int] = []
    for _ in range(2):
        session.keep("probe", (), lambda: made.append(1))
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    session.keep("probe", (), lambda: made.append(1))
    assert len(made) == 2


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """A small demo firm, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(empty_file, path)
    build_demo(open_store(f"sqlite:///{path}"), accounts=24, months=36, seed=7, until=date(2026, 10, 31))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def demo_store(demo_file: Path, url: str) -> Store:
    """The demo firm in this test's own store."""
    shutil.copy(demo_file, url.removeprefix("sqlite:///"))
    return open_store(url)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("as_of", ["2026-10-31", "2026-10-12", "2024-02-29", "2023-11-05", "2019-01-01"])
def test_a_page_shows_the_demo_firm_at_any_day_of_its_history(
    page: str, as_of: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    at = app(page, as_of=as_of)
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("span", ["12 months", "Last full quarter", "Last full month"])
@pytest.mark.parametrize("tab", ["Revenue by month", "Retention by quarter", "Revenue by account", "All figures"])
def test_every_tab_and_span_of_the_portfolio_opens(
    span: str, tab: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    at = app(period=span)
    at.session_state["portfolio_tab"] = tab
    at.run()
    assert not at.exception
    assert [bool(metric.value) for metric in at.metric] == [True] * 5


def test_every_figure_of_the_portfolio_opens_to_rows(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app()
    at.session_state["portfolio_tab"] = "All figures"
    for number, figure in enumerate(CATALOG.values()):
        at.session_state["every_figure"] = {"selection": {"rows": [number], "columns": [], "cells": []}}
        at.run()
        assert not at.exception
        assert figure.definition in words_of(at)


@pytest.mark.parametrize("tab", ["Import", "Waiting", "Imports so far", "Export", "Change log", "Firm"])
def test_every_tab_of_the_data_page_opens(tab: str, app: Callable[..., AppTest], demo_store: Store) -> None:
    introduce(demo_store, "Ann Berg")
    at = app("data.py")
    at.session_state["data_tab"] = tab
    at.run()
    assert not at.exception
    assert not at.error


def test_the_change_log_shows_additions_beside_changes(app: Callable[..., AppTest], store: Store) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    perform(store, "Ann", "edit", lambda write: write.set(Account, 1, {"name": "Acne"}, write.read(Account, 1)))
    at = app("data.py")
    at.session_state["data_tab"] = "Change log"
    at.run()
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
    at = app("data.py")
    next(button for button in at.button if button.label == "Clear the demo firm").click().run()
    assert not at.exception
    assert demo_store.rows(select(ACCOUNT.c.id)) == []
    assert not any("Demo data" in str(mark.value) for mark in app().sidebar.markdown)


def test_the_firms_currency_is_set_and_shown(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("data.py")
    at.session_state["data_tab"] = "Firm"
    at.run()
    at.selectbox(key="firm_currency").set_value("GBP")
    at.button(key="FormSubmitter:firm-Save").click().run()
    assert not at.error
    assert app().metric[0].value.startswith("£")


def test_of_two_people_setting_the_currency_the_second_is_told(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("data.py")
    at.session_state["data_tab"] = "Firm"
    at.run()
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
    at = app("data.py")
    at.session_state["data_tab"] = "Firm"
    at.run()
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
