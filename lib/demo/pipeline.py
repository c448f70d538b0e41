"""The opportunities as the store keeps them, each with its history through the stages."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Ints, Texts
from lib.demo.deals import LOST, Deals
from lib.demo.drawing import between, chance, only, pick, spread, words
from lib.demo.stories import places
from lib.demo.world import World
from lib.growth.tables import OPPORTUNITY_KINDS, Opportunity, OpportunityStage


def fill_pipeline(world: World, agency: Agency, deals: Deals) -> Ints:
    """Write opportunities and their stages; their ids come back."""
    rng = world.stream("pipeline")
    stuck = np.isin(deals.account, places(world, "stuck_opportunity")) & (deals.closed == NOTHING)
    stuck &= deals.opened < world.until - 250
    ids = _write(world, agency, deals, stuck, rng)
    _write_stages(world, deals, ids, stuck, rng)
    return ids


def _write(world: World, agency: Agency, deals: Deals, stuck: Bools, rng: Generator) -> Ints:
    given, count, is_open = world.given["growth"], deals.count, deals.closed == NOTHING
    step, step_on = _next_steps(world, is_open & ~stuck, rng)
    lost = deals.stage == LOST
    said = lost & chance(rng, 0.6, count)
    return world.sheets.add(
        Opportunity, np.maximum(deals.opened, world.start),
        account_id=np.where(deals.account >= 0, deals.account + 1, NOTHING),
        service_id=deals.service + 1,
        person_id=_sellers(agency, deals) + 1,
        stage_id=deals.stage + 1,
        name=_names(agency, deals),
        kind=words(OPPORTUNITY_KINDS)[deals.kind],
        opened_on=deals.opened,
        expected_close_on=_expected(world, deals, stuck, rng),
        closed_on=deals.closed,
        amount_cents=deals.amount,
        next_step=step, next_step_on=step_on,
        loss_reason_id=np.where(lost, 1 + rng.integers(0, len(given["loss_reasons"]), count), NOTHING),
        loss_words=only(said, pick(rng, given["loss_words"], count)),
        reason_quoted=only(chance(rng, 0.7, count), pick(rng, given["quotes"], count)),
    )  # fmt: skip


def _sellers(agency: Agency, deals: Deals) -> Ints:
    """The owner when it was opened; of today where they were not with the firm then."""
    account = np.maximum(deals.account, 0)
    owner = agency.owners.on(account, deals.opened)
    here = (agency.people.joined[owner] <= deals.opened) & (deals.opened < agency.people.left[owner])
    return np.where(here, owner, agency.owners.now[account])


def _names(agency: Agency, deals: Deals) -> Texts:
    service = [at["name"] for at in agency.firm.services]
    pairs = zip(deals.service.tolist(), deals.account.tolist(), strict=True)
    return words(
        [f"{service[s]} for {agency.clients.names[a] if a >= 0 else 'an enquiry from the website'}" for s, a in pairs]
    )


def _expected(world: World, deals: Deals, stuck: Bools, rng: Generator) -> Ints:
    """Where it was or is expected to close: guesses slip, most of them late."""
    count = deals.count
    guessed = deals.closed - np.round(rng.normal(9, 22, count)).astype(np.int64)
    ahead = np.where(chance(rng, 0.18, count), -between(rng, 1, 30, count), between(rng, 5, 130, count))
    expected = np.where(deals.closed == NOTHING, world.until + ahead, guessed)
    expected = np.where(stuck, world.until - 160, expected)
    return np.maximum(expected, deals.opened + 7)


def _next_steps(world: World, wanted: Bools, rng: Generator) -> tuple[Texts, Ints]:
    count = len(wanted)
    has_one = wanted & chance(rng, 0.78, count)
    overdue = chance(rng, 0.28, count)
    on = np.where(overdue, world.until - between(rng, 1, 30, count), world.until + between(rng, 1, 28, count))
    step = only(has_one, pick(rng, world.given["growth"]["next_steps"], count))
    return step, np.where(has_one & chance(rng, 0.88, count), on, NOTHING)


def _write_stages(world: World, deals: Deals, ids: Ints, stuck: Bools, rng: Generator) -> None:
    is_open = deals.closed == NOTHING
    last = np.where(is_open, deals.opened + np.round((world.until - deals.opened) * 0.8).astype(np.int64), deals.closed)
    last = np.where(stuck, deals.opened + 25, last)
    which, place = spread(deals.reached + 1 + ~is_open)
    steps = deals.reached[which] + ~is_open[which]
    share = np.where(steps > 0, place / np.maximum(steps, 1), 0.0)
    # Every deal has its own pace: some hurry at first, some at last.
    share = share ** rng.uniform(0.7, 1.5, deals.count)[which]
    entered = deals.opened[which] + np.round((last - deals.opened)[which] * share).astype(np.int64)
    stage = np.where(place > deals.reached[which], deals.stage[which], place)
    world.sheets.add(
        OpportunityStage, np.maximum(entered, world.start),
        opportunity_id=ids[which], stage_id=stage + 1, entered_on=entered,
    )  # fmt: skip
