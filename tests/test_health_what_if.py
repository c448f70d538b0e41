"""What another formula would make of the same accounts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.days import FIRST, number
from lib.health.figures import Standing
from lib.health.formula import FIRST_FORMULA, Formula
from lib.health.history import no_history
from lib.health.judging import Health, judge
from lib.health.signals import Seen, Signals, nothing_seen
from lib.health.tables import FACTORS
from lib.health.what_if import band_counts, movers, shifted

TODAY = date(2026, 3, 2)
PLAIN = replace(FIRST_FORMULA, vetoes=())


def signals(**scores: list[float]) -> Signals:
    """Accounts A, B, C with the scores given for some factors, all observed today; others never seen."""
    count = len(next(iter(scores.values())))
    gap = np.full(count, np.nan)
    seen = {name: nothing_seen(count) for name in FACTORS}
    for name, values in scores.items():
        score = np.array(values)
        day = np.where(np.isnan(score), FIRST, number(TODAY))
        seen[name] = Seen(score, day, np.zeros(count, dtype=np.int64), gap, gap)
    accounts = pd.DataFrame(
        {"id": range(1, count + 1), "name": list("ABC")[:count], "revenue_cents": [100, 300, 200][:count]}
    )
    standing = Standing(np.ones(count, dtype=np.bool_), gap, gap, gap, gap)
    return Signals(TODAY, accounts, seen, standing, np.zeros((count, len(FACTORS)), dtype=np.bool_), {})


def full(first: list[float], others: float) -> Signals:
    """Every factor known: `first` for the value delivered, the same for all others."""
    return signals(**{name: first if name == "value" else [others] * len(first) for name in FACTORS})


def judged(found: Signals, formula: Formula) -> Health:
    return judge(found, formula, no_history(len(found.accounts)))


def test_a_heavier_weight_moves_those_it_weighs_on() -> None:
    """Seven factors at 75: with value at 40 the mean is 70.6, with weight 3 it is 64.5; at 80 and 75 nothing falls."""
    found = full([40.0, 80.0, 75.0], 75.0)
    now, then = judged(found, PLAIN), judged(found, replace(PLAIN, weights={**PLAIN.weights, "value": 3}))
    moved = movers(now, then)
    assert moved[["account", "band_now", "band_then"]].to_numpy().tolist() == [["A", "Green", "Amber"]]
    row = moved.iloc[0]
    assert row["low_now"] == pytest.approx(565 / 8)
    assert row["high_then"] == pytest.approx((3 * 40 + 7 * 75) / 10)
    assert (now.signals.accounts["revenue_cents"].iloc[0], row["revenue_cents"]) == (100, 100)
    counts = band_counts(now, then).set_index("band")
    assert counts["now"].to_dict() == {"Green": 3, "Amber": 0, "Red": 0, "Unknown": 0}
    assert counts["then"].to_dict() == {"Green": 2, "Amber": 1, "Red": 0, "Unknown": 0}
    assert shifted(now, then) == 1  # B keeps its band with another score, C has the same


def test_nobody_moves_under_the_same_formula() -> None:
    found = full([10.0, 60.0], 50.0)
    now = judged(found, PLAIN)
    assert movers(now, judged(found, PLAIN)).empty
    assert shifted(now, judged(found, PLAIN)) == 0


def test_those_to_look_at_first_stand_first() -> None:
    """Red below 68: all three would be Red, the one that brings most on top."""
    found = full([20.0, 20.0, 20.0], 70.0)
    moved = movers(judged(found, PLAIN), judged(found, replace(PLAIN, red_below=68.0, leave_red_from=69.0)))
    assert moved["account"].tolist() == ["B", "C", "A"]
    assert set(moved["band_then"]) == {"Red"}


def test_an_empty_book_has_no_movers() -> None:
    found = full([], 50.0)
    now = judged(found, PLAIN)
    assert movers(now, now).empty
    assert band_counts(now, now)["now"].tolist() == [0, 0, 0, 0]
