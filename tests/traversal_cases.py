"""Requests for files outside what the server gives out: every way to write "one folder up", on every kind of route."""

import os
from collections.abc import Iterator

from tests.signin_cases import SECRET
from tests.wire.visitor import Visitor

UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "..%c0%af", "%c0%ae%c0%ae/", "....//",
    "..;/", "%uff0e%uff0e/", "..%00/", "%2f../",
)  # fmt: skip
ROUTES = (
    "/", "/static/", "/media/", "/app/static/", "/component/streamlit.x/", "/_stcore/", "/_stcore/upload_file/",
    "/_stcore/bidi-components/x/",
)  # fmt: skip
FILES = ("app.py", ".streamlit/config.toml", ".streamlit/secrets.toml", "firm.db", "etc/passwd", "requirements.txt")
DEPTHS = (1, 3, 6, 10)
# What stands in these files and in no answer.
MARKS = (SECRET.encode(), b"SQLite format 3", b"root:x:0", b"Steward's entry", b"allowedHosts =", b"streamlit==")


def full() -> bool:
    """Whether everything is asked for: STEWARD_FAULTS=full; else a part of it."""
    return os.environ.get("STEWARD_FAULTS") == "full"


def paths() -> Iterator[str]:
    """2,688 paths in full, else 112."""
    files, depths = (FILES, DEPTHS) if full() else (FILES[:1], DEPTHS[1:2])
    yield from (f"{route}{up * depth}{file}" for route in ROUTES for up in UP for file in files for depth in depths)


def leaks(visitor: Visitor) -> tuple[int, list[str]]:
    """How many were asked, and those whose answer holds something of a file."""
    asked, found = 0, []
    for path in paths():
        asked += 1
        if any(mark in visitor.get(path).body for mark in MARKS):
            found.append(path)
    return asked, found
