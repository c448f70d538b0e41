"""Whitespace: which state the cell of an account and a service is in, and until when one must not ask."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import Bools, Ints

# The first that holds is the state of a cell; where none does it is a gap.
STATES = ("owned", "pipeline", "not eligible", "declined", "gap")
SUGGESTED = "suggested"  # a gap worth a conversation now
CELL = ["account_id", "service_id"]


def cell_states(owned: Bools, pipeline: Bools, not_eligible: Bools, declined: Bools) -> "pd.Categorical[str]":
    """The state of each cell from aligned arrays of what holds for it."""
    codes = np.select([owned, pipeline, not_eligible, declined], [0, 1, 2, 3], default=4)
    return pd.Categorical.from_codes(codes.astype(np.int64), categories=pd.Index(STATES))


def standing_declines(declines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The "not now" that forbids asking on a day, one row an account and service; the others may be asked again.

    `declines` as `whitespace_queries.declines`, oldest first. It stands while any asks to wait beyond the day, or when
    the newest gives no date; then `not_before_on` is NaT, else the furthest. Same columns.
    """
    newest = declines.drop_duplicates(CELL, keep="last")
    undated = newest[newest["not_before_on"].isna()]
    waiting = declines[declines["not_before_on"] > pd.Timestamp(as_of)].sort_values("not_before_on", kind="stable")
    return pd.concat([waiting, undated]).drop_duplicates(CELL, keep="last").reset_index(drop=True)


def declined_words(declines: pd.DataFrame) -> "pd.Series[Any]":
    """What was said when: “We do that ourselves” (3 Mar 2026). Columns: words (None: not kept), declined_on."""
    return pd.Series(
        [
            f"“{words}” ({fmt.day(day)})" if isinstance(words, str) and words else f"“not now” ({fmt.day(day)})"
            for words, day in zip(declines["words"], declines["declined_on"], strict=True)
        ],
        index=declines.index,
        dtype=object,
    )


def former_words(last_on: "pd.Series[Any]") -> "pd.Series[Any]":
    """Until when something was bought: bought until Mar 2025."""
    months: pd.Series[Any] = last_on.dt.strftime("bought until %b %Y")
    return months


def deal_words(deals: pd.DataFrame) -> "pd.Series[Any]":
    """The stage of the open deals of each account and service, by those two; with their number where it is not one."""
    staged = deals.assign(stage=deals["stage"].fillna("no stage")).drop_duplicates([*CELL, "stage"])
    stages: pd.Series[Any] = staged.groupby(CELL)["stage"].agg(", ".join)
    count = deals.groupby(CELL).size()
    return stages.where(count == 1, count.astype(str) + " open deals: " + stages)


def ownership(cells: pd.DataFrame) -> tuple[Bools, Ints, Ints]:
    """Who owns what, accounts × services, with the numbers of the accounts and of the services."""
    accounts, row = np.unique(cells["account_id"].to_numpy(dtype=np.int64), return_inverse=True)
    services, column = np.unique(cells["service_id"].to_numpy(dtype=np.int64), return_inverse=True)
    owns = np.zeros((len(accounts), len(services)), dtype=np.bool_)
    owns[row, column] = (cells["state"] == "owned").to_numpy()
    return owns, accounts, services


def sector_shares(cells: pd.DataFrame) -> pd.DataFrame:
    """How many accounts of each sector own each service. Columns: sector, service, owners, accounts; by both names.

    A service that is retired counts all accounts of the sector too, though it is shown only where it is still owned.
    """
    named = cells.astype({"sector": object, "service": object})
    accounts = named.groupby("sector")["account_id"].nunique()
    owners = named["account_id"].where(named["state"] == "owned").groupby([named["sector"], named["service"]]).nunique()
    frame = owners.rename("owners").reset_index()
    return frame.assign(accounts=frame["sector"].map(accounts)).astype({"owners": "int64", "accounts": "int64"})
