"""What clients want to reach: objectives, their changing agency, readings, and who confirmed them."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.care import WELL
from lib.demo.days import FAR, NOTHING, Bools, Floats, Ints, Texts, or_nothing
from lib.demo.drawing import between, chance, spread, words
from lib.demo.engagements import month_days
from lib.demo.stories import places, story_accounts
from lib.demo.world import World
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm

CLOSED_AFTER = 30  # days after the due date an objective is closed
LASTS, EACH = (340, 365), 365  # days from start to due date, and from one start to the next
LATE_PACE = 0.62
IN_MIDDLE = 200  # days before the last one an objective of a story began: none starts anew while it is told
FIRST_READ = 4  # days after the start somebody writes down where things stand
RHYTHM = np.array([30, 85, 170])  # days between readings: monthly, quarterly, yearly (looked at twice)
# Services with an objective, and readings that are written down, by how well a client is recorded.
WITH_GOALS, READ = (0.97, 0.75, 0.5), (0.97, 0.45, 0.2)
CHANGE_REASONS = (
    "Budget was cut by the client",
    "Reached early, set higher",
    "Market changed",
    "Launch moved by a quarter",
)


def set_goals(world: World, agency: Agency) -> None:
    """Write the objectives that come with the services clients buy, as far back as the records go."""
    rng = world.stream("goals")
    which, start, end = _spans(world, agency, rng)
    account, service = agency.engagements.account[which], agency.engagements.service[which]
    name, unit, baseline, target, lower = _templates(agency, service, rng)
    due = start + between(rng, *LASTS, len(which))
    closed = np.minimum(due + CLOSED_AFTER, end)
    rhythm = rng.choice(3, len(which), p=(0.35, 0.55, 0.10))
    ids = world.sheets.add(
        Objective, start,
        account_id=account + 1, service_id=service + 1, person_id=agency.owners.on(account, start) + 1,
        name=name, kind=words(("promised outcome", "goal"))[(rng.random(len(which)) < 0.55).astype(np.int64)],
        unit=unit, better=words(("higher", "lower"))[lower.astype(np.int64)],
        reviewed=words(("monthly", "quarterly", "yearly"))[rhythm],
        closed_on=or_nothing(closed, world.until),
    )  # fmt: skip
    _terms(world, ids, start, due, closed, baseline, target, rng)
    _readings(world, agency, account, ids, start, due, closed, RHYTHM[rhythm], baseline, target, rng)


def _spans(world: World, agency: Agency, rng: Generator) -> tuple[Ints, Ints, Ints]:
    """One objective after the other for most services, each for about a year."""
    begin = np.maximum(month_days(agency.engagements.start), world.start) + 14
    end = np.where(
        agency.engagements.end < FAR, np.minimum(month_days(agency.engagements.end), world.until + 1), world.until + 1
    )
    told = agency.engagements.account < len(story_accounts(world))
    begin = np.where(told & (end - begin > IN_MIDDLE), begin + (end - begin - IN_MIDDLE) % EACH, begin)
    wanted = (rng.random(agency.engagements.count) < agency.care.odds(agency.engagements.account, *WITH_GOALS)) | told
    count = np.where(wanted, np.maximum(end - begin, 0) // EACH + 1, 0)
    which, place = spread(count)
    later = np.where(told, 0, between(rng, 0, 20, agency.engagements.count))
    start = begin[which] + EACH * place + later[which]
    kept = start + 15 < end[which]
    return which[kept], start[kept], end[which][kept]


def _templates(agency: Agency, service: Ints, rng: Generator) -> tuple[Texts, Texts, Floats, Floats, Bools]:
    known = [agency.firm.services[at]["goals"] for at in range(len(agency.firm.services))]
    chosen = [known[s][int(draw * len(known[s]))] for s, draw in zip(service, rng.random(len(service)), strict=True)]
    scale = rng.uniform(0.75, 1.3, len(service))
    baseline = np.round(np.array([goal[2] for goal in chosen]) * scale, 2)
    target = np.round(np.array([goal[3] for goal in chosen]) * scale, 2)
    lower = np.array([goal[4] == "lower" for goal in chosen])
    return words([goal[0] for goal in chosen]), words([goal[1] for goal in chosen]), baseline, target, lower


def _terms(
    world: World, ids: Ints, start: Ints, due: Ints, closed: Ints, baseline: Floats, target: Floats, rng: Generator
) -> None:
    changed_on = start + between(rng, 60, 200, len(ids))
    changed = chance(rng, 0.22, len(ids)) & (changed_on < np.minimum(closed, world.until))
    later = np.flatnonzero(changed)
    world.sheets.add(
        ObjectiveTerm, start,
        objective_id=ids, baseline=baseline, target=target, due_on=due, reason="Agreed at the start",
        starts_on=start, ends_before=np.where(changed, changed_on, NOTHING),
    )  # fmt: skip
    reason = rng.integers(0, len(CHANGE_REASONS), len(later))
    step = np.where(reason == 1, 1.2, 0.75)[: len(later)]
    moved = baseline[later] + (target - baseline)[later] * step
    world.sheets.add(
        ObjectiveTerm, changed_on[later],
        objective_id=ids[later], baseline=baseline[later], target=np.round(moved, 3),
        due_on=due[later] + np.where(reason == 3, 91, 0), reason=words(CHANGE_REASONS)[reason],
        starts_on=changed_on[later],
    )  # fmt: skip


def _readings(
    world: World,
    agency: Agency,
    account: Ints,
    ids: Ints,
    start: Ints,
    due: Ints,
    closed: Ints,
    days: Ints,
    baseline: Floats,
    target: Floats,
    rng: Generator,
) -> None:
    last = np.minimum(closed, world.until)
    which, place = spread(np.maximum(last - start - FIRST_READ, 0) // days + 1)
    read = start[which] + FIRST_READ + days[which] * place + between(rng, 0, 6, len(which))
    told = (account < len(story_accounts(world))) & (agency.care.kept[account] == WELL)
    written = (rng.random(len(which)) < agency.care.odds(account[which], *READ)) | told[which]
    kept = (read <= last[which]) & written
    which, read = which[kept], read[kept]
    elapsed = np.clip((read - start[which]) / (due - start)[which], 0, 1.1)
    mood = agency.clients.mood_at(account[which], read)
    luck = rng.uniform(0.88, 1.12, len(ids))[which]  # of the objective as a whole
    pace = _pace(world, account[which], mood, luck * rng.normal(1.0, 0.06, len(which)))
    actual = baseline[which] + (target - baseline)[which] * elapsed * pace
    confirmed = chance(rng, 0.25 + 0.5 * mood, len(which))
    confirmed_on = np.where(confirmed, or_nothing(read + between(rng, 1, 16, len(which)), world.until), NOTHING)
    who = agency.contacts.drawn(rng, account[which], read) + 1
    world.sheets.add(
        ObjectiveReading, read, late=True,
        objective_id=ids[which], read_on=read, actual=np.round(actual, 2),
        evidence=words(("report", "dashboard", "client's own numbers"))[rng.integers(0, 3, len(which))],
        confirmed_by_id=np.where(confirmed_on == NOTHING, NOTHING, who), confirmed_on=confirmed_on,
    )  # fmt: skip


def _pace(world: World, account: Ints, mood: Floats, luck: Floats) -> Floats:
    """Progress for each step a straight line asks for; whose projects are late still come some way."""
    late = np.isin(account, places(world, "late_projects"))
    return np.asarray(np.where(late, LATE_PACE, np.clip(1.5 * mood - 0.15, 0.05, 1.15) * luck))
