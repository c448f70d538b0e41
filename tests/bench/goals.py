"""The goals: what is measured against what, how much it may cost, how much it should."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.allocations import bare_engine, our_call, our_value, proven_optimum
from tests.bench.firms import Firm
from tests.bench.pages import BARE, EMPTY, Stage, Work, page

SMALL, LARGE = Firm(500), Firm(5_000)
Side = Callable[[Stage], Work]


@dataclass(frozen=True)
class Goal:
    """One line of the bench: the ratio of `measured` to `base`, or with `grows` the exponent it grows by.

    `most` None: no goal, told so that the others can be read.
    """

    id: str
    words: str
    measured: Side
    base: Side
    most: float | None = None
    stretch: float | None = None
    grows: float | None = None  # how many times larger the input of `measured` is
    rounds: int = 40  # of two pairs each
    least: float | None = None  # for what is better the higher it is: then nothing is timed, values are compared


def _in_accounts(kind: str, most: float, stretch: float, *, miss: bool) -> Goal:
    words = f"health page, 5,000 / 500 accounts, {kind}: exponent"
    sides = page("health", LARGE, miss=miss), page("health", SMALL, miss=miss)
    return Goal("P7", words, *sides, most, stretch, LARGE.accounts / SMALL.accounts, 15 if miss else 40)


GOALS = (
    Goal("P1", "portfolio, 500 accounts: warm / empty rerun", page("portfolio", SMALL), page(EMPTY, SMALL), 6, 4),
    Goal("P3", "health page, 5,000 accounts: warm / empty rerun", page("health", LARGE), page(EMPTY, LARGE), 8, 6),
    _in_accounts("warm", 0.35, 0.25, miss=False),
    _in_accounts("after a write", 0.70, 0.55, miss=True),
    Goal("P10", "review page, 500 accounts: warm / empty rerun", page("review", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("P10", "upsell page, 500 accounts: warm / empty rerun", page("growth", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("P10", "value page, 500 accounts: warm / empty rerun", page("value", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("P10", "surveys page, 500 accounts: warm / empty rerun", page("surveys", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("P10", "team page, 500 accounts: warm / empty rerun", page("team", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("P10", "delivery page, 500 accounts: warm / empty rerun", page("delivery", SMALL), page(EMPTY, SMALL), 8, 6),
    Goal("A1", "allocation, 10 × 60, published: our call / bare HiGHS", our_call, bare_engine, 1.5, 1.2, rounds=10),
    Goal(
        "A2", "seven published instances: value / optimum", our_value, proven_optimum, stretch=1, least=0.999, rounds=8
    ),
    Goal("–", "our frame, 500 accounts: empty rerun / script of one title", page(EMPTY, SMALL), page(BARE, SMALL)),
)
