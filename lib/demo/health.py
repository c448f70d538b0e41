"""Weekly health of each client as it stood: snapshots made from the hidden mood, and what people thought of them."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import Contract, Renewal
from lib.demo.agency import Agency
from lib.demo.contact import Touches
from lib.demo.days import NOTHING, Bools, Floats, Ints, Texts, monday, or_nothing
from lib.demo.drawing import chance, only, words
from lib.demo.stories import places
from lib.demo.world import World
from lib.health.tables import (
    BANDS,
    CALLS,
    FACTORS,
    BandOverride,
    FactorExemption,
    HealthFormula,
    HealthSnapshot,
    HealthSnapshotFactor,
    HealthWeight,
    RenewalCall,
)

GREEN, AMBER, RED, UNKNOWN = range(4)
GREEN_FROM, RED_BELOW = 70.0, 50.0
WEIGHTS = np.array([2, 1, 1, 1, 1, 1, 1, 1])
VALID_DAYS = np.array([90, 90, 35, 90, 30, 120, 30, 35])
SPONSOR_SILENT = 90  # days after which the band is capped
EXEMPTIONS = (
    ("survey", "Their group forbids surveys"),
    ("delivery", "No projects agreed"),
    ("cadence", "Meets us on demand only"),
)


@dataclass(frozen=True)
class History:
    """Bands by account and Monday, oldest first; -1: no snapshot."""

    mondays: Ints
    band: Ints


@dataclass(frozen=True)
class Traits:
    """What is the account's own in its factors: how well it is known, how far each factor lies from its mood."""

    known: Floats
    offset: Floats
    exempt: Ints  # the factor that does not apply, -1: none


def watch_health(world: World, agency: Agency, touches: Touches) -> History:
    """Write the formula, weekly snapshots with their factors, exemptions, calls and overrides."""
    rng = world.stream("health")
    _write_formula(world)
    traits = _traits(world, agency, rng)
    _write_exemptions(world, agency, traits)
    weeks = min(world.firm["health_weeks"], (world.until - world.start) // 7)
    mondays = monday(world.until) - 7 * np.arange(weeks)[::-1]
    band = np.full((agency.clients.count, weeks), -1)
    for week, taken in enumerate(mondays.tolist()):
        rows = np.flatnonzero(agency.clients.active(taken) & (agency.clients.start + 21 <= taken))
        band[rows, week] = _snapshots(world, agency, touches, traits, rows, taken, rng)
    _write_calls(world, agency, rng)
    _write_overrides(world, agency)
    return History(mondays, band)


def _write_formula(world: World) -> None:
    world.sheets.add(
        HealthFormula, world.start, number=1, starts_on=world.start, reason="The first weights, agreed by the leads"
    )
    world.sheets.add(
        HealthWeight, world.start, health_formula_id=1, factor=words(FACTORS), weight=WEIGHTS, validity_days=VALID_DAYS
    )  # fmt: skip


def _traits(world: World, agency: Agency, rng: Generator) -> Traits:
    count = agency.clients.count
    known = rng.choice([0.995, 0.93, 0.62], count, p=[0.62, 0.24, 0.14])
    offset = rng.normal(0, 7, (count, len(FACTORS)))
    exempt = np.where(chance(rng, 0.06, count) & ~agency.clients.prospect, rng.integers(0, len(EXEMPTIONS), count), -1)
    told = [at for key in ("subsidised_green", "silent_sponsor", "single_threaded") for at in places(world, key)]
    known[told], exempt[told], exempt[places(world, "tripled")] = 1.0, -1, 1
    factor = np.array([FACTORS.index(name) for name, _ in EXEMPTIONS])
    return Traits(known, offset, np.where(exempt >= 0, factor[exempt], -1))


def _write_exemptions(world: World, agency: Agency, traits: Traits) -> None:
    reasons = dict(EXEMPTIONS)
    rows = np.flatnonzero(traits.exempt >= 0)
    world.sheets.add(
        FactorExemption, np.maximum(agency.clients.start[rows], world.start),
        account_id=rows + 1, factor=words(FACTORS)[traits.exempt[rows]],
        reason=words([reasons[FACTORS[at]] for at in traits.exempt[rows]]),
        starts_on=np.maximum(agency.clients.start[rows], world.start),
        ends_before=or_nothing(agency.clients.end[rows]),
    )  # fmt: skip


def _snapshots(
    world: World, agency: Agency, touches: Touches, traits: Traits, rows: Ints, taken: int, rng: Generator
) -> Ints:
    """One week: scores, interval, band; gives the bands."""
    mood = agency.clients.mood_at(rows, np.full(len(rows), taken))
    exempt = traits.exempt[rows][:, None] == np.arange(len(FACTORS))
    score = np.clip(4 + 101 * mood[:, None] + traits.offset[rows] + rng.normal(0, 2, (len(rows), len(FACTORS))), 0, 100)
    known = (rng.random(score.shape) < traits.known[rows][:, None]) & ~exempt
    score = np.where(known, np.round(score, 1), np.nan)
    low, high, coverage = interval(score, exempt)
    band = bands(low, high)
    silent = _days_silent(world, agency, touches, rows, taken)
    capped = (silent > SPONSOR_SILENT) & (band == GREEN)
    band = np.where(capped, AMBER, band)
    cap = words(
        [
            f"capped: sponsor not contacted for {days} days" if cut else None
            for days, cut in zip(silent, capped, strict=True)
        ]
    )
    ids = world.sheets.add(
        HealthSnapshot, taken,
        account_id=rows + 1, health_formula_id=1, taken_on=taken, low=low, high=high, coverage=coverage,
        band=words(BANDS)[band], capped_by=cap,
    )  # fmt: skip
    _write_factors(world, ids, score, exempt, taken, rng)
    return band


def interval(score: Floats, exempt: Bools) -> tuple[Floats, Floats, Floats]:
    """Low, high and coverage from scores (NaN: unknown), as measures.md defines them."""
    weight = np.where(exempt, 0.0, WEIGHTS)
    weight = weight / weight.sum(axis=1, keepdims=True)
    known = ~np.isnan(score)
    low = (weight * np.where(known, score, 0.0)).sum(axis=1)
    coverage = np.minimum((weight * known).sum(axis=1), 1.0)
    return low, low + 100 * (1 - coverage), coverage


def bands(low: Floats, high: Floats) -> Ints:
    """Green, Amber, Red where the whole interval says so, else Unknown."""
    amber = (low >= RED_BELOW) & (high < GREEN_FROM)
    return np.where(low >= GREEN_FROM, GREEN, np.where(high < RED_BELOW, RED, np.where(amber, AMBER, UNKNOWN)))


def _days_silent(world: World, agency: Agency, touches: Touches, rows: Ints, taken: int) -> Ints:
    """Days since sponsor or champion answered, for the account of the story; 0 for the others."""
    silent = np.zeros(len(rows), dtype=np.int64)
    for account in places(world, "silent_sponsor"):
        key_person = (touches.contact - agency.contacts.first[account]) < 2
        heard = touches.day[(touches.account == account) & touches.answered & key_person & (touches.day <= taken)]
        if len(heard):
            silent[rows == account] = taken - heard.max()
    return silent


def _write_factors(world: World, ids: Ints, score: Floats, exempt: Bools, taken: int, rng: Generator) -> None:
    reasons = words([dict(EXEMPTIONS).get(factor) for factor in FACTORS])
    row, factor = (index.ravel() for index in np.indices(score.shape))
    observed = taken - 1 - np.floor(rng.random(score.shape) * VALID_DAYS * 0.8).astype(np.int64)
    world.sheets.add(
        HealthSnapshotFactor, taken,
        health_snapshot_id=ids[row], factor=words(FACTORS)[factor], score=score.ravel(),
        observed_on=np.where(np.isnan(score), NOTHING, observed).ravel(),
        not_applicable=only(exempt.ravel(), reasons[factor]),
    )  # fmt: skip


def _write_calls(world: World, agency: Agency, rng: Generator) -> None:
    """What owners thought six and three months before contracts fell due."""
    contract = world.sheets.column(Renewal, "contract_id")
    account = world.sheets.column(Contract, "account_id")[contract - 1] - 1
    due = world.sheets.column(Renewal, "due_on")
    for months in (6, 3):
        made = due - 30 * months
        rows = np.flatnonzero(
            (made > world.start) & (made <= world.until) & (due > world.until - 420) & chance(rng, 0.6, len(due))
        )
        mood = agency.clients.mood_at(account[rows], made[rows]) + rng.normal(0, 0.1, len(rows))
        call = np.where(mood > 0.68, 0, np.where(mood > 0.5, 1, np.where(mood > 0.34, 2, 3)))
        world.sheets.add(
            RenewalCall, made[rows],
            account_id=account[rows] + 1, person_id=agency.owners.on(account[rows], made[rows]) + 1, made_on=made[rows],
            months_ahead=months, call=words(CALLS)[call], reason=_reasons()[call],
        )  # fmt: skip


def _reasons() -> Texts:
    return words((
        "Sponsor asked for next year's plan", "Happy, but the budget is open", "Complained twice, compares prices",
        "Said so between the lines",
    ))  # fmt: skip


def _write_overrides(world: World, agency: Agency) -> None:
    account = np.array(
        [*places(world, "single_threaded"), *places(world, "detractor"), *places(world, "stuck_opportunity")]
    )
    start = world.until - np.array([11, 50, 120])
    world.sheets.add(
        BandOverride, start,
        account_id=account + 1, person_id=agency.owners.now[account] + 1, band=words(("Amber", "Red", "Amber")),
        reason=words(("Everything hangs on one person", "Sponsor is angry, the numbers lag", "New board, all open")),
        evidence=words(("Call with the sponsor", "E-mail from the sponsor", None)),
        starts_on=start, ends_before=start + np.array([28, 30, 21]),
    )  # fmt: skip
