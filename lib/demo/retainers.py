"""The monthly work of clients that pay by the month: one running project each, one thing to hand over a month."""

import numpy as np
from numpy.random import Generator

from lib.delivery.tables import Deliverable, Project
from lib.demo.agency import Agency
from lib.demo.care import NEGLECTED, PATCHY
from lib.demo.days import FAR, NOTHING, Ints, first_of, month_of, or_nothing, workday
from lib.demo.drawing import between, chance, spread, words
from lib.demo.stories import places
from lib.demo.world import World, day

MONTHS = 15  # that deliveries are known from
PLANNED_UNTIL = (120, 300)  # days ago somebody last planned deliveries for a client with patchy records


def hand_over_monthly(world: World, agency: Agency) -> None:
    """Write the retainers of the clients whose deliveries are planned, and what was handed over each month."""
    rng = world.stream("retainers")
    account = _planned_for(world, agency, rng)
    starts, ends = agency.clients.span(world)
    gone = agency.clients.end[account] <= world.until
    ids = world.sheets.add(
        Project, starts[account],
        account_id=account + 1, service_id=_main_service(agency, account) + 1,
        person_id=agency.owners.now[account] + 1,
        name=words([f"{agency.clients.names[at].split()[0]} monthly work" for at in account.tolist()]),
        state=words(("running", "delivered"))[gone.astype(np.int64)],
        starts_on=starts[account], delivered_on=np.where(gone, ends[account] - 1, NOTHING),
        scoped_minutes=np.full(len(account), NOTHING), fee_cents=np.full(len(account), NOTHING),
        goal_met=np.full(len(account), -1),
    )  # fmt: skip
    _deliverables(world, agency, account, ids, rng)


def _planned_for(world: World, agency: Agency, rng: Generator) -> Ints:
    """Everybody with a monthly contract but those of whom little is written down, and those whose projects are late."""
    monthly = np.zeros(agency.clients.count, dtype=bool)
    monthly[agency.terms.account] = True
    monthly &= (agency.care.kept != NEGLECTED) & ~agency.care.without("delivery")
    monthly[places(world, "late_projects")] = False
    return np.flatnonzero(monthly & ((agency.care.kept != PATCHY) | chance(rng, 0.4, agency.clients.count)))


def _main_service(agency: Agency, account: Ints) -> Ints:
    """The service each account pays most for."""
    order = np.lexsort((agency.terms.fee, agency.terms.account))
    last = np.searchsorted(agency.terms.account[order], account, side="right") - 1
    return np.asarray(agency.terms.service[order][last])


def _deliverables(world: World, agency: Agency, account: Ints, ids: Ints, rng: Generator) -> None:
    starts, ends = agency.clients.span(world)
    first = np.maximum(month_of(starts[account]) + 1, world.last_month - MONTHS)
    project, place = spread(np.maximum(world.last_month - first + 1, 0))
    due = workday(first_of(first[project] + place) + 4 + account[project] * 7 % 19)
    stops = np.minimum(ends[account], np.where(agency.care.kept[account] == PATCHY, _stopped(world, account, rng), FAR))
    kept = (due > starts[account][project]) & (due < stops[project])
    project, due = project[kept], due[kept]
    done = np.minimum(due + _slip(agency, account[project], due, rng), ends[account][project] - 1)
    names = world.given["work"]["monthly"]
    months = [f"{day(int(on)):%B %Y}" for on in due]
    world.sheets.add(
        Deliverable, due - 25,
        project_id=ids[project],
        name=words([f"{names[at % len(names)]}, {month}" for at, month in zip(account[project], months, strict=True)]),
        due_on=due, delivered_on=or_nothing(done, world.until), rounds_in_scope=1,
    )  # fmt: skip


def _stopped(world: World, account: Ints, rng: Generator) -> Ints:
    return world.until - between(rng, *PLANNED_UNTIL, len(account))


def _slip(agency: Agency, account: Ints, due: Ints, rng: Generator) -> Ints:
    """Days after the due date; the less content a client is, the more often it is late."""
    mood = agency.clients.mood_at(account, due)
    late = chance(rng, np.clip(0.98 - 1.2 * mood, 0.03, 0.85), len(account))
    return np.where(late, between(rng, 2, 16, len(account)), -between(rng, 0, 3, len(account)))
