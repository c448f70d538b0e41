"""Logging a contact from any page: opened for the account of the page, stored once, closed after it."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from lib.accounts import profile_queries
from lib.periods import today
from lib.relationship.queries import contact_days, promises
from lib.relationship.tables import Interaction
from lib.store.base import table_of
from lib.store.engine import Store
from lib.ui import record_dialog
from tests.account_page_cases import fill, open_account, put_a_client
from tests.page_cases import words_of

INTERACTION = table_of(Interaction)


@pytest.fixture(autouse=True)
def client(store: Store) -> None:
    put_a_client(store)


def press(at: AppTest) -> AppTest:
    return at.button(key="log_anywhere").click().run()


def test_from_the_account_page_it_opens_for_that_account_beside_the_page_s_own_form(
    app: Callable[..., AppTest], store: Store
) -> None:
    at = press(open_account(app).button(key="log_contact").click().run())
    assert not at.exception
    assert at.selectbox(key="dialog_account").value == "Acme"
    at = fill(at, "dialog_1", "Log it", summary="Spring plan", next_step="Send it")
    assert not at.exception
    assert not at.error
    assert contact_days(store, 1, today())[0].summary == "Spring plan"
    assert "Send it" in [one.what for one in promises(store, 1, today())]
    assert [toast.value for toast in at.toast] == ["Logged\\."]
    assert not [box for box in at.selectbox if box.key == "dialog_account"]  # it went away


def test_from_another_page_the_account_is_asked_for(app: Callable[..., AppTest]) -> None:
    at = press(app("portfolio.py"))
    assert at.selectbox(key="dialog_account").value is None
    assert "Type the beginning of the client's name" in words_of(at)
    assert not [box for box in at.text_input if str(box.key).startswith("dialog_")]


def test_what_is_refused_stores_nothing_and_says_why(app: Callable[..., AppTest], store: Store) -> None:
    at = fill(press(open_account(app)), "dialog_1", "Log it", next_step="Send it", next_step_on=None)
    assert "say by when" in words_of(at)
    assert not at.toast
    assert store.rows(select(func.count()).select_from(INTERACTION)) == [(1,)]


@pytest.mark.usefixtures("nothing_kept")
def test_nothing_is_read_before_it_is_opened(app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = profile_queries.account_choices
    monkeypatch.setattr(record_dialog, "account_choices", lambda *about: (asked.append(about), real(*about))[1])
    at = app("portfolio.py")
    assert not asked
    press(at)
    assert asked
