"""The survey form in a real browser without script: by link on a phone, and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from lib.respond.exchange import close, collect
from lib.respond.links import address, new_token
from lib.respond.wave import Answer, Cuts, Sheet, Wish
from tests.respond_cases import ANONYMOUS, offered, served

pytestmark = pytest.mark.browser
PHONE, LAPTOP = ViewportSize(width=390, height=844), ViewportSize(width=1366, height=768)
NO_LINK = "This link does not open a survey"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "respond.db"


@pytest.fixture
def here(path: Path) -> Iterator[str]:
    with served(path) as at:
        yield at


def opened(browser: Browser, link: str, size: ViewportSize) -> Page:
    """A browser without script on a link."""
    page = browser.new_context(viewport=size, java_script_enabled=False).new_page()
    page.goto(link)
    return page


def wider_than_the_screen(browser: Browser, link: str, shot: Path) -> float:
    """How many pixels of a page on a phone lie beyond its right edge; leaves a picture."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(link)
    page.screenshot(path=shot, full_page=True)
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.context.close()
    return float(beyond)


def test_a_client_answers_by_link_on_a_phone_once(browser: Browser, path: Path, here: str, tmp_path: Path) -> None:
    link = address(here, offered(path)[0])
    assert wider_than_the_screen(browser, link, tmp_path / "form.png") <= 0
    page = opened(browser, link, PHONE)
    page.get_by_role("group", name="How likely are you").get_by_label("9", exact=True).check()
    page.get_by_label("What is the main reason").fill("Quick and kind.")
    page.get_by_role("group", name="How satisfied").get_by_label("Not applicable").check()
    page.get_by_label("Please contact me").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Your name: Type your name")
    expect(page.get_by_label("What is the main reason")).to_have_value("Quick and kind.")
    expect(page.get_by_role("group", name="How satisfied").get_by_label("Not applicable")).to_be_checked()
    page.get_by_label("Your name").fill("Ada Byron")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.context.cookies() == []
    for dead in (link, address(here, new_token()), address(here, "x")):
        page.goto(dead)
        expect(page.get_by_role("heading", name=NO_LINK)).to_be_visible()
    close(path, ANONYMOUS.code)
    got = collect(path, ANONYMOUS.code)
    answers = (Answer(11, score=9), Answer(12, words="Quick and kind."), Answer(13, not_applicable=True))
    assert got.sheets == (Sheet(got.sheets[0].key, None, None, Cuts(), answers, complete=False),)
    assert got.wishes == (Wish("Ada Byron", None),)


def test_the_form_is_filled_in_by_keyboard_alone(browser: Browser, path: Path, here: str) -> None:
    page = opened(browser, address(here, offered(path)[0]), LAPTOP)
    for key in ("Tab", "Space", "ArrowRight", "ArrowRight", "Tab"):  # a scale is one stop: 0, 1, 2, then on
        page.keyboard.press(key)
    expect(page.get_by_label("What is the main reason")).to_be_focused()
    page.keyboard.type("Slow")
    for _ in ("value", "easy", "role", "contact", "name", "send"):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send my answers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    close(path, ANONYMOUS.code)
    assert collect(path, ANONYMOUS.code).sheets[0].answers == (Answer(11, score=2), Answer(12, words="Slow"))
