"""The key journeys in a real browser, against the app started as `make run` starts it."""

from datetime import date
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.demo.building import build_demo
from lib.growth.tables import Opportunity
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.money.tables import Revenue
from lib.store.base import table_of
from lib.store.opening import open_store
from lib.store.settings import settings
from lib.store.users import introduce
from tests.browser.conftest import Served, fresh_page, open_page, settle
from tests.small_firm import put_small_firm

pytestmark = pytest.mark.browser

ACCOUNT, REVENUE, DEAL = table_of(Account), table_of(Revenue), table_of(Opportunity)


def choose_row(page: Page, number: int) -> None:
    """Click the box of a row in the first table; the table is a canvas, so by place."""
    box = page.locator("[data-testid=stDataFrame]").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 52 + 35 * number)
    settle(page)


def choose_in_grid(page: Page, name: str) -> None:
    """Choose a name in the first cell of the first grid; a canvas, so by place and keyboard, as a person would."""
    grid = page.locator("[data-testid=stDataFrame]").first
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box is not None
    # The grid tells nothing of its state to the page, so each step is given time to be drawn; and it must see the
    # mouse come before it takes a click.
    for step in range(5):
        page.mouse.move(box["x"] + 40 + 5 * step, box["y"] + 50)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + 60, box["y"] + 52)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    page.keyboard.type(name, delay=40)
    page.wait_for_timeout(800)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save accounts")).to_be_enabled()


def test_a_deep_link_first_after_a_start_shows_the_page_inside_its_frame(
    browser: Browser, just_started: Served
) -> None:
    page = open_page(browser, f"{just_started.address}/data")
    expect(page.get_by_role("heading", name="Data")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Portfolio")).to_be_visible()
    expect(page.get_by_role("group", name="As of")).to_be_visible()


def test_the_demo_firm_opens_without_errors_or_requests_to_others(browser: Browser, steward: Served) -> None:
    build_demo(open_store(steward.store_url), accounts=20, months=12, seed=1)
    page = fresh_page(browser)
    elsewhere: list[str] = []
    host = urlparse(steward.address).netloc
    page.on("request", lambda r: elsewhere.append(r.url) if urlparse(r.url).netloc not in (host, "") else None)
    for path in ("/", "/data"):
        page.goto(steward.address + path)
        settle(page)
        expect(page.get_by_text("Demo data").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert [url for url in elsewhere if url.startswith("http")] == []


def test_a_portfolio_is_filtered_by_link_opens_to_its_rows_and_fits_a_phone(browser: Browser, steward: Served) -> None:
    put_small_firm(open_store(steward.store_url))
    a_filter_stands_in_the_address_and_a_pasted_link_shows_the_same(browser, steward)
    every_figure_opens_to_its_rows(browser, steward)
    the_portfolio_fits_a_phone(browser, steward)


def a_filter_stands_in_the_address_and_a_pasted_link_shows_the_same(browser: Browser, steward: Served) -> None:
    page = open_page(browser, f"{steward.address}/portfolio")
    page.get_by_role("combobox", name="Owner").click()
    page.get_by_role("option", name="Bo").click()
    settle(page)
    expect(page.get_by_text("owner Bo")).to_be_visible()
    assert "owner=Bo" in page.url
    again = open_page(browser, page.url)
    expect(again.get_by_text("owner Bo")).to_be_visible()
    again.get_by_role("link", name="Data").click()
    settle(again)
    assert "owner=Bo" in again.url


def every_figure_opens_to_its_rows(browser: Browser, steward: Served) -> None:
    page = open_page(browser, f"{steward.address}/portfolio")
    page.get_by_role("button", name="Rows").first.click()
    settle(page)
    expect(page.get_by_text("Revenue recognised in the period")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_text("Download", exact=False).filter(has_text="rows").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > 10
    assert "Account" in lines[0]


def test_two_browsers_edit_one_account_and_nothing_is_lost(browser: Browser, steward: Served) -> None:
    store = open_store(steward.store_url)
    put_small_firm(store)
    introduce(store, "Ann Berg")
    ann, bo = open_page(browser, f"{steward.address}/portfolio"), open_page(browser, f"{steward.address}/portfolio")
    for page in (ann, bo):
        choose_row(page, 0)
    bo.get_by_label("Location").fill("Oslo")
    bo.get_by_role("button", name="Save", exact=True).click()
    settle(bo)
    ann.get_by_label("Name", exact=True).fill("Ann's name")
    ann.get_by_role("button", name="Save", exact=True).click()
    settle(ann)
    expect(ann.get_by_text("changed this account while you were editing")).to_be_visible()
    expect(ann.get_by_text("Yours: Ann's name")).to_be_visible()
    expect(ann.get_by_text("Oslo", exact=False).first).to_be_visible()
    ann.get_by_role("button", name="Save what I chose").click()
    settle(ann)
    saved = store.rows(select(ACCOUNT.c.name, ACCOUNT.c.location).where(ACCOUNT.c.location.is_not(None)))
    assert saved == [("Ann's name", "Oslo")]


def test_an_import_is_previewed_written_seen_and_undone(browser: Browser, steward: Served, tmp_path: Path) -> None:
    store = open_store(steward.store_url)
    build_demo(store, accounts=20, months=24, seed=1)
    introduce(store, "Ann Berg")
    files = {
        "account.csv": "id,name,client_since\n,Acme,2020-01-01\n,Bolt,not a day\n,Core,2021-05-05\n",
        "revenue.csv": "account,earned_on,amount_cents,kind\n"
        "Acme,2026-10-01,125000,project\nCore,2026-10-02,5000,project\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    page = open_page(browser, f"{steward.address}/data")
    page.locator("input[type=file]").set_input_files([tmp_path / name for name in files])
    settle(page)
    expect(page.get_by_text("1 line is refused")).to_be_visible()
    assert store.rows(select(ACCOUNT.c.id).where(ACCOUNT.c.name == "Acme")) == []
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported as batch")).to_be_visible(timeout=30_000)
    settle(page)
    assert store.rows(select(ACCOUNT.c.name).order_by(ACCOUNT.c.name)) == [("Acme",), ("Core",)]
    assert settings(store)["demo"] == "no"
    page.get_by_role("link", name="Portfolio").click()
    settle(page)
    expect(page.get_by_text("Demo data")).to_have_count(0)
    page.get_by_role("link", name="Data").click()
    settle(page)
    page.get_by_role("tab", name="Imports so far").click()
    settle(page)
    choose_row(page, 0)
    page.get_by_role("button", name="Undo batch").click()
    settle(page)
    assert store.rows(select(ACCOUNT.c.id)) == []


def test_deals_without_an_account_wait_and_names_are_settled(
    browser: Browser, steward: Served, real_input: Path
) -> None:
    store = open_store(steward.store_url)
    apply(store, "test", preview(store, read_sources([real_input])))
    introduce(store, "Ann Berg")
    page = open_page(browser, f"{steward.address}/data")
    page.get_by_role("tab", name="Waiting").click()
    settle(page)
    page.get_by_role("button", name="It is GTX Pro").click()
    settle(page)
    expect(page.get_by_text("1,480 rows now linked to GTX Pro")).to_be_visible()
    assert store.rows(select(DEAL.c.id).where(DEAL.c.service_id.is_(None))) == []
    choose_in_grid(page, "Kan-code")
    page.get_by_role("button", name="Save accounts").click()
    settle(page)
    expect(page.get_by_text("1 deal now has its account")).to_be_visible()
    assert len(store.rows(select(DEAL.c.id).where(DEAL.c.account_id.is_(None)))) == 1_424


def the_portfolio_fits_a_phone(browser: Browser, steward: Served) -> None:
    page = open_page(browser, f"{steward.address}/portfolio?as_of={date(2024, 12, 31)}", wide=390)
    wider = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    )
    assert wider <= 4
