"""The command `python -m tests.bench.peers`: C1, the portfolio in Dash and in Panel beside Steward's own."""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lib.book.queries import newest_fact
from lib.errors import StewardError
from lib.store.opening import open_store
from tests.bench.__main__ import judged_at_looks
from tests.bench.clock import cpu_of
from tests.bench.firms import CACHE, ROOT, BenchFailed, copied, store_of
from tests.bench.goals import SMALL, Goal
from tests.bench.pages import Work
from tests.bench.pairs import LOOKS
from tests.bench.peers.asking import DashPage, Shown, StewardPage, open_panel
from tests.bench.telling import Judged, circumstances, head, row, say, summary, write_table
from tests.bench.visits import Differs
from tests.wire.client import Visitor, open_tab
from tests.wire.serving import free_port, serve

PEERS = ("dash", "panel")
SECTORS = ("Retail", "All sectors")
TABLE = CACHE / "peers.md"
LONGEST = 120.0  # seconds a server may take to start


class Page(Protocol):
    """A page that can be asked for a sector."""

    def choose(self, sector: str) -> None:
        """Choose it and wait for the end of the answer."""

    def shown(self) -> Shown:
        """What it shows now."""


@dataclass(frozen=True)
class Served:
    """A page and the process that serves it."""

    name: str
    page: Page
    pid: int

    def shown(self) -> dict[str, Shown]:
        """What it shows of each sector."""
        found = {}
        for sector in SECTORS:
            self.page.choose(sector)
            found[sector] = self.page.shown()
        return found

    def time(self) -> float:
        """CPU seconds of the server for one change, the mean of there and back."""
        began = cpu_of(self.pid)
        for sector in SECTORS:
            self.page.choose(sector)
        return (cpu_of(self.pid) - began) / len(SECTORS)


def main() -> int:
    """Measure; 1 where a goal is missed, 2 where it could not be measured."""
    os.chdir(ROOT)
    CACHE.mkdir(exist_ok=True)
    try:
        pythons = {name: _environment(name) for name in PEERS}
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="peers-") as folder, ExitStack() as stack:
            return _measured(Path(folder), pythons, stack)
    except (StewardError, Differs, OSError) as error:
        say(f"Not measured: {error}")
        return 2


def _environment(name: str) -> Path:
    """The Python of a peer's own environment, made where it is missing or pinned otherwise."""
    pins = Path(__file__).parent / name / "requirements.txt"
    folder = CACHE / f"peer-{name}"
    mark, wanted = folder / "pins", hashlib.sha256(pins.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not (mark.is_file() and mark.read_text() == wanted):
        say(f"Making an environment for {name.capitalize()} in {CACHE.name}/, once ...")
        venv.create(folder, clear=True, with_pip=True)
        words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(pins)]
        if subprocess.run([python, *words], check=False).returncode:
            raise BenchFailed(f"The environment for {name.capitalize()} could not be made, see above.")
        mark.write_text(wanted)
    return python


def _measured(folder: Path, pythons: Mapping[str, Path], stack: ExitStack) -> int:
    began = time.monotonic()
    path = folder / "firm.db"
    copied(store_of(SMALL, None, say), path)
    url = f"sqlite:///{path}"
    day = newest_fact(open_store(url))
    ours = stack.enter_context(_steward(url, folder, f"as_of={day}"))
    peers = [
        stack.enter_context(_peer(name, python, folder, {"STEWARD_DATABASE_URL": url, "PEER_AS_OF": str(day)}, kept))
        for name, python in pythons.items()
        for kept in (False, True)
    ]
    _refuse_another(ours, peers)
    say("\n".join(["", circumstances(), "", *head()]))
    judged = [_judged(ours, peer) for peer in peers]
    seconds = time.monotonic() - began
    say(f"\n{summary(judged, seconds)}")
    write_table(TABLE, judged, seconds)
    say(f"The table for README is in {TABLE.relative_to(ROOT)}.")
    return int("FAIL" in [one.said for one in judged])


def _refuse_another(ours: Served, peers: list[Served]) -> None:
    say("Equal results first: figures, table and chart of each page must be Steward's.")
    expected = ours.shown()
    for peer in peers:
        found = peer.shown()
        for sector in SECTORS:
            for part, wanted in expected[sector].items():
                if found[sector][part] != wanted:
                    raise Differs(f"{peer.name} shows other {part} for {sector}: {_first(found[sector][part], wanted)}")


def _first(found: object, wanted: object) -> str:
    if isinstance(found, list) and isinstance(wanted, list):
        for one, other in zip(found, wanted, strict=False):
            if one != other:
                return f"{one} instead of {other}"
        return f"{len(found)} instead of {len(wanted)}"
    return f"{found} instead of {wanted}"


def _judged(ours: Served, peer: Served) -> Judged:
    kept = peer.name.endswith("kept")
    most, stretch = (None, None) if kept else (0.6, 0.4)
    goal = Goal("C1", f"another sector: Steward / {peer.name}", _never, _never, most, stretch, looks=LOOKS)
    found = judged_at_looks(goal, Work(ours.time, ours.time), Work(peer.time, peer.time))
    say(row(found.cells))
    return found


def _never(_stage: object) -> Work:
    raise NotImplementedError("the sides of this goal are pages in servers of their own")


@contextmanager
def _steward(url: str, folder: Path, query: str) -> Iterator[Served]:
    serving = serve(url, folder / "steward.log")
    try:
        with open_tab(Visitor(serving.address), "portfolio", query) as tab:
            yield Served("Steward", StewardPage(tab), serving.process.pid)
    finally:
        serving.stop()


@contextmanager
def _peer(name: str, python: Path, folder: Path, env: dict[str, str], kept: bool) -> Iterator[Served]:
    port = free_port()
    more = env | {"PYTHONPATH": str(ROOT)} | ({"PEER_KEEPS": "yes"} if kept else {})
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [python, "-m", f"tests.bench.peers.{name}.app", str(port)],
            cwd=ROOT, env=os.environ | more, stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    words = f"{name.capitalize()}, {'results kept' if kept else 'as taught'}"
    try:
        _wait(process, address, folder / f"{name}.log")
        page: Page = DashPage(address) if name == "dash" else open_panel(address)
        yield Served(words, page, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise BenchFailed(f"The page did not start, see its words: {log.read_text(errors='replace')[-600:]}")


if __name__ == "__main__":
    sys.exit(main())
