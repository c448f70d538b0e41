"""From one overfull desk to applied moves and back, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from lib.periods import today
from lib.store.base import table_of
from lib.store.opening import open_store
from lib.store.users import introduce
from lib.team.tables import AllocationRun, Booking
from tests.browser.conftest import Served, open_page, settle
from tests.reallocation_cases import JON, put_team

pytestmark = pytest.mark.browser

BOOKING, RUN = table_of(Booking), table_of(AllocationRun)
HELD = select(BOOKING.c.person_id, BOOKING.c.account_id, BOOKING.c.starts_on, BOOKING.c.ends_before).order_by(
    BOOKING.c.id
)


def test_moves_are_suggested_applied_once_and_undone(browser: Browser, steward: Served) -> None:
    store = open_store(steward.store_url)
    put_team(store)
    introduce(store, "Ann Berg")
    before = store.rows(HELD)
    page = open_page(browser, f"{steward.address}/team?as_of={today()}")
    page.get_by_role("tab", name="Suggest").click()
    settle(page)
    page.get_by_role("button", name="Suggest moves").click()
    expect(page.get_by_text("Proved best").first).to_be_visible(timeout=60_000)
    settle(page)

    page.get_by_role("textbox", name="Reason").fill("Mara is full")
    page.get_by_test_id("stFormSubmitButton").filter(has_text="Apply").locator("button").dblclick()
    expect(page.get_by_text("Applied: the bookings are changed").first).to_be_visible()
    settle(page)
    assert len(store.rows(select(RUN.c.id))) == 1
    moved = [row for row in store.rows(HELD) if row.person_id == JON]
    assert moved, "Jon has work now"
    assert all(row.starts_on > today() for row in moved)

    table = page.locator("[data-testid=stDataFrame]").last
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 15, "y": 55})
    settle(page)
    page.get_by_role("button", name="Undo").first.click()
    settle(page)
    expect(page.get_by_text("It was undone").first).to_be_visible()
    assert store.rows(HELD) == before
