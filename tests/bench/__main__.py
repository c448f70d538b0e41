"""The command `python -m tests.bench`: every goal measured and judged, printed, and kept as a table for README."""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from lib.errors import StewardError
from tests.bench.firms import CACHE, ROOT, Firm, store_of
from tests.bench.goals import GOALS, LARGE, OLD, SMALL, YOUNG, Goal
from tests.bench.pages import APP, Stage, Work
from tests.bench.pairs import Figure, Round, Verdict, controls, figure, paired_ratios, timed_rounds, verdict
from tests.bench.telling import Judged, circumstances, head, row, say, summary, write_table
from tests.bench.visits import Differs, Server

FIRMS = (SMALL, LARGE, YOUNG, OLD)
TABLE = CACHE / "bench.md"


def main(words: Sequence[str] | None = None) -> int:
    """Run the bench; 1 where a goal is missed, 2 where it could not be measured."""
    asked = _asked(words)
    goals = [goal for goal in GOALS if not asked.only or goal.id in asked.only]
    os.chdir(ROOT)  # where Streamlit looks for its settings
    CACHE.mkdir(exist_ok=True)
    given = asked.stores and asked.stores.resolve()
    try:
        if not asked.only:
            _built(FIRMS, given)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="run-") as folder:
            return _bench(goals, Path(folder), given, None if asked.only else TABLE)
    except (StewardError, Differs, OSError) as error:
        say(f"Not measured: {error}")
        return 2


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description="Measure Steward against its goals.")
    parser.add_argument("--only", nargs="+", metavar="GOAL", choices=sorted({goal.id for goal in GOALS}))
    parser.add_argument("--stores", type=Path, help="a folder with demo-500x36.db, … instead of building them")
    return parser.parse_args(words)


def _built(firms: Sequence[Firm], given: Path | None) -> None:
    for firm in firms:
        store_of(firm, given, say)


def _bench(goals: Sequence[Goal], folder: Path, given: Path | None, table: Path | None) -> int:
    began = time.monotonic()
    server = Server(str(APP))
    stage = Stage(server, folder, given, say)
    try:
        say("Equal results first: what is timed must show, read or leave the same as what it is held against.")
        sides = [(goal.measured(stage), goal.base(stage)) for goal in goals]
        say("\n".join(["", circumstances(), "", *head()]))
        judged = []
        for goal, (measured, base) in zip(goals, sides, strict=True):
            gc.collect()
            gc.freeze()  # as the server does with what it imported
            judged.append(judged_at_looks(goal, measured, base))
            say(row(judged[-1].cells))
    finally:
        stage.close()
        server.close()
    seconds = time.monotonic() - began
    say(f"\n{summary(judged, seconds)}")
    if table is not None:
        write_table(table, judged, seconds)
        say(f"The table for README is in {table.relative_to(ROOT)}.")
    return int("FAIL" in [one.said for one in judged])


def judged_at_looks(goal: Goal, measured: Work, base: Work) -> Judged:
    """A goal measured: both sides settled, then pairs until it is clear, or the looks are over."""
    for side in (measured, base):
        side.settle()
    way = _timed if goal.least is None else _compared
    return Judged(goal, *way(goal, measured, base))


def _timed(goal: Goal, measured: Work, base: Work) -> tuple[Figure, list[Round], Verdict | None]:
    """Pairs until the verdict is clear at one of the looks, or the looks are over."""
    rounds: list[Round] = []
    said: Verdict | None = None
    for look in goal.looks:
        rounds += timed_rounds(measured.time, base.time, look // 2 - len(rounds), len(rounds))
        found = figure(paired_ratios(rounds), goal.looks, goal.grows)
        said = None if goal.most is None else verdict(found, goal.most, controls(rounds))
        if said in ("PASS", "FAIL"):
            break
    return found, rounds, said


def _compared(goal: Goal, measured: Work, base: Work) -> tuple[Figure, list[Round], Verdict | None]:
    """Values instead of times: they are found once."""
    ours, best = measured.time(), base.time()
    value = ours / best
    held: Verdict = "PASS" if goal.least is not None and value >= goal.least else "FAIL"
    return Figure(value, value, value, 1), [Round((ours, ours), (best, best))], held


if __name__ == "__main__":
    sys.exit(main())
