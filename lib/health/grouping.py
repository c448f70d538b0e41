"""Rows of many accounts brought together: last day, sum, count for each account by position."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import FIRST, NONE, Bools, Floats, Ints, positions, record_numbers


def of_accounts(ids: Ints, frame: pd.DataFrame, *columns: str) -> tuple[pd.DataFrame, Ints]:
    """The rows of a frame that belong to one of the accounts `ids`, and the position of the account of each.

    `columns`: where the account stands, the first that is filled counts; default `account_id`.
    """
    account = record_numbers(frame[columns[0] if columns else "account_id"])
    for other in columns[1:]:
        account = np.where(account == NONE, record_numbers(frame[other]), account)
    at = positions(ids, account)
    there = at != NONE
    return frame[there], at[there]


def last_day(count: int, at: Ints, days: Ints) -> Ints:
    """The newest day of each account; FIRST where it has none."""
    found = np.full(count, FIRST, dtype=np.int64)
    np.maximum.at(found, at, days)
    return found


def total(count: int, at: Ints, values: Any) -> Floats:
    """The sum of each account."""
    return np.bincount(at, weights=np.asarray(values, dtype=np.float64), minlength=count).astype(np.float64)


def tally(count: int, at: Ints, which: Bools | None = None) -> Ints:
    """How many rows each account has (of those in `which`)."""
    return np.bincount(at if which is None else at[which], minlength=count).astype(np.int64)


def distinct(count: int, at: Ints, values: Ints) -> Ints:
    """How many different values each account has."""
    pairs = np.unique(np.column_stack([at, values]), axis=0) if len(at) else np.empty((0, 2), dtype=np.int64)
    return tally(count, pairs[:, 0])


def ratio(part: Any, whole: Any) -> Floats:
    """part ÷ whole, NaN where the whole is not above zero."""
    top, bottom = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0))
