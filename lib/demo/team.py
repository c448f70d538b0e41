"""Who is booked on what in the weeks behind and ahead, and which moves of work were suggested."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Floats, Ints, moment, monday, weekday
from lib.demo.demand import Demand
from lib.demo.drawing import between, words
from lib.demo.projects import Projects
from lib.demo.stories import story
from lib.demo.world import World
from lib.growth.tables import Opportunity
from lib.team.tables import AllocationMove, AllocationRun, Booking

OVERBOOKED, STORY_WEEKS = 1.17, 6
BUSY, IDLE = 0.75, 0.10
INTERNAL = 0.4  # of their week the heads of the firm keep for running it


@dataclass
class Plan:
    """Bookings in the making: one entry each, as arrays to be joined."""

    person: Ints
    account: Ints
    project: Ints
    start: Ints
    end: Ints
    minutes: Ints


def book(world: World, agency: Agency, projects: Projects, asked: Demand) -> None:
    """Write bookings of the weeks around `until`, tentative ones and placeholders too, and two allocation runs."""
    rng = world.stream("team")
    first = monday(world.until) - 7 * world.firm["booking_weeks_back"]
    last = monday(world.until) + 7 * (world.firm["booking_weeks_ahead"] + 1)
    plan = _scaled(world, agency, _confirmed(asked, first, last), first, last, rng)
    ids = _write(world, plan, first)
    _bend_to_story(world, agency, plan, first, last)
    _write_internal(world, agency, first, last)
    _write_tentative(world, agency, last, rng)
    _write_placeholders(world, agency, projects, last)
    _write_runs(world, agency, plan, ids, rng)


def _confirmed(asked: Demand, first: int, last: int) -> Plan:
    rows = np.flatnonzero((asked.start < last) & (asked.end > first) & (asked.minutes >= 20))
    part = asked.part(rows)
    start = np.maximum(part.start, first)
    start = start + (7 - weekday(start)) % 7
    end = np.minimum(part.end, last)
    kept = start < end
    minutes = np.maximum(np.round(part.minutes / 15), 1).astype(np.int64) * 15
    return Plan(
        part.person[kept], part.account[kept], part.project[kept], start[kept], end[kept], minutes[kept],
    )  # fmt: skip


def load(plan: Plan, people: int, first: int, last: int) -> Floats:
    """Booked minutes by person and week from `first` to before `last`."""
    weeks = (last - first) // 7
    booked = np.zeros((people, weeks + 1))
    begin, stop = (plan.start - first) // 7, -(-(plan.end - first) // 7)
    np.add.at(booked, (plan.person, np.clip(begin, 0, weeks)), plan.minutes)
    np.add.at(booked, (plan.person, np.clip(stop, 0, weeks)), -plan.minutes)
    return np.asarray(np.cumsum(booked, axis=1)[:, :weeks])


def _scaled(world: World, agency: Agency, plan: Plan, first: int, last: int, rng: Generator) -> Plan:
    """Planners cut to what a week holds; the idle designer of the story is left with next to nothing."""
    count = len(agency.people.role)
    ceiling = rng.uniform(0.8, 1.01, count)
    told = story(world, "overloaded")
    ceiling[[agency.people.named(name) for name in told["people"]]] = BUSY
    ceiling[agency.people.named(told["idle"])] = IDLE
    ahead = load(plan, count, first, last)[:, world.firm["booking_weeks_back"] :].max(axis=1)
    scale = np.minimum(1.0, ceiling * agency.people.minutes / np.maximum(ahead, 1))
    minutes = np.maximum(np.round(plan.minutes * scale[plan.person] / 15), 1).astype(np.int64) * 15
    return Plan(plan.person, plan.account, plan.project, plan.start, plan.end, minutes)


def _write(world: World, plan: Plan, first: int) -> Ints:
    return world.sheets.add(
        Booking, np.minimum(plan.start - 7, first),
        person_id=plan.person + 1, account_id=plan.account + 1,
        project_id=np.where(plan.project >= 0, plan.project + 1, NOTHING),
        starts_on=plan.start, ends_before=plan.end, minutes_per_week=plan.minutes, tentative=False,
    )  # fmt: skip


def _bend_to_story(world: World, agency: Agency, plan: Plan, first: int, last: int) -> None:
    """What makes two designers overloaded for weeks: help on a launch that nobody planned for."""
    told = story(world, "overloaded")
    now = world.firm["booking_weeks_back"]
    booked = load(plan, len(agency.people.role), first, last)[:, now : now + STORY_WEEKS].min(axis=1)
    crew = np.array([agency.people.named(name) for name in told["people"]])
    extra = np.ceil((OVERBOOKED * agency.people.minutes - booked)[crew] / 30).astype(np.int64) * 30
    largest = [plan.account[plan.person == person][0] if (plan.person == person).any() else 0 for person in crew]
    start = np.full(len(crew), monday(world.until))
    world.sheets.add(
        Booking, start - 3,
        person_id=crew + 1, account_id=np.array(largest) + 1, starts_on=start, ends_before=start + 7 * STORY_WEEKS,
        minutes_per_week=np.maximum(extra, 60), tentative=False, reason="Unplanned help on a launch",
    )  # fmt: skip


def _write_internal(world: World, agency: Agency, first: int, last: int) -> None:
    heads = agency.people.in_roles([at for at, role in enumerate(agency.firm.roles) if role.get("fixed")])
    idle = agency.people.named(story(world, "overloaded")["idle"])
    person = np.append(heads, idle)
    share = np.append(np.full(len(heads), INTERNAL), 0.05)
    minutes = np.round(agency.people.minutes[person] * share / 30).astype(np.int64) * 30
    world.sheets.add(
        Booking, first,
        person_id=person + 1, starts_on=first, ends_before=last, minutes_per_week=minutes, tentative=False,
        reason=words(["Running the firm"] * len(heads) + ["Training"]),
    )  # fmt: skip


def _write_tentative(world: World, agency: Agency, last: int, rng: Generator) -> None:
    """Work that opportunities would bring: a person, or a placeholder by skill or role."""
    column = world.sheets.column
    expected = column(Opportunity, "expected_close_on")
    is_open = (column(Opportunity, "closed_on") == NOTHING) & (expected > world.until) & (expected < last - 14)
    rows = np.flatnonzero(is_open & (column(Opportunity, "account_id") != NOTHING))
    service, stage = column(Opportunity, "service_id")[rows] - 1, column(Opportunity, "stage_id")[rows] - 1
    start = expected[rows] + 7 - weekday(expected[rows])
    skill = agency.firm.skill_of[service]
    holders = [agency.people.holders(int(at)) for at in skill]
    person = np.array(
        [able[int(draw * len(able))] for able, draw in zip(holders, rng.random(len(rows)), strict=True)], dtype=np.int64
    )
    kind = rng.choice(3, len(rows), p=(0.5, 0.35, 0.15))
    world.sheets.add(
        Booking, world.until - 4,
        person_id=np.where(kind == 0, person + 1, NOTHING), skill_id=np.where(kind == 1, skill + 1, NOTHING),
        role_id=np.where(kind == 2, agency.people.role[person] + 1, NOTHING),
        account_id=column(Opportunity, "account_id")[rows], opportunity_id=rows + 1,
        starts_on=start, ends_before=np.maximum(start + 28, np.minimum(start + 70, last)),
        minutes_per_week=between(rng, 4, 14, len(rows)) * 60, tentative=True,
        chance=np.array([agency.firm.stages[at]["chance"] for at in stage], dtype=float),
    )  # fmt: skip


def _write_placeholders(world: World, agency: Agency, projects: Projects, last: int) -> None:
    """Projects that begin soon still need hands with a second skill."""
    rows = np.flatnonzero((projects.start > world.until) & ~projects.cancelled)
    second = [agency.firm.services[at]["need"][-1] for at in projects.service[rows]]
    weeks = np.maximum((projects.due - projects.start)[rows] / 7, 1)
    minutes = np.round(np.array([need[1] for need in second]) * 60 / weeks / 30).astype(np.int64) * 30
    world.sheets.add(
        Booking, world.until - 2,
        skill_id=np.array([agency.firm.skill(need[0]) + 1 for need in second], dtype=np.int64),
        account_id=projects.account[rows] + 1, project_id=rows + 1, starts_on=projects.start[rows],
        ends_before=np.minimum(projects.due[rows], last), minutes_per_week=np.maximum(minutes, 60), tentative=False,
        reason="To be staffed",
    )  # fmt: skip


def _write_runs(world: World, agency: Agency, plan: Plan, ids: Ints, rng: Generator) -> None:
    ran = np.array([world.until - 23, world.until - 2])
    runs = world.sheets.add(
        AllocationRun, ran,
        ran_at=moment(ran, np.array([600, 660])), from_week_on=ran + 7 - weekday(ran), weeks=8,
        objective=np.array([412.5, 388.0]), proved_gap=np.array([0.0, 0.013]),
        settings='{"fairness": 1.0, "handover": 1.0, "moves": 6}',
    )  # fmt: skip
    told = story(world, "overloaded")
    crew, idle = [agency.people.named(name) for name in told["people"]], agency.people.named(told["idle"])
    tired = np.flatnonzero(np.isin(plan.person, crew))[:4]
    others = rng.choice(len(plan.person), 3, replace=False)
    rows = np.concatenate([others, tired])
    taker = np.concatenate([(plan.person[others] + 1) % len(agency.people.role), np.full(len(tired), idle)])
    state = ["applied", "undone", "vetoed", "suggested", "locked", "suggested", "suggested"][: len(rows)]
    world.sheets.add(
        AllocationMove, np.concatenate([np.full(3, ran[0]), np.full(len(tired), ran[1])]),
        allocation_run_id=np.concatenate([np.full(3, runs[0]), np.full(len(tired), runs[1])]),
        booking_id=ids[rows], account_id=plan.account[rows] + 1, from_person_id=plan.person[rows] + 1,
        to_person_id=taker + 1, minutes_per_week=plan.minutes[rows], state=words(state),
        reason="Takes the load under the limit; the skill fits.",
    )  # fmt: skip
