"""Who may be asked now: nobody is asked twice within some days, whichever survey it is; each left out with why."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.errors import RefusedValue

DAYS, MOST_DAYS = 90, 730
SETTING = "survey_throttle_days"


def throttle_days(settings: Mapping[str, str]) -> int:
    """For how many days somebody who was asked is not asked again, whichever survey it is."""
    return int(settings.get(SETTING, DAYS))


def checked_days(days: int | None) -> int:
    """The same as somebody typed it. Raises RefusedValue."""
    if days is None or not 0 <= days <= MOST_DAYS:
        raise RefusedValue(SETTING, f"type a whole number of days from 0 (no limit) to {MOST_DAYS}.")
    return int(days)


def next_from(asked_on: date, days: int) -> date:
    """The first day on which somebody who was asked on a day may be asked again."""
    return asked_on + timedelta(days)


def left_out(
    people: pd.DataFrame, day: date, days: int, forbidden: Mapping[int, str] | None = None
) -> "pd.Series[Any]":
    """Why each person is not invited on a day, in words; None for those who may be. The index is that of `people`.

    `people`: one row a contact: account_id, left_on, archived_on, state (of their invitation in this wave), elsewhere
    (another open wave of this survey that lists them), asked_on and asked_in (when and in which survey they were last
    asked; NaT, None: never). `forbidden`: accounts that may not be asked, with the reason.
    """
    whys = [_why(row, day, days, forbidden or {}) for row in people.to_dict("records")]
    return pd.Series(whys, index=people.index, dtype=object)


def _why(row: Mapping[Any, Any], day: date, days: int, forbidden: Mapping[int, str]) -> str | None:
    for column, words in (("left_on", "left"), ("archived_on", "the account was archived")):
        if pd.notna(row[column]) and row[column].date() <= day:
            return f"{words} on {fmt.day(row[column])}"
    if isinstance(row["state"], str):
        return f"already in this wave ({row['state']})"
    if row["account_id"] in forbidden:
        return f"the account is not asked: {forbidden[row['account_id']]}"
    if isinstance(row["elsewhere"], str):
        return f"in “{row['elsewhere']}” of this survey, which is still open"
    return throttled(row["asked_on"], row["asked_in"], day, days)


def throttled(asked_on: Any, asked_in: object, day: date, days: int) -> str | None:
    """Why somebody last asked on `asked_on` (a timestamp; NaT: never) waits on a day; None: they may be asked."""
    if pd.isna(asked_on) or next_from(asked_on.date(), days) <= day:
        return None
    return f"asked on {fmt.day(asked_on)} in {asked_in}: next from {fmt.day(next_from(asked_on.date(), days))}"
