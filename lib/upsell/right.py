"""The earned right to ask: a promised outcome the client confirmed, no escalation open, not Red; each in words."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import Bools, Ints, numbers, positions, record_numbers
from lib.value.figures import elapsed, progress

CONFIRMED_DAYS = 180
RED = "Red"


@dataclass(frozen=True, eq=False)
class Rights:
    """By position in `ids` (sorted record numbers of accounts): whether the right is earned, and why or why not.

    `short`: what earned it in a few words; "" where it is not earned.
    """

    ids: Ints
    earned: Bools
    words: "pd.Series[str]"
    short: "pd.Series[str]"


def outcomes(standing: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Promised outcomes a client confirmed in the last 180 days at what was due by then or better; newest first.

    `standing`: of `lib.value.standing.standing`. A confirmed reading that lags behind shows honesty, not an outcome.
    Columns: account_id, name, confirmed_on, confirmed_by, on_pace (bool).
    """
    since = pd.Timestamp(as_of - timedelta(CONFIRMED_DAYS))
    promised = standing[(standing["kind"] == "promised outcome") & (standing["confirmed_on"] > since)]
    done = progress(*(promised[name].to_numpy(dtype=np.float64) for name in ("baseline", "target", "confirmed_actual")))
    gone = elapsed(*(numbers(promised[name]) for name in ("starts_on", "due_on", "confirmed_read_on")))
    on_pace = (done >= gone) | (done >= 1)
    shown = promised[["account_id", "name", "confirmed_on", "confirmed_by"]].assign(on_pace=on_pace)
    return shown.sort_values("confirmed_on", ascending=False, kind="stable").reset_index(drop=True)


def rights(
    ids: Ints, bands: "pd.Series[str]", confirmed: pd.DataFrame, escalations: pd.DataFrame
) -> Rights:  # fmt: skip
    """Whether each account's right to be asked for more is earned.

    `bands`: band by account number. `confirmed` as of `outcomes`, `escalations` those open, the gravest first.
    Growth never comes before an earned right to it: all that stands against it is told, not only the first.
    """
    kept = confirmed[confirmed["on_pace"]].drop_duplicates("account_id")
    behind = confirmed[~confirmed["account_id"].isin(kept["account_id"])].drop_duplicates("account_id")
    grave = escalations.drop_duplicates("account_id")
    red = (bands.reindex(ids) == RED).to_numpy(dtype=bool)
    against = [
        np.where(red, "the account is Red: first mend what is wrong", ""),
        _of(ids, grave, [_escalated(row) for row in grave.itertuples()]),
        np.where(_there(ids, kept), "", _of(ids, behind, [_lags(row) for row in behind.itertuples()], _NOTHING)),
    ]
    told = ["; ".join(filter(None, parts)) for parts in zip(*against, strict=True)]
    earned = np.array([not words for words in told], dtype=bool)
    why = _of(ids, kept, [_kept(row) for row in kept.itertuples()])
    days = pd.to_datetime(kept["confirmed_on"]).dt.date
    brief = _of(ids, kept, [f"outcome confirmed {fmt.day(day)}" for day in days])
    words, short = np.where(earned, why, told), np.where(earned, brief, "")
    return Rights(ids, earned, pd.Series(words, ids, dtype=object), pd.Series(short, ids, dtype=object))


_NOTHING = f"no promised outcome was confirmed by the client in {CONFIRMED_DAYS} days"


def _there(ids: Ints, frame: pd.DataFrame) -> Bools:
    return np.isin(ids, record_numbers(frame["account_id"]))


def _of(ids: Ints, frame: pd.DataFrame, words: list[str], otherwise: str = "") -> "np.typing.NDArray[np.object_]":
    told = np.full(len(ids), otherwise, dtype=object)
    at = positions(ids, record_numbers(frame["account_id"]))
    told[at[at >= 0]] = np.array(words, dtype=object)[at >= 0]
    return told


def _escalated(row: object) -> str:
    return f"escalation open since {fmt.day(row.opened_on.date())}: “{row.what}”"  # type: ignore[attr-defined]


def _lags(row: object) -> str:
    return f"“{row.name}” was confirmed, but behind what was promised"  # type: ignore[attr-defined]


def _kept(row: object) -> str:
    by = f" by {row.confirmed_by}" if isinstance(row.confirmed_by, str) else ""  # type: ignore[attr-defined]
    return f"“{row.name}” confirmed{by} on {fmt.day(row.confirmed_on.date())}"  # type: ignore[attr-defined]
