"""A look at the store's file never makes this process lose what it saves afterwards.

Closing any handle on a file drops the locks that a process holds on it. Another program that ends then takes itself
for the last user of the store, folds the journal into the file and deletes it; what this process saves from then on
would go into a deleted file. So only SQLite may open the file of a store in use.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from lib.exporting import export
from lib.schema import tables
from lib.store.checking import checked
from lib.store.engine import Store
from lib.store.opening import open_store, upgrade_store
from tests.faults.crew import together
from tests.faults.kills import saved
from tests.faults.saves import save, set_up

LOOKS: dict[str, Callable[[Store, Path], object]] = {
    "opened again": lambda store, _: open_store(store.url),
    "upgraded": lambda store, _: upgrade_store(store.url),
    "checked": lambda store, _: checked(store, tables()),
    "exported": lambda store, folder: export(store, folder / "out", "csv"),
}


@pytest.mark.sqlite("a server has no file")
def test_what_is_saved_after_a_look_at_the_file_stays(store: Store, tmp_path: Path) -> None:
    [desk] = set_up(store)
    for look, work in LOOKS.items():
        work(store, tmp_path)
        together(1, saved, store.url, desk, [f"theirs after it was {look}"])  # another program comes and goes
        save(store, desk, "Bo", 0, f"ours after it was {look}")
    [there] = together(1, saved, store.url, desk, [])
    assert [look for look in LOOKS if f"ours after it was {look}" not in there] == []
    assert len(there) == 2 * len(LOOKS)
