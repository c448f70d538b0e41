"""T6: backups made while people save: each is sound, holds what had been acknowledged, and makes nobody wait long."""

import time
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from lib.store.backup import make_backup
from lib.store.drill import restore_drill
from lib.store.engine import Store, connect
from lib.store.opening import create_store, open_store
from lib.store.restore import take
from tests.faults.crew import start
from tests.faults.outcome import Outcome
from tests.faults.saves import Desk, counters, half_written, save, set_up, spent

WRITERS = 4
SLOW = 0.1  # seconds that 95 of 100 saves must stay under
PAUSE = 0.05  # seconds between two saves of one writer: four of them are eighty people who save every four seconds


@dataclass
class Seen:
    """What the backups and the writers found. `quiet`, `waits`: seconds of each save before and during the backups."""

    sound: int = 0
    current: int = 0
    quiet: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def backups(folder: Path, full: bool) -> list[Outcome]:
    """Backups one after another while four writers save; looked at when all of them are made."""
    rounds, seen = 40 if full else 3, Seen()
    store = create_store(f"sqlite:///{folder / 'busy.db'}")
    desks, before = set_up(store, WRITERS), counters(store)
    stop = folder / "stop"
    running = [start(_save_on, store.url, desk, f"w{number}", stop) for number, desk in enumerate(desks)]
    for _, answers in running:
        answers.recv()
    time.sleep(5 if full else 0.2)
    begun = time.time()
    made = [_one(store, folder / f"backups-{number}", seen) for number in range(rounds)]
    stop.touch()
    for process, answers in running:
        saves = answers.recv()
        seen.quiet += [seconds for at, seconds in saves if at < begun]
        seen.waits += [seconds for at, seconds in saves if at >= begun]
        process.join()
    for path, known in made:
        _look(store, path, known, before, seen)
    return [_told(rounds, seen)]


def _one(store: Store, folder: Path, seen: Seen) -> tuple[Path, set[str]]:
    """One backup, and the saves that had been acknowledged when it was begun."""
    known, begun = spent(store), time.perf_counter()
    made = make_backup(store, "test", folder).backup
    seen.seconds.append(time.perf_counter() - begun)
    return made.path, known


def _look(store: Store, path: Path, known: set[str], before: dict[str, int], seen: Seen) -> None:
    drill = restore_drill(store, path.parent)
    take(path, path.with_name("again.db"))
    copy = connect(f"sqlite:///{path.with_name('again.db')}")
    half = half_written(copy, before)
    seen.sound += drill.good and not half
    seen.current += known <= spent(copy)
    seen.wrong += [one for one in (drill.found, *half) if one]
    copy.reads.dispose()


def _told(rounds: int, seen: Seen) -> Outcome:
    slow = _most(seen.waits)
    told = (
        f"{seen.sound} sound, {seen.current} current; {len(seen.waits):,} saves meanwhile, p95 {slow * 1000:.0f} ms "
        f"({_most(seen.quiet) * 1000:.0f} ms before); a backup took {sorted(seen.seconds)[rounds // 2] * 1000:.0f} ms"
    )
    done = f"{rounds} backups while {WRITERS} writers save"
    target = f"{rounds} sound and current, p95 of a save < {SLOW * 1000:.0f} ms"
    passed = seen.sound == seen.current == rounds and slow < SLOW
    return Outcome("T6", done, target, "; ".join([told, *seen.wrong[:3]]), passed)


def _most(waits: list[float]) -> float:
    """What 95 of 100 stay under."""
    return sorted(waits)[int(len(waits) * 0.95)] if waits else 0.0


def _save_on(answers: Connection, url: str, desk: Desk, name: str, stop: Path) -> None:
    store, waits = open_store(url), list[tuple[float, float]]()
    answers.send("ready")
    for number in count():
        at, begun = time.time(), time.perf_counter()
        save(store, desk, name, number, f"{name}/{number}")
        waits.append((at, time.perf_counter() - begun))
        time.sleep(PAUSE)
        if stop.exists():
            answers.send(waits)
            return
