"""The bench: what it makes of timed rounds, and that it runs a page as the server does."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests import databases
from tests.bench.__main__ import judged_at_looks
from tests.bench.clock import cpu_of
from tests.bench.firms import ROOT, Firm
from tests.bench.goals import GOALS, PAGES, Goal
from tests.bench.pages import Work
from tests.bench.pairs import (
    DEAR_LOOKS,
    LOOKS,
    Figure,
    Round,
    controls,
    costs,
    figure,
    paired_ratios,
    timed_rounds,
    verdict,
)

FIRM = Firm(24)
QUIET = (1.0, 1.0)


def side(name: str, calls: list[str], seconds: float = 1.0) -> Callable[[], float]:
    def run() -> float:
        calls.append(name)
        return seconds

    return run


def test_rounds_alternate_which_side_is_first() -> None:
    calls: list[str] = []
    rounds = timed_rounds(side("A", calls, 3.0), side("B", calls, 2.0), 3, done=2)
    assert "".join(calls) == "ABABABABBABA"
    assert rounds == [Round((3.0, 3.0), (2.0, 2.0))] * 3


def test_a_round_keeps_the_order_in_which_a_side_was_timed() -> None:
    def counting(start: float) -> Iterator[float]:
        yield from (start + at for at in range(9))

    a, b = counting(10), counting(100)
    assert timed_rounds(lambda: next(a), lambda: next(b), 2) == [
        Round((10, 11), (100, 101)),
        Round((12, 13), (102, 103)),
    ]


def test_the_figure_is_the_median_of_the_paired_ratios_not_the_ratio_of_medians() -> None:
    # While the machine was ten times slower both sides of a pair were: each pair says 2 or 3.
    rounds = [Round((2, 20), (1, 10)), Round((30, 3), (10, 1))] * 4
    assert paired_ratios(rounds) == [2, 2, 3, 3] * 4
    found = figure(paired_ratios([*rounds, Round((2, 2), (1, 1))]), LOOKS)
    assert (found.value, found.low, found.high, found.pairs) == (2, 2, 3, 18)


def test_one_pair_out_of_line_does_not_move_the_figure() -> None:
    assert figure([2.0] * 19 + [50.0], LOOKS) == Figure(2, 2, 2, 20)


def test_an_exponent_tells_how_cost_grows_with_the_size() -> None:
    assert figure([10.0] * 20, LOOKS, grows=10).value == pytest.approx(1)
    assert figure([100.0] * 20, LOOKS, grows=10).value == pytest.approx(2)
    assert figure([1.0] * 20, LOOKS, grows=10).value == pytest.approx(0)
    assert figure([2.0] * 20, LOOKS, grows=4).value == pytest.approx(0.5)


def test_too_few_pairs_tell_nothing() -> None:
    assert figure([2.0] * 16, LOOKS).pairs == 16
    with pytest.raises(ValueError, match="15 pairs tell nothing"):
        figure([2.0] * 15, LOOKS)


@pytest.mark.parametrize(("pairs", "looks"), [(8, DEAR_LOOKS), (16, DEAR_LOOKS), (16, LOOKS), (32, LOOKS), (64, LOOKS)])
def test_the_interval_misses_the_true_median_as_seldom_as_all_looks_together_may(
    pairs: int, looks: tuple[int, ...]
) -> None:
    found = figure([float(at) for at in range(pairs)], looks)
    below, above = int(found.low), int(pairs - 1 - found.high)
    assert below == above
    missed = 2 * sum(comb(pairs, values) for values in range(below + 1)) / 2**pairs
    one_more = missed + 2 * comb(pairs, below + 1) / 2**pairs
    assert missed <= 0.05 / len(looks) < one_more


def test_a_control_compares_a_side_with_itself() -> None:
    assert controls([Round((1.0, 1.1), (2.0, 1.0)), Round((1.0, 1.2), (2.0, 1.0)), Round((1, 9), (2, 1))]) == (1.2, 0.5)


def test_costs_are_medians_of_each_side() -> None:
    assert costs([Round((1, 3), (10, 30)), Round((2, 90), (20, 900))]) == (2.5, 25)


@pytest.mark.parametrize(
    ("low", "high", "control", "said"),
    [
        (5.0, 5.9, QUIET, "PASS"),
        (5.0, 6.0, QUIET, "PASS"),
        (5.9, 6.1, QUIET, "UNSURE"),
        (6.1, 7.0, QUIET, "FAIL"),
        (5.0, 5.9, (0.93, 1.07), "PASS"),
        (5.0, 5.9, (0.92, 1.0), "UNSURE"),
        (5.0, 5.9, (1.0, 1.08), "UNSURE"),
        (60.0, 61.0, (1.0, 1.08), "UNSURE"),
    ],
)
def test_the_verdict(low: float, high: float, control: tuple[float, float], said: str) -> None:
    assert verdict(Figure((low + high) / 2, low, high, 16), 6, control) == said


@pytest.mark.parametrize(("cost", "pairs", "said"), [(2.0, 16, "PASS"), (9.0, 16, "FAIL")])
def test_measuring_stops_at_the_first_look_that_is_clear(cost: float, pairs: int, said: str) -> None:
    calls: list[str] = []
    goal = Goal("T1", "a test", _nothing, _nothing, 6)
    found = judged_at_looks(goal, work("A", calls, cost), work("B", calls))
    assert (found.found.value, found.found.pairs, found.said) == (cost, pairs, said)
    assert len(calls) == 2 * pairs


def test_measuring_goes_on_while_it_is_not_clear() -> None:
    turns = cycle([5.0, 5.0, 5.0, 7.0, 7.0])
    goal = Goal("T1", "a test", _nothing, _nothing, 6)
    unclear = Work(lambda: None, lambda: next(turns))
    found = judged_at_looks(goal, unclear, work("B", []))
    assert (found.found.pairs, found.said) == (LOOKS[-1], "UNSURE")


def work(name: str, calls: list[str], seconds: float = 1.0) -> Work:
    return Work(lambda: None, side(name, calls, seconds))


def _nothing(_stage: object) -> Work:
    raise NotImplementedError


def test_the_clock_of_another_process_is_its_own() -> None:
    spent = time.process_time()
    assert cpu_of(os.getpid()) == pytest.approx(spent, abs=0.5)


@given(some.lists(some.floats(0.01, 100), min_size=LOOKS[0], max_size=LOOKS[-1]), some.floats(0.1, 10))
def test_a_slower_measured_side_never_has_a_smaller_figure(ratios: list[float], more: float) -> None:
    slower = [ratio * (1 + more) for ratio in ratios]
    assert figure(slower, LOOKS).value > figure(ratios, LOOKS).value
    assert figure(slower, LOOKS, 10).value > figure(ratios, LOOKS, 10).value


def test_every_goal_of_ours_is_measured_and_every_page() -> None:
    goals = {"P1", "P2", "P3", "P4", "P6", "P7", "P10", "C5", "I1", "I2", "A1", "A2", "V1"}
    assert {goal.id for goal in GOALS} == goals | {"–"}
    assert all(goal.stretch < goal.most for goal in GOALS if goal.most and goal.stretch)
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert {*PAGES, "portfolio"} == pages


@pytest.mark.sqlite("the bench measures a SQLite file")
def test_pages_are_proven_and_timed_as_the_server_runs_them(demo_url: str, tmp_path: Path) -> None:
    databases.copied(demo_url, tmp_path / f"{FIRM.name}.db")
    work = tmp_path / "run"
    work.mkdir()
    # Streamlit's runtime is one a process, and other tests have theirs.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        assert process.submit(_times, tmp_path, work).result() == (True, True)


def _times(given: Path, work: Path) -> tuple[bool, bool]:
    """Whether the health page costs more than the empty one, and more after a write than warm."""
    from tests.bench.pages import APP, EMPTY, Stage, page
    from tests.bench.visits import Server

    server = Server(str(APP))
    try:
        stage = Stage(server, work, given, lambda _: None)
        empty, warm, missed = (
            side(stage) for side in (page(EMPTY, FIRM), page("health", FIRM), page("health", FIRM, "missed"))
        )
        for one in (empty, warm):
            one.settle()
        cost_empty, cost_warm = (min(one.time() for _ in range(3)) for one in (empty, warm))
        return cost_warm > cost_empty, min(missed.time() for _ in range(3)) > cost_warm
    finally:
        server.close()
