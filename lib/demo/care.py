"""How well the firm keeps its records of each client, and which factors of health do not apply to it."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.demo.clients import Clients
from lib.demo.days import Bools, Floats, Ints
from lib.demo.drawing import chance
from lib.demo.stories import places, story_accounts
from lib.demo.world import World
from lib.health.tables import FACTORS

WELL, PATCHY, NEGLECTED = range(3)
WEAK_SHARE, NEGLECTED_SHARE = 0.34, 0.45  # of the clients; of those with weak records
DIFFICULT = 0.55  # who is less content than this gets attention, whoever looks after it
LARGE = 400_000  # cents a month
FORGOTTEN_STORY = "stuck_opportunity"  # of all stories the one in which somebody keeps poor records
EXEMPTIONS = (
    ("survey", "Their group forbids surveys"),
    ("delivery", "Works on call, nothing has a date"),
    ("cadence", "Meets us on demand only"),
)
EXEMPT_SHARE = 0.06


@dataclass(frozen=True)
class Care:
    """One entry an account: how well it is recorded, and the factor (place in FACTORS) that does not apply (-1)."""

    kept: Ints
    exempt: Ints

    def odds(self, account: Ints, well: float, patchy: float, neglected: float) -> Floats:
        """How likely something about accounts is written down."""
        return np.asarray(np.array([well, patchy, neglected])[self.kept[account]])

    def without(self, factor: str) -> Bools:
        """Which accounts a factor does not apply to."""
        return np.asarray(self.exempt == FACTORS.index(factor))


def take_care(world: World, clients: Clients) -> Care:
    """Draw how well each client is recorded: small and quiet ones are neglected first."""
    rng = world.stream("care")
    return Care(_kept(world, clients, rng), _exempt(world, clients, rng))


def _kept(world: World, clients: Clients, rng: Generator) -> Ints:
    """Of the clients of today a fixed share is poorly recorded: no seed makes a firm that knows all or nothing."""
    every = np.arange(clients.count)
    ordinary = np.flatnonzero(~clients.prospect & (every >= len(story_accounts(world))))
    quiet = clients.mood[ordinary, -1] >= DIFFICULT
    rank = np.full(clients.count, -1.0)
    rank[ordinary] = rng.random(len(ordinary)) + 1.0 * quiet + 0.5 * (clients.fee[ordinary] < LARGE)
    kept, forgotten, today = np.full(clients.count, WELL), places(world, FORGOTTEN_STORY), clients.active(world.until)
    for some, already in ((today, len(forgotten)), (~today & ~clients.prospect, 0)):
        weak = max(round(WEAK_SHARE * int(some.sum())) - already, 0)
        chosen = np.argsort(np.where(some, -rank, np.inf), kind="stable")[: min(weak, int((some & (rank >= 0)).sum()))]
        kept[chosen] = PATCHY
        kept[chosen[: round(NEGLECTED_SHARE * len(chosen))]] = NEGLECTED
    kept[forgotten] = PATCHY
    return kept


def _exempt(world: World, clients: Clients, rng: Generator) -> Ints:
    drawn = chance(rng, EXEMPT_SHARE, clients.count) & ~clients.prospect
    drawn[: len(story_accounts(world))] = False
    factor = np.array([FACTORS.index(name) for name, _ in EXEMPTIONS])
    exempt = np.where(drawn, factor[rng.integers(0, len(EXEMPTIONS), clients.count)], -1)
    exempt[places(world, "tripled")] = FACTORS.index("delivery")
    return exempt
