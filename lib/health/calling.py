"""What people call beside what is computed: the newest calls, where they disagree, which are missing, who was right."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib import format as fmt
from lib.days import Bools, Ints, day_of, number, numbers
from lib.health.call_queries import LEAD, MANAGER
from lib.health.tables import CALLS

# A call counts for a renewal when it was made at most so long before it: a checkpoint and a month's grace.
LONGEST_AHEAD = 210
CHECK_DAYS = {3: 90, 6: 180}
GRACE = 30
STAYS, GOES = CALLS[:2], CALLS[2:]


def newest(calls: pd.DataFrame, by: str) -> pd.DataFrame:
    """The newest call of the account manager or of the lead on each account, indexed by account_id."""
    mine = calls[calls["by"] == by]
    return mine.drop_duplicates("account_id", keep="last").set_index("account_id")


def beside(due: pd.DataFrame, calls: pd.DataFrame, by: str) -> "pd.Series[Any]":
    """The newest call made for each renewal of a frame with account_id and due_on; missing where there is none."""
    said = newest(calls, by).reindex(due["account_id"])
    in_time = numbers(due["due_on"]) - numbers(said["made_on"]) <= LONGEST_AHEAD
    found = [call if fits else None for call, fits in zip(said["call"], in_time, strict=True)]
    return pd.Series(found, index=due.index)


def dispute(manager: object, lead: object, band: object) -> str:
    """Where two calls and the computed band disagree, in a few words; "" where they do not.

    Calls that end on different sides disagree; a Green of whom somebody says it leaves, a Red of whom somebody says it
    stays. Amber and Unknown take no side.
    """
    said = [one for one in (manager, lead) if one in CALLS]
    between = len({one in STAYS for one in said}) == 2
    parts = ["account manager and lead disagree"] if between else []
    if band == "Green" and any(one in GOES for one in said):
        parts.append("computed Green, called to leave")
    if band == "Red" and any(one in STAYS for one in said):
        parts.append("computed Red, called to stay")
    return "; ".join(parts)


def missing(due: pd.DataFrame, calls: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Calls that should have been made by a day, for the next undecided renewal of each account.

    `due` has account_id, due_on, outcome. Columns: account_id, due_on, months (the checkpoint passed: 6 or 3), by; the
    nearest renewal first. A call counts when made since a month before its checkpoint, whatever it was made for: it
    speaks of the client.
    """
    day = number(as_of)
    ahead = numbers(due["due_on"]) - day
    near = due[due["outcome"].isna().to_numpy() & (ahead >= 0) & (ahead <= CHECK_DAYS[6])]
    first = near.sort_values("due_on", kind="stable").drop_duplicates("account_id")[["account_id", "due_on"]]
    months = np.where(numbers(first["due_on"]) - day <= CHECK_DAYS[3], 3, 6)
    checked = first.assign(months=months)
    gaps = [checked[~_called(checked, calls[calls["by"] == by])].assign(by=by) for by in (MANAGER, LEAD)]
    return pd.concat(gaps).sort_values(["due_on", "account_id"], kind="stable").reset_index(drop=True)


def _called(checked: pd.DataFrame, calls: pd.DataFrame) -> Bools:
    """Whether a call was made in time for the renewal of each row."""
    pairs = checked.reset_index(drop=True).reset_index(names="row").merge(calls, on="account_id")
    earliest = numbers(pairs["due_on"]) - pairs["months"].map(CHECK_DAYS).to_numpy(dtype=np.int64) - GRACE
    return np.isin(np.arange(len(checked)), pairs["row"].to_numpy()[numbers(pairs["made_on"]) >= earliest])


def came_round(overrides: pd.DataFrame, snapshots: pd.DataFrame) -> list[str]:
    """Whether the computed band came to where each override had set it, in words; one account.

    `overrides` has band, starts_on, ends (first day outside); `snapshots` taken_on and band, oldest first. Looked at
    are the snapshots after the day it was set, to a week after it ran out.
    """
    taken, bands = numbers(snapshots["taken_on"]), snapshots["band"].to_numpy(dtype=object)
    rows = zip(overrides["band"], numbers(overrides["starts_on"]), numbers(overrides["ends"]), strict=True)
    return [_outcome(band, (taken > start) & (taken <= end + 7), taken, bands) for band, start, end in rows]


def _outcome(band: str, looked: Bools, taken: Ints, bands: NDArray[np.object_]) -> str:
    if not looked.any():
        return "–"
    agreed = np.flatnonzero(looked & (bands == band))
    last = np.flatnonzero(looked)[-1]
    at, answer = (agreed[0], "yes") if len(agreed) else (last, "no")
    return f"{answer}: {bands[at]} on {fmt.day(day_of(taken[at]))}"
