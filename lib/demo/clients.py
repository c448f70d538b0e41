"""The demo firm's clients: who they are, when they came and went, what they pay, and how content they were."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import Account
from lib.demo.days import FAR, NOTHING, Bools, Floats, Ints, Texts, first_of, month_of
from lib.demo.drawing import between, chance, pick, words
from lib.demo.firm import Firm
from lib.demo.naming import company_names
from lib.demo.people import slug
from lib.demo.stories import places, story_accounts
from lib.demo.world import World

FALL_MONTHS, FALL = 9, 0.5  # how long and how far the mood falls before most clients leave
DIFFICULT_SHARE, SO_SO_SHARE = 0.07, 0.13  # of the clients who stay
HISTORY_MONTHS = 96  # how far before the records a client may have come
CADENCES = np.array([7, 14, 21, 30])


@dataclass(frozen=True)
class Clients:
    """One entry an account; places in these arrays are ids less one. Days are ordinals, FAR: not ended.

    `mood` is account × month of the records: the hidden contentment from 0 to 1 that survey answers, contact, broken
    promises, lateness and health are drawn from, so that all of them tell one story.
    """

    names: Texts
    sector: Ints
    prospect: Bools
    start: Ints
    end: Ints
    fee: Ints  # recurring cents a month, today or at the end
    growth: Floats  # of the fee, a year
    mood: Floats
    cadence: Ints
    over: Floats  # hours worked for each hour sold
    late_payer: Bools
    first_month: int

    @property
    def count(self) -> int:
        """How many accounts."""
        return len(self.names)

    def active(self, day: int) -> Bools:
        """Who is a client on a day."""
        return (self.start <= day) & (day < self.end)

    def mood_at(self, account: Ints, day: Ints) -> Floats:
        """How content accounts were on days; before the records as in their first month."""
        month = np.clip(month_of(day) - self.first_month, 0, self.mood.shape[1] - 1)
        return np.asarray(self.mood[account, month], dtype=np.float64)

    def span(self, world: World) -> tuple[Ints, Ints]:
        """First day and first day outside of each account's time as a client within the records."""
        starts = np.maximum(self.start, world.start)
        return starts, np.maximum(np.minimum(self.end, world.until + 1), starts)


def win_clients(world: World, firm: Firm) -> Clients:
    """Draw all accounts and write them."""
    rng = world.stream("clients")
    told, count = story_accounts(world), world.accounts
    prospect = np.arange(count) >= count - max(2, round(world.firm["prospects_share"] * count))
    sector = _sectors(world, firm, told, rng)
    start, end = _came_and_went(world, prospect, len(told), rng)
    fee = _fees(world, prospect, told, rng)
    clients = Clients(
        names=company_names(world, firm, sector, told, rng),
        sector=sector, prospect=prospect, start=start, end=end, fee=fee,
        growth=rng.choice([-0.10, 0.0, 0.05, 0.14], count, p=[0.15, 0.25, 0.35, 0.25]),
        mood=_moods(world, prospect, start, end, told, rng),
        cadence=_cadences(fee, len(told), rng),
        over=_over(world, count, len(told), rng),
        late_payer=_late_payers(world, count, len(told), rng),
        first_month=world.first_month,
    )  # fmt: skip
    _write(world, clients, rng)
    return clients


def _sectors(world: World, firm: Firm, told: list[dict[str, Any]], rng: Generator) -> Ints:
    weight = np.array([sector["weight"] for sector in firm.sectors])
    sector = rng.choice(len(weight), world.accounts, p=weight / weight.sum())
    sector[: len(told)] = [firm.sector(account["sector"]) for account in told]
    return sector


def _came_and_went(world: World, prospect: Bools, told: int, rng: Generator) -> tuple[Ints, Ints]:
    count = len(prospect)
    known_before = chance(rng, world.firm["known_before_share"], count) | (np.arange(count) < told)
    came = np.where(
        known_before,
        world.first_month - between(rng, 13, HISTORY_MONTHS, count),
        between(rng, world.first_month + 1, world.last_month - 1, count),
    )
    stayed = rng.exponential(12 / world.firm["leave_rate"], count).astype(np.int64)
    went = np.maximum(came + 6, world.first_month + 1) + stayed
    stays = (went > world.last_month + 2) | (np.arange(count) < told)
    start = np.where(prospect, FAR, first_of(came))
    end = np.where(stays | prospect, FAR, first_of(np.minimum(went, world.last_month + 3)))
    end[places(world, "left_over_quality")] = world.first_day(-4)
    return start, end


def _fees(world: World, prospect: Bools, told: list[dict[str, Any]], rng: Generator) -> Ints:
    size = rng.lognormal(0.0, world.firm["fee_spread"], len(prospect))
    ordinary = ~prospect & (np.arange(len(prospect)) >= len(told))
    fee = np.clip(size / size[ordinary].mean() * world.firm["monthly_fee"], 600, 30000) * 100
    fee[: len(told)] = [account["fee"] * 100 for account in told]
    return np.asarray(np.round(fee), dtype=np.int64)


def _moods(world: World, prospect: Bools, start: Ints, end: Ints, told: list[dict[str, Any]], rng: Generator) -> Floats:
    count, months = len(start), world.last_month - world.first_month + 1
    usual = _usual_moods(np.flatnonzero(~prospect & (end == FAR))[len(told) :], count, rng)
    mood = np.empty((count, months))
    mood[:, 0] = usual
    for month in range(1, months):
        mood[:, month] = usual + 0.75 * (mood[:, month - 1] - usual) + rng.normal(0, 0.045, count)
    mood -= _dips(count, months, rng)
    mood -= _falls(world, end, months, rng)
    for at, account in enumerate(told):
        before, now = account["mood"]
        # The last twelve months a story needs, ending where the client does.
        last = min(months, int(month_of(end[at : at + 1])[0]) - world.first_month) if end[at] < FAR else months
        path = np.interp(np.arange(months), [last - 13, last - 1], [before, now])
        mood[at] = path + rng.normal(0, 0.015, months)
    return np.asarray(np.clip(mood, 0.04, 0.98))


def _usual_moods(staying: Ints, count: int, rng: Generator) -> Floats:
    """Most are content; of those who stay a fixed share is difficult or so-so: no seed makes all of them happy."""
    usual = 0.60 + 0.34 * rng.beta(2.5, 2.0, count)
    order = rng.permutation(staying)
    difficult, so_so = (round(share * len(order)) for share in (DIFFICULT_SHARE, SO_SO_SHARE))
    usual[order[:difficult]] = rng.uniform(0.18, 0.28, difficult)
    usual[order[difficult : difficult + so_so]] = rng.uniform(0.44, 0.56, so_so)
    return np.asarray(usual)


def _dips(count: int, months: int, rng: Generator) -> Floats:
    """Something went wrong for a quarter: about one client in six a year."""
    begins = rng.random((count, months)) < 0.014
    depth = begins * rng.uniform(0.15, 0.4, (count, months))
    dips = depth.copy()
    for delay, share in ((1, 1.0), (2, 0.6)):
        dips[:, delay:] += share * depth[:, :-delay]
    return np.asarray(dips)


def _falls(world: World, end: Ints, months: int, rng: Generator) -> Floats:
    """Three of four that leave were less and less content; the others left for reasons of their own."""
    ends_in = np.where(end < FAR, month_of(np.minimum(end, FAR - 1)) - world.first_month, months * 10)
    path = (np.arange(months) - (ends_in[:, None] - FALL_MONTHS)) / FALL_MONTHS
    unhappy = chance(rng, 0.75, len(end))
    return np.asarray(np.clip(path, 0, 1) * FALL * unhappy[:, None])


def _cadences(fee: Ints, told: int, rng: Generator) -> Ints:
    rank = np.digitize(fee, [200_000, 400_000, 900_000])
    cadence = CADENCES[np.clip(3 - rank + rng.integers(-1, 2, len(fee)), 0, 3)]
    cadence[:told] = 14
    return np.asarray(cadence, dtype=np.int64)


def _late_payers(world: World, count: int, told: int, rng: Generator) -> Bools:
    """One in ten, and those whose projects are late: they wait for the work."""
    late = chance(rng, 0.1, count)
    late[:told] = False
    late[places(world, "late_projects")] = True
    return late


def _over(world: World, count: int, told: int, rng: Generator) -> Floats:
    over = rng.lognormal(0.0, 0.1, count) + 0.35 * chance(rng, 0.06, count)
    over[:told] = 1.0
    over[places(world, "subsidised_green")] = 1.9
    return np.asarray(over)


def _write(world: World, clients: Clients, rng: Generator) -> None:
    count = clients.count
    since = clients.start - between(rng, 0, 40, count)
    known = np.where(
        clients.prospect, world.until - between(rng, 60, 320, count), np.maximum(clients.start, world.start)
    )
    gone_long = clients.end < world.until - 200
    world.sheets.add(
        Account, known,
        name=clients.names,
        sector_id=clients.sector + 1,
        parent_id=_parents(clients, len(story_accounts(world)), rng),
        client_since=np.where(clients.start < world.start, since, NOTHING),
        website=words([f"https://www.{slug(name).replace('.', '-')}.example" for name in clients.names]),
        location=pick(rng, world.given["clients"]["locations"], count),
        founded_year=between(rng, 1890, 2019, count),
        employees=np.round(clients.fee / 100 * rng.lognormal(-2.4, 0.6, count)).astype(np.int64) + 6,
        annual_revenue_cents=np.round(clients.fee * rng.lognormal(7.3, 0.5, count) / 1e7).astype(np.int64) * 10_000_000,
        archived_on=np.where(gone_long & chance(rng, 0.5, count), clients.end + 90, NOTHING),
    )  # fmt: skip


def _parents(clients: Clients, told: int, rng: Generator) -> Ints:
    """A few clients belong to a group that is a client too; the group stands before them in the table."""
    count = clients.count
    parent = between(rng, 0, np.maximum(np.arange(count) - 1, 0), count)
    has_one = chance(rng, 0.07, count) & (np.arange(count) > told) & ~clients.prospect
    has_one[min(told + 1, count - 1)] = True
    return np.where(has_one, parent + 1, NOTHING)
