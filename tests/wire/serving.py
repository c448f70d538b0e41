"""Steward's own server as a process of its own, and what it costs: CPU seconds and memory, read from outside."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LONGEST = 180.0  # seconds a server may take to start on a busy machine


@dataclass
class Serving:
    """A running server: where it answers, and its process."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.address.rsplit(":", 1)[1])

    def cpu(self) -> float:
        """CPU seconds of the process so far."""
        return cpu_of(self.process.pid)

    def memory(self) -> int:
        """Bytes of memory it holds now (resident)."""
        return memory_of(self.process.pid)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)


def cpu_of(pid: int) -> float:
    """CPU seconds of a process of this machine, its threads included."""
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICKS


def memory_of(pid: int) -> int:
    """Resident bytes of a process of this machine."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(
    store_url: str, log: Path, env: Mapping[str, str] | None = None, flags: Sequence[str] = (), port: int = 0
) -> Serving:  # fmt: skip
    """Start the app as `make run` does and wait until it answers. AssertionError: it did not, with its log's end.

    `flags`: options of Streamlit's own; then its own command starts the app, past `manage.py run`.
    """
    began = launch(store_url, log, env, flags, port)
    wait_for(began)
    return began


def launch(
    store_url: str, log: Path, env: Mapping[str, str] | None = None, flags: Sequence[str] = (), port: int = 0
) -> Serving:  # fmt: skip
    """Start it without waiting: several can start side by side."""
    port = port or free_port()
    own = ["manage.py", "run", "--port", str(port)]
    streamlits = ["-m", "streamlit", "run", "app.py", "--server.port", str(port), *flags]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *(streamlits if flags else own)], cwd=ROOT, stdout=output, stderr=output,
            env={**os.environ, "STEWARD_DATABASE_URL": store_url, **(env or {})},
        )  # fmt: skip
    return Serving(f"http://127.0.0.1:{port}", process, log)


def wait_for(serving: Serving) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and serving.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{serving.address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    serving.process.kill()
    raise AssertionError(f"the app did not start: {serving.log.read_text()[-2000:]}")
