"""Killing work on a store's file at every step it takes among files, and at moments that chance chooses."""

import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.faults.crew import start

SWAP = ("os.link", "os.rename")  # the steps at which one file takes another's place
STEPS = (*SWAP, "os.remove", "os.chown", "open", "sqlite3.connect", "sqlite3.connect/handle")


def stopped_at_step(number: int, steps: tuple[str, ...], work: Callable[..., object], *given: Any) -> bool:
    """Run `work` in a process that kills itself just before its step `number` among files; False: it had no such step.

    The first of `given` is the folder whose files count.
    """
    process, answers = start(_until_step, number, steps, work, *given)
    return _ended(process, answers) != "done"


def stopped_after(seconds: float, work: Callable[..., object], *given: Any) -> bool:
    """Run `work` in a process that is killed after some time; False: it came to its end before."""
    process, answers = start(_to_the_end, work, *given)
    answers.recv()
    time.sleep(seconds)
    process.kill()
    return _ended(process, answers) != "done"


def seconds_of(work: Callable[..., object], *given: Any) -> float:
    """How long `work` takes when nobody stops it."""
    process, answers = start(_to_the_end, work, *given)
    answers.recv()
    begun = time.perf_counter()
    assert _ended(process, answers) == "done"
    return time.perf_counter() - begun


def _ended(process: Any, answers: Connection) -> str:
    try:
        said = str(answers.recv())
    except (EOFError, OSError):
        said = "killed"
    process.join()
    assert said == "done" or process.exitcode == -signal.SIGKILL, said
    return said


def _to_the_end(answers: Connection, work: Callable[..., object], *given: Any) -> None:
    answers.send("ready")
    answers.send(_tried(work, *given))


def _tried(work: Callable[..., object], *given: Any) -> str:
    try:
        work(*given)
    except Exception as error:  # noqa: BLE001 (told to the test, which fails with it)
        return repr(error)
    return "done"


def _until_step(
    answers: Connection, number: int, steps: tuple[str, ...], work: Callable[..., object], folder: Path, *given: Any
) -> None:
    seen, before = 0, ""

    def hook(name: str, about: tuple[Any, ...]) -> None:
        nonlocal seen, before
        if name not in STEPS or not any(str(folder) in str(one) for one in about):
            return
        seen += name in steps or before == "os.rename"  # what comes after the swap counts too
        before = name
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    answers.send(_tried(work, folder, *given))
