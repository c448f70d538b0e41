"""T12: text that was stored to do harm, in every field of a firm, on every page in a real browser."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize

from lib.store.engine import Store
from lib.store.users import introduce
from tests.browser.conftest import Served, fresh_page, serve, settle
from tests.security.hostile_texts import PAYLOADS, put_everywhere, shown_places, wrongly_shown

pytestmark = pytest.mark.browser
FULL = os.environ.get("STEWARD_FAULTS") == "full"
PAGES = (
    "review", "record", "portfolio", "health", "account", "value", "growth", "surveys", "team", "delivery",
    "scorecard", "data",
)  # fmt: skip
# What could act or lead away: links and sources to elsewhere, scripts and frames that Steward did not put there.
LEADING_AWAY = """() => [...document.querySelectorAll(
  'a[href],img[src],iframe,object,embed,form[action],video,meta[http-equiv],base,link[href],use,svg script')]
  .map(e => [e.tagName, e.href && e.href.baseVal || e.href || e.src || e.data || e.action || e.content || e.srcdoc])
  .filter(([tag, to]) => !to || !(to.startsWith(location.origin) || /^(data:image|blob:|about:|mailto:$)/.test(to)))
  .map(pair => pair.join(' '))"""


@dataclass
class Seen:
    """What a walk through the pages saw: `foreign` requests, what `ran`, `links` that lead away, `wrong` texts."""

    foreign: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def hostile(demo_store: Store, tmp_path: Path) -> Iterator[Served]:
    """A server on the demo firm with every text of it replaced."""
    put_everywhere(demo_store)
    introduce(demo_store, f"Ann {PAYLOADS[5]}")
    served, process = serve(demo_store.url, tmp_path / "server.log")
    yield served
    process.terminate()
    process.wait(20)


def watched(browser: Browser, address: str, seen: Seen) -> Page:
    """A window that notes what leaves for another host, and what asks or says anything by itself."""
    page = fresh_page(browser, ViewportSize(width=1366, height=1000))

    def leaves(request: Request) -> None:
        if not request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            seen.foreign.append(request.url)

    page.on("request", leaves)
    page.on("dialog", lambda dialog: seen.ran.append(dialog.message))
    page.on("framenavigated", lambda frame: seen.foreign.append(frame.url) if "evil" in frame.url else None)
    return page


def look(page: Page, where: str, seen: Seen) -> None:
    """Note what stands on the page now."""
    shown = page.evaluate("document.body.textContent")
    ran = page.evaluate("window.ran")
    seen.ran += [f"{where}: {ran}"] if ran is not None else []
    seen.links += [f"{where}: {link}" for link in page.evaluate(LEADING_AWAY)]
    seen.wrong += [f"{where}: {text}" for text in wrongly_shown(shown)]
    seen.broken += [where] if page.locator("[data-testid=stException]").count() else []
    seen.texts[where] = shown_places(shown)


def walk(page: Page, address: str, seen: Seen, *, every_tab: bool) -> None:
    """Every page with every tab; not `every_tab`: the first tab of the pages with most words of people."""
    for name in PAGES if every_tab else ("review", "account", "surveys", "data"):
        page.goto(f"{address}/{name if name != 'review' else ''}")
        settle(page)
        look(page, name, seen)
        tabs = page.locator("[role=tablist]").first.locator("[role=tab]")
        for at in range(1, tabs.count()) if every_tab else ():
            tabs.nth(at).click()
            settle(page)
            look(page, f"{name}/{at}", seen)


def test_stored_text_runs_nowhere_calls_nobody_and_is_shown_as_written(browser: Browser, hostile: Served) -> None:
    seen = Seen()
    page = watched(browser, hostile.address, seen)
    walk(page, hostile.address, seen, every_tab=FULL)
    assert not seen.ran
    assert not seen.foreign
    assert not seen.links
    assert not seen.broken
    assert not seen.wrong
    assert sum(seen.texts.values()) > (300 if FULL else 100)
