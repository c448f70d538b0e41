"""Hours that come from a time tool are the logged hours of load and of what an account took."""

from datetime import date

import numpy as np

from lib.people.tables import WeeklyHours
from lib.periods import Period
from lib.profitability.hours import worked
from lib.store.engine import Store
from lib.team.load import read_weeks
from lib.team.utilisation import LAST_WEEKS, read_used
from tests.facts import put
from tests.known_exports import bring
from tests.test_importing_known_exports_of_time import TOGGL

WEEK_LATER = date(2026, 3, 11)


def test_imported_time_entries_feed_load_utilisation_and_the_hours_of_accounts(store: Store) -> None:
    bring(store, ("toggl.csv", TOGGL), mapping="toggl")
    put(store, WeeklyHours(person_id=1, minutes_per_week=600, starts_on=date(2026, 1, 1)))

    weeks = read_weeks(store, WEEK_LATER)
    told = dict(zip(weeks.people["name"], weeks.logged[:, weeks.past - 1], strict=True))
    assert told == {"Ada Moss": 180, "Bo Kern": 81}, "the week before, 2 March"

    used = read_used(store, WEEK_LATER, LAST_WEEKS).people.set_index("person")
    assert used.loc["Ada Moss", "billable"] == 180

    minutes = worked(store, Period(date(2026, 3, 1), date(2026, 4, 1))).groupby("account_id")["minutes"].sum()
    assert sorted(minutes.tolist()) == [21, 60, 180], "Zenit, internal, Acme"
    assert np.isclose(minutes.sum(), 261)
