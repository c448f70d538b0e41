"""From a suggestion to an opportunity on the board, in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.store.base import table_of
from lib.store.opening import open_store
from lib.store.users import introduce
from tests.browser.conftest import Served, open_page, settle
from tests.facts import put
from tests.upsell_cases import CARE, READY, TODAY, put_gated_firm

pytestmark = pytest.mark.browser

OPPORTUNITY, ENTERED = table_of(Opportunity), table_of(OpportunityStage)


def choose_first_conversation(page: Page) -> None:
    """Tick the first row; the table is a canvas, so by place."""
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 15, "y": 70})
    settle(page)


def test_a_suggestion_becomes_an_opportunity_and_moves_on_the_board(browser: Browser, steward: Served) -> None:
    store = open_store(steward.store_url)
    put_gated_firm(store)
    put(store, Stage(id=4, name="Proposal", position=2))
    introduce(store, "Ann Berg")
    page = open_page(browser, f"{steward.address}/growth?as_of={TODAY}")
    expect(page.get_by_text("1 conversation")).to_be_visible()
    choose_first_conversation(page)
    expect(page.get_by_text("Right to ask: “Leads” confirmed")).to_be_visible()

    page.get_by_test_id("stFormSubmitButton").filter(has_text="Make it an opportunity").locator("button").dblclick()
    settle(page)
    made = store.rows(select(OPPORTUNITY).where(OPPORTUNITY.c.account_id == READY))
    assert [(deal.service_id, deal.next_step_on) for deal in made] == [(CARE, date(2026, 11, 24))]
    expect(page.get_by_text("No conversation can be had now").first).to_be_visible()

    number = made[0].id
    move = page.locator(f".st-key-board_move_{number} button")
    move.evaluate("button => button.scrollIntoView({block: 'center'})")  # its box opens below it
    move.click()
    settle(page)
    page.locator(f"[class*=st-key-board_to_{number}_] input").click()
    page.get_by_role("option", name="Proposal").click()
    settle(page)
    moved = store.rows(select(OPPORTUNITY.c.stage_id).where(OPPORTUNITY.c.id == number))
    assert moved[0].stage_id == 4
    assert len(store.rows(select(ENTERED).where(ENTERED.c.opportunity_id == number))) == 2
    expect(page.get_by_text("Proposal · 1")).to_be_visible()
