"""A Steward with an empty store for every journey, on a free port, and a real Chromium; both are started once."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import insert

from lib.schema import SUBJECTS
from lib.store.opening import open_store
from lib.store.writing import COUNTERS, data_version
from tests import databases

# Three tests share two cores: what takes longer than this is broken, not slow.
expect.set_options(timeout=20_000)
ROOT = Path(__file__).resolve().parents[2]
SETTLED = """() => { const a = document.querySelector('[data-testid=stApp]');
  return a && a.dataset.testScriptState === 'notRunning' && a.dataset.testConnectionState === 'CONNECTED'
    && !(window.sentAt > window.heardAt) && !document.querySelector('[data-testid=stSkeleton]'); }"""
# Between a click and the server's first word of the run it starts, the page still says "notRunning": on a busy machine
# for longer than any fixed wait. What was said to the server last, and not answered, is therefore noted.
ANSWERED = """(() => { const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.isHeard) {
      this.isHeard = true;
      this.addEventListener('message', () => { window.heardAt = performance.now(); });
    }
    window.sentAt = performance.now();
    window.heardAt ??= 0;
    return send.call(this, data); }; })()"""


@dataclass
class Served:
    """A running Steward: where it answers, and the store it works on."""

    address: str
    store_url: str


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(store_url: str, log: Path) -> tuple[Served, subprocess.Popen[bytes]]:
    """Start the app as `make run` does and wait until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=output, env={**os.environ, "STEWARD_DATABASE_URL": store_url}
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return Served(address, store_url), process
        except OSError:
            time.sleep(0.5)
    process.kill()
    raise AssertionError(f"the app did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def running(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One Steward for all journeys of this process: starting it takes as long as a journey does."""
    folder = tmp_path_factory.mktemp("served")
    served, process = serve(databases.copied(empty_url, folder / "steward.db"), folder / "server.log")
    yield served
    process.terminate()
    process.wait(20)
    databases.give_back(served.store_url)


@pytest.fixture
def steward(request: pytest.FixtureRequest, running: Served, browser: Browser, empty_url: str) -> Iterator[Served]:
    """A running Steward whose store is empty again; the test fills the store before it looks."""
    empty_again(running.store_url, empty_url)
    yield running
    for context in browser.contexts:
        context.close()


@pytest.fixture
def just_started(url: str, tmp_path: Path) -> Iterator[Served]:
    """A Steward that nobody has opened yet, on an empty store."""
    served, process = serve(url, tmp_path / "server.log")
    yield served
    process.terminate()
    process.wait(20)


def empty_again(store_url: str, empty_url: str) -> None:
    """Empty a store under the server that has it open, as a restored backup would; nothing kept is taken for new."""
    before = data_version(open_store(store_url))
    databases.empty_in_place(store_url, empty_url)
    reached = max((count for _, count in before), default=0) + 1
    with open_store(store_url).writes.begin() as connection:
        connection.execute(insert(COUNTERS), [{"subject": name, "count": reached} for name in (*SUBJECTS, "store")])


def settle(page: Page) -> None:
    """Wait until all that was done is answered, the script has stopped and the page has not changed for a moment."""
    page.wait_for_function(SETTLED, timeout=60_000)
    before = -1
    for _ in range(120):
        size = page.evaluate("document.body.innerHTML.length")
        if size == before and page.evaluate(SETTLED):
            return
        before = size
        page.wait_for_timeout(300)
    raise AssertionError("the page never came to rest")


def fresh_page(browser: Browser, size: ViewportSize | None = None) -> Page:
    """A page in a browser context of its own that notes what the server has not answered."""
    context = browser.new_context(viewport=size or ViewportSize(width=1366, height=768))
    context.add_init_script(ANSWERED)
    return context.new_page()


def open_page(browser: Browser, address: str, wide: int = 1366) -> Page:
    """A fresh browser context on an address, come to rest."""
    page = fresh_page(browser, ViewportSize(width=wide, height=1000))
    page.goto(address)
    settle(page)
    return page
