"""Which opportunities there were: those behind every new contract and project, those lost, those still open."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Ints, first_of
from lib.demo.drawing import between, chance, spread
from lib.demo.projects import Projects
from lib.demo.stories import places
from lib.demo.world import World

NEW, EXPANSION, RENEWAL = 0, 1, 2
CYCLE_WON, CYCLE_LOST = 48, 66  # mean days from opening to the decision
OPEN_SHARE = 0.5  # open opportunities for each client
STUCK_DAYS = 290


@dataclass(frozen=True)
class Deals:
    """One entry an opportunity; `stage` is where it stands, `closed`: NOTHING while open.

    `reached` is the last open stage it came to.
    """

    account: Ints  # -1: nobody noted for whom
    service: Ints
    kind: Ints
    opened: Ints
    closed: Ints
    stage: Ints
    reached: Ints
    amount: Ints
    project: Ints  # -1: none came of it

    @property
    def count(self) -> int:
        """How many."""
        return len(self.account)

    def where(self, chosen: Bools | Ints) -> "Deals":
        """Some of them."""
        return Deals(*[getattr(self, part.name)[chosen] for part in fields(self)])


def make_deals(world: World, agency: Agency, projects: Projects) -> Deals:
    """All opportunities, in the order they were opened."""
    rng = world.stream("deals")
    won = [_from_engagements(world, agency, rng), _from_projects(world, projects, rng)]
    owned = owned_services(agency)
    lost = _lost(world, agency, owned, np.concatenate([part.service for part in won]), rng)
    parts = [
        *won, lost, _renewals(world, agency, rng),
        _still_open(world, agency, owned, rng), _stuck(world, agency),
    ]  # fmt: skip
    deals = Deals(*[np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Deals)])
    # Nothing is known from before the records begin.
    deals = replace(deals, opened=np.maximum(deals.opened, world.start))
    return deals.where(np.argsort(deals.opened, kind="stable"))


def owned_services(agency: Agency) -> Bools:
    """Account × service: bought by the month at some time."""
    owned = np.zeros((agency.clients.count, len(agency.firm.services)), dtype=bool)
    owned[agency.engagements.account, agency.engagements.service] = True
    return owned


def not_owned(agency: Agency, owned: Bools, account: Ints, rng: Generator) -> Ints:
    """A service on sale that each account has never had."""
    weight = np.array([service["weight"] for service in agency.firm.services])
    draw = rng.random((len(account), len(weight))) * (weight > 0) * ~owned[account]
    return np.asarray(draw.argmax(axis=1))


WON, LOST, TOP = 4, 5, 3  # stages as listed in data/demo.toml; TOP is the last open one


def _from_engagements(world: World, agency: Agency, rng: Generator) -> Deals:
    shrinking = np.isin(agency.engagements.account, places(world, "shrinking"))
    rows = np.flatnonzero((agency.engagements.start > world.first_month) & ~shrinking)
    account, start = agency.engagements.account[rows], first_of(agency.engagements.start[rows])
    closed = start - between(rng, 4, 28, len(rows))
    years = np.maximum(world.last_month - agency.engagements.start[rows], 0) // agency.engagements.term[rows]
    first_fee = agency.engagements.fee[rows] / (1 + agency.engagements.growth[rows]) ** years
    kind = np.where(start == agency.clients.start[account], NEW, EXPANSION)
    return _closed(
        account, agency.engagements.service[rows], kind, closed, WON,
        np.round(first_fee * 12 / 10_000).astype(np.int64) * 10_000, np.full(len(rows), -1), CYCLE_WON, rng,
    )  # fmt: skip


def _from_projects(world: World, projects: Projects, rng: Generator) -> Deals:
    closed = projects.start - between(rng, 4, 25, projects.count)
    sold = ~projects.season & (world.start < closed) & (closed <= world.until) & chance(rng, 0.85, projects.count)
    rows = np.flatnonzero(sold)
    return _closed(
        projects.account[rows], projects.service[rows], np.full(len(rows), EXPANSION), closed[rows], WON,
        projects.fee[rows], rows, CYCLE_WON, rng,
    )  # fmt: skip


def _closed(
    account: Ints,
    service: Ints,
    kind: Ints,
    closed: Ints,
    stage: int,
    amount: Ints,
    project: Ints,
    cycle: int,
    rng: Generator,
) -> Deals:
    opened = closed - 5 - np.round(rng.gamma(2.2, cycle / 2.2, len(closed))).astype(np.int64)
    reached = np.full(len(closed), TOP) if stage == WON else rng.integers(0, TOP + 1, len(closed))
    return Deals(account, service, kind, opened, closed, np.full(len(closed), stage), reached, amount, project)


def _lost(world: World, agency: Agency, owned: Bools, won: Ints, rng: Generator) -> Deals:
    """As many as make the win rate of each service the one in data/demo.toml."""
    sold = np.bincount(won, minlength=len(agency.firm.services))
    count = np.round(sold * (1 - agency.firm.win_rate) / agency.firm.win_rate).astype(np.int64)
    count += (sold == 0) & (agency.firm.win_rate < 0.5)
    service, _ = spread(count)
    closed = between(rng, world.start + 20, world.until - 1, len(service))
    # Nobody loses what they already bought: look for an account that is a client then and has never had it.
    account = np.full(len(service), -1)
    for _ in range(6):
        tried = rng.integers(0, agency.clients.count, len(service))
        fits = (
            ~owned[tried, service]
            & (agency.clients.start[tried] < closed)
            & (closed < agency.clients.end[tried])
            & (account < 0)
        )
        account = np.where(fits, tried, account)
    kind = np.where((account < 0) | chance(rng, 0.2, len(service)), NEW, EXPANSION)
    nothing = np.zeros(len(service), dtype=np.int64)
    return _closed(account, service, kind, closed, LOST, nothing, nothing - 1, CYCLE_LOST, rng)


def _renewals(world: World, agency: Agency, rng: Generator) -> Deals:
    """Some renewals are worked on like a sale: those decided of late, and those due soon."""
    far = np.where(agency.terms.end < 100_000, agency.terms.end, 0)  # open-ended contracts have nothing to renew
    due = first_of(far)
    yearly = (far > 0) & (agency.engagements.term[agency.terms.engagement] == 12) & chance(rng, 0.3, len(far))
    decided = (
        yearly & (agency.terms.follows > 0) & (due < world.until) & (due > max(world.start + 100, world.until - 540))
    )
    rows = np.flatnonzero(decided)
    done = _closed(
        agency.terms.account[rows], agency.terms.service[rows], np.full(len(rows), RENEWAL), due[rows] - 20, WON,
        agency.terms.fee[rows] * 12, np.full(len(rows), -1), CYCLE_WON, rng,
    )  # fmt: skip
    soon = np.flatnonzero(yearly & (agency.terms.follows == 0) & (due > world.until + 10) & (due < world.until + 130))
    stage = rng.integers(0, TOP + 1, len(soon))
    opened = np.minimum(due[soon] - 130, world.until - 5)
    waiting = Deals(
        agency.terms.account[soon], agency.terms.service[soon], np.full(len(soon), RENEWAL), opened,
        np.full(len(soon), NOTHING), stage, stage, agency.terms.fee[soon] * 12, np.full(len(soon), -1),
    )  # fmt: skip
    return Deals(*[np.concatenate([getattr(done, f.name), getattr(waiting, f.name)]) for f in fields(Deals)])


def _still_open(world: World, agency: Agency, owned: Bools, rng: Generator) -> Deals:
    active = np.flatnonzero(agency.clients.active(world.until) & (agency.clients.end > world.until + 100))
    chosen = active[chance(rng, OPEN_SHARE, len(active))]
    prospects = np.repeat(np.flatnonzero(agency.clients.prospect), 2)
    nameless = np.full(max(2, len(active) // 40), -1)
    account = np.concatenate([chosen, prospects, nameless])
    service = not_owned(agency, owned, np.maximum(account, 0), rng)
    age = np.clip(np.round(rng.gamma(1.6, 32.0, len(account))), 3, 230).astype(np.int64)
    stage = np.clip(np.floor(age / 38 + rng.uniform(-0.8, 1.2, len(account))), 0, TOP).astype(np.int64)
    price = agency.firm.price_cents[service] * np.where(agency.firm.is_project[service] == 1, 1, 12)
    amount = np.round(price * rng.lognormal(-0.1, 0.35, len(account)) / 50_000).astype(np.int64) * 50_000
    nobody_said = chance(rng, 0.13, len(account)) | (account < 0)
    return Deals(
        account, service, np.where(np.isin(account, chosen), EXPANSION, NEW), world.until - age,
        np.full(len(account), NOTHING), stage, stage, np.where(nobody_said, NOTHING, amount), np.full(len(account), -1),
    )  # fmt: skip


def _stuck(world: World, agency: Agency) -> Deals:
    told = np.array(places(world, "stuck_opportunity"))
    ones = np.ones(len(told), dtype=np.int64)
    return Deals(
        told, ones * agency.firm.service("Marketing automation"), ones * EXPANSION, world.until - STUCK_DAYS * ones,
        ones * NOTHING, 2 * ones, 2 * ones, 2_760_000 * ones, -ones,
    )  # fmt: skip
