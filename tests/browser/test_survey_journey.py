"""A survey in real browsers: a client answers by link on a phone, a manager sees the result only after release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect
from sqlalchemy import select

from lib.periods import today
from lib.respond.filled import Filled
from lib.respond.links import address, new_token
from lib.respond.wave import Cuts
from lib.store.base import table_of
from lib.store.opening import open_store
from lib.store.users import introduce
from lib.surveys.tables import AnonymousAnswer
from tests.browser.conftest import Served, open_page, serve, settle
from tests.respond_cases import served
from tests.survey_wave_cases import answered, answers, sent

pytestmark = pytest.mark.browser
PHONE = ViewportSize(width=390, height=844)
NORTH, SOUTH = Cuts("Retail", "North", "Mia Lund"), Cuts("Tourism", "South", "Jon Day")
SECRET = "Because of the long wait."


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEWARD_RESPOND_FILE", str(tmp_path / "respond.db"))
    return tmp_path / "respond.db"


@pytest.fixture
def here(url: str, form: Path, tmp_path: Path) -> Iterator[Served]:
    """A Steward that knows where the survey form keeps its file."""
    found, process = serve(url, tmp_path / "server.log")
    yield found
    process.terminate()
    process.wait(20)


def by_keyboard(page: Page) -> None:
    """Answer the first two questions and send, without a mouse: each scale and field is one stop."""
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type(SECRET)
    page.get_by_role("button", name="Send my answers").focus()
    page.keyboard.press("Enter")


def said(answer: Response | None) -> tuple[int, bytes]:
    assert answer is not None
    return answer.status, answer.body()


def manager_sees(page: Page, tab: str) -> str:
    page.get_by_role("tab", name=tab, exact=True).click()
    settle(page)
    return page.locator("[data-testid=stMain]").inner_text()


def test_a_client_answers_once_and_the_manager_sees_it_after_the_release(
    browser: Browser, here: Served, form: Path
) -> None:
    store = open_store(here.store_url)
    asked = sent(store, form, "anonymous", [NORTH] * 12 + [SOUTH] * 12)
    introduce(store, "Ann Berg")
    for contact in (*range(2, 13), *range(13, 24)):
        given = answers((2, 8, 10)[contact % 3], f"Said by number {contact}.", 1 + contact % 5)
        answered(asked, contact, Filled((), given))
    with served(form) as at:
        link, client = address(at, asked.tokens[1]), browser.new_context(viewport=PHONE, java_script_enabled=False)
        page = client.new_page()
        page.goto(link)
        by_keyboard(page)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        again, wrong = said(page.goto(link)), said(page.goto(address(at, new_token())))
        assert again == wrong
        assert again[0] == 404
        client.close()

    manager = open_page(browser, f"{here.address}/surveys?as_of={today()}")
    assert "until then nothing is counted" in manager_sees(manager, "Results")
    seen = manager_sees(manager, "Comments")  # the other tabs are looked at in test_pages_surveys_promise
    assert not [word for word in (SECRET, "Said by", "23 of 24", "95 %") if word in seen]
    manager_sees(manager, "Waves and invitations")
    close_in(manager)
    seen = manager_sees(manager, "Results")
    assert "closed and released" in seen
    assert "23 of 24" in seen
    assert "Said by number" in manager_sees(manager, "Comments")
    words = [row.words for row in store.rows(select(table_of(AnonymousAnswer).c.words))]
    assert words.count(SECRET) == 1


def close_in(page: Page) -> None:
    """Choose the wave in its table, then close it for good."""
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 15, "y": 55})
    settle(page)
    page.get_by_role("tab", name="Collect and close").click()
    settle(page)
    page.get_by_role("button", name="Close the wave").click()
    settle(page)
    page.get_by_text("I know that a closed wave").click()
    settle(page)
    page.get_by_role("button", name="Close it for good").click()
    expect(page.get_by_text("no answer can join it")).to_be_visible()
