"""The load test: how it judges what it saw, and that its clicks are those of a person on the page."""

import random
from collections import Counter

import pytest

from tests.load.clicks import FOLLOWING, next_click
from tests.load.judging import BUSY, judged, waits
from tests.wire.screen import Screen

QUIET = 0.0


def test_the_bounds_of_the_95th_percentile_hold_it_in_95_of_100_runs() -> None:
    dice = random.Random(3)
    held = 0
    for _ in range(2_000):
        seen = waits([dice.expovariate(1) for _ in range(150)])
        held += seen.low <= 2.9957 <= seen.high  # where 5 % of an exponential lie above
    assert held / 2_000 == pytest.approx(0.96, abs=0.02)


def test_a_goal_is_held_only_where_chance_alone_could_not_have_held_it() -> None:
    quick = waits([0.2] * 150)
    assert judged(quick, 1.5, 0, QUIET) == "PASS"
    near = waits([0.2] * 140 + [1.4] * 5 + [1.7] * 5)
    assert near.p95 < 1.5 < near.high
    assert judged(near, 1.5, 0, QUIET) == "UNSURE"


def test_a_goal_missed_on_a_busy_machine_says_nothing() -> None:
    slow = waits([2.0] * 150)
    assert judged(slow, 1.5, 0, QUIET) == "FAIL"
    assert judged(slow, 1.5, 0, BUSY * 2) == "UNSURE"


def test_a_lost_window_fails_however_quick_the_others_were() -> None:
    assert judged(waits([0.1] * 150), 1.5, 1, QUIET) == "FAIL"


def test_few_clicks_leave_the_bounds_where_the_clicks_are() -> None:
    seen = waits([0.3, 0.1, 0.2])
    assert (seen.median, seen.low, seen.high, seen.longest) == (0.2, 0.2, 0.3, 0.3)


def test_where_nothing_can_be_pressed_the_page_is_loaded_again() -> None:
    assert Counter(next_click(Screen(), random.Random(at), FOLLOWING)[0] for at in range(9)) == {"the page again": 9}
