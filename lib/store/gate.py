"""The write gate: writers of all threads and processes take turns, fairly, from BEGIN to COMMIT."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock; BEGIN IMMEDIATE still keeps writers apart there, less fairly
    fcntl = None  # type: ignore[assignment]


class WriteGate:
    """A lock within the process and, with a file, among processes.

    It also keeps the automatic checkpoint inside the turn: SQLite before 3.51.3 has a rare race between a
    checkpoint and a commit of another connection.
    """

    def __init__(self, file: Path | None) -> None:
        self._thread, self._file = threading.Lock(), file

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, keep it for the body."""
        with self._thread:
            if self._file is None or fcntl is None:
                yield
                return
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)  # releases the lock too, and a killed process releases it by dying
