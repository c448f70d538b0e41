"""Contract terms split where the account's owner, or the owner's manager, changes."""

import numpy as np
import pandas as pd

from lib.days import LAST, Ints, Spells, days_from, numbers, record_numbers, sortable, sorted_day


def by_owner(contracts: pd.DataFrame, leads: Spells, lines: Spells) -> pd.DataFrame:
    """The same terms, each cut into pieces in which one person leads the account under one manager.

    The pieces of a term follow each other without gap, so who is under contract on a day does not change.
    """
    accounts, starts = record_numbers(contracts["account_id"]), numbers(contracts["starts_on"])
    rows, starts, ends = _pieces(accounts, starts, numbers(contracts["ends_before"], LAST), _changes(leads, lines))
    cut = contracts.iloc[rows].reset_index(drop=True)
    return cut.assign(starts_on=days_from(starts), ends_before=days_from(ends, LAST))


def _pieces(accounts: Ints, starts: Ints, ends: Ints, changes: Ints) -> tuple[Ints, Ints, Ints]:
    """Of each piece the row of its term, its first day and the first one outside."""
    first = np.searchsorted(changes, sortable(accounts, starts), side="right")
    cuts = np.maximum(np.searchsorted(changes, sortable(accounts, ends)) - first, 0)
    rows = np.repeat(np.arange(len(accounts)), cuts + 1)
    nth = np.arange(len(rows)) - (np.cumsum(cuts + 1) - cuts - 1)[rows]
    days = np.append(sorted_day(changes), [LAST, LAST])  # the last ones stand for bounds that are no change
    at = first[rows] + nth
    begin = np.where(nth == 0, starts[rows], days[at - 1])
    return rows, begin, np.where(nth == cuts[rows], ends[rows], days[at])


def _changes(leads: Spells, lines: Spells) -> Ints:
    """Account and day, as `sortable` has them, of every beginning or end of a lead or of a lead's manager."""
    low, high = (np.searchsorted(lines.key, leads.value, side=side) for side in ("left", "right"))
    count = high - low
    of_lead = np.repeat(np.arange(len(count)), count)
    line = np.arange(len(of_lead)) - (np.cumsum(count) - count)[of_lead] + low[of_lead]
    managed = leads.key[of_lead]
    both = [
        (leads.key, leads.starts),
        (leads.key, leads.ends),
        (managed, lines.starts[line]),
        (managed, lines.ends[line]),
    ]
    return np.unique(np.concatenate([sortable(keys, days) for keys, days in both]))
