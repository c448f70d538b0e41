"""T1: many processes, and many threads, read, change and write one record at the same time."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StewardError
from lib.relationship.onboarding_actions import tick_step
from lib.relationship.tables import OnboardingStep
from lib.store.chain import verify
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.writing import LOG, TOKENS
from tests.faults.crew import together
from tests.faults.outcome import Outcome
from tests.faults.saves import counters, form, set_up

TARGET = "0 lost, 0 errors, worst wait < 2 s"
LONGEST_WAIT = 2.0
FIRST_DAY = date(1990, 1, 1)


@dataclass
class Worked:
    """What one writer saw: how long each save took (seconds), and what went wrong in words."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def processes(url: str, count: int, saves: int) -> Outcome:
    """`count` processes save the same record `saves` times each. `url`: an empty store."""
    store = open_store(url)
    [desk] = set_up(store)
    before = counters(store)
    worked = together(count, work, url, desk.step_id, saves)
    return _judged(store, desk.step_id, before, f"{count} processes × {saves} saves of one record", worked)


def threads(url: str, count: int, saves: int) -> Outcome:
    """The same with `count` threads of this process."""
    store = open_store(url)
    [desk] = set_up(store)
    before, worked = counters(store), [Worked() for _ in range(count)]
    gate = threading.Barrier(count)

    def one(number: int) -> None:
        gate.wait()
        worked[number] = work(number, url, desk.step_id, saves)

    running = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return _judged(store, desk.step_id, before, f"{count} threads × {saves} saves of one record", worked)


def work(number: int, url: str, step_id: int, saves: int) -> Worked:
    """One writer: reads the record and writes another day into it, in one transaction, each day written once."""
    store, seen = open_store(url), Worked()
    for turn in range(saves):
        day, began = FIRST_DAY + timedelta(number * saves + turn), time.perf_counter()
        try:
            tick_step(store, f"Writer {number}", step_id, day, f"{number}/{turn}")
        except (StewardError, SQLAlchemyError, OSError) as error:
            seen.errors.append(str(error))
        seen.waits.append(time.perf_counter() - began)
    return seen


def _judged(store: Store, step_id: int, before: dict[str, int], done: str, worked: Sequence[Worked]) -> Outcome:
    errors = [error for one in worked for error in one.errors]
    waits = sorted(wait for one in worked for wait in one.waits)
    kept = len(waits) - len(errors)
    lost = lost_changes(store, step_id, before["relationship"], kept)
    with store.read() as connection:
        errors += verify(connection)
    seen = f"{kept:,} kept, {lost} lost, {len(errors)} errors, worst wait {waits[-1]:.2f} s, median {_middle(waits)}"
    passed = lost == 0 and not errors and waits[-1] < LONGEST_WAIT
    return Outcome("T1", done, TARGET, seen + (f" ({errors[0]})" if errors else ""), passed)


def lost_changes(store: Store, step_id: int, counted_before: int, kept: int) -> int:
    """How many of `kept` changes version, change log, counter or tokens do not know, or were written over unread."""
    version = int(form(store, OnboardingStep, step_id)["version"])
    lines = store.rows(select(LOG.c.old, LOG.c.new).where(LOG.c.action == "tick onboarding step").order_by(LOG.c.id))
    unread = sum(later.old != earlier.new for earlier, later in pairwise(lines))
    tokens = store.rows(select(TOKENS.c.token).where(TOKENS.c.action == "tick onboarding step"))
    counted = counters(store)["relationship"] - counted_before
    known: tuple[int, ...] = (version - 1, len(lines), counted, len(tokens))
    return int(unread) + sum(abs(kept - seen) for seen in known)


def _middle(waits: Sequence[float]) -> str:
    return f"{waits[len(waits) // 2] * 1000:.0f} ms"
