"""The goals: what is measured against what, how much it may cost, how much it should."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.allocations import bare_engine, our_call, our_value, proven_optimum
from tests.bench.filters import owner_first_chosen, period_changed
from tests.bench.firms import Firm
from tests.bench.lifetimes import one_likelihood, our_fit
from tests.bench.loads import by_sqlite, into_empty, into_half_full
from tests.bench.pages import BARE, EMPTY, How, Stage, Work, page
from tests.bench.pairs import DEAR_LOOKS, LOOKS
from tests.bench.reads import bare_reads
from tests.bench.starts import first_visit, later_first_visit

SMALL, LARGE = Firm(500), Firm(5_000)
YOUNG, OLD = Firm(500, 60), Firm(500, 240)
# Every page of the navigation but the portfolio, which is P1; a test compares them with app.py.
PAGES = {
    "review": "weekly review", "record": "record", "account": "account", "health": "account health",
    "value": "value and goals", "growth": "upsell", "surveys": "surveys", "team": "team allocation",
    "delivery": "delivery and money", "scorecard": "scorecard", "data": "data",
}  # fmt: skip
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
    looks: tuple[int, ...] = LOOKS  # after so many pairs the verdict is given where it is clear
    least: float | None = None  # for what is better the higher it is: then nothing is timed, values are compared


def _in_accounts(name: str, kind: str, how: How, most: float, stretch: float) -> Goal:
    words = f"{name} page, 5,000 / 500 accounts, {kind}: exponent"
    sides = page(name, LARGE, how), page(name, SMALL, how)
    looks = LOOKS if how == "warm" else DEAR_LOOKS
    return Goal("P7", words, *sides, most, stretch, LARGE.accounts / SMALL.accounts, looks)


def _in_history(kind: str, how: How) -> Goal:
    words = f"portfolio, 240 / 60 months, {kind}: exponent"
    return Goal(
        "P6", words, page("portfolio", OLD, how), page("portfolio", YOUNG, how), 0.10, 0.05, OLD.months / YOUNG.months,
    )  # fmt: skip


def _other_page(name: str) -> Goal:
    words = f"{PAGES[name]} page, 500 accounts: warm / empty rerun"
    return Goal("P10", words, page(name, SMALL), page(EMPTY, SMALL), 8, 6)


GOALS = (
    Goal("P1", "portfolio, 500 accounts: warm / empty rerun", page("portfolio", SMALL), page(EMPTY, SMALL), 6, 4),
    Goal("P2", "portfolio, a period chosen before / empty rerun", period_changed(SMALL), page(EMPTY, SMALL), 6, 4),
    Goal(
        "P2", "portfolio, an owner for the first time / empty rerun",
        owner_first_chosen(SMALL), page(EMPTY, SMALL), 6, 4,
    ),
    Goal("P3", "portfolio, 5,000 accounts: warm / empty rerun", page("portfolio", LARGE), page(EMPTY, LARGE), 8, 6),
    Goal("P3", "health page, 5,000 accounts: warm / empty rerun", page("health", LARGE), page(EMPTY, LARGE), 8, 6),
    Goal(
        "P4", "portfolio, 500 accounts: empty caches / bare sqlite3",
        page("portfolio", SMALL, "anew"), bare_reads("portfolio", SMALL), 6, 3.5,
    ),
    _in_history("warm", "warm"),
    _in_history("empty caches", "anew"),
    _in_accounts("portfolio", "warm", "warm", 0.35, 0.25),
    _in_accounts("portfolio", "empty caches", "anew", 0.70, 0.55),
    _in_accounts("health", "warm", "warm", 0.35, 0.25),
    _in_accounts("health", "after a write", "missed", 0.70, 0.55),
    *map(_other_page, PAGES),
    Goal(
        "C5", "first visit after a start / the next person's first",
        first_visit(SMALL), later_first_visit(SMALL), 1.5, looks=DEAR_LOOKS,
    ),
    Goal("I1", "import, 100,000 rows, all new / sqlite3 alone", into_empty, by_sqlite, 2.0, 1.6, looks=DEAR_LOOKS),
    Goal(
        "I2", "import, half there, 5,000 changed / sqlite3 alone", into_half_full, by_sqlite, 3.5, 2.5,
        looks=DEAR_LOOKS,
    ),
    Goal("A1", "allocation, 10 × 60, published: ours / bare HiGHS", our_call, bare_engine, 1.5, 1.2, looks=DEAR_LOOKS),
    Goal("A2", "seven published instances: value / optimum", our_value, proven_optimum, stretch=1, least=0.999),
    Goal("V1", "lifetime-value fit / one look at its likelihood", our_fit(SMALL), one_likelihood(SMALL), 350, 120),
    Goal("–", "our frame: empty rerun / script of one title", page(EMPTY, SMALL), page(BARE, SMALL), looks=LOOKS[:1]),
)  # fmt: skip
