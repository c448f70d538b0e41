"""The write of what an hour of looking after accounts is reckoned for: dated settings of the firm."""

import math
from collections.abc import Mapping
from datetime import date

from lib.errors import RefusedValue
from lib.required import given
from lib.store.engine import Store
from lib.store.settings import put_setting
from lib.store.writing import Write, perform

PREFIX = "portfolio_load."
MOST_HOURS = 40.0  # a week's work for one promise, project or touch: anything more is a slip of the finger


def set_reckoning(
    store: Store, who: str, hours: Mapping[str, float | None], starts_on: date | None, token: str
) -> None:
    """Put hours (by the names of `portfolio_figures.NAMES`) in force from a day on, all or none.

    Raises RefusedValue naming the field: no hours, below 0 or over 40, or no day.
    """
    checked = {name: _sensible(name, value) for name, value in hours.items()}
    day = given("starts_on", starts_on, "say from which day on.")

    def work(write: Write) -> None:
        for name, value in checked.items():
            put_setting(write, PREFIX + name, f"{value:g}", day)

    perform(store, who, "set what account managers' load is reckoned by", work, token)


def _sensible(name: str, value: float | None) -> float:
    hours = given(name, value, "say how many hours; 0 leaves it out.")
    if not math.isfinite(hours) or not 0 <= hours <= MOST_HOURS:
        raise RefusedValue(name, f"{hours:g} hours cannot be: between 0 and {MOST_HOURS:g}.")
    return hours
