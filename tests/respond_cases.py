"""A wave as a firm would ask it, links to it, requests to the app without a server, and a server of its own."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.applications import Starlette

from lib.respond.exchange import offer
from lib.respond.links import hash_of, new_token
from lib.respond.wave import Cuts, Link, Question, Wave

T = TypeVar("T")
EVERYBODY = Cuts()
ROOT = Path(__file__).resolve().parents[1]
ANONYMOUS = Wave("w1", "How are we doing?", "Northwind Consulting", "anonymous", date(2099, 6, 30))
ATTRIBUTED = replace(ANONYMOUS, code="w2", mode="attributed")
QUESTIONS = (
    Question(11, "How likely are you to recommend us to a colleague?", "0-10", low="not at all", high="very likely",
             may_not_apply=False),
    Question(12, "What is the main reason for your score?", "text"),
    Question(13, "How satisfied are you with the value for the price paid?", "1-5", low="very dissatisfied",
             high="very satisfied"),
    Question(14, "It was easy to work with us on the last project.", "1-7", low="strongly disagree",
             high="strongly agree"),
    Question(15, "Which describes your role best?", "choice", ("Decision maker", "Influencer", "User")),
)  # fmt: skip
FULL = {"q11": "9", "q12": "Quick and kind.", "q13": "na", "q14": "6", "q15": "1"}


def offered(path: Path, count: int = 5, wave: Wave = ANONYMOUS, cuts: Cuts | None = None) -> list[str]:
    """Offer the wave in a file and give back the tokens of its links."""
    tokens = [new_token() for _ in range(count)]
    offer(path, wave, QUESTIONS, links_of(tokens, wave, cuts or Cuts()))
    return tokens


def links_of(tokens: Sequence[str], wave: Wave = ANONYMOUS, cuts: Cuts = EVERYBODY) -> dict[str, Link]:
    """The links of tokens as they are offered; in an attributed wave each is its own handle."""
    hashes = [hash_of(token) for token in tokens]
    return {key: Link(cuts, None if wave.anonymous else key) for key in hashes}


@dataclass(frozen=True)
class Said:
    """What the app answered."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return dict(self.headers).get(name.encode(), b"").decode()


def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def ask(app: Starlette, path: str, fields: dict[str, str] | None = None) -> Said:
    """GET a path, or POST fields to it as a browser does."""
    return send(app, path, None if fields is None else urlencode(fields).encode())


def send(
    app: Starlette, path: str, body: bytes | None, content_type: str = "application/x-www-form-urlencoded",
    method: str | None = None, last: tuple[dict[str, str] | None, ...] = (),
) -> Said:  # fmt: skip
    """One request to the app, as a server would hand it over; `last`: what comes instead of the body's end, or None."""
    coming = [{"type": "http.request", "body": body or b"", "more_body": bool(last)}, *last]
    said: list[dict[str, object]] = []
    headers = [] if body is None else [(b"content-type", content_type.encode())]
    scope = {
        "type": "http", "method": method or ("GET" if body is None else "POST"), "path": path, "headers": headers,
        "query_string": b"", "root_path": "", "scheme": "http", "server": ("test", 80),
    }  # fmt: skip

    async def receive() -> dict[str, object]:
        event = coming.pop(0)
        return await asyncio.sleep(60, {}) if event is None else dict(event)

    async def tell(message: dict[str, object]) -> None:
        said.append(message)

    to_its_end(app(scope, receive, tell))  # type: ignore[arg-type]
    start, parts = said[0], b"".join(part["body"] for part in said[1:])  # type: ignore[misc]
    return Said(start["status"], tuple(start["headers"]), parts)  # type: ignore[arg-type]


@contextmanager
def served(path: Path) -> Iterator[str]:
    """A real server on a file, started as `make respond` does; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lib.respond", "--port", str(port), "--file", str(path)]
    with (path.parent / "respond.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=os.environ)
    try:
        _wait(f"http://127.0.0.1:{port}/thanks", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "the survey form did not start"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the survey form did not answer")
