"""The hours a week that contracts and projects ask of each colleague: what time sheets and bookings are made from."""

from dataclasses import dataclass

import numpy as np

from lib.demo.agency import Agency
from lib.demo.contracts import term_months
from lib.demo.days import FAR, Floats, Ints, weekday
from lib.demo.drawing import spread
from lib.demo.projects import Projects
from lib.demo.world import World

WEEKS_A_MONTH = 4.345
# Of an hour sold: specialist, owner, support.
TERM_SHARES, PROJECT_SHARES = (0.62, 0.29, 0.12), (0.70, 0.16, 0.14)
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


def demand(world: World, agency: Agency, projects: Projects) -> Demand:
    """What everybody is asked for, all terms and projects of the records."""
    start, end = term_months(agency.terms)
    # Work goes on past the end of a running term: most are renewed.
    goes_on = (agency.terms.follows == 0) & (agency.engagements.end[agency.terms.engagement] == FAR)
    end = np.where(goes_on, FAR, end)
    monthly = agency.terms.fee / agency.firm.standard_cents * 60
    by_term = (agency.terms.account, np.full(len(agency.terms.account), -1), agency.terms.service, start, end)
    specialist = agency.staff.specialist[agency.terms.engagement]
    least = np.where(projects.done > world.until, world.until + CLEAN_UP, 0)
    running = np.maximum(projects.done, least)
    weeks = np.maximum((running - projects.start) / 7, 1)
    by_project = (projects.account, np.arange(projects.count), projects.service, projects.start, running)
    weekly = projects.scoped * ~projects.cancelled / weeks
    parts = [
        *_shared(agency, by_term, specialist, monthly / WEEKS_A_MONTH, TERM_SHARES),
        *_shared(agency, by_project, projects.person, weekly, PROJECT_SHARES),
    ]
    return Demand(*[np.concatenate(column) for column in zip(*parts, strict=True)])


Columns = tuple[Ints, Ints, Ints, Ints, Ints]


def _shared(
    agency: Agency, columns: Columns, specialist: Ints, minutes: Floats, shares: tuple[float, ...]
) -> list[tuple[Ints | Floats, ...]]:
    account = columns[0]
    people = (specialist, agency.owners.now[account], agency.owners.support[account])
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
