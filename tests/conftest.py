"""What all tests share: a small real store, and the real input where it lies beside the repository."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.store.engine import Store, connect
from lib.store.opening import create_store, open_store
from tests import demo_firm

# No test is timed: on a busy machine any of them may take long.
hypothesis.settings.register_profile("steward", deadline=None, max_examples=30)
hypothesis.settings.load_profile("steward")

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "real" / "crm-sales-opportunities"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store's file, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    store = create_store(f"sqlite:///{path}")
    store.writes.dispose()
    store.reads.dispose()
    return path


@pytest.fixture
def url(empty_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store of this test's own."""
    path = tmp_path / "steward.db"
    shutil.copy(empty_file, path)
    address = f"sqlite:///{path}"
    yield address
    opened = connect(address)
    opened.writes.dispose()
    opened.reads.dispose()


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
    st.cache_data.clear()
    st.cache_resource.clear()
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


@pytest.fixture(scope="session", autouse=True)
def _shared_by_all_processes(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    demo_firm.shared[:] = [base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base]


@pytest.fixture(scope="session")
def demo_file() -> Path:
    """A small demo firm, made once; to be copied."""
    return demo_firm.demo_file(accounts=24, seed=7, until=date(2026, 10, 31))


@pytest.fixture
def demo_store(demo_file: Path, url: str) -> Store:
    """The demo firm in this test's own store."""
    shutil.copy(demo_file, url.removeprefix("sqlite:///"))
    return open_store(url)
