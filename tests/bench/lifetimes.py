"""The lifetime-value fit as a side of a goal: the model fitted to a book's lives, and one look at its likelihood."""

import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from lib.health.lifetimes import read_lifetimes
from lib.money.lifetime_figures import Sbg, fit, log_likelihood
from lib.money.survival_figures import LifeTable, life_table
from tests.bench.firms import Firm
from tests.bench.pages import Stage, Work
from tests.bench.visits import Differs

CLOSE = 0.01  # where clients leave no less with time the likelihood has no top: ours stops at a bound just below
FITS, LOOKS_AT_IT = 20, 2_000  # so many a sample: one alone is over before a clock can tell


def our_fit(firm: Firm) -> Callable[[Stage], Work]:
    """A side: one fit, found first to be where a general optimiser finds the likelihood to be highest."""

    def prepared(stage: Stage) -> Work:
        table = _table(stage, firm)
        _refuse_a_worse_one(table)
        return Work(lambda: fit(table), lambda: _timed(lambda: fit(table), FITS))

    return prepared


def one_likelihood(firm: Firm) -> Callable[[Stage], Work]:
    """A side: the likelihood of one pair of parameters on the same lives."""

    def prepared(stage: Stage) -> Work:
        table, model = _table(stage, firm), Sbg(1.0, 20.0)
        return Work(lambda: None, lambda: _timed(lambda: log_likelihood(model, table), LOOKS_AT_IT))

    return prepared


def _table(stage: Stage, firm: Firm) -> LifeTable:
    return life_table(read_lifetimes(stage.store(firm), stage.page("health", firm).day).lives)


def _refuse_a_worse_one(table: LifeTable) -> None:
    ours = fit(table)
    found = minimize(
        lambda x: -log_likelihood(Sbg(*np.exp(x).tolist()), table), np.zeros(2), method="Nelder-Mead",
        options={"maxiter": 5_000, "fatol": 1e-9, "xatol": 1e-9},
    )  # fmt: skip
    if ours is None or log_likelihood(ours, table) < -found.fun - CLOSE:
        raise Differs("A general optimiser finds a likelier lifetime model than ours.")


def _timed(work: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times
