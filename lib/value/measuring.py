"""The headline figures over any set of objectives as they stood on a day, the rows behind each, the order of care."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import LAST, Bools, Ints, number, numbers
from lib.measure import Measure
from lib.periods import add_months, next_day
from lib.value import figures
from lib.value.figures import STATES

MEASURED = ("objectives_open", "objectives_on_track", "value_delivered", "objectives_confirmed", "reviews_overdue")
_PLACE = {word: at for at, word in enumerate(STATES)}


def measured(found: pd.DataFrame, as_of: date) -> dict[str, Measure]:
    """Every figure of MEASURED over rows of `lib.value.standing.standing` on that day."""
    state, delivered = _places(found), fell_due(found, as_of)["delivered"].to_numpy(dtype=np.bool_)
    is_open = state != figures.CLOSED
    return {
        "objectives_open": figures.objectives_open(state),
        "objectives_on_track": figures.objectives_on_track(figures.on_track(state), figures.judged(state)),
        "value_delivered": figures.value_delivered(np.ones(len(delivered), dtype=np.bool_), delivered),
        "objectives_confirmed": figures.objectives_confirmed(is_open, _lately_confirmed(found, as_of)),
        "reviews_overdue": figures.reviews_overdue(is_open, numbers(found["review_on"], LAST), number(as_of)),
    }


def rows_of(found: pd.DataFrame, name: str, as_of: date) -> pd.DataFrame:
    """The objectives that a figure of MEASURED is made of."""
    if name == "value_delivered":
        return fell_due(found, as_of)
    if name == "reviews_overdue":
        return found[numbers(found["review_on"], LAST) < number(as_of)]
    state = _places(found)
    return found[figures.judged(state) if name == "objectives_on_track" else state != figures.CLOSED]


def fell_due(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The promised outcomes that fell due or were closed, whichever was first, in the twelve months to a day."""
    ended = np.minimum(numbers(found["due_on"], LAST), numbers(found["closed_on"], LAST))
    inside = (ended >= number(add_months(next_day(as_of), -12))) & (ended <= number(as_of))
    return found[(found["kind"] == "promised outcome").to_numpy() & inside]


def by_care(found: pd.DataFrame) -> pd.DataFrame:
    """The same rows, those first that need care: by state; behind by pace, not read by silence, others by due date."""
    place = _places(found)
    pace, read = found["pace"].to_numpy(dtype=np.float64), numbers(found["read_on"]).astype(np.float64)
    within = np.select([place == figures.BEHIND, place == figures.NOT_READ], [pace, read], numbers(found["due_on"]))
    return found.iloc[np.lexsort((found["objective_id"], within, place))].reset_index(drop=True)


def _places(found: pd.DataFrame) -> Ints:
    return np.array([_PLACE[word] for word in found["state"]], dtype=np.int64)


def _lately_confirmed(found: pd.DataFrame, as_of: date) -> Bools:
    since = number(as_of - timedelta(figures.READING_HOLDS_DAYS))
    lately: Bools = numbers(found["confirmed_read_on"]) >= since
    return lately
