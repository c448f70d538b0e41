"""The opportunities as the store keeps them, each with its history through the stages."""

import numpy as np

from lib.demo.clients import Clients
from lib.demo.days import NOTHING, Bools, Ints, Texts
from lib.demo.deals import LOST, Deals
from lib.demo.drawing import between, chance, pick, spread, words
from lib.demo.firm import Firm
from lib.demo.people import People
from lib.demo.staffing import Staff
from lib.demo.stories import places
from lib.demo.world import World
from lib.growth.tables import OPPORTUNITY_KINDS, Opportunity, OpportunityStage


def fill_pipeline(
    world: World, firm: Firm, people: People, clients: Clients, staff: Staff, deals: Deals
) -> Ints:  # fmt: skip
    """Write opportunities and their stages; their ids come back."""
    rng = world.stream("pipeline")
    stuck = np.isin(deals.account, places(world, "stuck_opportunity")) & (deals.closed == NOTHING)
    stuck &= deals.opened < world.until - 250
    ids = _write(world, firm, people, clients, staff, deals, stuck, rng)
    _write_stages(world, deals, ids, stuck, rng)
    return ids


def _write(
    world: World, firm: Firm, people: People, clients: Clients, staff: Staff, deals: Deals, stuck: Bools,
    rng: np.random.Generator,
) -> Ints:  # fmt: skip
    given, count, is_open = world.given["growth"], deals.count, deals.closed == NOTHING
    step, step_on = _next_steps(world, is_open & ~stuck, rng)
    lost = deals.stage == LOST
    said = lost & chance(rng, 0.6, count)
    return world.sheets.add(
        Opportunity, np.maximum(deals.opened, world.start),
        account_id=np.where(deals.account >= 0, deals.account + 1, NOTHING),
        service_id=deals.service + 1,
        person_id=_sellers(people, staff, deals) + 1,
        stage_id=deals.stage + 1,
        name=_names(firm, clients, deals),
        kind=words(OPPORTUNITY_KINDS)[deals.kind],
        opened_on=deals.opened,
        expected_close_on=_expected(world, deals, stuck, rng),
        closed_on=deals.closed,
        amount_cents=deals.amount,
        next_step=step, next_step_on=step_on,
        loss_reason_id=np.where(lost, 1 + rng.integers(0, len(given["loss_reasons"]), count), NOTHING),
        loss_words=np.where(said, pick(rng, given["loss_words"], count), None),
        reason_quoted=np.where(chance(rng, 0.7, count), pick(rng, given["quotes"], count), None),
    )  # fmt: skip


def _sellers(people: People, staff: Staff, deals: Deals) -> Ints:
    """The owner when it was opened; of today where they were not with the firm then."""
    account = np.maximum(deals.account, 0)
    owner = staff.owners.on(account, deals.opened)
    here = (people.joined[owner] <= deals.opened) & (deals.opened < people.left[owner])
    return np.where(here, owner, staff.owners.now[account])


def _names(firm: Firm, clients: Clients, deals: Deals) -> Texts:
    service = [at["name"] for at in firm.services]
    pairs = zip(deals.service.tolist(), deals.account.tolist(), strict=True)
    return words([f"{service[s]} for {clients.names[a] if a >= 0 else 'an enquiry from the website'}" for s, a in pairs])


def _expected(world: World, deals: Deals, stuck: Bools, rng: np.random.Generator) -> Ints:
    """Where it was or is expected to close: guesses slip, most of them late."""
    count = deals.count
    guessed = deals.closed - np.round(rng.normal(9, 22, count)).astype(np.int64)
    ahead = np.where(chance(rng, 0.18, count), -between(rng, 1, 30, count), between(rng, 5, 130, count))
    expected = np.where(deals.closed == NOTHING, world.until + ahead, guessed)
    expected = np.where(stuck, world.until - 160, expected)
    return np.maximum(expected, deals.opened + 7)


def _next_steps(world: World, wanted: Bools, rng: np.random.Generator) -> tuple[Texts, Ints]:
    count = len(wanted)
    has_one = wanted & chance(rng, 0.78, count)
    overdue = chance(rng, 0.28, count)
    on = np.where(overdue, world.until - between(rng, 1, 30, count), world.until + between(rng, 1, 28, count))
    step = np.where(has_one, pick(rng, world.given["growth"]["next_steps"], count), None)
    return step, np.where(has_one & chance(rng, 0.88, count), on, NOTHING)


def _write_stages(world: World, deals: Deals, ids: Ints, stuck: Bools, rng: np.random.Generator) -> None:
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
