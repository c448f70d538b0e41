"""From the list of accounts to a client's pack: the way an account manager goes on a working day."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from sqlalchemy import select

from lib.relationship.tables import Interaction
from lib.store.base import table_of
from lib.store.opening import open_store
from lib.store.users import introduce
from tests.account_page_cases import put_a_client
from tests.browser.conftest import Served, open_page, settle

pytestmark = pytest.mark.browser

INTERACTION = table_of(Interaction)


def open_first_account(page: Page) -> None:
    """Click the name of the account on top; the table is a canvas, so by place."""
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 190, box["y"] + 50)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + 195, box["y"] + 54)
    expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible(timeout=15_000)
    settle(page)


def taken(page: Page, label: str) -> Path:
    """The file behind a download button."""
    with page.expect_download() as download:
        page.get_by_text(label).click()
    return Path(download.value.path())


def test_an_account_is_opened_a_contact_logged_and_a_pack_taken_away(browser: Browser, steward: Served) -> None:
    store = open_store(steward.store_url)
    put_a_client(store)
    introduce(store, "Ann Berg")
    page = open_page(browser, f"{steward.address}/health")
    open_first_account(page)
    assert "account=Acme" in page.url
    page.go_back()
    settle(page)
    expect(page.get_by_role("heading", name="Account health")).to_be_visible()
    open_first_account(page)

    since = page.get_by_test_id("stMetric").filter(has_text="Days since contact")
    expect(since).to_contain_text("20")
    page.get_by_role("button", name="Log contact").click()
    page.get_by_label("In a sentence").fill("Spring **plan** agreed")
    page.keyboard.press("Enter")
    settle(page)
    expect(since).to_contain_text("0")
    expect(page.get_by_text("on the same day").first).to_be_visible()
    assert "Spring **plan** agreed" in [row[0] for row in store.rows(select(INTERACTION.c.summary))]

    page.get_by_role("tab", name="Check-up pack").click()
    settle(page)
    page.get_by_role("button", name="Make the pack").click()
    expect(page.get_by_text("Slides (PPTX")).to_be_visible(timeout=60_000)
    settle(page)
    slides = Presentation(str(taken(page, "Slides (PPTX"))).slides
    assert slides[0].shapes.title.text == "Acme"
    assert taken(page, "Pages (PDF").read_bytes().startswith(b"%PDF")
    expect(page.get_by_test_id("stException")).to_have_count(0)
