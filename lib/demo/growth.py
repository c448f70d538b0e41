"""Where clients might grow: referrals, refusals, signals from their markets, targets."""

from typing import Any

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Ints, first_of, month_of, or_nothing
from lib.demo.deals import not_owned, owned_services
from lib.demo.drawing import between, chance, happenings, only, pick, words
from lib.demo.world import World
from lib.growth.tables import GrowthTarget, MarketSignal, Referral, ServiceDecline, ServiceIneligibility
from lib.money.tables import Revenue

AMBITION = 1.08  # the target against the year before


def look_for_growth(world: World, agency: Agency) -> None:
    """Write referrals, declined and ineligible services, market signals and growth targets."""
    rng, owned = world.stream("growth"), owned_services(agency)
    starts, ends = agency.clients.span(world)
    _referrals(world, agency, starts, ends, rng)
    _declines(world, agency, starts, ends, owned, rng)
    _ineligible(world, agency, owned, rng)
    _signals(world, agency)
    _targets(world, agency)


def _referrals(world: World, agency: Agency, starts: Ints, ends: Ints, rng: Generator) -> None:
    account, asked = happenings(rng, starts, ends, 0.35)
    made = asked + between(rng, 3, 60, len(asked))
    happens = chance(rng, np.clip(agency.clients.mood_at(account, asked) - 0.25, 0.05, 0.7), len(asked)) & (
        made <= world.until
    )
    won = made + between(rng, 30, 160, len(asked))
    wins = happens & chance(rng, 0.3, len(asked)) & (won <= world.until)
    world.sheets.add(
        Referral, asked,
        account_id=account + 1, person_id=agency.owners.now[account] + 1, asked_on=asked,
        made_on=np.where(happens, made, NOTHING),
        referred=only(happens, pick(rng, world.given["growth"]["referred"], len(asked))),
        won_on=np.where(wins, won, NOTHING),
    )  # fmt: skip


def _declines(world: World, agency: Agency, starts: Ints, ends: Ints, owned: Bools, rng: Generator) -> None:
    account, day = happenings(rng, starts, ends, 0.22)
    world.sheets.add(
        ServiceDecline, day,
        account_id=account + 1, service_id=not_owned(agency, owned, account, rng) + 1, declined_on=day,
        not_before_on=np.where(chance(rng, 0.85, len(day)), day + between(rng, 90, 400, len(day)), NOTHING),
        words=pick(rng, world.given["growth"]["declines"], len(day)),
    )  # fmt: skip


def _ineligible(world: World, agency: Agency, owned: Bools, rng: Generator) -> None:
    some = chance(rng, 0.09, agency.clients.count) | (np.arange(agency.clients.count) == 4)
    account = np.flatnonzero(some & ~agency.clients.prospect)
    start = np.maximum(agency.clients.start[account], world.start) + 20
    ended = chance(rng, 0.2, len(account))
    world.sheets.add(
        ServiceIneligibility, start,
        account_id=account + 1, service_id=not_owned(agency, owned, account, rng) + 1,
        why=pick(rng, world.given["growth"]["ineligible"], len(account)),
        starts_on=start, ends_before=np.where(ended, or_nothing(start + 180, world.until), NOTHING),
    )  # fmt: skip


def _signals(world: World, agency: Agency) -> None:
    given = world.given["signal"]
    seen = world.until - 9 - 41 * np.arange(len(given))
    world.sheets.add(
        MarketSignal, seen,
        sector_id=np.array([agency.firm.sector(signal["sector"]) + 1 for signal in given]),
        service_id=np.array([agency.firm.service(signal["service"]) + 1 for signal in given]),
        seen_on=seen, expires_on=seen + 200,
        headline=words([signal["headline"] for signal in given]), effect=words([signal["effect"] for signal in given]),
        published_by="example trade press",
    )  # fmt: skip


def _targets(world: World, agency: Agency) -> None:
    """A revenue target for the book each year; for owners and the largest accounts this year."""
    month = month_of(world.sheets.column(Revenue, "earned_on"))
    account = world.sheets.column(Revenue, "account_id") - 1
    cents = world.sheets.column(Revenue, "amount_cents")
    for year in range(world.first_month // 12, world.last_month // 12 + 1):
        # The year before as far as it is known, else the year itself: twelve times its usual month.
        known = month // 12 == max(year - 1, world.first_month // 12)
        usual = cents[known].sum() / max(len(np.unique(month[known])), 1)
        _target(world, year, kind="revenue", amount_cents=np.array([round(usual * 12 * AMBITION / 1e6) * 1_000_000]))
    _target(world, world.last_month // 12, kind="growth", share=np.array([AMBITION - 1]))
    recent = np.bincount(account, cents * (month >= world.last_month - 12), agency.clients.count)
    largest = np.argsort(-recent, kind="stable")[: max(6, agency.clients.count // 8)]
    _target(
        world, world.last_month // 12, kind="revenue", account_id=largest + 1,
        amount_cents=np.round(recent[largest] * AMBITION / 1e5).astype(np.int64) * 100_000,
    )  # fmt: skip
    active = np.where(agency.clients.active(world.until), recent, 0.0)
    own = np.bincount(agency.owners.now, active)
    people = np.flatnonzero(own)
    _target(
        world, world.last_month // 12, kind="won", person_id=people + 1,
        amount_cents=np.round(own[people] * 0.15 / 1e5).astype(np.int64) * 100_000,
    )  # fmt: skip


def _target(world: World, year: int, **columns: Any) -> None:
    start, end = (int(first) for first in first_of(np.array([year * 12, year * 12 + 12])))
    world.sheets.add(GrowthTarget, max(start, world.start), starts_on=start, ends_before=end, **columns)
