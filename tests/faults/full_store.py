"""T5, first half: the disk of the store is full, for its journal, its data file, at a start."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StewardError
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from tests.faults.crew import together
from tests.faults.kills import close
from tests.faults.saves import Desk, counters, half_written, save, set_up, spent
from tests.faults.small_disk import Place

ENOUGH = ("room", "full", "space", "too large")  # one of these tells what is wrong


def opened(empty: Path, folder: Path) -> tuple[Store, Desk, dict[str, int]]:
    path = shutil.copy(empty, folder / "steward.db")
    store = open_store(f"sqlite:///{path}")
    [desk] = set_up(store)
    return store, desk, counters(store)


def full_wal(empty: Path, _: Path, place: Place) -> tuple[str, list[str]]:
    """The journal cannot grow."""
    store, desk, before = opened(empty, place.folder)
    return _saved(store, desk, before, place, 200_000)


def full_data_file(empty: Path, _: Path, place: Place) -> tuple[str, list[str]]:
    """The journal has room that it had before, and the data file cannot take in what it holds."""
    store, desk, before = opened(empty, place.folder)
    _long_journal(store, desk)
    return _saved(store, desk, before, place)


def _long_journal(store: Store, desk: Desk) -> None:
    """Write until the journal was folded in once and begins anew over its old length."""
    path = Path(f"{store.path}-wal")
    number, size = 0, -1
    while path.stat().st_size != size or size < 2_000_000:
        size = path.stat().st_size
        for _ in range(8):
            save(store, desk, "Ann", 0, f"before {number} {'x' * 60_000}")
            number += 1


def _saved(store: Store, desk: Desk, before: dict[str, int], place: Place, spare: int = 0) -> tuple[str, list[str]]:
    acknowledged, faults, refused = spent(store), list[str](), list[str]()
    with place.full(spare):
        for number in range(2000):
            token = f"{number}-{'y' * 20_000 if number % 4 == 0 else ''}"
            told = sentence(partial(save, store, desk, "Ann", number, token))
            if told is None:
                acknowledged.add(token)
                continue
            refused.append(told)
            faults += unclear(told)
            if len(refused) == 3:
                break
        faults += reads(store, acknowledged)
    close(store)  # the last to go folds the journal in
    open_store(store.url)
    faults += [] if spent(store) == acknowledged else ["what is stored is not what was acknowledged"]
    for number in range(4):
        save(store, desk, "Ann", number, f"afterwards {number}")
    faults += [*half_written(store, before), *damage(store)]
    faults += [] if refused else ["it was never full"]
    close(store)
    return (
        f"{len(acknowledged)} acknowledged and kept, {len(refused)} refused: “{refused[0] if refused else ''}”",
        faults,
    )


def sentence(act: Callable[[], object]) -> str | None:
    """What a person is told; None where it went well; what no page would show as a sentence is marked."""
    try:
        act()
    except StewardError as told:
        return str(told)
    except (SQLAlchemyError, OSError) as raw:
        return f"no sentence: {type(raw).__name__}: {raw}"[:200]
    return None


def unclear(told: str) -> list[str]:
    clear = any(word in told for word in ENOUGH) and not told.startswith("no sentence")
    return [] if clear else [f"no clear sentence ({told})"]


def reads(store: Store, acknowledged: set[str]) -> list[str]:
    """Reading goes on here and in a process that begins now."""
    faults = [] if spent(store) == acknowledged else ["this process reads something else than was acknowledged"]
    if together(1, _count, store.url) != [len(acknowledged)]:
        faults.append("another process reads something else than was acknowledged")
    return faults


def _count(_: int, url: str) -> int | str:
    try:
        return len(spent(open_store(url)))
    except (StewardError, SQLAlchemyError, OSError) as error:
        return str(error)


def full_start(empty: Path, _: Path, place: Place) -> tuple[str, list[str]]:
    """Steward is started on a full disk."""
    store, desk, _before = opened(empty, place.folder)
    save(store, desk, "Ann", 0, "one")
    close(store)
    with place.full():
        [told] = together(1, _count, store.url)
    faults = [] if told == 1 else unclear(str(told))
    faults += [] if together(1, _count, store.url) == [1] else ["with room it does not start"]
    return f"“{told}”" if isinstance(told, str) else "starts and reads", faults
