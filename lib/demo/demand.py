"""The hours a week that contracts and projects ask of each colleague: what time sheets and bookings are made from."""

from dataclasses import dataclass

import numpy as np

from lib.demo.contracts import Terms, term_months
from lib.demo.days import FAR, Floats, Ints, weekday
from lib.demo.drawing import spread
from lib.demo.engagements import Engagements
from lib.demo.firm import Firm
from lib.demo.projects import Projects
from lib.demo.staffing import Staff

WEEKS_A_MONTH = 4.345
# Of an hour sold: specialist, owner, support.
TERM_SHARES, PROJECT_SHARES = (0.60, 0.25, 0.10), (0.70, 0.14, 0.12)
CLEAN_UP = 14  # days a running project is still worked on after `until` at least


@dataclass(frozen=True)
class Demand:
    """One entry per contract or project and colleague: minutes a week from `start` to `end` (FAR: open)."""

    person: Ints
    duty: Ints  # 0 specialist, 1 owner, 2 support
    account: Ints
    project: Ints  # -1: work of a contract
    service: Ints
    start: Ints
    end: Ints
    minutes: Floats

    def part(self, chosen: Ints) -> "Demand":
        """Some of the entries."""
        return Demand(
            self.person[chosen], self.duty[chosen], self.account[chosen], self.project[chosen], self.service[chosen],
            self.start[chosen], self.end[chosen], self.minutes[chosen],
        )  # fmt: skip


def demand(
    firm: Firm, staff: Staff, engagements: Engagements, terms: Terms, projects: Projects, until: int
) -> Demand:  # fmt: skip
    """What everybody is asked for, all terms and projects of the records."""
    start, end = term_months(terms)
    # Work goes on past the end of a running term: most are renewed.
    goes_on = (terms.follows == 0) & (engagements.end[terms.engagement] == FAR)
    end = np.where(goes_on, FAR, end)
    monthly = terms.fee / firm.standard_cents * 60
    by_term = (terms.account, np.full(len(terms.account), -1), terms.service, start, end)
    specialist = staff.specialist[terms.engagement]
    running = np.where(projects.done > until, np.maximum(projects.done, until + CLEAN_UP), projects.done)
    weeks = np.maximum((running - projects.start) / 7, 1)
    by_project = (projects.account, np.arange(projects.count), projects.service, projects.start, running)
    weekly = projects.scoped * ~projects.cancelled / weeks
    parts = [
        *_shared(staff, by_term, specialist, monthly / WEEKS_A_MONTH, TERM_SHARES),
        *_shared(staff, by_project, projects.person, weekly, PROJECT_SHARES),
    ]
    return Demand(*[np.concatenate(column) for column in zip(*parts, strict=True)])


Columns = tuple[Ints, Ints, Ints, Ints, Ints]


def _shared(
    staff: Staff, columns: Columns, specialist: Ints, minutes: Floats, shares: tuple[float, ...]
) -> list[tuple[Ints | Floats, ...]]:
    account = columns[0]
    people = (specialist, staff.owners.now[account], staff.owners.support[account])
    return [
        (person, np.full(len(account), duty), *columns, minutes * share)
        for duty, (person, share) in enumerate(zip(people, shares, strict=True))
    ]


def weeks_of(asked: Demand, first: int, last: int) -> tuple[Ints, Ints]:
    """Each entry once for every Monday from `first` to `last` that lies within it: the entry, and that Monday."""
    begin = np.maximum(asked.start, first)
    begin = begin + (7 - weekday(begin)) % 7
    stop = np.minimum(np.minimum(asked.end, FAR - 1), last + 1)
    which, place = spread(np.maximum(-(-(stop - begin) // 7), 0))
    return which, begin[which] + 7 * place
