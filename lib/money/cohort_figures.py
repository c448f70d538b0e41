"""Retention by cohort: of the clients that began together, how many and how much is still there, quarter by quarter."""

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Ints
from lib.measure import Measure, undefined

FIGURES = ("client_retention", "grr", "nrr")


def cohort_table(cohort: Ints, start: Ints, cents: Ints, active: Bools, so_far: bool) -> pd.DataFrame:
    """What became of each cohort, a row a cohort and age in quarters.

    One row a client in all four: its cohort's number (NONE: in none), the quarter it began in (-1: the one before the
    first), cents by quarter, whether it was active at each quarter's end. `so_far`: the last quarter is not over.
    Age 1 is the first whole quarter after the one it began in. Columns: cohort, age, so_far, clients and kept (of
    those old enough), before, now and held (cents of the first whole quarter, of this one, the smaller of the two, of
    clients with revenue in the former).
    """
    quarters = cents.shape[1]
    rows = [_cell(int(group), age, cohort == group, start, cents, active, so_far)
            for group in np.unique(cohort[cohort != NONE]) for age in range(1, quarters + 1)]  # fmt: skip
    columns = ["cohort", "age", "so_far", "clients", "kept", "before", "now", "held"]
    table = pd.DataFrame([row for row in rows if row is not None], columns=columns)
    return table.astype({name: "int64" for name in columns if name != "so_far"})


def _cell(
    group: int, age: int, members: Bools, start: Ints, cents: Ints, active: Bools, so_far: bool
) -> tuple[int, int, bool, int, int, int, int, int] | None:
    """One cohort at one age; of clients old enough for a whole quarter, or else of those whose quarter still runs."""
    last = cents.shape[1] - 1
    whole = members & (start + age <= (last - 1 if so_far else last))
    running = members & (start + age == last) if so_far else np.zeros_like(members)
    there = whole if whole.any() else running
    if not there.any():
        return None
    rows, columns = np.flatnonzero(there), start[there] + age
    before, now = (np.maximum(cents[rows, at], 0) for at in (start[there] + 1, columns))
    paid = before > 0
    held = np.minimum(before, now)
    return (
        group, age, not whole.any(), len(rows), int(active[rows, columns].sum()), int(before.sum()),
        int(now[paid].sum()), int(held.sum()),
    )  # fmt: skip


def cell_measure(figure: str, clients: int, kept: int, before: int, now: int, held: int, so_far: bool) -> Measure:
    """One cell as a measure: client retention, GRR or NRR since the first whole quarter.

    Money of a running quarter is never compared with a whole one.
    """
    if figure == "client_retention":
        return Measure(kept / clients, base=clients, hits=kept, note="so far" if so_far else "")
    if so_far:
        return undefined("the quarter is not over: a part is never compared with a whole one", base=clients)
    if before == 0:
        return undefined("no revenue in the first whole quarter", base=clients)
    return Measure((held if figure == "grr" else now) / before, base=clients)
