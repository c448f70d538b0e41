"""Which groups an anonymous wave may tell apart: fixed at sending, so that each holds enough people by all cuts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.days import Ints
from lib.errors import RefusedValue
from lib.surveys.crowd_figures import CUTS


def frozen_cuts(people: pd.DataFrame, k: int, keep: Sequence[str] = CUTS) -> pd.DataFrame:
    """The cuts of each person as they may be kept: no combination of them, none at all included, has under k people.

    `people`: one row each with segment, region, manager (None: not known). `keep`: the cuts that may be told apart,
    the most important first; in small combinations the least important is blanked (None) first, and where those left
    are too few, the smallest group beside them joins. The rows keep their order and index. Raises RefusedValue where
    fewer than k people are asked in all.
    """
    if len(people) < k:
        raise RefusedValue("invited", f"{_asked(len(people))}; an anonymous wave needs {k} at least: invite more.")
    told = people[list(CUTS)].astype(object).reset_index(drop=True)
    told = told.where(told.notna(), None)
    told[[cut for cut in CUTS if cut not in keep]] = None
    for place in reversed(range(len(keep))):
        told.loc[_sizes(told) < k, keep[place]] = None
        _fill_the_rest(told, k, keep[:place], keep[place:])
    return told.set_axis(people.index)


def _asked(people: int) -> str:
    return "only 1 person would be asked" if people == 1 else f"only {people} people would be asked"


def _sizes(told: pd.DataFrame) -> Ints:
    """How many people share each person's combination."""
    return np.asarray(told.groupby(list(CUTS), dropna=False)[CUTS[0]].transform("size"), dtype=np.int64)


def _fill_the_rest(told: pd.DataFrame, k: int, above: Sequence[str], cuts: Sequence[str]) -> None:
    """Among people alike in `above`, those whom no cut of `cuts` tells apart: too few of them are joined by others."""
    keys = told.fillna("").astype(str)
    sizes = _sizes(told)
    for _, rows in keys.groupby(list(above) if len(above) else np.zeros(len(told)), sort=True):
        rest = told.loc[rows.index, list(cuts)].isna().all(axis=1)
        others = rows.index[~rest]
        if 0 < rest.sum() < k and len(others):
            # A fixed order after size: the same people give the same groups on each run.
            named = keys.loc[others].agg("\0".join, axis=1)
            smallest = min(zip(sizes[others], named, strict=True))[1]
            told.loc[named.index[named == smallest], list(cuts)] = None


def groups(told: pd.DataFrame) -> pd.DataFrame:
    """The groups that cuts tell apart, largest first. Columns: segment, region, manager (None: blank), people."""
    counted = told.groupby(list(CUTS), dropna=False).size().rename("people").reset_index()
    cells = counted[list(CUTS)].astype(object)
    counted[list(CUTS)] = cells.where(cells.notna(), None)
    return counted.sort_values(["people", *CUTS], ascending=[False, True, True, True], ignore_index=True)
