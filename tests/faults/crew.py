"""Processes that work at the same moment, each started clean, with what the saves need loaded once for all."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.warm"])
LONGEST = 300  # seconds that one of them may take


def together(count: int, work: Callable[..., Any], *given: Any) -> list[Any]:
    """`work(number, *given)` in `count` processes that begin at one moment; what each of them gives back."""
    gate = CONTEXT.Barrier(count)
    started = [start(_at_once, gate, work, number, *given) for number in range(count)]
    found = [answers.recv() for _, answers in started]
    for process, _ in started:
        process.join(LONGEST)
    return found


def start(work: Callable[..., None], *given: Any) -> tuple[BaseProcess, Connection]:
    """A process that runs `work(answers, *given)`, and where its answers arrive."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work, args=(theirs, *given), daemon=True)
    process.start()
    theirs.close()  # so that reading ends where the process ends
    return process, ours


def _at_once(answers: Connection, gate: Any, work: Callable[..., Any], *given: Any) -> None:
    gate.wait(LONGEST)
    answers.send(work(*given))
