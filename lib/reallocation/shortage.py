"""Hours that nobody can do within target even if work could be split freely: a sign to hire or to re-scope."""

import numpy as np
import pandas as pd
from scipy import sparse

from lib.days import Floats
from lib.reallocation.eligible import may
from lib.reallocation.problem import Posed

COLUMNS = ("skill", "minutes")
LEAST = 1.0  # minutes a week


def shortage(posed: Posed) -> pd.DataFrame:
    """Minutes a week beyond everybody's target by skill (or role, where work asks for none); most first.

    A linear programme: work may go in parts to everybody who may take it, so what is left over is short whatever is
    moved. Columns: skill, minutes; empty where all fits.
    """
    from scipy.optimize import linprog  # imported here: it takes most of a second, and pages need it nowhere else

    allowed, hours = may(posed.standing), posed.situation.hours
    person, item = np.nonzero(allowed)
    count, items, people = len(person), allowed.shape[1], allowed.shape[0]
    columns = np.arange(count)
    done = sparse.csr_array((np.ones(count), (item, columns)), shape=(items, count))
    taken = sparse.csr_array((np.ones(count), (person, columns)), shape=(people, count))
    one = posed.situation.people
    room = np.maximum(one["target_minutes"].to_numpy() - one["fixed_minutes"].to_numpy(), 0.0)
    if not count:
        return _by_skill(posed, hours)
    found = linprog(-np.ones(count), sparse.vstack([done, taken]), np.concatenate([hours, room]), method="highs")
    undone: Floats = hours - np.bincount(item, found.x, minlength=items)
    return _by_skill(posed, np.where(undone < LEAST, 0.0, undone))


def _by_skill(posed: Posed, undone: Floats) -> pd.DataFrame:
    situation = posed.situation
    names = situation.items["skills"].where(situation.items["skills"] != "", situation.items["role"])
    summed = pd.Series(undone).groupby(names.to_numpy()).sum()
    short = summed[summed >= LEAST].sort_values(ascending=False, kind="stable")
    return pd.DataFrame({"skill": short.index.astype(str), "minutes": short.to_numpy()}, columns=COLUMNS)
