"""T4: the end of the WAL is torn as a power cut may tear it; the store opens and holds a prefix of what was saved."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StewardError
from lib.store.engine import Store, connect
from lib.store.opening import damage, open_store
from tests.faults.kills import close
from tests.faults.outcome import Outcome
from tests.faults.saves import Desk, counters, half_written, save, set_up, spent

HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
FRAME = FRAME_HEADER + PAGE
TARGET = "all open, whole, a prefix of history"


@dataclass(frozen=True)
class Crash:
    """The files as a crash left them after `saves` saves, of which the first `settled` were in the data file."""

    data: Path
    wal: Path
    desk: Desk
    before: dict[str, int]
    settled: int
    saves: int


def torn(empty: Path, folder: Path, cases: int) -> Outcome:
    """`cases` torn WALs, four ways in turn: of a fresh one, and of one that was begun again over old frames.

    They belong to copies of the store in `empty`, put into `folder`.
    """
    crashes = [_crash(empty, folder / "fresh.db", 4, 28), _crash(empty, folder / "again.db", 24, 20)]
    chance, wrong, kept = random.Random(7), [], []
    for case in range(cases):
        way = list(WAYS)[case % len(WAYS)]
        crash = crashes[case // len(WAYS) % 2]
        held, fault = _opened(folder / "torn.db", crash, WAYS[way], chance)
        kept.append(held - crash.settled)
        wrong += [f"{way}, case {case}: {fault}"] if fault else []
    seen = f"{cases - len(wrong)}/{cases} ({sum(kept) / len(kept):.1f} of the unsettled saves kept on average)"
    done = f"WAL {', '.join(WAYS)}: {cases} cases"
    return Outcome(
        "T4", done, TARGET, seen + "".join(f"; {one}" for one in wrong[:3]), not wrong and len(set(kept)) > 2
    )


def _crash(empty: Path, path: Path, settled: int, unsettled: int) -> Crash:
    shutil.copy(empty, path)
    store = open_store(f"sqlite:///{path}")
    [desk] = set_up(store)
    before = counters(store)
    for number in range(settled + unsettled):
        if number == settled:
            with store.writes.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(RESTART)")
        save(store, desk, "Ann", number, str(number))
    # Copied while the store is open and nobody writes: what lies on the disk at a crash.
    crash = Crash(
        path.with_suffix(".data"), path.with_suffix(".torn"), desk, before, settled, settled + unsettled
    )  # fmt: skip
    shutil.copy(path, crash.data)
    shutil.copy(f"{path}-wal", crash.wal)
    close(store)
    return crash


def _opened(
    path: Path, crash: Crash, tear: Callable[[bytearray, random.Random], None], chance: random.Random
) -> tuple[int, str]:
    """How many saves the torn store holds, and what is wrong with it in words."""
    wal = bytearray(crash.wal.read_bytes())
    tear(wal, chance)
    shutil.copy(crash.data, path)
    Path(f"{path}-wal").write_bytes(wal)
    store = connect(f"sqlite:///{path}")
    try:
        return _judged(open_store(store.url), crash)
    except (StewardError, SQLAlchemyError) as error:
        return 0, str(error)
    finally:
        close(store)
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)


def _judged(store: Store, crash: Crash) -> tuple[int, str]:
    held = {int(token) for token in spent(store)}
    faults = [*damage(store), *half_written(store, crash.before)]
    if held != set(range(len(held))) or len(held) < crash.settled:
        faults.append("what it holds is no prefix of what was saved")
    save(store, crash.desk, "Ann", 0, "afterwards")
    if "afterwards" not in spent(store):
        faults.append("it takes no new save")
    return len(held), "; ".join(faults)


def _frames(wal: bytearray) -> int:
    """How many frames belong to the present run of the WAL: those that carry the salt of its header."""
    salt = wal[16:24]
    total = (len(wal) - HEADER) // FRAME
    return next((n for n in range(total) if wal[HEADER + n * FRAME + 8 : HEADER + n * FRAME + 16] != salt), total)


def _somewhere(wal: bytearray, chance: random.Random) -> int:
    return chance.randrange(HEADER + _frames(wal) * FRAME)


def _cut(wal: bytearray, chance: random.Random) -> None:
    del wal[_somewhere(wal, chance) :]


def _zeroed(wal: bytearray, chance: random.Random) -> None:
    begin = _somewhere(wal, chance)
    wal[begin:] = bytes(len(wal) - begin)


def _garbage(wal: bytearray, chance: random.Random) -> None:
    begin = _somewhere(wal, chance)
    length = min(chance.randrange(1, 3 * FRAME), len(wal) - begin)
    wal[begin : begin + length] = chance.randbytes(length)


def _lost_page(wal: bytearray, chance: random.Random) -> None:
    """One page of a frame never reached the disk: an older frame, or nothing, is still in its place."""
    frame = chance.randrange(_frames(wal))
    begin = HEADER + frame * FRAME
    old = HEADER + chance.randrange(frame) * FRAME if frame and chance.random() < 0.5 else None
    size = FRAME if chance.random() < 0.5 else PAGE
    begin += FRAME - size
    wal[begin : begin + size] = bytes(size) if old is None else wal[old + FRAME - size : old + FRAME]


WAYS = {"cut": _cut, "zeroed": _zeroed, "garbage": _garbage, "lost page": _lost_page}
