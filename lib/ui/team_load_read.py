"""What the head and the tabs of team allocation both read: weeks around the page's day, and use of hours."""

from dataclasses import replace

import numpy as np

from lib.days import Bools
from lib.team.load import SUBJECTS as LOAD_SUBJECTS
from lib.team.load import Weeks, load, read_weeks
from lib.team.utilisation import SUBJECTS as USED_SUBJECTS
from lib.team.utilisation import Used, read_used
from lib.ui import session
from lib.ui.page import View

SUBJECTS = tuple(sorted({*LOAD_SUBJECTS, *USED_SUBJECTS}))


def weeks_of(view: View) -> Weeks:
    """The weeks around the page's day, whatever the filters; kept until anybody writes to what they are read from."""
    return session.keep_of("weeks of load", LOAD_SUBJECTS, (view.as_of,), lambda: read_weeks(view.store, view.as_of))


def used_of(view: View, words: str) -> Used:
    """What hours went into over one of `utilisation.PERIODS`, whatever the filters."""
    return session.keep_of(
        "hours used", USED_SUBJECTS, (view.as_of, words), lambda: read_used(view.store, view.as_of, words)
    )


def is_planned(weeks: Weeks) -> bool:
    """Whether any work at all is booked for the four weeks ahead: without, nobody is known to be free."""
    taken = load(weeks)
    return bool(
        taken.booked[:, weeks.ahead].any() or taken.unmet[:, weeks.ahead].any() or taken.tentative[:, weeks.ahead].any()
    )


def narrowed(view: View, weeks: Weeks) -> Weeks:
    """The same weeks with only the person of the frame's owner filter; sectors are of clients, not of people."""
    if view.owner is None:
        return weeks
    kept = np.asarray(weeks.people["name"].eq(view.owner).to_numpy(dtype=np.bool_))
    return only(weeks, kept)


def only(weeks: Weeks, kept: Bools) -> Weeks:
    """The same weeks with only the people `kept`; placeholders stay."""
    return replace(
        weeks, people=weeks.people[kept].reset_index(drop=True), contract=weeks.contract[kept],
        capacity=weeks.capacity[kept], logged=weeks.logged[kept], unrecorded=weeks.unrecorded[kept],
    )  # fmt: skip
