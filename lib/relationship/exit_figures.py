"""Exit interviews: how many departures have one, and since when one is owed where nobody asked."""

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from lib import format as fmt
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.relationship.tables import EXIT_ANSWERS


def interviewed(departures: Sequence[int], asked: Collection[int]) -> Measure:
    """Of the departures the share of which somebody of the client was asked why; numbers of departures."""
    if not len(departures):
        return undefined("no departure is recorded")
    hits = sum(one in asked for one in departures)
    low, high = wilson(hits, len(departures))
    return Measure(hits / len(departures), base=len(departures), hits=hits, low=low, high=high)


def owed(decided_on: date, last_day_on: date | None, as_of: date) -> str:
    """Since when an interview is owed: "left 40 days ago, nobody asked"."""
    if last_day_on is not None and last_day_on < as_of:
        return f"left {fmt.counted((as_of - last_day_on).days, 'day')} ago, nobody asked"
    if last_day_on is not None:
        ahead = (last_day_on - as_of).days
        when = f"in {fmt.counted(ahead, 'day')}" if ahead else "today"
        return f"leaves {when}, nobody asked yet"
    return f"decided {fmt.counted((as_of - decided_on).days, 'day')} ago, nobody asked"


def answers_in_words(answers: pd.Series) -> str:
    """Answers to one question of interviews, counted: "2 yes, 1 no of 3 asked"; "" where nobody was asked."""
    counts = answers.value_counts()
    told = ", ".join(f"{counts[one]} {one}" for one in EXIT_ANSWERS if one in counts)
    return f"{told} of {int(counts.sum())} asked" if told else ""
