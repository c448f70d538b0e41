"""Projects: sold, planned, late or on time, with their contracts and the revenue they bring."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import Contract
from lib.delivery.tables import Project
from lib.demo.agency import Agency
from lib.demo.days import FAR, NOTHING, Bools, Floats, Ints, first_of, month_of, workday
from lib.demo.drawing import between, chance, happenings, pick, spread, words
from lib.demo.staffing import busy_holders
from lib.demo.stories import places
from lib.demo.world import World
from lib.money.tables import Revenue

SHORTEST, LONGEST = 28, 120  # days from start to the day agreed
HOURS_A_WEEK = 36
HOURS_SHARE = 0.85  # of the fee goes into hours, the rest is margin and costs
PLANNED_AHEAD = 45
# Stories told by other projects, or by what comes in every month.
WITHOUT = ("late_projects", "tripled", "silent_sponsor", "subsidised_green", "shrinking", "single_threaded")
LATE_GROWTH = 1.35
INSTALMENT = 800_000  # cents; larger fees come in two parts


@dataclass(frozen=True)
class Projects:
    """One entry a project; its id is its place plus one. Days are ordinals."""

    account: Ints
    service: Ints
    start: Ints
    due: Ints  # as agreed at the start
    done: Ints  # the day it was or would be delivered, also after `until`
    fee: Ints
    season: Bools  # the campaign a seasonal client runs every year
    cancelled: Bools
    person: Ints
    scoped: Ints  # minutes
    growth: Floats  # minutes worked for each minute scoped

    @property
    def count(self) -> int:
        """How many."""
        return len(self.account)


def plan_projects(world: World, agency: Agency) -> Projects:
    """Draw projects and write them with their contracts."""
    rng = world.stream("projects")
    parts = [_ordinary(world, agency, rng), _seasonal(world, agency, rng), _late(world, agency)]
    account, service, start, due, done, fee, season = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(start, kind="stable")
    account, service, start, due, done = (column[order] for column in (account, service, start, due, done))
    fee, season = fee[order], season[order].astype(bool)
    story = np.isin(
        account, np.concatenate([places(world, key) for key in ("late_projects", "tripled")]).astype(np.int64)
    )
    holders = [busy_holders(world, agency.people, int(skill)) for skill in agency.firm.skill_of]
    person = np.array(
        [holders[s][int(draw * len(holders[s]))] for s, draw in zip(service, rng.random(len(service)), strict=True)]
    )
    projects = Projects(
        account, service, start, due, done, fee, season,
        chance(rng, 0.03, len(fee)) & ~season & ~story, person.astype(np.int64),
        np.round(fee / 100 * HOURS_SHARE / (agency.firm.standard_cents / 100) * 2).astype(np.int64) * 30,
        _growth(world, agency, account, rng),
    )  # fmt: skip
    _write(world, agency, projects, _write_contracts(world, projects), rng)
    return projects


def _growth(world: World, agency: Agency, account: Ints, rng: Generator) -> Floats:
    """Minutes worked for each minute scoped; projects that are always late take more of them, too."""
    growth = rng.lognormal(0.04, 0.16, len(account)) * agency.clients.over[account]
    late = np.isin(account, places(world, "late_projects"))
    return np.asarray(np.where(late, np.maximum(growth, LATE_GROWTH), growth))


Columns = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Bools]


def _ordinary(world: World, agency: Agency, rng: Generator) -> Columns:
    starts, ends = agency.clients.span(world)
    ahead = np.where(agency.clients.end == FAR, PLANNED_AHEAD, -30)
    rate = world.firm["project_rate"] * np.clip(agency.clients.fee / 300_000, 0.5, 2.0)
    rate[[at for key in WITHOUT for at in places(world, key)]] = 0.0
    rate[agency.clients.prospect] = 0.0
    account, start = happenings(rng, starts + 10, ends + ahead, rate)
    start, count = workday(start), len(start)
    service = agency.firm.projects[rng.choice(len(agency.firm.projects), count, p=_weights(agency))]
    size = rng.lognormal(-0.25, 0.4, count) * np.clip(agency.clients.fee[account] / 300_000, 0.5, 1.8)
    fee = np.maximum(np.round(agency.firm.price_cents[service] * size / 50_000).astype(np.int64), 4) * 50_000
    # A large project takes its time: nobody works on one for more than a good half of the week.
    least = np.maximum(fee // agency.firm.standard_cents * 7 // HOURS_A_WEEK, SHORTEST)
    due = workday(start + between(rng, least, least + LONGEST - SHORTEST, count))
    mood = agency.clients.mood_at(account, np.minimum(start, world.until))
    late = chance(rng, np.clip(0.72 - 0.65 * mood, 0.08, 0.8), count)
    slip = np.where(late, 4 + np.round(rng.gamma(1.6, 12.0, count)), -np.round(rng.gamma(1.2, 3.0, count)))
    done = np.maximum(workday(due + slip.astype(np.int64)), start + 7)
    # Whatever is under way when a client leaves is handed over before the last day.
    due, done = (np.minimum(day, agency.clients.end[account] - 3) for day in (due, done))
    return account, service, start, due, done, fee, np.zeros(count, dtype=bool)


def _weights(agency: Agency) -> Floats:
    weight = np.array([agency.firm.services[at]["weight"] for at in agency.firm.projects])
    return np.asarray(weight / weight.sum())


def _seasonal(world: World, agency: Agency, rng: Generator) -> Columns:
    """The yearly campaign of clients in seasonal sectors: work begins two months before the season."""
    season = np.array([sector.get("season", [0])[0] for sector in agency.firm.sectors])[agency.clients.sector]
    lift = np.array([sector.get("season_lift", 0.0) for sector in agency.firm.sectors])[agency.clients.sector]
    years = np.arange(world.first_month // 12, world.last_month // 12 + 1)
    group, place = spread(np.where((season > 0) & ~agency.clients.prospect, len(years), 0))
    peak = years[place] * 12 + season[group] - 1
    start = workday(first_of(peak - 2) + 12 + group % 9)
    due = workday(first_of(peak + 1) + 14)
    kept = (start >= agency.clients.start[group]) & (first_of(peak + 2) <= agency.clients.end[group])
    kept &= (start <= world.until) & (first_of(peak + 2) > world.start)
    group, start, due = group[kept], start[kept], due[kept]
    fee = np.round(agency.clients.fee[group] * 2 * lift[group] / 50_000).astype(np.int64) * 50_000
    done = due - between(rng, 0, 5, len(due))
    return (
        group,
        np.full(len(group), agency.firm.service("Campaign")),
        start,
        due,
        done,
        np.maximum(fee, 200_000),
        np.ones(len(group), dtype=bool),
    )


def _late(world: World, agency: Agency) -> Columns:
    """The two clients of the story: five projects each, every one late, two of them still running."""
    account, place = (
        np.repeat(places(world, "late_projects"), 5),
        np.tile(np.arange(5), len(places(world, "late_projects"))),
    )
    due = workday(world.until - np.array([330, 250, 150, 48, 21])[place] - 3 * account % 7)
    start = workday(due - np.array([70, 90, 60, 75, 80])[place])
    slip = np.array([24, 31, 19, 75, 60])[place]
    done = np.maximum(workday(due + slip), due + 5)
    fee = np.array([9000, 12500, 8000, 16000, 11000])[place] * 100
    services = agency.firm.projects[[1, 1, 0, 2, 1]][place]
    return account, services, start, due, done, fee, np.zeros(len(account), dtype=bool)


def states(world: World, projects: Projects) -> Ints:
    """0 planned, 1 running, 2 delivered, 3 cancelled."""
    state = np.where(projects.start > world.until, 0, np.where(projects.done > world.until, 1, 2))
    return np.where(projects.cancelled & (projects.start <= world.until), 3, state)


def _write_contracts(world: World, projects: Projects) -> Ints:
    """A contract for each project that has begun; its id, NOTHING for those without."""
    signed = (projects.start <= world.until) & (projects.fee > 300_000)
    rows = np.flatnonzero(signed)
    ids = np.full(projects.count, NOTHING)
    ids[rows] = world.sheets.add(
        Contract, np.maximum(projects.start[rows] - 8, world.start),
        account_id=projects.account[rows] + 1,
        service_id=projects.service[rows] + 1,
        kind="project",
        signed_on=projects.start[rows] - 8,
        total_fee_cents=projects.fee[rows],
        notice_days=14,
        auto_renews=False,
        starts_on=projects.start[rows],
        ends_before=projects.due[rows] + 1,
    )  # fmt: skip
    return ids


def _write(world: World, agency: Agency, projects: Projects, contracts: Ints, rng: Generator) -> None:
    given, count, state = world.given["work"], projects.count, states(world, projects)
    topic = np.where(projects.season, given["season_words"], pick(rng, given["project_words"], count))
    delivered = state == 2
    judged = delivered & chance(rng, 0.75, count) & (projects.done + 20 <= world.until)
    mood = agency.clients.mood_at(projects.account, np.minimum(projects.done, world.until))
    named = zip(projects.account, topic, 1970 + month_of(projects.start) // 12, strict=True)
    world.sheets.add(
        Project, np.maximum(projects.start - 8, world.start),
        account_id=projects.account + 1, service_id=projects.service + 1, contract_id=contracts,
        person_id=agency.owners.on(projects.account, projects.start) + 1,
        name=words([f"{agency.clients.names[a].split()[0]} {t} {y}" for a, t, y in named]),
        state=words(("planned", "running", "delivered", "cancelled"))[state],
        starts_on=projects.start, original_due_on=projects.due,
        delivered_on=np.where(delivered, projects.done, NOTHING),
        scoped_minutes=projects.scoped, fee_cents=projects.fee,
        goal=pick(rng, given["goals"], count),
        goal_met=np.where(judged, chance(rng, np.clip(mood + 0.05, 0.2, 0.95), count), -1),
        judged_on=np.where(judged, projects.done + 15, NOTHING),
    )  # fmt: skip


def earn_from_projects(world: World, projects: Projects, opportunity: Ints) -> None:
    """Revenue of projects: on delivery, large ones in two parts, seasonal ones in the two months of the season."""
    rows, day, cents = _instalments(projects)
    kept = (day >= world.start) & (day <= world.until)
    rows, day, cents = rows[kept], day[kept], cents[kept]
    order = np.argsort(day, kind="stable")
    rows, day, cents = rows[order], day[order], cents[order]
    world.sheets.add(
        Revenue, day,
        account_id=projects.account[rows] + 1, service_id=projects.service[rows] + 1, project_id=rows + 1,
        opportunity_id=opportunity[rows], earned_on=day, amount_cents=cents, kind="project",
    )  # fmt: skip


def _instalments(projects: Projects) -> tuple[Ints, Ints, Ints]:
    every = np.arange(projects.count)
    split = projects.season | ((projects.fee >= INSTALMENT) & ~projects.cancelled)
    first_share = np.where(projects.season, 0.5, np.where(split, 0.4, np.where(projects.cancelled, 0.3, 1.0)))
    peak = first_of(month_of(projects.due) - 1)
    first_day = np.where(
        projects.season, peak + 13, np.where(split | projects.cancelled, projects.start + 6, projects.done)
    )
    second_day = np.where(projects.season, first_of(month_of(projects.due)) + 9, projects.done)
    first = np.round(projects.fee * first_share).astype(np.int64)
    second = np.flatnonzero(split)
    rest = projects.fee - first
    return (
        np.concatenate([every, second]),
        np.concatenate([first_day, second_day[second]]),
        np.concatenate([first, rest[second]]),
    )


def sold_as(projects: Projects, project: Ints, opportunity: Ints) -> Ints:
    """The opportunity each project came from; NOTHING for those nobody had to sell."""
    sold = np.full(projects.count, NOTHING)
    sold[project[project >= 0]] = opportunity[project >= 0]
    return sold
