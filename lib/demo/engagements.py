"""Which services each client buys by the month, since when, for how much: what contracts and revenue are made from."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator

from lib.demo.clients import Clients
from lib.demo.days import FAR, Floats, Ints, first_of, month_of
from lib.demo.drawing import between, chance, spread
from lib.demo.firm import Firm
from lib.demo.stories import story, story_accounts
from lib.demo.world import World

FAVOURED = 2.4  # how much more likely a sector buys what it favours
LATER_SHARE, DROPPED_SHARE = 0.5, 0.13
SHRINK = -0.08  # a term of two months, for the client that shrinks


@dataclass(frozen=True)
class Engagements:
    """One entry per account and service bought by the month, in months since 1970; FAR: not ended."""

    account: Ints
    service: Ints
    start: Ints
    end: Ints
    fee: Ints  # cents a month, in the last term
    growth: Floats  # of the fee from term to term
    term: Ints  # months
    rolling: Ints  # 1: no end agreed
    last_end: Ints  # the month the running term ends; FAR: as the term says

    @property
    def count(self) -> int:
        """How many."""
        return len(self.account)


def engage(world: World, firm: Firm, clients: Clients) -> Engagements:
    """Draw what the clients buy; those of the stories as they are told."""
    drawn = _drawn(world, firm, clients)
    told = _told(world, firm, clients)
    joined = [np.concatenate([getattr(told, part.name), getattr(drawn, part.name)]) for part in fields(Engagements)]
    return Engagements(*joined)


def _drawn(world: World, firm: Firm, clients: Clients) -> Engagements:
    rng = world.stream("engagements")
    ordinary = np.flatnonzero(~clients.prospect & (np.arange(clients.count) >= len(story_accounts(world))))
    account, place, service = _choices(firm, clients, ordinary, rng)
    begins, ends = _first_and_last_month(world, clients, account)
    room = np.minimum(ends, world.last_month) - 4
    earliest = np.maximum(begins, world.first_month) + 3
    # The service that wins easily is one that clients add, so that there are wins to count.
    added = chance(rng, LATER_SHARE, len(account)) | (
        service == firm.service(story(world, "winning_service")["service"])
    )
    later = (place > 0) & added & (earliest < room)
    start = np.where(later, between(rng, earliest, room, len(account)), begins)
    stop = between(rng, np.maximum(start, world.first_month) + 6, room, len(account))
    dropped = (place > 0) & chance(rng, DROPPED_SHARE, len(account)) & (stop < room) & (start + 6 <= stop)
    weight = rng.gamma(4.0, 1.0, len(account)) * (1.0 - 0.25 * (place > 0))
    total = np.bincount(account, weight, clients.count)[account]
    none = np.full(len(account), FAR)
    return Engagements(
        account, service, start, np.where(dropped, stop, ends),
        np.round(clients.fee[account] * weight / total).astype(np.int64),
        clients.growth[account], np.full(len(account), 12), chance(rng, 0.3, len(account)).astype(np.int64), none,
    )  # fmt: skip


def _first_and_last_month(world: World, clients: Clients, account: Ints) -> tuple[Ints, Ints]:
    ends = np.where(clients.end < FAR, month_of(np.minimum(clients.end, world.until + 400)), FAR)
    return month_of(clients.start[account]), ends[account]


def _choices(firm: Firm, clients: Clients, ordinary: Ints, rng: Generator) -> tuple[Ints, Ints, Ints]:
    """Services without repetition: the top of weighted draws (Gumbel), more of them for larger clients."""
    recurring = firm.recurring
    weight = np.array([firm.services[at]["weight"] for at in recurring])
    liked = np.ones((len(firm.sectors), len(recurring)))
    for at, sector in enumerate(firm.sectors):
        liked[at] = [FAVOURED if firm.services[service]["name"] in sector["favours"] else 1.0 for service in recurring]
    key = np.log(weight * liked[clients.sector[ordinary]]) + rng.gumbel(size=(len(ordinary), len(recurring)))
    ranked = recurring[np.argsort(-key, axis=1)]
    size = np.clip(1 + rng.poisson(np.sqrt(clients.fee[ordinary] / 250_000)), 1, 5)
    group, place = spread(size)
    return ordinary[group], place, ranked[group, place]


def _told(world: World, firm: Firm, clients: Clients) -> Engagements:
    rows: list[tuple[float, ...]] = []
    for at, account in enumerate(story_accounts(world)):
        services = [firm.service(name) for name in account["services"]]
        begin, end = (int(month[0]) for month in _first_and_last_month(world, clients, np.array([at])))
        split = [1.0] if len(services) == 1 else [0.55] + [0.45 / (len(services) - 1)] * (len(services) - 1)
        for place, (service, share) in enumerate(zip(services, split, strict=True)):
            plain = (at, service, begin, end, round(account["fee"] * 100 * share), 0.0, 12, 0, FAR)
            rows += _bent(world, account["key"], place, plain)
    columns = list(zip(*rows, strict=True))
    return Engagements(*[np.array(column) for column in columns])


def _bent(world: World, key: str, place: int, row: tuple[float, ...]) -> list[tuple[float, ...]]:
    """The rows of one engagement of a story, bent to what it tells."""
    account, service, begin, end, fee, growth, term, rolling, last_end = row
    now = world.last_month
    if key == "tripled":
        small_first = round(fee * (0.3 / 0.55 if place == 0 else 0.7 / 0.45))
        return [
            (
                account,
                service,
                begin if place == 0 else now - 11 + 2 * place,
                end,
                small_first,
                growth,
                term,
                rolling,
                last_end,
            )
        ]
    if key == "shrinking" and place == 0:
        before = round(fee / (1 + SHRINK) ** 6)
        return [
            (account, service, begin, now - 12, before, growth, term, rolling, last_end),
            (account, service, now - 12, end, fee, SHRINK, 2, rolling, now + 5),
        ]
    if key == "shrinking":
        return [(account, service, begin, now - 5, fee, growth, term, rolling, last_end)]
    return [row]


def term_starts(engagements: Engagements, last_month: int) -> tuple[Ints, Ints, Ints]:
    """Every term up to now: its engagement, its place from 0, and how many terms follow it."""
    until = np.minimum(engagements.end, last_month + 1)
    count = np.maximum(-(-(until - engagements.start) // engagements.term), 1)
    which, place = spread(count)
    return which, place, count[which] - 1 - place


def month_days(months: Ints) -> Ints:
    """The first day of months, FAR where there is none."""
    return np.where(months < FAR, first_of(np.where(months < FAR, months, 0)), FAR)
