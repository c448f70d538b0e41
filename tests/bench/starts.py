"""First visits as sides of a goal: of a server just started, and of one that others have been to."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.clock import cpu_of
from tests.bench.firms import ROOT, BenchFailed, Firm
from tests.bench.pages import Stage, Work
from tests.bench.visits import Differs
from tests.wire.client import Visitor, open_tab

LONGEST = 120.0  # seconds a server may take to say that it is ready


@dataclass
class Started:
    """The server in use, if any, and what every first visit must show."""

    url: str
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    address: str = ""
    shown: tuple[str, ...] = ()

    def first(self) -> float:
        """Start a server as `manage.py run` does; CPU seconds it spends on its first visit."""
        self.stop()
        self._start()
        return self._visit()

    def later(self) -> float:
        """The same of somebody new at a server that somebody has been to."""
        if self.process is None:
            self.first()
        return self._visit()

    def _start(self) -> None:
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--port", str(port)], cwd=ROOT, stdout=output, stderr=output,
                env=os.environ | {"STEWARD_DATABASE_URL": self.url},
            )  # fmt: skip
        self._wait(self.process)

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and process.poll() is None:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise BenchFailed(f"The server did not start, see its words: {self.log.read_text(errors='replace')[-800:]}")

    def _visit(self) -> float:
        assert self.process is not None
        began = cpu_of(self.process.pid)
        with open_tab(Visitor(self.address)) as tab:
            spent = cpu_of(self.process.pid) - began
            told, errors = tuple(tab.words("main")), tab.errors()
        if errors or (self.shown and told != self.shown):
            raise Differs(f"A first visit shows something else: {errors or 'other words'}.")
        self.shown = told
        return spent

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _started(stage: Stage, firm: Firm) -> Started:
    if not stage.servers:
        stage.servers.append(Started(stage.store(firm).url, stage.folder / "server.log"))
    started: Started = stage.servers[0]
    return started


def first_visit(firm: Firm) -> Callable[[Stage], Work]:
    """A side: what a server just started spends on the first visit to its first page."""

    def prepared(stage: Stage) -> Work:
        servers = _started(stage, firm)
        return Work(servers.first, servers.first)

    return prepared


def later_first_visit(firm: Firm) -> Callable[[Stage], Work]:
    """A side: what it spends on the first visit of the next person."""

    def prepared(stage: Stage) -> Work:
        servers = _started(stage, firm)
        return Work(servers.later, servers.later)

    return prepared
