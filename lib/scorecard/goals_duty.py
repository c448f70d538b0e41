"""Duty 3, client goals: objectives on track, promised outcomes confirmed, baseline, target and actual of each."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.days import LAST, Bools, number, numbers
from lib.measure import Measure, undefined
from lib.scorecard.ground import Scope
from lib.scorecard.told import Spec
from lib.value import figures
from lib.value.measuring import measured, rows_of
from lib.value.standing import standing

WORDS = "Clients reach what they came for, and say so themselves."


def _standing(scope: Scope) -> pd.DataFrame:
    """Objectives as they stood on the last day of the span, every account's."""
    ground, day = scope.ground, scope.span.last_day
    return ground.kept("objectives", ("people", "accounts", "value"), (day,), lambda: standing(ground.store, day))


def _own(scope: Scope) -> pd.DataFrame:
    found = _standing(scope)
    return found[scope.mine(found["account_id"], number(scope.span.last_day))]


def _stood(name: str) -> Spec:
    def measure(scope: Scope) -> Measure:
        found = measured(_own(scope), scope.span.last_day)[name]
        return found if found.base or found.value is None else undefined("no objective is open")

    def rows(scope: Scope) -> pd.DataFrame:
        return _shown(scope, rows_of(_own(scope), name, scope.span.last_day))

    return Spec(name, measure, rows, here="As it stood on the last day, of accounts the person led on it.")


def _ended(scope: Scope) -> pd.DataFrame:
    """Promised outcomes that fell due or were closed in the span, whichever was first, of who led the account then."""
    found = _standing(scope)
    day = np.minimum(numbers(found["due_on"], LAST), numbers(found["closed_on"], LAST))
    promised: Bools = (found["kind"] == "promised outcome").to_numpy()
    return found[promised & scope.inside(day) & scope.mine(found["account_id"], day)]


def _delivered(scope: Scope) -> Measure:
    found = _ended(scope)
    reached = found["delivered"].to_numpy(dtype=np.bool_)
    measure = figures.value_delivered(np.ones(len(found), dtype=np.bool_), reached)
    return replace(measure, why="no promised outcome fell due in the period") if measure.value is None else measure


def _shown(scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    named = {
        "account": "Account", "name": "Objective", "kind": "Kind", "baseline": "Baseline", "target": "Target",
        "actual": "Actual", "unit": "Unit", "read_on": "Read", "confirmed_by": "Confirmed by",
        "confirmed_actual": "Confirmed actual", "due_on": "Due", "state": "Standing", "responsible": "Responsible",
    }  # fmt: skip
    return found[list(named)].rename(columns=named).sort_values(["Account", "Objective"])


SPECS = (
    _stood("objectives_on_track"),
    Spec(
        "value_delivered", _delivered, lambda scope: _shown(scope, _ended(scope)), "Promised outcomes confirmed",
        "Here of those that ended in the period, for who led the account that day.",
    ),
    _stood("objectives_confirmed"),
    _stood("reviews_overdue"),
)  # fmt: skip
