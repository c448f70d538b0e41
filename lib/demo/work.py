"""What happens inside projects: changes of scope, things to hand over, rounds of revision, tasks, roadblocks."""

import numpy as np
from numpy.random import Generator

from lib.delivery.tables import Deliverable, RevisionRound, Roadblock, ScopeChange, Task
from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Ints, or_nothing
from lib.demo.drawing import between, chance, pick, spread, words
from lib.demo.projects import Projects, states
from lib.demo.stories import places
from lib.demo.world import World
from lib.money.tables import Revenue


def do_the_work(world: World, agency: Agency, projects: Projects) -> Ints:
    """Write the insides of all projects; gives the minutes of approved changes of each."""
    begun = projects.start <= world.until
    approved = _scope_changes(world, agency, projects, begun)
    _deliverables(world, agency, projects, begun)
    _tasks(world, projects, begun)
    _roadblocks(world, projects, begun)
    return approved


def _scope_changes(world: World, agency: Agency, projects: Projects, begun: Bools) -> Ints:
    rng = world.stream("scope changes")
    project, _ = spread(np.where(begun, rng.poisson(0.55, projects.count), 0))
    last = np.minimum(projects.done[project], world.until)
    asked = between(rng, projects.start[project] + 5, np.maximum(last - 3, projects.start[project] + 5), len(project))
    project, asked = project[asked <= world.until], asked[asked <= world.until]
    count = len(project)
    last_day = agency.clients.end[projects.account[project]] - 1
    decided = np.minimum(asked + between(rng, 2, 24, count), last_day)
    waiting = (decided > world.until) | (chance(rng, 0.3, count) & (asked > world.until - 60))
    declined = chance(rng, 0.25, count) | np.isin(projects.account[project], places(world, "late_projects"))
    decision = np.where(waiting, 0, np.where(declined, 2, 1))
    minutes = between(rng, 8, 60, count) * 30
    charged = chance(rng, 0.7, count)
    cents = np.where(charged, np.round(minutes / 60 * 110).astype(np.int64) * 100, NOTHING)
    moved = projects.due[project] + between(rng, 3, 15, count)
    world.sheets.add(
        ScopeChange, asked,
        project_id=project + 1, asked_on=asked,
        what=pick(rng, world.given["work"]["changes"], count),
        minutes=minutes, fee_cents=cents,
        new_due_on=np.where(chance(rng, 0.6, count), moved, NOTHING),
        decision=words(("waiting", "approved", "declined"))[decision],
        decided_on=np.where(waiting, NOTHING, decided),
        decided_by_id=np.where(waiting, NOTHING, agency.contacts.sponsor_id(projects.account[project])),
    )  # fmt: skip
    paid = np.flatnonzero((decision == 1) & charged & (decided >= world.start))
    world.sheets.add(
        Revenue, decided[paid],
        account_id=projects.account[project[paid]] + 1, service_id=projects.service[project[paid]] + 1,
        project_id=project[paid] + 1, earned_on=decided[paid], amount_cents=cents[paid], kind="project",
    )  # fmt: skip
    return np.bincount(project, minutes * (decision == 1), projects.count).astype(np.int64)


def _deliverables(world: World, agency: Agency, projects: Projects, begun: Bools) -> None:
    rng = world.stream("deliverables")
    project, place = spread(np.where(begun, 2 + rng.integers(0, 2, projects.count), 0))
    count, total = len(project), np.bincount(project, minlength=projects.count)[project]
    share = (place + 1) / total
    due = projects.start[project] + np.round((projects.due - projects.start)[project] * share).astype(np.int64)
    done = projects.start[project] + np.round((projects.done - projects.start)[project] * share).astype(np.int64)
    delivered = np.where(projects.cancelled[project], NOTHING, or_nothing(done, world.until))
    names = world.given["work"]["deliverables"]
    in_scope = between(rng, 1, 3, count)
    ids = world.sheets.add(
        Deliverable, projects.start[project],
        project_id=project + 1,
        name=words(names)[(project * 3 + place) % len(names)],
        due_on=due, delivered_on=delivered, rounds_in_scope=in_scope,
    )  # fmt: skip
    mood = agency.clients.mood_at(projects.account[project], np.minimum(done, world.until))
    _rounds(world, projects, project, ids, in_scope, done, mood < 0.55, rng)


def _rounds(
    world: World,
    projects: Projects,
    project: Ints,
    ids: Ints,
    in_scope: Ints,
    done: Ints,
    unhappy: Bools,
    rng: Generator,
) -> None:
    rounds = np.maximum(in_scope + rng.integers(-2, 2, len(ids)) + unhappy * rng.integers(0, 4, len(ids)), 0)
    which, place = spread(rounds)
    asked = done[which] - 3 - 4 * place
    kept = (asked <= world.until) & (asked >= projects.start[project[which]]) & ~projects.cancelled[project[which]]
    which, asked = which[kept], asked[kept]
    world.sheets.add(
        RevisionRound, asked,
        deliverable_id=ids[which], asked_on=asked,
        answered_on=or_nothing(asked + between(rng, 1, 4, len(which)), world.until),
        words=pick(rng, world.given["work"]["rounds"], len(which)),
    )  # fmt: skip


def _tasks(world: World, projects: Projects, begun: Bools) -> None:
    rng = world.stream("tasks")
    names, given_states = world.given["work"]["tasks"], world.given["work"]["task_states"]
    project, place = spread(np.where(begun, 3 + rng.integers(0, 3, projects.count), 0))
    count, total = len(project), np.bincount(project, minlength=projects.count)[project]
    length, worked = (projects.due - projects.start)[project], (projects.done - projects.start)[project]
    opened = np.minimum(projects.start[project] + np.round(length * place / total).astype(np.int64), world.until)
    due = projects.start[project] + np.round(length * (place + 1) / total).astype(np.int64)
    ended = projects.start[project] + np.round(worked * (place + 1) / total).astype(np.int64)
    ended = np.where(projects.cancelled[project], NOTHING, or_nothing(np.maximum(ended, opened), world.until))
    estimate = np.round(projects.scoped[project] / total / 30).astype(np.int64) * 30
    spent = estimate * projects.growth[project] * rng.uniform(0.7, 1.3, count)
    begun_share = np.where(ended == NOTHING, rng.random(count) * 0.6, 1.0)
    state = np.where(ended != NOTHING, 0, np.where(opened < world.until - 3, 1, 2))
    world.sheets.add(
        Task, opened,
        project_id=project + 1, person_id=projects.person[project] + 1,
        name=words(names)[(place + project) % len(names)],
        state=words(given_states)[state],
        opened_on=opened, due_on=due, done_on=ended, estimated_minutes=estimate,
        spent_minutes=np.round(spent * begun_share / 15).astype(np.int64) * 15,
    )  # fmt: skip


def _roadblocks(world: World, projects: Projects, begun: Bools) -> None:
    rng = world.stream("roadblocks")
    given = world.given["work"]["roadblock"]
    late = np.maximum(np.minimum(projects.done, world.until) - projects.due, 0)
    blocked = np.flatnonzero(begun & ~projects.cancelled & ((late > 6) | chance(rng, 0.06, projects.count)))
    which, place = spread(1 + (late[blocked] > 20).astype(np.int64))
    project = blocked[which]
    opened = between(
        rng,
        projects.start[project] + 3,
        np.maximum(projects.due[project] - 5, projects.start[project] + 3),
        len(project),
    )
    opened = np.minimum(opened, world.until)
    lost = np.maximum(late[project] // (1 + (late[project] > 20)) - place, 1)
    running = states(world, projects)[project] == 1
    closed = or_nothing(opened + np.maximum(lost, 2), world.until)
    cause = rng.integers(0, len(given), len(project))
    world.sheets.add(
        Roadblock, opened,
        project_id=project + 1, person_id=projects.person[project] + 1,
        what=words([block["words"] for block in given])[cause],
        cause=words([block["cause"] for block in given])[cause],
        opened_on=opened,
        closed_on=np.where(running & chance(rng, 0.5, len(project)), NOTHING, closed),
        days_lost=np.minimum(lost, np.maximum(world.until - opened, 0)),
    )  # fmt: skip
