"""What clients asked for, what they were promised, and what went wrong between us."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import FAR, NOTHING, Ints, moment, or_nothing, workday
from lib.demo.drawing import between, chance, happenings, only, pick, spread, words
from lib.demo.stories import places, story_accounts
from lib.demo.world import World
from lib.relationship.tables import DEPARTMENTS, ClientRequest, Escalation, EscalationUpdate, Promise

PROMISES_A_YEAR, REQUESTS_A_YEAR = 4.5, 3.2
ESCALATIONS_A_YEAR = 2.6  # that could happen; how many do depends on how content a client is
UNPLANNED = 300  # days in which the accounts of the stories have only the escalations their story needs
FORGOTTEN = 0.12  # promises nobody came back to
FORGOTTEN_SINCE = 75  # days: older ones were settled some day


def ask_and_promise(world: World, agency: Agency) -> None:
    """Write promises, client requests and escalations."""
    starts, ends = agency.clients.span(world)
    _promises(world, agency, starts, ends)
    _requests(world, agency, starts, ends)
    _escalations(world, agency, starts, ends)


def _who(agency: Agency, account: Ints, day: Ints) -> Ints:
    """The owner, as an id, where they were with the firm on the day."""
    owner = agency.owners.on(account, day)
    return np.where((agency.people.joined[owner] <= day) & (day < agency.people.left[owner]), owner + 1, NOTHING)


def _promises(world: World, agency: Agency, starts: Ints, ends: Ints) -> None:
    rng = world.stream("promises")
    account, made = happenings(rng, starts, ends, PROMISES_A_YEAR)
    count = len(account)
    mood = agency.clients.mood_at(account, made)
    due = workday(made + between(rng, 5, 35, count))
    due = np.maximum(due, made)
    delay = np.where(chance(rng, 0.35 + 0.6 * mood, count), -between(rng, 0, 4, count), between(rng, 2, 25, count))
    settled = np.maximum(due + delay, made)
    forgotten = chance(rng, FORGOTTEN, count) & (due > world.until - FORGOTTEN_SINCE)
    settled = np.where(forgotten, NOTHING, or_nothing(settled, world.until))
    broken = chance(rng, 0.5 - 0.4 * mood, count) & (delay > 0)
    outcome = np.where(chance(rng, 0.03, count), 2, broken.astype(np.int64))
    by_sales = chance(rng, 0.12, count)
    what = np.where(
        by_sales,
        pick(rng, world.given["contact"]["promises_by_sales"], count),
        pick(rng, world.given["contact"]["promises"], count),
    )
    world.sheets.add(
        Promise, made, late=True,
        account_id=account + 1,
        person_id=_who(agency, account, made),
        contact_id=agency.contacts.drawn(rng, account, made) + 1,
        what=what, made_on=made, due_on=due, settled_on=settled,
        outcome=only(settled != NOTHING, words(("kept", "broken", "withdrawn"))[outcome]),
    )  # fmt: skip


def _requests(world: World, agency: Agency, starts: Ints, ends: Ints) -> None:
    rng = world.stream("requests")
    account, day = happenings(rng, starts, np.minimum(ends, world.until), REQUESTS_A_YEAR)
    count = len(account)
    day = np.maximum(workday(day), starts[account])
    asked = moment(day, between(rng, 7 * 60, 15 * 60, count))
    slow = 1.6 - agency.clients.mood_at(account, day)
    wait = np.round(rng.lognormal(1.4, 1.0, count) * slow * 60).astype(np.int64)  # minutes
    answer_day = day + wait // (8 * 60)
    unanswered = (answer_day >= world.until) | (chance(rng, 0.35, count) & (day > world.until - 20))
    answered = np.where(
        unanswered, NOTHING, np.maximum(moment(answer_day, 9 * 60 + wait % 480), asked + wait % 480 * 60)
    )
    closed = np.where(unanswered, NOTHING, or_nothing(answer_day + between(rng, 1, 18, count), world.until))
    state = np.where(unanswered, 0, np.where(closed == NOTHING, 1, 2 + chance(rng, 0.12, count)))
    told = np.where((closed != NOTHING) & chance(rng, 0.85, count), closed, NOTHING)
    department = rng.choice(4, count, p=(0.15, 0.3, 0.1, 0.45))
    world.sheets.add(
        ClientRequest, day,
        account_id=account + 1,
        contact_id=agency.contacts.drawn(rng, account, day) + 1,
        person_id=_who(agency, account, day),
        department=words(DEPARTMENTS)[department],
        what=pick(rng, world.given["contact"]["requests"], count),
        asked_at=asked, first_answer_at=answered,
        state=words(("open", "answered", "done", "declined"))[state],
        closed_on=closed, client_told_on=told,
    )  # fmt: skip


def _escalations(world: World, agency: Agency, starts: Ints, ends: Ints) -> None:
    rng = world.stream("escalations")
    account, opened = happenings(rng, starts, ends, ESCALATIONS_A_YEAR)
    mood = agency.clients.mood_at(account, opened)
    happens = rng.random(len(account)) < np.clip(0.8 - mood, 0.03, 0.6)
    happens &= (account >= len(story_accounts(world))) | (opened <= world.until - UNPLANNED)
    account, opened, mood = account[happens], opened[happens], mood[happens]
    closed = opened + between(rng, 6, np.round(75 - 40 * mood).astype(np.int64), len(account))
    severity = np.clip(np.round(3.4 - 3 * mood + rng.normal(0, 0.7, len(account))), 1, 4).astype(np.int64)
    planted = zip((account, opened, closed, severity), _planted(world, agency), strict=True)
    account, opened, closed, severity = (np.concatenate(pair) for pair in planted)
    closed = or_nothing(closed, world.until)
    closing = pick(rng, world.given["contact"]["resolutions"], len(account))
    ids = world.sheets.add(
        Escalation, opened,
        account_id=account + 1,
        person_id=agency.owners.support[account] + 1,
        severity=severity,
        what=pick(rng, world.given["contact"]["escalations"], len(account)),
        opened_on=opened, closed_on=closed,
        resolution=only(closed != NOTHING, closing),
    )  # fmt: skip
    _updates(world, agency, account, opened, np.where(closed == NOTHING, world.until, closed), ids, rng)


def _planted(world: World, agency: Agency) -> tuple[Ints, Ints, Ints, Ints]:
    """The escalations of the stories: account, opened, closed, severity."""
    (first, second), (detractor,) = places(world, "late_projects"), places(world, "detractor")
    (left,), now = places(world, "left_over_quality"), world.until
    last_day = int(agency.clients.end[left])
    rows = [
        (first, now - 34, FAR, 3),
        (second, now - 20, FAR, 4),
        (detractor, now - 16, FAR, 3),
        (left, last_day - 20, last_day - 1, 3),
    ]
    account, opened, closed, severity = np.array(rows, dtype=np.int64).T
    return account, opened, closed, severity


def _updates(world: World, agency: Agency, account: Ints, opened: Ints, last: Ints, ids: Ints, rng: Generator) -> None:
    rhythm = between(rng, 2, 9, len(ids))
    which, place = spread((last - opened) // rhythm)
    given = opened[which] + (place + 1) * rhythm[which]
    world.sheets.add(
        EscalationUpdate, given,
        escalation_id=ids[which], given_on=given,
        words=pick(rng, world.given["contact"]["escalation_updates"], len(which)),
        person_id=agency.owners.support[account[which]] + 1,
    )  # fmt: skip
