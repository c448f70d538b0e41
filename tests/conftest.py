"""What all tests share: a small real store, and the real input where it lies beside the repository."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.store.engine import Store, connect
from lib.store.opening import create_store, open_store

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
