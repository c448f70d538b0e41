"""The write gate: writers of all threads and processes take turns, fairly, from BEGIN to COMMIT."""

import os
import threading
from collections import deque
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
        self._thread, self._file = _Line(), file

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, keep it for the body."""
        with self._thread.turn():
            if self._file is None or fcntl is None:
                yield
                return
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)  # releases the lock too, and a killed process releases it by dying


class _Line:
    """Threads in the order in which they came: a plain lock goes to whoever is awake, and kept one waiting for 6 s."""

    def __init__(self) -> None:
        self._look = threading.Lock()
        self._busy, self._waiting = False, deque[threading.Event]()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._look:
            called = None if not self._busy else threading.Event()
            self._busy = True
            if called:
                self._waiting.append(called)
        try:
            if called:
                called.wait()
            yield
        finally:
            self._leave(called)

    def _leave(self, called: threading.Event | None) -> None:
        """Call the next one; somebody who gave up waiting only steps out of the line."""
        with self._look:
            if called is not None and called in self._waiting:
                self._waiting.remove(called)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False
