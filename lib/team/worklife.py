"""Signals of work and life of the people asked for, read and computed; nothing of anybody else is read."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib.periods import Period
from lib.store.engine import Store
from lib.team import worklife_figures as figures
from lib.team import worklife_queries as queries
from lib.team.portfolio_figures import this_monday

SUBJECTS = ("people", "accounts", "delivery", "team")


def signals(store: Store, people: Sequence[int], as_of: date) -> pd.DataFrame:
    """The signals of some people who have not left by a day, by name; columns as `worklife_figures.signals`."""
    spans = figures.window(this_monday(as_of))
    those = queries.those(store, people, as_of).sort_values("id").reset_index(drop=True)
    whole = Period(spans.leave.start, spans.ahead.end)
    time_from, leave_from = queries.records_begin(store)
    found = figures.signals(
        those, queries.contract_hours(store, people), queries.days_worked(store, people, spans.worked),
        queries.days_away(store, people, whole), spans, time_from, leave_from,
    )  # fmt: skip
    return found.sort_values("person", kind="stable").reset_index(drop=True)
