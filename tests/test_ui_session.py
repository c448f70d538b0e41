"""What a page keeps is kept for the sight it was read with, also where that changes while the page lies open."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.confining import acting_as
from lib.store.engine import Store
from lib.store.users import add_user, confine, local_user
from tests.facts import put


def _part() -> None:
    """A part of a page that runs alone: it goes on with the store that the page began with."""
    import streamlit as st
    from sqlalchemy import select

    from lib.accounts.tables import Account
    from lib.store.base import table_of
    from lib.ui import session

    begun = st.session_state.pop("begun", None) or session.store()
    names = select(table_of(Account).c.name)
    st.text(session.keep("names", (), lambda: ", ".join(name for (name,) in begun.rows(names))))


def test_a_page_begun_before_somebody_was_confined_neither_shows_nor_keeps_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, Account(id=1, name="Mine"), Account(id=2, name="Hidden"))
    user = add_user(store, "setup", "Ann", "ann@firm.example", "lead")
    monkeypatch.setenv("STEWARD_DATABASE_URL", store.url)
    st.cache_data.clear()
    page = AppTest.from_function(_part)
    page.session_state["_who"] = "Ann"
    before = acting_as(store, local_user(store, "Ann"))
    assert "Hidden" in page.run().text[0].value
    confine(store, "setup", user, [1])
    page.session_state["begun"] = before
    page.run()
    assert not page.exception
    assert [line.value for line in page.text] == ["Mine"]
