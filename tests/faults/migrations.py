"""T9: every released version, full of rows, is brought to today's; killed anywhere, the store is the old or the new."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from lib.store.migrating import code_revision
from lib.store.opening import damage, open_store, upgrade_store
from lib.store.soundness import contents, faults, opened
from tests import demo_firm
from tests.faults.outcome import Outcome
from tests.faults.stops import STEPS, SWAP, seconds_of, stopped_after, stopped_at_step
from tests.faults.swaps import migrate
from tests.faults.versions import lost, old_store, released


@dataclass
class Seen:
    """What the rounds found."""

    kills: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)


def migrations(folder: Path, full: bool) -> list[Outcome]:
    """Every version brought here whole, and killed on the way."""
    demo_firm.shared[:] = demo_firm.shared or [folder]  # where pytest has not filled it
    return [_all_upgraded(folder), *(killed(revision, folder, full) for revision in released())]


def _all_upgraded(folder: Path) -> Outcome:
    wrong = [f"from {revision}: {told}" for revision in released() for told in upgraded(revision, folder)]
    done = f"migration of a full store from {', '.join(released())} to {code_revision()}"
    return Outcome("T9", done, "every row and value of before is there", "; ".join(wrong) or "all there", not wrong)


def upgraded(revision: str, folder: Path) -> list[str]:
    """What is wrong after a store of `revision` was brought here; empty where all is as it should be."""
    path = _copy(revision, folder / f"whole-{revision}")
    kept = upgrade_store(f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}")
    wrong = [f"rows of {table} were lost" for table in lost(old_store(revision), path)] + damage(store)
    if kept is None or lost(old_store(revision), kept):
        wrong.append("the copy kept is not what was there")
    store.reads.dispose()
    return wrong


def killed(revision: str, folder: Path, full: bool) -> Outcome:
    """Killed at the steps of the swap; in full also at 40 moments by chance, from the last version at every step."""
    seen, place = Seen(), folder / f"killed-{revision}"
    step = 1
    every = full and revision == released()[-1]
    while stopped_at_step(step, STEPS if every else SWAP, migrate, _copy(revision, place).parent):
        _look(place, revision, seen)
        _brought_to_its_end(place, revision, seen)
        step += 1
    if full:
        chance = random.Random(9)
        longest = seconds_of(migrate, _copy(revision, place).parent)
        for _ in range(40):
            stopped_after(chance.random() * longest * 1.1, migrate, _copy(revision, place).parent)
            _look(place, revision, seen)
    told = f"{seen.kills} kills: {seen.old} old, {seen.new} new, {len(seen.wrong)} between"
    passed = not seen.wrong and seen.old > 0 and seen.new > 0
    done = f"kill -9 while migrating from {revision}"
    return Outcome("T9", done, "old or new, never between", "; ".join([told, *seen.wrong[:3]]), passed)


def _copy(revision: str, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Path(shutil.copy(old_store(revision), folder / "steward.db"))


def _look(folder: Path, revision: str, seen: Seen) -> None:
    """Whether the store is whole and of one of the two versions."""
    path = folder / "steward.db"
    seen.kills += 1
    with opened(path) as connection:
        now = contents(connection).revision
    seen.old, seen.new = seen.old + (now == revision), seen.new + (now == code_revision())
    wrong = [f"rows of {table} lost" for table in lost(old_store(revision), path)] + faults(path)
    wrong += [] if now in (revision, code_revision()) else [f"version {now}"]
    seen.wrong += [f"kill {seen.kills}: {one}" for one in wrong]


def _brought_to_its_end(folder: Path, revision: str, seen: Seen) -> None:
    """Whether what was left does not stand in the way of doing it again, and nothing of it lies about then."""
    migrate(folder)
    path = folder / "steward.db"
    wrong = [f"rows of {table} lost at last" for table in lost(old_store(revision), path)] + faults(path)
    left = {file.name for file in folder.iterdir()} - {"steward.db", "steward.db.lock", "steward.db.open"}
    wrong += [f"{name} lies about" for name in left if not name.startswith("steward.db.pre-")]
    seen.wrong += [f"after kill {seen.kills}: {one}" for one in wrong]
