"""T3: writers are killed (SIGKILL) in the middle of saving; what was acknowledged is there, and nothing is half."""

import random
import shutil
import time
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from lib.store.engine import Store
from lib.store.opening import damage, open_store
from tests.faults.crew import start
from tests.faults.outcome import Outcome
from tests.faults.saves import Desk, counters, half_written, save, set_up, spent

WRITERS = 2
ROUNDS_A_STORE = 20  # then a new one, so that looking at all of it stays quick


@dataclass
class Seen:
    """What the rounds found. `mid_save`: kills that came between the begin and the end of a save."""

    rounds: int = 0
    kills: int = 0
    mid_save: int = 0
    hot: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def killed(empty: Path, folder: Path, rounds: int) -> Outcome:
    """`rounds` times: two writers save as fast as they can and are killed at moments that chance chooses.

    They work on copies of the store in `empty`, put into `folder`.
    """
    seen, chance = Seen(), random.Random(7)
    while seen.rounds < rounds:
        path = Path(shutil.copy(empty, folder / f"{seen.rounds}.db"))
        _one_store(path, min(ROUNDS_A_STORE, rounds - seen.rounds), seen, chance)
    told = (
        f"{seen.kills} kills ({seen.mid_save} inside a save, {seen.hot} rounds left a WAL to recover), "
        f"{seen.acknowledged:,} acknowledged, {seen.lost} lost, {len(seen.half)} half-written, "
        f"integrity {seen.rounds - len(seen.damaged)}/{seen.rounds}"
    )
    wrong = [*seen.half, *seen.damaged]
    passed = not seen.lost and not wrong and seen.mid_save > 0 and seen.acknowledged > 0
    target = f"0 acknowledged lost, 0 half-written, integrity {rounds}/{rounds}"
    return Outcome(
        "T3", f"kill -9 while saving, {rounds} rounds", target, told + "".join(f"; {w}" for w in wrong), passed
    )


def _one_store(path: Path, rounds: int, seen: Seen, chance: random.Random) -> None:
    url = f"sqlite:///{path}"
    store = open_store(url)
    desks, before = set_up(store, WRITERS), counters(store)
    acknowledged: set[str] = set()
    for turn in range(rounds):
        close(store)  # nobody else may keep the WAL alive: what is found next is what the killed ones left
        acknowledged |= _round(url, desks, turn, seen, chance)
        seen.hot += path.with_name(path.name + "-wal").exists()
        open_store(url)
        seen.lost += len(acknowledged - spent(store))
        seen.half += half_written(store, before)
        seen.damaged += damage(store)
        seen.rounds += 1
    seen.acknowledged += len(acknowledged)
    close(store)


def close(store: Store) -> None:
    """Close every connection of this process to the store."""
    store.writes.dispose()
    store.reads.dispose()


def _round(url: str, desks: list[Desk], turn: int, seen: Seen, chance: random.Random) -> set[str]:
    running = [start(_save_on, url, desk, f"{turn}/{number}") for number, desk in enumerate(desks)]
    for _, answers in running:
        answers.recv_bytes()  # it has opened the store
    told: set[str] = set()
    for process, answers in running:
        begun, done = _heard(answers, chance.randrange(1, 10))
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.join()
        rest = _heard(answers, None)
        begun, done = begun | rest[0], done | rest[1]
        seen.kills += 1
        seen.mid_save += len(begun) > len(done)
        told |= done
    return told


def _heard(answers: Connection, words: int | None) -> tuple[set[str], set[str]]:
    """The saves that were announced and those that were acknowledged, in the next `words`, or all to the end."""
    begun, done = set[str](), set[str]()
    try:
        for _ in count() if words is None else range(words):
            word = answers.recv_bytes().decode()
            (begun if word[0] == "+" else done).add(word[1:])
    except (EOFError, OSError):  # the end, or a word that was cut off
        pass
    return begun, done


def _save_on(answers: Connection, url: str, desk: Desk, name: str) -> None:
    """Save until killed; each save is announced, and acknowledged where the action came back."""
    store = open_store(url)
    answers.send_bytes(b"ready")
    for number in count():
        token = f"{name}/{number}"
        answers.send_bytes(f"+{token}".encode())
        save(store, desk, name, number, token)
        answers.send_bytes(f"={token}".encode())


def saved(number: int, url: str, desk: Desk, tokens: list[str]) -> list[str]:
    """Save under each of `tokens` and end in peace; the tokens of all saves that the store holds then."""
    store = open_store(url)
    for token in tokens:
        save(store, desk, "Ann", number, token)
    return sorted(spent(store))
