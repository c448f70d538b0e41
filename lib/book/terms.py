"""Contract terms split where the account's owner, or the owner's manager, changes."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from lib.days import LAST, Spells, days_from, numbers, record_numbers

Changes = dict[int, set[int]]


def by_owner(contracts: pd.DataFrame, leads: Spells, lines: Spells) -> pd.DataFrame:
    """The same terms, each cut into pieces in which one person leads the account under one manager.

    The pieces of a term follow each other without gap, so who is under contract on a day does not change.
    """
    pieces = list(_pieces(contracts, _changes_by_account(leads, lines)))
    rows, starts, ends = np.array(pieces, dtype=np.int64).reshape(-1, 3).T
    cut = contracts.iloc[rows].reset_index(drop=True)
    return cut.assign(starts_on=days_from(starts), ends_before=days_from(ends, LAST))


def _pieces(contracts: pd.DataFrame, changes: Changes) -> Iterator[tuple[int, int, int]]:
    accounts, starts = record_numbers(contracts["account_id"]), numbers(contracts["starts_on"])
    ends = numbers(contracts["ends_before"], LAST)
    for row, (account, start, end) in enumerate(zip(accounts.tolist(), starts.tolist(), ends.tolist(), strict=True)):
        bounds = [start, *sorted(day for day in changes.get(account, ()) if start < day < end), end]
        yield from ((row, first, last) for first, last in pairwise(bounds))


def _changes_by_account(leads: Spells, lines: Spells) -> Changes:
    of_person, of_account = _changes_by_key(lines), _changes_by_key(leads)
    for account, person in zip(leads.key.tolist(), leads.value.tolist(), strict=True):
        of_account[account] |= of_person.get(person, set())
    return of_account


def _changes_by_key(table: Spells) -> Changes:
    changes: Changes = defaultdict(set)
    for key, start, end in zip(table.key.tolist(), table.starts.tolist(), table.ends.tolist(), strict=True):
        changes[key] |= {start, end}
    return changes
