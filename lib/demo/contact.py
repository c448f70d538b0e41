"""What passed between colleagues and clients: every meeting, call and message."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import Bools, Floats, Ints, workday
from lib.demo.drawing import chance, pick, spread, words
from lib.demo.stories import DECIDED_BEFORE, SILENT_FOR, places, story_accounts
from lib.demo.world import World
from lib.relationship.tables import Interaction, InteractionContact, InteractionPerson

LOGGED, FORMAL = (1.0, 0.7, 0.4), (0.95, 0.6, 0.25)  # of contacts, and of updates, by how well a client is recorded
KINDS, KIND_SHARES = ("meeting", "call", "email", "event", "visit", "note"), (0.30, 0.34, 0.26, 0.02, 0.05, 0.03)
CALL, NOTE = KINDS.index("call"), KINDS.index("note")
MINUTES = np.array([60, 25, 10, 120, 90, 10])
EAGER = 0.62  # of the agreed gap lies between two contacts that are planned; some then do not happen
STEADY = 8.0  # the larger, the more alike the gaps of one client
LEAST, LEAST_IN_STORY = 0.5, 0.92  # of planned contacts happen with a client however discontent
IN_PAIRS, BY_SUPPORT = 0.48, 0.35  # of contacts two of us take part in; of those, the second is a coordinator
THREAD_DAYS = 200  # how long the single-threaded account has hung on one contact
FADING_DAYS = 160  # how long contact fell before the client that left over quality decided to


def keep_in_touch(world: World, agency: Agency) -> None:
    """Draw and write interactions with those who took part."""
    rng = world.stream("contact")
    account, day = _days(world, agency, rng)
    kind = rng.choice(len(KINDS), len(account), p=KIND_SHARES)
    kind = np.where((kind == NOTE) & np.isin(account, places(world, "silent_sponsor")), CALL, kind)
    direction = rng.choice(3, len(account), p=(0.82, 0.12, 0.06))
    contact = agency.contacts.drawn(rng, account, day)
    silent = np.isin(account, places(world, "silent_sponsor")) & (day > world.until - SILENT_FOR)
    contact, direction = _silence(agency, account, contact, direction, silent, rng)
    threaded = np.isin(account, places(world, "single_threaded")) & (day > world.until - THREAD_DAYS)
    contact = np.where(threaded, agency.contacts.first[account], contact)
    formal = (direction != 1) & (kind < 3) & (rng.random(len(account)) < agency.care.odds(account, *FORMAL))
    summary = pick(rng, world.given["contact"]["summaries"], len(account))
    unheard = pick(rng, world.given["contact"]["silent_summaries"], len(account))
    ids = world.sheets.add(
        Interaction, day, late=True,
        account_id=account + 1, happened_on=day, kind=words(KINDS)[kind],
        direction=words(("two way", "outbound", "inbound"))[direction],
        formal_update=formal, minutes=MINUTES[kind],
        summary=np.where(direction == 1, unheard, summary),
    )  # fmt: skip
    _write_contacts(world, agency, ids, account, day, contact, silent | threaded, rng)
    _write_colleagues(world, agency, ids, account, day, threaded, rng)


def _days(world: World, agency: Agency, rng: Generator) -> tuple[Ints, Ints]:
    """Contact at the agreed cadence, with gaps, more of them the less content a client is."""
    starts, ends = agency.clients.span(world)
    starts = np.where(agency.clients.prospect, world.until - 55, starts)
    ends = np.where(agency.clients.prospect, world.until + 1, ends)
    gap = agency.clients.cadence * EAGER
    planned = np.ceil((ends - starts) / gap * 1.15).astype(np.int64) + 3
    account, _ = spread(planned)
    steps = rng.gamma(STEADY, gap[account] / STEADY)
    run = np.cumsum(steps)
    before = np.concatenate([[0.0], run])[np.cumsum(planned) - planned]
    day = workday(starts[account] + (run - before[account]).astype(np.int64))
    day = np.maximum(day, starts[account])
    happens = (day < ends[account]) & (rng.random(len(day)) < _likely(world, agency, account, day))
    # The last talk with the sponsor who fell silent, on its day in every firm.
    told = np.array(places(world, "silent_sponsor"))
    account = np.append(account[happens], told)
    day = np.append(day[happens], workday(np.full(len(told), world.until - SILENT_FOR)))
    order = np.argsort(day, kind="stable")
    return account[order], day[order]


def _likely(world: World, agency: Agency, account: Ints, day: Ints) -> Floats:
    least = np.where(account < len(story_accounts(world)), LEAST_IN_STORY, LEAST)
    likely = np.clip(0.35 + 0.8 * agency.clients.mood_at(account, day), least, 0.98)
    likely = likely * agency.care.odds(account, *LOGGED)
    for left in places(world, "left_over_quality"):
        fading = day > agency.clients.end[left] - DECIDED_BEFORE - FADING_DAYS
        # Regular once, in the end every third planned contact: so that no seed hides the story.
        third = np.arange(len(day)) % 3 == 0
        likely = np.where(account == left, np.where(fading, third, 1.0), likely)
    return np.asarray(likely)


def _silence(
    agency: Agency, account: Ints, contact: Ints, direction: Ints, silent: Bools, rng: Generator
) -> tuple[Ints, Ints]:
    """While sponsor and champion are silent we only reach others, or write to the two without an answer."""
    others = agency.contacts.first[account] + 2 + rng.integers(0, 3, len(account))
    unanswered = silent & (contact < agency.contacts.first[account] + 2) & chance(rng, 0.5, len(account))
    reached, said = np.where(silent & ~unanswered, others, contact), np.where(unanswered, 1, direction)
    for told in np.unique(account[silent]):
        # Until then the sponsor was met regularly.
        met = np.flatnonzero((account == told) & ~silent)[::3]
        reached[met], said[met] = agency.contacts.first[told], 0
        # The two spoke last just before they fell silent, others only lately: so that no seed hides the story.
        before, after = (np.flatnonzero((account == told) & (silent == now)) for now in (False, True))
        for place, at in ((1, before[-2:-1]), (0, before[-1:]), (2, after[-1:])):
            reached[at], said[at] = agency.contacts.first[told] + place, 0
    return reached, said


def _write_contacts(
    world: World, agency: Agency, ids: Ints, account: Ints, day: Ints, contact: Ints, alone: Bools, rng: Generator
) -> None:
    world.sheets.add(InteractionContact, day, interaction_id=ids, contact_id=contact + 1)
    place = (contact - agency.contacts.first[account] + 1) % agency.contacts.count[account]
    second = agency.contacts.first[account] + place
    joined = chance(rng, 0.22, len(ids)) & ~alone & (second != contact) & (day < agency.contacts.left[second])
    world.sheets.add(InteractionContact, day[joined], interaction_id=ids[joined], contact_id=second[joined] + 1)


def _write_colleagues(
    world: World, agency: Agency, ids: Ints, account: Ints, day: Ints, alone: Bools, rng: Generator
) -> None:
    owner = agency.owners.on(account, day)
    head = agency.people.in_roles(agency.firm.places_of_role("Head of client services"))[0]
    # Before an owner came to the firm its head of client services looked after the account.
    owner = np.where((agency.people.joined[owner] <= day) & (day < agency.people.left[owner]), owner, head)
    world.sheets.add(InteractionPerson, day, interaction_id=ids, person_id=owner + 1)
    specialist = agency.staff.colleague(account, rng.random(len(ids)))
    second = np.where(chance(rng, BY_SUPPORT, len(ids)), agency.owners.support[account], specialist)
    joined = chance(rng, IN_PAIRS, len(ids)) & ~alone & (second >= 0) & (second != owner)
    joined &= agency.people.joined[second] <= day
    world.sheets.add(InteractionPerson, day[joined], interaction_id=ids[joined], person_id=second[joined] + 1)
