"""Who looks after which account, with hand-overs, as dated rows."""

from dataclasses import dataclass
from heapq import heapify, heapreplace

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import AccountOwner
from lib.demo.clients import Clients
from lib.demo.days import FAR, Ints, or_nothing
from lib.demo.drawing import between, chance
from lib.demo.firm import Firm
from lib.demo.people import People
from lib.demo.stories import places
from lib.demo.world import World

HAND_OVER_SHARE = 0.3
FEE_OF_ANY = 150_000  # cents a month: what an account costs its owner in care, however small
AFTER_END = 30  # days an owner still has the account after the last contract


@dataclass(frozen=True)
class Owners:
    """The owner of each account today, the one before, and the day it changed (FAR: never)."""

    now: Ints
    before: Ints
    changed: Ints
    support: Ints

    def on(self, account: Ints, day: Ints) -> Ints:
        """Who owned accounts on days."""
        return np.where(
            (day < self.changed[account]) & (self.changed[account] < FAR), self.before[account], self.now[account]
        )


def assign_owners(world: World, firm: Firm, people: People, clients: Clients) -> Owners:
    """Give each account an owner and, where one changed, a former one."""
    rng = world.stream("owners")
    now = _balanced(firm, people, clients)
    longest_here = people.in_roles(firm.places_of_role("Senior account manager"))[0]
    # Clients that left before their owner came had another; the story of one thread needs one who stays.
    now[people.joined[now] + 60 > clients.end] = longest_here
    steady = places(world, "single_threaded")
    now[steady] = longest_here
    before, changed = _hand_overs(world, firm, people, clients, now, rng)
    changed[steady] = FAR
    coordinators = people.in_roles(firm.places_of_role("Account coordinator", "Project manager"))
    owners = Owners(now, before, changed, coordinators[rng.integers(0, len(coordinators), clients.count)])
    _write(world, people, clients, owners)
    return owners


def _balanced(firm: Firm, people: People, clients: Clients) -> Ints:
    """The next largest account goes to whoever looks after least, for their hours and role."""
    able = np.array([role.get("owns", 0.0) for role in firm.roles])[people.role] * (people.left == FAR)
    load = [(0.0, int(person)) for person in np.flatnonzero(able)]
    heapify(load)
    owner = np.zeros(clients.count, dtype=np.int64)
    for account in np.argsort(-clients.fee, kind="stable"):
        carried, person = load[0]
        owner[account] = person
        weight = able[person] * people.minutes[person] / 2400
        living = 1.0 if clients.end[account] == FAR else 0.1
        heapreplace(load, (carried + living * (clients.fee[account] + FEE_OF_ANY) / weight, person))
    return owner


def _hand_overs(
    world: World, firm: Firm, people: People, clients: Clients, now: Ints, rng: Generator
) -> tuple[Ints, Ints]:
    count = clients.count
    may_own = [at for at, role in enumerate(firm.roles) if role.get("owns")]
    old = np.flatnonzero(np.isin(people.role, may_own) & (people.joined < world.start - 100))
    before = old[rng.integers(0, len(old), count)]
    starts, ends = clients.span(world)
    changed = between(rng, starts + 60, ends - 30, count)
    # Whoever has left handed over on the day; whoever came later took over soon after coming.
    changed = np.where(people.left[before] < FAR, people.left[before], changed)
    joined = people.joined[now]
    new_here = (joined > world.start) & (people.left[before] == FAR)
    changed = np.where(new_here, np.maximum(changed, joined + 14), changed)
    wanted = chance(rng, HAND_OVER_SHARE, count) | (people.left[before] < FAR) | new_here
    possible = (before != now) & (starts + 30 < changed) & (changed < ends - 20) & (joined <= changed)
    return before, np.where(wanted & possible & ~clients.prospect, changed, FAR)


def _write(world: World, people: People, clients: Clients, owners: Owners) -> None:
    start = np.where(clients.prospect, world.until - 60, clients.start)
    end = np.where(clients.end + AFTER_END <= world.until, clients.end + AFTER_END, FAR)
    handed = np.flatnonzero(owners.changed < FAR)
    first = np.maximum(start, people.joined[owners.before])[handed]
    _spells(world, handed, owners.before[handed], first, owners.changed[handed], "lead")
    now_from = np.where(owners.changed < FAR, owners.changed, np.maximum(start, people.joined[owners.now]))
    _spells(world, np.arange(clients.count), owners.now, now_from, end, "lead")
    helped = np.flatnonzero(~clients.prospect)
    helped_from = np.maximum(start, people.joined[owners.support])[helped]
    _spells(world, helped, owners.support[helped], helped_from, end[helped], "support")


def _spells(world: World, account: Ints, person: Ints, starts: Ints, ends: Ints, duty: str) -> None:
    kept = starts < ends
    world.sheets.add(
        AccountOwner, np.maximum(starts[kept], world.start),
        account_id=account[kept] + 1,
        person_id=person[kept] + 1,
        duty=duty,
        starts_on=starts[kept],
        ends_before=or_nothing(ends[kept]),
    )  # fmt: skip
