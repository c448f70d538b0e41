"""Which opportunities there were: those behind every new contract and project, those lost, those still open."""

from dataclasses import dataclass, fields

import numpy as np

from lib.demo.clients import Clients
from lib.demo.contracts import Terms
from lib.demo.days import NOTHING, Bools, Ints, first_of
from lib.demo.drawing import between, chance, spread
from lib.demo.engagements import Engagements
from lib.demo.firm import Firm
from lib.demo.projects import Projects
from lib.demo.stories import places
from lib.demo.world import World

NEW, EXPANSION, RENEWAL = 0, 1, 2
CYCLE_WON, CYCLE_LOST = 48, 66  # mean days from opening to the decision
OPEN_SHARE = 0.5  # open opportunities for each client
STUCK_DAYS = 290


@dataclass(frozen=True)
class Deals:
    """One entry an opportunity; `stage` is where it stands, `closed` NOTHING while open, `reached` the last open stage."""

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


def make_deals(
    world: World, firm: Firm, clients: Clients, engagements: Engagements, terms: Terms, projects: Projects
) -> Deals:
    """All opportunities, in the order they were opened."""
    rng = world.stream("deals")
    won = [_from_engagements(world, clients, engagements, rng), _from_projects(world, projects, rng)]
    owned = owned_services(firm, clients, engagements)
    lost = _lost(world, firm, clients, owned, np.concatenate([part.service for part in won]), rng)
    parts = [
        *won, lost, _renewals(world, engagements, terms, rng),
        _still_open(world, firm, clients, owned, rng), _stuck(world, firm),
    ]  # fmt: skip
    deals = Deals(*[np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Deals)])
    return deals.where(np.argsort(deals.opened, kind="stable"))


def owned_services(firm: Firm, clients: Clients, engagements: Engagements) -> Bools:
    """Account × service: bought by the month at some time."""
    owned = np.zeros((clients.count, len(firm.services)), dtype=bool)
    owned[engagements.account, engagements.service] = True
    return owned


def not_owned(firm: Firm, owned: Bools, account: Ints, rng: np.random.Generator) -> Ints:
    """A service on sale that each account has never had."""
    weight = np.array([service["weight"] for service in firm.services])
    draw = rng.random((len(account), len(weight))) * (weight > 0) * ~owned[account]
    return np.asarray(draw.argmax(axis=1))


WON, LOST, TOP = 4, 5, 3  # stages as listed in data/demo.toml; TOP is the last open one


def _from_engagements(world: World, clients: Clients, engagements: Engagements, rng: np.random.Generator) -> Deals:
    shrinking = np.isin(engagements.account, places(world, "shrinking"))
    rows = np.flatnonzero((engagements.start >= world.first_month) & ~shrinking)
    account, start = engagements.account[rows], first_of(engagements.start[rows])
    closed = start - between(rng, 4, 28, len(rows))
    years = np.maximum(world.last_month - engagements.start[rows], 0) // engagements.term[rows]
    first_fee = engagements.fee[rows] / (1 + engagements.growth[rows]) ** years
    return _closed(
        account, engagements.service[rows], np.where(start == clients.start[account], NEW, EXPANSION), closed, WON,
        np.round(first_fee * 12 / 10_000).astype(np.int64) * 10_000, np.full(len(rows), -1), CYCLE_WON, rng,
    )  # fmt: skip


def _from_projects(world: World, projects: Projects, rng: np.random.Generator) -> Deals:
    closed = projects.start - between(rng, 4, 25, projects.count)
    sold = ~projects.season & (closed <= world.until) & chance(rng, 0.85, projects.count)
    rows = np.flatnonzero(sold)
    return _closed(
        projects.account[rows], projects.service[rows], np.full(len(rows), EXPANSION), closed[rows], WON,
        projects.fee[rows], rows, CYCLE_WON, rng,
    )  # fmt: skip


def _closed(
    account: Ints, service: Ints, kind: Ints, closed: Ints, stage: int, amount: Ints, project: Ints, cycle: int,
    rng: np.random.Generator,
) -> Deals:  # fmt: skip
    opened = closed - 5 - np.round(rng.gamma(2.2, cycle / 2.2, len(closed))).astype(np.int64)
    reached = np.full(len(closed), TOP) if stage == WON else rng.integers(0, TOP + 1, len(closed))
    return Deals(account, service, kind, opened, closed, np.full(len(closed), stage), reached, amount, project)


def _lost(
    world: World, firm: Firm, clients: Clients, owned: Bools, won: Ints, rng: np.random.Generator
) -> Deals:  # fmt: skip
    """As many as make the win rate of each service the one in data/demo.toml."""
    sold = np.bincount(won, minlength=len(firm.services))
    count = np.round(sold * (1 - firm.win_rate) / firm.win_rate).astype(np.int64)
    count += (sold == 0) & (firm.win_rate < 0.5)
    service, _ = spread(count)
    closed = between(rng, world.start + 20, world.until - 1, len(service))
    # Nobody loses what they already bought: look for an account that is a client then and has never had it.
    account = np.full(len(service), -1)
    for _ in range(6):
        tried = rng.integers(0, clients.count, len(service))
        fits = ~owned[tried, service] & (clients.start[tried] < closed) & (closed < clients.end[tried]) & (account < 0)
        account = np.where(fits, tried, account)
    kind = np.where((account < 0) | chance(rng, 0.2, len(service)), NEW, EXPANSION)
    nothing = np.zeros(len(service), dtype=np.int64)
    return _closed(account, service, kind, closed, LOST, nothing, nothing - 1, CYCLE_LOST, rng)


def _renewals(world: World, engagements: Engagements, terms: Terms, rng: np.random.Generator) -> Deals:
    """Some renewals are worked on like a sale: those decided of late, and those due soon."""
    far = np.where(terms.end < 100_000, terms.end, 0)  # open-ended contracts have nothing to renew
    due = first_of(far)
    yearly = (far > 0) & (engagements.term[terms.engagement] == 12) & chance(rng, 0.3, len(far))
    decided = yearly & (terms.follows > 0) & (due < world.until) & (due > max(world.start + 100, world.until - 540))
    rows = np.flatnonzero(decided)
    done = _closed(
        terms.account[rows], terms.service[rows], np.full(len(rows), RENEWAL), due[rows] - 20, WON,
        terms.fee[rows] * 12, np.full(len(rows), -1), CYCLE_WON, rng,
    )  # fmt: skip
    soon = np.flatnonzero(yearly & (terms.follows == 0) & (due > world.until + 10) & (due < world.until + 130))
    stage = rng.integers(0, TOP + 1, len(soon))
    opened = np.minimum(due[soon] - 130, world.until - 5)
    waiting = Deals(
        terms.account[soon], terms.service[soon], np.full(len(soon), RENEWAL), opened, np.full(len(soon), NOTHING),
        stage, stage, terms.fee[soon] * 12, np.full(len(soon), -1),
    )  # fmt: skip
    return Deals(*[np.concatenate([getattr(done, f.name), getattr(waiting, f.name)]) for f in fields(Deals)])


def _still_open(world: World, firm: Firm, clients: Clients, owned: Bools, rng: np.random.Generator) -> Deals:
    active = np.flatnonzero(clients.active(world.until) & (clients.end > world.until + 100))
    chosen = active[chance(rng, OPEN_SHARE, len(active))]
    prospects = np.repeat(np.flatnonzero(clients.prospect), 2)
    nameless = np.full(max(2, len(active) // 40), -1)
    account = np.concatenate([chosen, prospects, nameless])
    service = not_owned(firm, owned, np.maximum(account, 0), rng)
    age = np.clip(np.round(rng.gamma(1.6, 32.0, len(account))), 3, 230).astype(np.int64)
    stage = np.clip(np.floor(age / 38 + rng.uniform(-0.8, 1.2, len(account))), 0, TOP).astype(np.int64)
    price = firm.price_cents[service] * np.where(firm.is_project[service] == 1, 1, 12)
    amount = np.round(price * rng.lognormal(-0.1, 0.35, len(account)) / 50_000).astype(np.int64) * 50_000
    nobody_said = chance(rng, 0.13, len(account)) | (account < 0)
    return Deals(
        account, service, np.where(np.isin(account, chosen), EXPANSION, NEW), world.until - age,
        np.full(len(account), NOTHING), stage, stage, np.where(nobody_said, NOTHING, amount), np.full(len(account), -1),
    )  # fmt: skip


def _stuck(world: World, firm: Firm) -> Deals:
    told = np.array(places(world, "stuck_opportunity"))
    ones = np.ones(len(told), dtype=np.int64)
    return Deals(
        told, ones * firm.service("Marketing automation"), ones * EXPANSION, world.until - STUCK_DAYS * ones,
        ones * NOTHING, 2 * ones, 2 * ones, 2_760_000 * ones, -ones,
    )  # fmt: skip
