"""The people at the clients, and what we understand of each client."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import AccountProfile, Contact
from lib.demo.clients import Clients
from lib.demo.days import FAR, NOTHING, Bools, Ints, Texts
from lib.demo.drawing import between, chance, pick, spread, words
from lib.demo.people import slug
from lib.demo.stories import places
from lib.demo.world import World

# The first contact of an account is its sponsor, the second its champion.
ROLES = ("sponsor", "champion", "decision maker", "user", "influencer", "user", "influencer")
INFLUENCE = np.array([5, 4, 5, 2, 3, 2, 3])
MOST = len(ROLES)
STEADY = ("silent_sponsor", "single_threaded")  # stories that need all their contacts


@dataclass(frozen=True)
class Contacts:
    """Contacts of all accounts, those of one account together: from `first`, as many as `count`."""

    account: Ints
    place: Ints  # within the account
    first: Ints
    count: Ints
    left: Ints
    names: Texts

    def sponsor_id(self, account: Ints) -> Ints:
        """The id of the sponsor of accounts."""
        return self.first[account] + 1

    def drawn(self, rng: Generator, account: Ints, day: Ints) -> Ints:
        """A contact of each account who was still there on the day; the sponsor and the champion most often."""
        place = np.floor(self.count[account] * rng.random(len(account)) ** 1.6).astype(np.int64)
        chosen = self.first[account] + place
        return np.where(day < self.left[chosen], chosen, self.first[account])


def meet_contacts(world: World, clients: Clients) -> Contacts:
    """Draw and write contacts and profiles of all accounts."""
    rng = world.stream("contacts")
    size = np.clip(2 + rng.poisson(np.sqrt(clients.fee / 200_000), clients.count), 2, MOST)
    size = np.where(clients.prospect, 1 + rng.integers(0, 2, clients.count), size)
    size[places(world, "silent_sponsor")] = 5
    size[places(world, "single_threaded")] = 4
    account, place = spread(size)
    contacts = Contacts(
        account, place, np.cumsum(size) - size, size,
        _left(world, clients, account, place, rng), _names(world, account, place, rng),
    )  # fmt: skip
    _write_contacts(world, clients, contacts, rng)
    _write_profiles(world, clients, contacts, rng)
    return contacts


def _left(world: World, clients: Clients, account: Ints, place: Ints, rng: Generator) -> Ints:
    starts, ends = clients.span(world)
    stays = np.isin(account, [at for key in STEADY for at in places(world, key)])
    gone: Bools = chance(rng, 0.12, len(account)) & (place > 1) & ~clients.prospect[account] & ~stays
    on = between(rng, starts[account] + 40, ends[account] - 10, len(account))
    return np.where(gone & (on < world.until), on, FAR)


def _names(world: World, account: Ints, place: Ints, rng: Generator) -> Texts:
    first, last = world.given["names"]["first"], world.given["names"]["last"]
    base = rng.integers(0, len(first), account[-1] + 1)
    surname = rng.integers(0, len(last), len(account))
    # Steps of seven through the first names: no two contacts of one account share theirs.
    return words(
        [f"{first[(base[a] + 7 * p) % len(first)]} {last[s]}" for a, p, s in zip(account, place, surname, strict=True)]
    )


def _write_contacts(world: World, clients: Clients, contacts: Contacts, rng: Generator) -> None:
    count = len(contacts.account)
    number = rng.integers(100, 1000, count)
    hosts = [slug(name).replace(".", "-") for name in clients.names]
    emails = [f"{slug(name)}@{hosts[at]}.example" for name, at in zip(contacts.names, contacts.account, strict=True)]
    since = np.where(clients.prospect, world.until - 60, np.maximum(clients.start, world.start))
    world.sheets.add(
        Contact, since[contacts.account],
        account_id=contacts.account + 1,
        name=contacts.names,
        email=words(emails),
        phone=words([f"+44 20 7946 0{value}" for value in number]),
        title=pick(rng, world.given["clients"]["titles"], count),
        role=words(ROLES)[contacts.place],
        influence=INFLUENCE[contacts.place],
        left_on=np.where(contacts.left < FAR, contacts.left, NOTHING),
    )  # fmt: skip


def _write_profiles(world: World, clients: Clients, contacts: Contacts, rng: Generator) -> None:
    starts, ends = clients.span(world)
    changed_on = between(rng, starts + 90, ends - 30, clients.count)
    changed = (
        chance(rng, 0.2, clients.count) & (starts + 30 < changed_on) & (changed_on < world.until) & ~clients.prospect
    )
    appetite = rng.integers(0, 3, clients.count)
    begin = np.where(clients.prospect, world.until - 60, starts)
    old = np.flatnonzero(changed)
    _profiles(world, contacts, old, begin[old], changed_on[old], clients.cadence[old] + 7, appetite, rng)
    every = np.arange(clients.count)
    now_from = np.where(changed, changed_on, begin)
    far = np.full(clients.count, FAR)
    _profiles(world, contacts, every, now_from, far, clients.cadence, appetite, rng)


def _profiles(
    world: World,
    contacts: Contacts,
    account: Ints,
    starts: Ints,
    ends: Ints,
    cadence: Ints,
    appetite: Ints,
    rng: Generator,
) -> None:
    given, count = world.given["clients"], len(account)
    ideal = np.minimum(cadence, 30)
    world.sheets.add(
        AccountProfile, starts,
        account_id=account + 1, starts_on=starts, ends_before=np.where(ends < FAR, ends, NOTHING),
        communication_style=pick(rng, given["styles"], count),
        cadence_days=cadence, ideal_gap_days=ideal, maximum_gap_days=np.round(ideal * 2.2).astype(np.int64),
        risk_appetite=words(("low", "medium", "high"))[appetite[account]],
        needs=pick(rng, given["needs"], count),
        preferences=pick(rng, given["preferences"], count),
        long_term_objectives=pick(rng, given["long_term"], count),
        sponsor_id=contacts.sponsor_id(account),
    )  # fmt: skip
