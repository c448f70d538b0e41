"""What a wave can tell before it is sent, and who is due for a reminder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import LEAST_ANSWERS, Promoters
from lib.surveys.response_figures import DECISION_MAKER

EXPECTED_RESPONSE = 0.4
# Detractors, passives, promoters of a firm that stands well: wide enough that the interval is not promised too small.
TYPICAL = (0.2, 0.35, 0.45)
REMIND_AFTER, MOST_REMINDERS = 7, 2


@dataclass(frozen=True)
class Expected:
    """How many answers a wave may bring, and half the width of the score's 95 % interval then (None: too few)."""

    answers: int
    half_width: float | None


def expected(invited: int, response: float = EXPECTED_RESPONSE) -> Expected:
    """What so many invitations may bring: at typical answers, by the score interval."""
    answers = int(np.floor(invited * response + 0.5))
    if answers < LEAST_ANSWERS:
        return Expected(answers, None)
    detractors, promoters = (int(np.floor(answers * share + 0.5)) for share in (TYPICAL[0], TYPICAL[2]))
    bounds = score_interval(Promoters(detractors, answers - detractors - promoters, promoters))
    return Expected(answers, None if bounds is None else (bounds[1] - bounds[0]) / 2)


def no_decision_maker(invited: pd.DataFrame) -> list[str]:
    """The accounts where nobody who decides is among those invited. `invited`: account, role."""
    deciding = set(invited.loc[invited["role"] == DECISION_MAKER, "account"])
    return sorted(set(invited["account"]) - deciding)


def not_reminded(listed: pd.DataFrame, day: date) -> "pd.Series[Any]":
    """Why each person invited gets no reminder on a day, in words; None: one is due. The index is that of `listed`.

    `listed`: state, answered, sent_on, reminded_on, reminders. Once in 7 days, twice at most; of an anonymous wave
    nobody knows who answered, so everybody who was sent their link is due.
    """
    whys = [_why(row, day) for row in listed.to_dict("records")]
    return pd.Series(whys, index=listed.index, dtype=object)


def _why(row: Mapping[Any, Any], day: date) -> str | None:
    if row["answered"]:
        return "answered"
    if row["state"] != "sent" or pd.isna(row["sent_on"]):
        return "not sent yet" if row["state"] == "listed" else str(row["state"])
    if row["reminders"] >= MOST_REMINDERS:
        return f"reminded {row['reminders']} times"
    last = row["sent_on"] if pd.isna(row["reminded_on"]) else row["reminded_on"]
    due = last.date() + timedelta(REMIND_AFTER)
    return f"from {fmt.day(due)}" if due > day else None
