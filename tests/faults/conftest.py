"""What the fault tests share: the file of an empty SQLite store, to be copied."""

from pathlib import Path

import pytest

from lib.store.opening import create_store
from tests.faults.kills import close


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty SQLite store, whichever database the other tests run on."""
    path = tmp_path_factory.mktemp("faults") / "empty.db"
    close(create_store(f"sqlite:///{path}"))
    return path
