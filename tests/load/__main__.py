"""`python -m tests.load`: T17, many people on the weekly review, as a table; with `--soak HOURS`: T18, for hours."""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit

from tests.bench.firms import CACHE, ROOT, Firm, store_of
from tests.load.soak import soak
from tests.load.stages import Row, busy, idle

FIRM = Firm(500)
HEAD = ("T17", "goal", "seen", "reruns/s", "CPU a rerun", "memory a person", "cores used", "")


def main(words: Sequence[str] | None = None) -> int:
    """Run it; 1 where a goal is missed, not where that cannot be told."""
    asked = _asked(words)
    stores = asked.stores and asked.stores.resolve()
    os.chdir(ROOT)
    CACHE.mkdir(exist_ok=True)
    firm = store_of(FIRM, stores, say)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="load-") as folder:
        if asked.soak:
            return int(soak(firm, Path(folder), asked.soak * 3600, say) == "FAIL")
        return _load(firm, Path(folder), asked.seconds)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.load", description="Many people at once on the weekly review.")
    parser.add_argument("--seconds", type=float, default=45, help="how long each meeting is measured (45)")
    parser.add_argument("--soak", type=float, metavar="HOURS", help="ten people for so many hours instead")
    parser.add_argument("--stores", type=Path, help="a folder with demo-500x36.db instead of building it")
    return parser.parse_args(words)


def say(line: str) -> None:
    """One line to the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _load(firm: Path, folder: Path, seconds: float) -> int:
    began = time.monotonic()
    say(
        f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, Streamlit "
        f"{streamlit.__version__}; the weekly review of a firm of {FIRM.accounts} accounts. The client shares the "
        "machine with the servers.\n"
    )
    for line in (HEAD, tuple("---" for _ in HEAD)):
        say(_line(line))
    rows = [
        told(busy(firm, folder, 30, 1, 1.5, seconds)),
        told(busy(firm, folder, 60, 2, 2.5, seconds)),
        told(idle(firm, folder, 150, 1.0)),
    ]
    verdicts = [row.verdict for row in rows]
    say("\n" + "\n".join(f"{row.what}: {row.remark}" for row in rows if row.remark))
    say(f"{verdicts.count('PASS')} of {len(rows)} goals held; {time.monotonic() - began:.0f} seconds.")
    return int("FAIL" in verdicts)


def told(row: Row) -> Row:
    """Print a row of the report, and hand it back."""
    say(_line((row.what, row.goal, row.seen, row.rate, row.cost, row.memory, row.machine, row.verdict)))
    return row


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
