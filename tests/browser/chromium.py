"""The Chromium that the tests drive: one for each process of a test run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.finding import NoBrowser, find_browser, install_browser

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> Iterator[Browser]:
    """A Chromium; without one these tests fail and say how to give one."""
    try:
        path = find_browser() or install_browser()
    except NoBrowser as missing:
        pytest.fail(str(missing))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield started
        started.close()
