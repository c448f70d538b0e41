"""T18: ten people for hours, who come and go, click and write: memory, the write-ahead log and errors over the time."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.load.crowd import Window, crowd, leave, meeting
from tests.load.judging import Verdict
from tests.load.machine import watched
from tests.load.stages import MB, served, visitors
from tests.wire.serving import Serving

PEOPLE, THINK = 10, 10.0
GROWTH, LOG = 50.0, 64.0  # MB: of memory after the settling, of the write-ahead log
STAY = 600.0  # seconds after which everybody closes the window and opens a new one
WHOLE = 8 * 3600.0  # seconds that the goal speaks of
SETTLED = 1 / 8  # of the whole time: what is kept has been kept by then (an hour of eight)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Look:
    """The server at one moment: seconds since the start, MB of memory and of log, clicks and errors until then."""

    at: float
    memory: float
    log: float
    clicks: int
    errors: int


def soak(firm: Path, folder: Path, seconds: float, say: Say) -> Verdict:
    """Run it and say what was seen; FAIL where a limit is broken, UNSURE where it held for less than the whole time."""
    with served(firm, folder) as servers, watched(servers) as use:
        looks = asyncio.run(_live(servers, folder / "load-1.db-wal", seconds, say))
    settled = next(look for look in looks if look.at >= seconds * SETTLED)
    grown, log = looks[-1].memory - settled.memory, max(look.log for look in looks)
    clicks, errors = looks[-1].clicks, looks[-1].errors
    good = grown < GROWTH and log < LOG and not errors
    verdict: Verdict = "FAIL" if not good else "PASS" if seconds >= WHOLE else "UNSURE"
    say(
        f"\n| T18 | {PEOPLE} people, {THINK:g} s between clicks, {seconds / 3600:.2f} h (goal 8 h) | memory "
        f"{grown:+.0f} MB after the first {seconds * SETTLED / 60:.0f} min (< {GROWTH:g}), log at most {log:.1f} MB "
        f"(< {LOG:g}), {errors} errors (0) | {clicks} clicks, {1000 * use.servers / max(clicks, 1):.0f} ms CPU each | "
        f"{verdict} |"
    )
    return verdict


async def _live(servers: Sequence[Serving], log: Path, seconds: float, say: Say) -> list[Look]:
    began, clicks, errors = time.monotonic(), 0, 0
    looks: list[Look] = []
    while (left := seconds - (time.monotonic() - began)) > 0:
        windows = await crowd(visitors(servers, PEOPLE))
        await meeting(windows, THINK, min(STAY, left, max(seconds / 16, 30.0)), seed=len(looks))
        clicks += sum(len(window.took) for window in windows)
        errors += sum(len(window.errors) for window in windows)
        await leave(windows)
        looks.append(_look(servers, log, time.monotonic() - began, clicks, errors))
        _tell(looks[-1], windows, say)
    return looks


def _look(servers: Sequence[Serving], log: Path, at: float, clicks: int, errors: int) -> Look:
    size = log.stat().st_size if log.exists() else 0
    return Look(at, sum(server.memory() for server in servers) / MB, size / MB, clicks, errors)


def _tell(look: Look, windows: Sequence[Window], say: Say) -> None:
    wrong = next((f": {window.errors[0]}" for window in windows if window.errors), "")
    say(
        f"{look.at / 60:6.1f} min  {look.memory:6.0f} MB  log {look.log:5.1f} MB  {look.clicks:6d} clicks  "
        f"{look.errors} errors{wrong}"
    )
