"""A whole weekly meeting on the projector, by keyboard: on the demo firm, then what the real export gives a meeting."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from lib.agenda.agenda import TITLES
from lib.demo.building import build_demo
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.review.reading_queries import decisions, reviews
from lib.store.opening import open_store
from lib.store.users import introduce
from tests.browser.conftest import SETTLED, Served, fresh_page, settle

pytestmark = pytest.mark.browser

WALL = ViewportSize(width=1920, height=1080)
HELD = date(2025, 12, 15)  # long ago: Steward starts at the newest record, so that a week later can be looked at
NEXT = HELD + timedelta(days=7)
WHAT = ["Call the sponsor", "Agree the <b>scope</b>", "Send the numbers"]
RISK = "They are being *sold*"
BOUNDS = """() => {
  const main = document.querySelector('[data-testid=stMain]'), slide = document.querySelector('.st-key-present');
  const small = [...slide.querySelectorAll('p, label, button')].filter((e) => e.offsetParent && e.innerText.trim());
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth,
    Math.min(...small.map((e) => parseFloat(getComputedStyle(e).fontSize)))]; }"""


def projected(browser: Browser, address: str) -> Page:
    """The review on the wall, at its first slide."""
    page = fresh_page(browser, WALL)
    page.goto(f"{address}/?present=1")
    settle(page)
    return page


def place(page: Page) -> Locator:
    """Where the meeting is, in words."""
    return page.locator(".st-key-present [data-testid=stCaptionContainer]").first


def turn(page: Page, key: str) -> str:
    """Go to another slide by a key; where the meeting is then."""
    before = place(page).inner_text()
    page.keyboard.press(key)
    expect(place(page)).not_to_have_text(before)
    page.wait_for_function(SETTLED)
    return place(page).inner_text()


def slide(page: Page) -> str:
    """All that stands on the slide."""
    return page.locator(".st-key-present").inner_text()


def is_last(where: str) -> bool:
    at, of = re.findall(r"(\d+) of (\d+)", where)[0]
    return bool(at == of)


def fits(page: Page) -> bool:
    """No scrolling, and no letter that four metres are too far for."""
    down, right, smallest = page.evaluate(BOUNDS)
    return down <= 0 and right <= 0 and smallest >= 28


def record(page: Page, what: str, risk: bool) -> None:
    """Decide on the item of the slide, its form opened by a key and sent by Enter."""
    page.keyboard.press("d")
    if risk:
        page.get_by_role("radio", name="No action: accepted risk").click()
    field = page.get_by_role("textbox", name="Why we accept it" if risk else "What is to be done")
    expect(field).to_be_visible()
    page.wait_for_function(SETTLED)  # Enter sends a form whose button stands
    field.fill(what)
    assert fits(page), "the form makes the slide scroll"
    page.keyboard.press("ArrowRight")  # moves in what is typed, and nowhere else
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stForm")).to_have_count(0)
    page.wait_for_function(SETTLED)
    assert what in slide(page)


def test_a_meeting_is_held_by_keyboard_closed_and_opens_the_next(browser: Browser, steward: Served) -> None:
    store = open_store(steward.store_url)
    build_demo(store, accounts=20, months=12, seed=7, until=HELD)
    introduce(store, "Greta Reimers")
    page = projected(browser, steward.address)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.get_by_role("button", name="Open the review").click()
    expect(page.get_by_role("button", name="Open the review")).to_have_count(0)
    page.wait_for_function(SETTLED)

    seen, left, where = set(), [*WHAT, RISK], place(page).inner_text()
    while not is_last(where):
        where = turn(page, "PageDown" if len(seen) % 2 else "ArrowRight")
        seen |= {title for title in TITLES.values() if title in where}
        assert fits(page), where
        if left and re.search("item [12] of", where):
            record(page, left[0], left[0] == RISK)
            left = left[1:]
    assert seen == set(TITLES.values())
    assert "3 decisions and 1 accepted risk" in slide(page)
    assert [word for word in [*WHAT, RISK] if word not in slide(page)] == []
    assert turn(page, "3").count("3. At risk") == 1
    turn(page, "ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Agenda")).to_be_visible()
    assert "item=" in page.url
    page.goto(f"{steward.address}/?present=1&slide=99")
    settle(page)
    page.get_by_role("button", name="Close the review").click()
    expect(page.get_by_text("Closed: 3 decisions and 1 accepted risk")).to_be_visible()
    assert taken(page, "Minutes (PDF)").startswith(b"%PDF")
    assert "Agree the &lt;b&gt;scope&lt;/b&gt;" in taken(page, "Minutes (Page)").decode()
    held = next(one for one in reviews(store, HELD) if one.held_on == HELD)
    assert (held.decisions, held.risks, held.closed_by) == (3, 1, "Greta Reimers")
    made = [one for one in decisions(store, HELD) if one.review_id == held.id]
    assert [one.what for one in made] == [*WHAT, RISK]

    drawn = redrawn(page, steward.address)
    assert [what for what in [*WHAT, RISK] if what not in drawn] == []
    page.goto(f"{steward.address}/?present=1&as_of={NEXT}&slide=2")
    settle(page)
    told, where = "", place(page).inner_text()
    while "1. What we said would happen" in where:
        told, where = told + slide(page), turn(page, "ArrowRight")
    assert [what for what in [*WHAT, RISK] if f"“{what}”" not in told] == []
    assert "accepted the risk" in told
    expect(page.get_by_test_id("stException")).to_have_count(0)


def taken(page: Page, label: str) -> bytes:
    """The file behind a download button, made when it is pressed."""
    with page.expect_download() as download:
        page.get_by_text(label).click()
    return Path(download.value.path()).read_bytes()


def redrawn(page: Page, address: str) -> str:
    """The closed review as the list of past reviews draws it."""
    page.goto(f"{address}/?as_of={HELD}")
    settle(page)
    page.get_by_role("tab", name="Past reviews").click()
    settle(page)
    return page.locator("[data-testid=stMain]").inner_text()


def test_the_real_export_gives_a_short_honest_meeting(browser: Browser, steward: Served, real_input: Path) -> None:
    store = open_store(steward.store_url)
    apply(store, "test", preview(store, read_sources([real_input]), accept_matches=True))
    page = projected(browser, steward.address)
    told, where = {}, place(page).inner_text()
    while not is_last(where):
        where = turn(page, "ArrowRight")
        assert fits(page), where
        told[where] = slide(page)
    items = [where for where in told if "item" in where]
    assert 0 < len(items) <= 20, "short, and not empty"
    words = "\n".join(told.values())
    assert "No survey was ever sent" in words
    assert "weekly hours are not recorded" in words
    assert "Won by" in words
    assert not re.search(r"\b(None(?! of)|nan|NaT)\b", words)
    expect(page.get_by_test_id("stException")).to_have_count(0)
