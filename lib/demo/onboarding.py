"""The first ninety days of each new client, step by step."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Ints, or_nothing
from lib.demo.drawing import chance, spread, words
from lib.demo.stories import places
from lib.demo.world import World
from lib.relationship.tables import OnboardingStep

NEW_CLIENT, NEW_SPONSOR = 0, 1


def welcome(world: World, agency: Agency) -> None:
    """Write the onboarding steps of clients that came within the records, and of some changes of sponsor."""
    rng = world.stream("onboarding")
    new = np.flatnonzero((agency.clients.start >= world.start) & (agency.clients.start <= world.until))
    changed = np.flatnonzero(chance(rng, 0.08, agency.clients.count) & (agency.clients.start < world.start))
    changed = np.union1d(changed, places(world, "stuck_opportunity"))
    since = world.until - 30 - rng.integers(0, 300, len(changed))
    since = np.minimum(since, agency.clients.end[changed] - 90)
    _steps(world, agency, new, agency.clients.start[new], NEW_CLIENT, rng)
    inside = since > world.start
    _steps(world, agency, changed[inside], since[inside], NEW_SPONSOR, rng)


def _steps(world: World, agency: Agency, account: Ints, start: Ints, template: int, rng: Generator) -> None:
    templates = world.given["onboarding"]
    steps = templates[template]["steps"]
    before = sum(len(earlier["steps"]) for earlier in templates[:template])
    which, place = spread(np.full(len(account), len(steps)))
    due = start[which] + np.array([days for *_, days in steps])[place]
    late = np.round(rng.normal(2, 6, len(which))).astype(np.int64)
    done = np.maximum(due + late, start[which])
    skipped = chance(rng, 0.07, len(which))
    world.sheets.add(
        OnboardingStep, start[which],
        account_id=account[which] + 1,
        onboarding_template_step_id=before + place + 1,
        milestone=words([milestone for milestone, *_ in steps])[place],
        name=words([name for _, name, _ in steps])[place],
        due_on=due,
        done_on=np.where(skipped, NOTHING, or_nothing(done, world.until)),
        person_id=agency.owners.now[account[which]] + 1,
    )  # fmt: skip
