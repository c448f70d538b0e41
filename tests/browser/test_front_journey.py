"""The pages in a real browser behind nginx: what its Content-Security-Policy forbids, no page needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect, sync_playwright

from lib.store.opening import open_store
from tests import databases
from tests.browser.conftest import FLAGS, settle
from tests.browser.finding import find_browser
from tests.proxy_cases import COOKIE, HOST, ORIGIN, Front, behind_proxy, front
from tests.signin_cases import launch, let_in
from tests.wire.serving import free_port, wait_for

pytestmark = pytest.mark.browser
PAGES = ("Account health", "Team allocation")


@pytest.fixture
def nginx(tmp_path: Path, demo_url: str) -> Iterator[Front]:
    url = databases.copied(demo_url, tmp_path / "firm.db")
    let_in(open_store(url))
    served = launch(tmp_path, url, free_port(), behind_proxy())
    with front(tmp_path, [served.port]) as started:
        wait_for(served)
        yield started
    served.stop()
    databases.give_back(url)


def opened(chromium: BrowserType, nginx: Front, complaints: list[str]) -> Page:
    flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{nginx.port}"]
    context = chromium.launch(executable_path=str(find_browser()), args=flags).new_context(ignore_https_errors=True)
    context.add_cookies([{"name": COOKIE, "value": "lena", "url": ORIGIN}])
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: None if asked.url.startswith(ORIGIN) else complaints.append(asked.url[:80]))
    return page


def test_every_page_with_charts_works_under_the_policy_of_nginx(nginx: Front) -> None:
    complaints: list[str] = []
    with sync_playwright() as playwright:
        page = opened(playwright.chromium, nginx, complaints)
        page.goto(ORIGIN)
        settle(page)
        for title in PAGES:
            page.get_by_test_id("stSidebarNav").get_by_text(title, exact=True).click()
            expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
            settle(page)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        cookies = {one["name"]: one for one in page.context.cookies()}
        page.context.browser.close()  # type: ignore[union-attr]
    assert complaints == []
    assert cookies["_streamlit_xsrf"]["secure"]
