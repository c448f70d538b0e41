"""What is seen of every account on a day, whatever the formula makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.days import FIRST, Bools, Floats, Ints, number
from lib.health.figures import Standing
from lib.health.formula import Formula
from lib.health.tables import FACTORS

Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Rows behind a factor: `row` numbers of `table`, and the position of the account each belongs to."""

    table: str
    account: Ints
    row: Ints


@dataclass(frozen=True, eq=False)
class Asked:
    """Who was asked in attributed surveys and who answered, by account position; counts are of people.

    - asked, answered, unreached (a message came back), first day (LAST: none): in the days behind the score; where
      there is no answer with a number, in those up to today. running: the only waves of then still take answers
    - sponsor_silent, deciders_silent: asked then and none of them answered
    - again: asked since the last answer and reached, where nobody answered, in waves that are over; where none is, in
      those still running (again_running); the first day of it
    - group: the group whose released score stands in for the client's own, in words; "": none does
    """

    asked: Ints
    answered: Ints
    unreached: Ints
    first: Ints
    running: Bools
    sponsor_silent: Bools
    deciders_silent: Bools
    again: Ints
    again_first: Ints
    again_running: Bools
    group: Objects


@dataclass(frozen=True, eq=False)
class Seen:
    """One factor of every account, by position.

    - score: 0–100, NaN where nothing was ever seen
    - day: of the newest observation behind it (days since 1970; FIRST: none)
    - longer: days it stays valid beyond what the formula says, by the client's own rhythm
    - first, second: the two numbers its sentence tells
    - asked: of surveys, who was asked and who answered
    """

    score: Floats
    day: Ints
    longer: Ints
    first: Floats
    second: Floats
    evidence: tuple[Evidence, ...] = ()
    asked: Asked | None = None


def nothing_seen(count: int) -> Seen:
    """A factor of which nothing is recorded."""
    gap = np.full(count, np.nan)
    return Seen(gap, np.full(count, FIRST), np.zeros(count, dtype=np.int64), gap, gap)


@dataclass(frozen=True, eq=False)
class Signals:
    """Every active account at the end of `as_of`.

    `accounts`: id, name, revenue_cents (twelve months up to the day), in order of id. `exempt`: account × factor;
    `why_exempt` gives the reason by (position, factor).
    """

    as_of: date
    accounts: pd.DataFrame
    seen: Mapping[str, Seen]
    standing: Standing
    exempt: Bools
    why_exempt: Mapping[tuple[int, str], str]

    @cached_property
    def scores(self) -> Floats:
        """Scores as last seen, account × factor; NaN where nothing ever was."""
        return np.column_stack([self.seen[name].score for name in FACTORS])

    @cached_property
    def age(self) -> Ints:
        """Days since each factor was last observed, account × factor."""
        return number(self.as_of) - np.column_stack([self.seen[name].day for name in FACTORS])

    def valid(self, formula: Formula) -> Floats:
        """The scores that still hold under a formula; NaN where they are unknown, stale, or the factor is exempt."""
        return np.where(self.fresh(formula) & ~self.exempt, self.scores, np.nan)

    def fresh(self, formula: Formula) -> Bools:
        """Which factors were observed so lately that their score still holds, account × factor."""
        holds = np.array([formula.validity[name] for name in FACTORS])
        return np.asarray(self.age <= holds + np.column_stack([self.seen[name].longer for name in FACTORS]))
