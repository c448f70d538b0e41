"""Who was asked in attributed surveys and who answered: kept apart from the score, for silence is a sign of its own."""

import numpy as np
import pandas as pd

from lib.days import LAST, Bools, Ints, numbers, record_numbers
from lib.health.grouping import of_accounts, tally
from lib.health.signals import Asked

_APART = 1 << 32  # more than there are contacts: an account and its contact fit one number


def seen_asked(ids: Ints, invited: pd.DataFrame, until: Ints, window: Ints | int) -> Asked:
    """Who was asked in the `window` days up to `until` (both by account), and who was asked after it.

    People count once, as answering where any sheet of theirs came back. Frame as of `survey_fact_queries.asked`.
    """
    mine, at = of_accounts(ids, invited)
    day, who = numbers(mine["day"]), at * _APART + record_numbers(mine["contact_id"])
    flag = {name: mine[name].to_numpy(dtype=bool) for name in _FLAGS}
    inside, after = (day > (until - window)[at]) & (day <= until[at]), day > until[at]

    def people(which: Bools) -> Ints:
        return tally(len(ids), np.unique(who[which]) // _APART)

    def unheard(which: Bools) -> Bools:
        return np.asarray((people(inside & which) > 0) & (people(inside & which & flag["answered"]) == 0))

    reached, over = ~flag["unreached"], ~flag["running"]
    # A wave that is over tells of silence also where a newer one is still running.
    last = after & reached & (over | (people(after & reached & over) == 0)[at])
    return Asked(
        asked=people(inside),
        answered=people(inside & flag["answered"]),
        unreached=people(inside) - people(inside & reached),
        first=_first_day(len(ids), at[inside], day[inside]),
        running=(people(inside & flag["running"]) > 0) & (people(inside & reached & over) == 0),
        sponsor_silent=unheard(flag["sponsor"]),
        deciders_silent=unheard(flag["decides"] & ~flag["sponsor"]),
        again=np.where(people(after & flag["answered"]) > 0, 0, people(last)),
        again_first=_first_day(len(ids), at[last], day[last]),
        again_running=people(last & flag["running"]) > 0,
        group=np.full(len(ids), "", dtype=object),
    )


def silent(asked: Asked) -> Bools:
    """Whose people were asked and reached in waves that are over, and nobody answered."""
    return np.asarray((asked.asked > asked.unreached) & (asked.answered == 0) & ~asked.running)


_FLAGS = ("answered", "unreached", "running", "sponsor", "decides")


def _first_day(count: int, at: Ints, days: Ints) -> Ints:
    found = np.full(count, LAST, dtype=np.int64)
    np.minimum.at(found, at, days)
    return found
