"""Sign-in with a real browser and a real provider: in, what one may, out; and what a cookie is no longer good for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.users import change_user, sign_out
from lib.ui.text import JOINER
from tests import databases
from tests.browser.conftest import fresh_page, settle
from tests.signin_cases import SECRET, USER_COOKIE, as_visitor, claims_of, cookie, let_in, oidc_steward
from tests.traversal_cases import full, leaks
from tests.wire.client import Refused, Tab, open_tab
from tests.wire.serving import Serving
from tests.wire.visitor import Visitor

pytestmark = pytest.mark.browser
PAGES = (
    "", "review", "record", "portfolio", "health", "account", "value", "growth", "surveys", "team", "delivery",
    "scorecard", "data",
)  # fmt: skip


FORGED = (
    "no signature", "another signature", "cut off", "empty", "another secret", "the secret of the documentation",
    "no secret", "signed for another address", "under another name", "in pieces that are missing", "plain",
    "not signed in", "a year old",
)  # fmt: skip
ANOTHER_PORT = "http://localhost:3000"
ORIGINS = (
    "https://evil.example", "null", ANOTHER_PORT, "http://localhost.evil.example", "http://127.0.0.1.evil.example",
    "https://localhost@evil.example", "file://", "http://evil.example:8501",
)  # fmt: skip


@dataclass
class Firm:
    """A Steward with sign-in, its store and its users by their names."""

    served: Serving
    store: Store
    users: dict[str, int]

    @property
    def address(self) -> str:
        return self.served.address


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory, demo_url: str) -> Iterator[Firm]:
    folder = tmp_path_factory.mktemp("signed")
    url = databases.copied(demo_url, folder / "firm.db")
    store = open_store(url)
    users = let_in(store)
    with oidc_steward(folder, url) as served:
        yield Firm(served, store, users)
    databases.give_back(url)


def said(tab: Tab) -> str:
    """What the page says, without the marks that keep stored text from becoming Markdown."""
    return re.sub(r"\\(.)", r"\1", tab.text()).replace(JOINER, "")


def sign_in(page: Page, name: str) -> None:
    """Through the provider's own page and back."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/*", wait_until="load")
    expect(page.get_by_test_id("stSidebar")).to_contain_text(name.capitalize())
    settle(page)


def test_a_first_deep_link_to_every_page_shows_the_sign_in_page_and_nothing_else(firm: Firm) -> None:
    for path in PAGES:
        with open_tab(Visitor(firm.address), path) as tab:
            assert "Sign in to open Steward" in said(tab), path
            assert [w.label for w in tab.widgets()] == ["Sign in"], path
            assert not tab.frames(), path


def test_somebody_signs_in_does_what_the_role_allows_and_signs_out(firm: Firm, browser: Browser) -> None:
    page = fresh_page(browser)
    page.goto(f"{firm.address}/portfolio?owner=Nobody")
    expect(page.get_by_text("Sign in to open Steward")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    sign_in(page, "vera")
    expect(page).to_have_url(re.compile("/portfolio"))  # where they were going
    expect(page.get_by_role("heading", name="Portfolio")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Record", exact=True)).to_have_count(0)
    copied = {one["name"]: one["value"] for one in page.context.cookies() if one["name"] == USER_COOKIE}
    assert copied, "the browser holds the cookie of the sign-in"
    page.get_by_test_id("stSidebar").get_by_role("button", name="Vera").click()
    expect(page.get_by_text("Your role is viewer.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_text("Sign in to open Steward")).to_be_visible()
    with open_tab(Visitor(firm.address, cookies=copied), "portfolio") as tab:
        assert "You were signed out. Sign in again." in said(tab)


def test_a_leaver_is_out_at_the_next_click_and_in_an_open_page_by_itself(firm: Firm) -> None:
    with open_tab(as_visitor(firm.address, "lena"), "portfolio") as tab:
        assert "Portfolio" in said(tab)
        fragment = next(iter(tab.screen.auto))
        change_user(firm.store, "tests", firm.users["lena"], active=False)
        tab.rerun(fragment, auto=True)
        assert "lena@firm.example no longer has access: ask an administrator of Steward." in said(tab)
        assert not tab.frames()
        change_user(firm.store, "tests", firm.users["lena"], active=True)


def test_not_before_ends_every_session_of_a_user_and_no_other(firm: Firm) -> None:
    one, two = as_visitor(firm.address, "adam", 60), as_visitor(firm.address, "adam", 30)
    third = as_visitor(firm.address, "lena")
    with open_tab(one, "health") as first, open_tab(two, "portfolio") as second, open_tab(third, "portfolio") as other:
        sign_out(firm.store, "tests", firm.users["adam"])
        for tab in (first, second):
            assert "You were signed out" in said(tab.rerun())
        assert "You were signed out" not in said(other.rerun())
    with open_tab(as_visitor(firm.address, "adam", -2), "portfolio") as again:
        assert "As of" in said(again)


@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        ("lena", {"age": 12.1 * 3600}, "more than 12 hours old"),
        ("lena", {"age": -3600}, "does not say when it began"),
        ("lena", {"iat": None}, "does not say when it began"),
        ("lena", {"email_verified": False}, "has not verified"),
        ("lena", {"email": None}, "without an e-mail address"),
        ("gone", {}, "no longer has access"),
        ("nobody", {}, "is no user of Steward"),
    ],
)
def test_a_sign_in_that_proves_nothing_shows_one_sentence(firm: Firm, name: str, more: dict, sentence: str) -> None:
    with open_tab(as_visitor(firm.address, name, **more), "portfolio") as tab:
        assert sentence in said(tab)
        assert not tab.frames()
        assert "As of" not in said(tab)


def test_a_stolen_session_id_is_no_sign_in(firm: Firm) -> None:
    with open_tab(as_visitor(firm.address, "lena"), "portfolio") as hers:
        stolen = hers.screen.session_id
        for thief in (Visitor(firm.address), as_visitor(firm.address, "vera")):
            with open_tab(thief, "portfolio", session_id=stolen) as tab:
                assert tab.screen.session_id != stolen
                assert "Lena" not in tab.text("sidebar")
    with open_tab(Visitor(firm.address), "portfolio", session_id=stolen) as tab:
        assert tab.screen.session_id != stolen
        assert "Sign in to open Steward" in said(tab)


def test_a_page_that_is_not_for_a_role_is_refused_by_its_address_too(firm: Firm) -> None:
    with open_tab(as_visitor(firm.address, "lena"), "") as lead:
        theirs = set(lead.screen.listed)
    with open_tab(as_visitor(firm.address, "vera"), "") as viewer:
        assert {"record", "data"} <= theirs - set(viewer.screen.listed)
        for path in ("record", "data"):
            viewer.go(path)
            assert f"The page {path.capitalize()} is for those who record" in viewer.text("main")
            assert viewer.frames() == []


def forged(name: str, address: str) -> dict[str, str]:
    """Thirteen cookies of an administrator that no provider gave."""
    mine = claims_of("adam")
    good = cookie(mine, address)
    body, _, signature = good.rpartition(".")
    return {
        "no signature": {USER_COOKIE: body},
        "another signature": {USER_COOKIE: f"{body}.{signature[::-1]}"},
        "cut off": {USER_COOKIE: good[: len(good) // 2]},
        "empty": {USER_COOKIE: ""},
        "another secret": {USER_COOKIE: cookie(mine, address, SECRET[::-1])},
        "the secret of the documentation": {USER_COOKIE: cookie(mine, address, "xxx")},
        "no secret": {USER_COOKIE: cookie(mine, address, "")},
        "signed for another address": {USER_COOKIE: cookie(mine, "https://evil.example")},
        "under another name": {"_streamlit_user_tokens": good},
        "in pieces that are missing": {USER_COOKIE: "chunks-2", f"{USER_COOKIE}_1": good},
        "plain": {USER_COOKIE: '{"is_logged_in":true,"email":"adam@firm.example"}'},
        "not signed in": {USER_COOKIE: cookie({**mine, "is_logged_in": False}, address)},
        "a year old": {USER_COOKIE: cookie({**mine, "iat": mine["iat"] - 365 * 86400}, address)},
    }[name]


@pytest.mark.parametrize("name", FORGED)
def test_a_cookie_that_no_provider_gave_lets_nobody_in(firm: Firm, name: str) -> None:
    with open_tab(Visitor(firm.address, cookies=forged(name, firm.address)), "portfolio") as tab:
        assert "Sign in" in said(tab)
        assert "As of" not in said(tab)
        assert not tab.frames()


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_of_others_gets_no_further_than_the_sign_in(firm: Firm, origin: str) -> None:
    visitor = as_visitor(firm.address, "adam")
    visitor.origin = origin
    if origin == ANOTHER_PORT:  # Streamlit lets any port of this very machine speak, but believes no cookie from it
        with open_tab(visitor, "portfolio") as tab:
            assert "Sign in to open Steward" in said(tab)
        return
    with pytest.raises(Refused) as refused:
        open_tab(visitor, "portfolio")
    assert refused.value.code == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80"])
def test_another_host_is_not_answered(firm: Firm, host: str) -> None:
    visitor = as_visitor(firm.address, "adam")
    visitor.host = host
    with pytest.raises(Refused):
        open_tab(visitor, "portfolio")


def test_no_file_comes_out_however_its_path_is_written(firm: Firm) -> None:
    asked, found = leaks(as_visitor(firm.address, "adam"))
    assert asked == (2_688 if full() else 112)
    assert found == []
