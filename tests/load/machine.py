"""The machine while something is measured: which share of its cores the servers, the client and strangers used."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.wire.serving import TICKS, Serving


@dataclass
class Use:
    """CPU seconds and seconds of a stretch of time; 1.0 core is one core all the time."""

    seconds: float = 0.0
    servers: float = 0.0
    client: float = 0.0
    others: float = 0.0

    def cores(self, spent: float) -> float:
        """CPU seconds as a share of one core."""
        return spent / self.seconds if self.seconds else 0.0


@contextmanager
def watched(servers: Sequence[Serving]) -> Iterator[Use]:
    """Fills in what was used between entering and leaving."""
    use, before, began = Use(), _spent(servers), time.monotonic()
    yield use
    spent = [now - then for now, then in zip(_spent(servers), before, strict=True)]
    use.seconds, use.servers, use.client = time.monotonic() - began, spent[0], spent[1]
    use.others = max(spent[2] - spent[0] - spent[1], 0.0)


def _spent(servers: Sequence[Serving]) -> tuple[float, float, float]:
    own = os.times()
    return sum(server.cpu() for server in servers), own.user + own.system, _busy()


def _busy() -> float:
    """CPU seconds of the whole machine so far: all but idle and waiting for a disk."""
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    ticks = [int(word) for word in words[:8]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS
