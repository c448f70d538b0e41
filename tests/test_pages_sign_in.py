"""What pages show where Steward may not be used as it is configured, and to whom may only look."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.actors import Actor
from lib.store.engine import Store
from lib.store.users import add_user
from lib.ui.who_sees import home, why_not
from tests.page_cases import words_of

PAGES = (None, "review.py", "record.py", "portfolio.py", "account.py", "data.py")


@pytest.fixture
def misconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_SIGN_IN", "ldap")


@pytest.mark.usefixtures("misconfigured")
def test_a_bad_configuration_shows_its_sentence_on_every_page_and_no_data(
    app: Callable[..., AppTest], demo_store: Store
) -> None:
    for page in PAGES:
        at = app(page)
        assert [one.value for one in at.title] == ["Steward"]
        assert 'STEWARD_SIGN_IN is "ldap"' in words_of(at)
        assert not at.dataframe
        assert not at.button
        assert not at.metric


def a_form() -> None:
    from lib.ui.frame import needs_a_name

    needs_a_name("form")


def test_a_viewer_is_told_so_in_place_of_a_form(
    url: str, store: Store, app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    add_user(store, "tests", "Vera", "vera@firm.example", "viewer")
    at = AppTest.from_function(a_form)
    at.session_state["_who"] = "Vera"
    assert "You may look, not change: your role is viewer." in words_of(at.run())
    assert not at.text_input


def test_a_page_that_is_not_for_a_viewer_says_so_to_whoever_follows_a_link(
    app: Callable[..., AppTest], store: Store
) -> None:
    add_user(store, "tests", "Vera", "vera@firm.example", "viewer")
    for page in ("Record", "Data"):
        at = app(f"{page.lower()}.py", {"_who": "Vera"})
        assert [one.value for one in at.title] == [page]
        assert f"The page {page} is for those who record" in words_of(at)
        assert not at.main.tabs


VIEWER, EDITOR = Actor("Vera", "viewer", 1), Actor("Ed", "editor", 2)
CONFINED = Actor("Cora", "lead", 3, confined=True)


def test_pages_are_for_those_who_have_a_use_for_them() -> None:
    assert why_not("Record", VIEWER)
    assert why_not("Data", VIEWER)
    assert why_not("Portfolio", VIEWER) is None
    assert why_not("Data", EDITOR) is None
    for whole_firm in ("Weekly review", "Team allocation", "Scorecard", "Data"):
        assert why_not(whole_firm, CONFINED)
    assert why_not("Record", CONFINED) is None


def test_steward_opens_on_a_page_that_one_may_see() -> None:
    assert [home(one) for one in (VIEWER, EDITOR, CONFINED)] == ["Weekly review", "Weekly review", "Portfolio"]


def test_where_nobody_signs_in_every_page_is_there() -> None:
    nobody = Actor(None, "viewer")
    assert all(why_not(title, nobody) is None for title in ("Record", "Data", "Scorecard"))
