"""Recording in a real browser: the keys it takes, and that what is sent twice, or cut off halfway, is stored once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lib.relationship.tables import Interaction, InteractionContact, Promise
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from tests.account_page_cases import put_a_client
from tests.browser.conftest import Served, open_page, settle

pytestmark = pytest.mark.browser

MOST_KEYS = 6
Keys = list[str]


def said(store: Store) -> list[str]:
    """What the contacts on record say, oldest first."""
    talk = table_of(Interaction)
    return [row[0] for row in store.rows(select(talk.c.summary).order_by(talk.c.id))]


def promised(store: Store) -> list[str]:
    promise = table_of(Promise)
    return [row[0] for row in store.rows(select(promise.c.what).order_by(promise.c.id))]


def click(page: Page, keys: Keys, label: str) -> None:
    """A click into a field counts as a key."""
    keys.append(f"click {label}")
    page.get_by_label(label, exact=True).click()


def press(page: Page, keys: Keys, key: str) -> None:
    keys.append(key)
    page.keyboard.press(key)


def stored(page: Page, there: Callable[[], bool]) -> None:
    """Wait until the store holds it."""
    for _ in range(50):
        if there():
            settle(page)
            return
        page.wait_for_timeout(100)
    raise AssertionError("it was not stored")


def test_a_contact_with_its_next_step_takes_six_keys_and_is_stored_once_and_taken_back(
    browser: Browser, steward: Served
) -> None:
    store = open_store(steward.store_url)
    put_a_client(store)
    page = open_page(browser, f"{steward.address}/record")

    keys: Keys = []
    click(page, keys, "Account")
    page.keyboard.type("Acm")
    press(page, keys, "Enter")
    settle(page)
    click(page, keys, "In a sentence")
    page.keyboard.type("Went through the budget")
    press(page, keys, "Tab")
    page.keyboard.type("Send the offer")
    press(page, keys, "Enter")
    stored(page, lambda: "Went through the budget" in said(store))
    assert len(keys) <= MOST_KEYS, keys
    assert said(store) == ["Budget", "Went through the budget"]
    assert promised(store) == ["Send the plan", "Send the offer"]

    keys = []  # the next one, of the same client, names whom we talked to
    click(page, keys, "With whom")
    page.keyboard.type("Di")
    press(page, keys, "Enter")
    press(page, keys, "Tab")
    page.keyboard.type("Showed three drafts of the film")
    press(page, keys, "Tab")
    page.keyboard.type("Choose one")
    page.get_by_role("button", name="Log it").dblclick()
    again = page.get_by_text("Store it all the same", exact=True)
    expect(again).to_be_visible()  # Ann talked to Acme a moment ago: it is asked whether this is another one
    assert said(store) == ["Budget", "Went through the budget"]
    again.click()
    page.get_by_role("button", name="Log it").dblclick()
    stored(page, lambda: "Choose one" in promised(store))
    assert len(keys) <= MOST_KEYS - 1, keys
    assert said(store) == ["Budget", "Went through the budget", "Showed three drafts of the film"]
    assert promised(store)[2:] == ["Choose one"]
    took_part = table_of(InteractionContact)
    assert store.rows(select(took_part.c.contact_id).where(took_part.c.interaction_id == 3)) == [(2,)]

    page.get_by_label("In a sentence", exact=True).fill("Half a sent")
    page.reload()
    settle(page)
    expect(page.get_by_label("In a sentence", exact=True)).to_have_value("")
    assert len(said(store)) == 3
    page.get_by_role("tab", name="Last entries").click()
    expect(page.get_by_text("Contact logged, Acme: “Showed three drafts of the film”")).to_be_visible()
    page.get_by_role("button", name="Take back").first.dblclick()
    stored(page, lambda: len(said(store)) == 2)
    assert said(store) == ["Budget", "Went through the budget"]
    assert promised(store) == ["Send the plan", "Send the offer"]
    expect(page.get_by_test_id("stException")).to_have_count(0)
