"""What a server prints for its log, left out where it cannot be written: a full disk for logs must stop nobody."""

import io
import sys
from typing import Any


class _Log(io.FileIO):
    """The place where a log goes, which takes everything and keeps what there is room for."""

    def write(self, content: Any) -> int:
        try:
            return super().write(content) or 0
        except OSError:
            return memoryview(content).nbytes


def keep_printing() -> None:
    """From now on a print, or an error's trace, that cannot be written raises nothing."""
    sys.stdout, sys.stderr = _unfailing(1), _unfailing(2)


def _unfailing(handle: int) -> io.TextIOWrapper:
    output = io.BufferedWriter(_Log(handle, "w", closefd=False))
    return io.TextIOWrapper(output, encoding="utf-8", errors="backslashreplace", line_buffering=True)
