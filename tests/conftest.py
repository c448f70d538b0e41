"""What all tests share: a small real store, and the real input where it lies beside the repository."""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import streamlit as st
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases, demo_firm
from tests.browser.chromium import chromium
from tests.kept_by_content import is_copy, kept_by_content
from tests.paid_once import paid_once

# No test is timed: on a busy machine any of them may take long.
hypothesis.settings.register_profile("steward", deadline=None, max_examples=20)
hypothesis.settings.load_profile("steward")

ROOT = Path(__file__).resolve().parent.parent
# Modules that take long begin with these: they go first, so that no process is left with one at the end.
DOORS = ("test_sign_in_journey", "test_deploy_nginx", "test_stored_text", "test_survey_journey")
LONG = ("test_demo", "test_pages", "test_importing", "test_health")
REAL = ROOT.parent / "shared" / "real" / "crm-sales-opportunities"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each process: a second beside it would not start."""
    yield from chromium()


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """A page under test takes the place of `__main__`; a process that a later test starts would run it anew."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_collection_finish() -> None:
    """Looking through all that was imported, again and again, is a tenth of the CPU of the pages' tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _paid_once() -> Iterator[None]:
    with paid_once(), kept_by_content():
        yield


@pytest.fixture(scope="session", autouse=True)
def charts_are_checked() -> Iterator[None]:
    """Every chart a test draws is held against the schema of charts, which the product has no time for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lib.ui.charts.CHECKED", True)
        yield


@pytest.fixture(scope="session")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty store, made once; tests work on copies."""
    return databases.template(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def url(empty_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store of this test's own."""
    address = databases.copied(empty_url, tmp_path / "steward.db")
    yield address
    databases.give_back(address)


@pytest.fixture
def store(url: str) -> Store:
    """An empty store of this test's own."""
    return open_store(url)


@pytest.fixture(scope="session")
def real_input() -> Path:
    """The folder of the real CRM export; under CI it must be there, elsewhere its tests are skipped and say why."""
    if not REAL.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the real input is missing under CI: {REAL}")
        pytest.skip("the real input is not beside this checkout (../shared/real)")
    return REAL


@pytest.fixture
def app(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the app as a browser would, on this test's store."""
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    monkeypatch.chdir(ROOT)

    def open_app(page: str | None = None, state: Mapping[str, Any] | None = None, **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for name, held in (state or {}).items():
            at.session_state[name] = held
        for name, value in query.items():
            at.query_params[name] = value
        return (at if page is None else at.switch_page(f"pages/{page}")).run()

    return open_app


@pytest.fixture
def nothing_kept() -> None:
    """As on a server that has just started: for a test that counts what is read."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def _shared_by_all_processes(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    demo_firm.shared[:] = [base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base]


@pytest.fixture(scope="session")
def demo_url() -> str:
    """The address of a small demo firm, made once; to be copied."""
    return demo_firm.demo_url(accounts=24, seed=7, until=date(2026, 10, 31))


@pytest.fixture
def demo_store(demo_url: str, url: str) -> Store:
    """The demo firm in this test's own store."""
    databases.fill(url, demo_url)
    is_copy(url, demo_url)
    return open_store(url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest first, a module's tests in one process; on a server, what only SQLite can show is skipped."""
    items.sort(key=_turn)
    for item in items:
        if config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(_process(item)))
        if databases.SERVER and (mark := item.get_closest_marker("sqlite")):
            if not mark.args:
                raise pytest.UsageError(f"{item.nodeid} is for SQLite only: write why into its mark")
            item.add_marker(pytest.mark.skip(reason=f"SQLite only: {mark.args[0]}"))


def _process(item: pytest.Item) -> str:
    """The tests of one name run in one process: they share what their module made; all journeys share a server."""
    if not item.get_closest_marker("browser"):
        return item.path.relative_to(ROOT).as_posix()
    # Two processes share the work: journeys on one server, and what starts servers of its own.
    return "doors" if item.path.stem in DOORS else "browser"


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("browser"):
        return 0
    if item.path.parent != ROOT / "tests":
        return 1
    return 2 if item.path.name.startswith(LONG) else 3
