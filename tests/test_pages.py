"""Every page: on a filled store, on an empty one, on one that cannot be opened, past the frame, with wrong input."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import select, text
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import set_setting
from lib.store.tables import AppUser, ChangeLog
from lib.store.writing import perform
from lib.ui import session
from tests.conftest import ROOT
from tests.page_cases import words_of
from tests.paid_once import FIRST_SESSION
from tests.small_firm import put_small_firm

PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))
LOG = table_of(ChangeLog)


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
    first = next(line for line in lines if line and not line.startswith(('"""', "import ", "from ", "#", "    ", ")")))
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
    monkeypatch.setattr(PagesManager, "__init__", FIRST_SESSION)
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


def test_a_write_by_anyone_is_seen_at_the_next_run(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = app("portfolio.py")
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
    assert "write the name" in words_of(at)
    assert store.rows(select(table_of(AppUser).c.id)) == []


def test_the_cache_is_keyed_on_the_version_of_the_data(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    made: list[int] = []
    for _ in range(2):
        session.keep("probe", (), lambda: made.append(1))
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    session.keep("probe", (), lambda: made.append(1))
    assert len(made) == 2


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("as_of", ["2026-10-12", "2024-02-29", "2019-01-01"])
def test_a_page_shows_the_demo_firm_at_any_day_of_its_history(
    page: str, as_of: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    at = app(page, as_of=as_of)
    assert not at.exception
    assert not at.error
