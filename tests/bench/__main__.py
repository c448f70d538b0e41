"""The command `python -m tests.bench`: every goal measured and judged, printed as a table for README."""

import argparse
import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit

from lib.errors import StewardError
from tests.bench.firms import CACHE, ROOT
from tests.bench.goals import GOALS, Goal
from tests.bench.pages import APP, Stage, Work
from tests.bench.pairs import Figure, Round, Verdict, controls, costs, figure, paired_ratios, timed_rounds, verdict
from tests.bench.visits import Differs, Server

HEAD = ("", "what", "goal", "stretch", "measured (quartiles)", "pairs", "CPU of both", "A/A of both", "")
WIDTHS = (3, 60, 4, 7, 20, 5, 14, 11, 6)


def main(words: Sequence[str] | None = None) -> int:
    """Run the bench; 1 where a goal is missed, 2 where it could not be measured."""
    asked = _asked(words)
    goals = [goal for goal in GOALS if not asked.only or goal.id in asked.only]
    os.chdir(ROOT)  # where Streamlit looks for its settings
    CACHE.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="run-") as folder:
            return _bench(goals, Path(folder), asked.stores and asked.stores.resolve())
    except (StewardError, Differs) as error:
        say(f"Not measured: {error}")
        return 2


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description="Measure Steward against its goals.")
    parser.add_argument("--only", nargs="+", metavar="GOAL", choices=sorted({goal.id for goal in GOALS}))
    parser.add_argument("--stores", type=Path, help="a folder with demo-500x36.db, … instead of building them")
    return parser.parse_args(words)


def say(line: str) -> None:
    """One line to the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _bench(goals: Sequence[Goal], folder: Path, given: Path | None) -> int:
    began = time.monotonic()
    server = Server(str(APP))
    try:
        stage = Stage(server, folder, given, say)
        say("Equal results first: each page must show the same kept, after a write and read anew.")
        sides = [(goal.measured(stage), goal.base(stage)) for goal in goals]
        say(f"\n{date.today()}, Python {platform.python_version()}, Streamlit {streamlit.__version__}\n")
        for row in (HEAD, tuple("-" * width for width in WIDTHS)):
            say(_row(row))
        said = [_measured(goal, *pair) for goal, pair in zip(goals, sides, strict=True)]
    finally:
        server.close()
    judged = [one for one in said if one is not None]
    say(f"\n{judged.count('PASS')} of {len(judged)} goals held; {time.monotonic() - began:.0f} seconds.")
    return int("FAIL" in judged)


def _measured(goal: Goal, measured: Work, base: Work) -> Verdict | None:
    for side in (measured, base):
        side.settle()
    gc.collect()
    rounds = timed_rounds(measured.time, base.time, goal.rounds)
    found = figure(paired_ratios(rounds), goal.grows)
    said = _judged(goal, found, rounds)
    say(_row(_cells(goal, found, rounds, said)))
    return said


def _judged(goal: Goal, found: Figure, rounds: list[Round]) -> Verdict | None:
    if goal.least is not None:
        return "PASS" if found.value >= goal.least else "FAIL"
    return None if goal.most is None else verdict(found.value, goal.most, controls(rounds))


def _cells(goal: Goal, found: Figure, rounds: list[Round], said: Verdict | None) -> tuple[str, ...]:
    if goal.least is not None:
        worth = f"{costs(rounds)[0]:,.0f} / {costs(rounds)[1]:,.0f}"
        return (
            goal.id, goal.words, f"≥ {goal.least:g}", f"{goal.stretch:g}", f"{found.value:.4f}", "–", worth, "–",
            said or "",
        )  # fmt: skip
    digits = 1 if goal.grows is None else 2
    value, low, high = (f"{one:.{digits}f}" for one in (found.value, found.low, found.high))
    cost = [f"{1000 * seconds:.0f}" for seconds in costs(rounds)]
    return (
        goal.id, goal.words, *("–" if one is None else f"{one:g}" for one in (goal.most, goal.stretch)),
        f"{value} ({low}–{high})", str(found.pairs), f"{' / '.join(cost)} ms",
        " ".join(f"{one:.2f}" for one in controls(rounds)), said or "",
    )  # fmt: skip


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)) + " |"


if __name__ == "__main__":
    sys.exit(main())
