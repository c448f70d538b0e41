"""The three stages of T17, each on a store and servers of its own, and what they found."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.firms import copied
from tests.load.crowd import Window, crowd, leave, meeting
from tests.load.judging import Verdict, Waits, held, judged, waits
from tests.load.machine import Use, watched
from tests.wire.client import open_tab
from tests.wire.serving import Serving, launch, wait_for
from tests.wire.visitor import Visitor

MB = 1024 * 1024
THINK = 10.0  # seconds between two clicks of one person, on average
IDLE = 15.0  # seconds that people who only look are left alone


@dataclass(frozen=True)
class Row:
    """One line of the report, in words."""

    what: str
    goal: str
    seen: str
    rate: str
    cost: str
    memory: str
    machine: str
    verdict: Verdict
    remark: str = ""


@contextmanager
def served(firm: Path, folder: Path, processes: int = 1) -> Iterator[list[Serving]]:
    """Steward on a copy of the firm's store, in one process or several on the same file, with a review opened."""
    store = folder / f"load-{processes}.db"
    copied(firm, store)
    with ExitStack() as ends:
        servers = [launch(f"sqlite:///{store}", folder / f"server-{number}.log") for number in range(processes)]
        for server in servers:
            ends.callback(server.stop)
        for server in servers:
            wait_for(server)
            _prepare(server)
        yield servers


def _prepare(server: Serving) -> None:
    """What happens before a meeting: somebody says who they are and opens the review, in the first process."""
    with open_tab(Visitor(server.address)) as tab:
        tab.set("who_name", "Load test").click("FormSubmitter:who-Save")
        if any(button.key == "open_review" for button in tab.widgets("button")):
            tab.click("open_review")
        if wrong := tab.errors():
            raise RuntimeError(f"The page shows an error before anything was measured: {wrong[0]}")


def visitors(servers: Sequence[Serving], count: int) -> list[Visitor]:
    """People spread over the servers as sticky sessions spread them: each stays with one."""
    return [Visitor(servers[number % len(servers)].address) for number in range(count)]


def busy(firm: Path, folder: Path, people: int, processes: int, goal: float, seconds: float) -> Row:
    """`people` in a meeting for `seconds`: how long nineteen of twenty clicks took at most."""
    with served(firm, folder, processes) as servers:
        before = sum(server.memory() for server in servers)
        windows, use = asyncio.run(_meet(servers, people, seconds))
        memory = (sum(server.memory() for server in servers) - before) / people / MB
    clicks, lost = [click for window in windows for click in window.took], _lost(windows)
    seen = waits([took for _, took in clicks])
    return Row(
        what=f"{people} people, {THINK:g} s between clicks, {_processes(processes)}",
        goal=f"p95 < {goal:g} s, 0 lost",
        seen=_waited(seen, lost),
        rate=f"{seen.clicks / use.seconds:.1f}",
        cost=f"{1000 * use.servers / seen.clicks:.0f} ms",
        memory=f"{memory:.2f} MB",
        machine=_cores(use),
        verdict=judged(seen, goal, lost, use.cores(use.others)),
        remark=_slowest(clicks) + _first_error(windows),
    )


async def _meet(servers: Sequence[Serving], people: int, seconds: float) -> tuple[list[Window], Use]:
    windows = await crowd(visitors(servers, people))
    await meeting(windows, THINK, THINK * 1.5, seed=1)  # everybody has clicked once before it counts
    for window in windows:
        window.took.clear()
    with watched(servers) as use:
        await meeting(windows, THINK, seconds, seed=2)
    await leave(windows)
    return windows, use


def idle(firm: Path, folder: Path, people: int, goal: float) -> Row:
    """`people` who have the page open and do nothing: what each costs in memory; at last all of them click once."""
    with served(firm, folder) as servers:
        asyncio.run(_stand(servers, 5, 0.0))  # what the first visitors bring stays whoever comes
        before = servers[0].memory()
        windows, use, after = asyncio.run(_stand(servers, people, IDLE))
    each, lost = (after - before) / people / MB, _lost(windows)
    return Row(
        what=f"{people} people who only look, 1 process",
        goal=f"< {goal:g} MB each, 0 lost",
        seen=f"{each:.2f} MB each; {lost} lost",
        rate="–",
        cost="–",
        memory=f"{before / MB:.0f} MB without them",
        machine=_cores(use),
        verdict=held(each, goal, lost),
        remark=_first_error(windows),
    )


async def _stand(servers: Sequence[Serving], people: int, seconds: float) -> tuple[list[Window], Use, int]:
    windows = await crowd(visitors(servers, people))
    with watched(servers) as use:
        await asyncio.sleep(seconds)
    memory = servers[0].memory()
    await asyncio.gather(*(window.click("alive", window.screen.rerun()) for window in windows))
    await leave(windows)
    return windows, use, memory


def _waited(seen: Waits, lost: int) -> str:
    return (
        f"p50 {seen.median:.2f} s, p95 {seen.p95:.2f} s ({seen.low:.2f}–{seen.high:.2f}), max {seen.longest:.2f} s, "
        f"{seen.clicks} clicks, {lost} lost"
    )


def _slowest(clicks: Sequence[tuple[str, float]]) -> str:
    worst = sorted(clicks, key=lambda click: -click[1])[:3]
    return "Slowest: " + ", ".join(f"{what} {took:.2f} s" for what, took in worst) + ". "


def _first_error(windows: Sequence[Window]) -> str:
    return next((f"An error: {window.errors[0]}" for window in windows if window.errors), "")


def _lost(windows: Sequence[Window]) -> int:
    return sum(window.dropped or bool(window.errors) for window in windows)


def _processes(count: int) -> str:
    return "1 process" if count == 1 else f"{count} processes"


def _cores(use: Use) -> str:
    told: Sequence[tuple[str, float]] = (("Steward", use.servers), ("client", use.client), ("others", use.others))
    return ", ".join(f"{name} {use.cores(spent):.2f}" for name, spent in told)
