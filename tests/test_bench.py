"""The bench: what it makes of timed rounds, and that it runs a page as the server does."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests import databases
from tests.bench.firms import Firm
from tests.bench.goals import GOALS
from tests.bench.pairs import LEAST_PAIRS, Round, controls, costs, figure, paired_ratios, timed_rounds, verdict

FIRM = Firm(24)
QUIET = (1.0, 1.0)


def side(name: str, calls: list[str], seconds: float = 1.0) -> Callable[[], float]:
    def run() -> float:
        calls.append(name)
        return seconds

    return run


def test_rounds_alternate_which_side_is_first() -> None:
    calls: list[str] = []
    rounds = timed_rounds(side("A", calls, 3.0), side("B", calls, 2.0), 3)
    assert "".join(calls) == "ABABBABAABAB"
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
    found = figure(paired_ratios([*rounds, Round((2, 2), (1, 1))]))
    assert (found.value, found.low, found.high, found.pairs) == (2, 2, 3, 18)


def test_one_pair_out_of_line_does_not_move_the_figure() -> None:
    assert figure([2.0] * 19 + [50.0]).value == 2


def test_an_exponent_tells_how_cost_grows_with_the_size() -> None:
    assert figure([10.0] * 20, grows=10).value == pytest.approx(1)
    assert figure([100.0] * 20, grows=10).value == pytest.approx(2)
    assert figure([1.0] * 20, grows=10).value == pytest.approx(0)
    assert figure([2.0] * 20, grows=4).value == pytest.approx(0.5)


def test_too_few_pairs_tell_nothing() -> None:
    assert figure([2.0] * LEAST_PAIRS).pairs == 15
    with pytest.raises(ValueError, match="14 pairs tell nothing"):
        figure([2.0] * 14)


def test_a_control_compares_a_side_with_itself() -> None:
    assert controls([Round((1.0, 1.1), (2.0, 1.0)), Round((1.0, 1.2), (2.0, 1.0)), Round((1, 9), (2, 1))]) == (1.2, 0.5)


def test_costs_are_medians_of_each_side() -> None:
    assert costs([Round((1, 3), (10, 30)), Round((2, 90), (20, 900))]) == (2.5, 25)


@pytest.mark.parametrize(
    ("value", "control", "said"),
    [
        (5.9, QUIET, "PASS"),
        (6.0, QUIET, "PASS"),
        (6.1, QUIET, "FAIL"),
        (5.9, (0.93, 1.07), "PASS"),
        (5.9, (0.92, 1.0), "UNSURE"),
        (5.9, (1.0, 1.08), "UNSURE"),
        (60.0, (1.0, 1.08), "UNSURE"),
    ],
)
def test_the_verdict(value: float, control: tuple[float, float], said: str) -> None:
    assert verdict(value, 6, control) == said


@given(some.lists(some.floats(0.01, 100), min_size=LEAST_PAIRS), some.floats(0.1, 10))
def test_a_slower_measured_side_never_has_a_smaller_figure(ratios: list[float], more: float) -> None:
    slower = [ratio * (1 + more) for ratio in ratios]
    assert figure(slower).value > figure(ratios).value
    assert figure(slower, 10).value > figure(ratios, 10).value


def test_every_goal_takes_enough_pairs() -> None:
    assert all(2 * goal.rounds >= LEAST_PAIRS for goal in GOALS)
    assert {"P1", "P3", "P7"} <= {goal.id for goal in GOALS}
    assert all(goal.stretch < goal.most for goal in GOALS if goal.most and goal.stretch)


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
            side(stage) for side in (page(EMPTY, FIRM), page("health", FIRM), page("health", FIRM, miss=True))
        )
        for one in (empty, warm):
            one.settle()
        cost_empty, cost_warm = (min(one.time() for _ in range(3)) for one in (empty, warm))
        return cost_warm > cost_empty, min(missed.time() for _ in range(3)) > cost_warm
    finally:
        server.close()
