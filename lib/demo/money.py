"""What clients were billed, what they paid, what was bought for them and what was given away."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Ints, Texts, first_of, month_of, or_nothing
from lib.demo.drawing import between, chance, happenings, pick, words
from lib.demo.firm import yearly_spells
from lib.demo.projects import Projects
from lib.demo.stories import places, story_accounts
from lib.demo.world import World
from lib.money.tables import WRITE_OFF_REASONS, BillRate, Invoice, PassThroughCost, Revenue, WriteOff

GOODWILL_A_YEAR = 0.4
SUBSIDY = 0.42  # of the fee written off each month for the client kept happy by hours given away


def bill(world: World, agency: Agency, projects: Projects, approved: Ints) -> None:
    """Write invoices, pass-through costs, write-offs and bill rates; `approved`: minutes added to each project."""
    _invoices(world, agency)
    _bought(world, agency, projects)
    _given_away(world, agency, projects, approved)
    _rates(world, agency)


def _invoices(world: World, agency: Agency) -> None:
    """One invoice for each client and month that is over, for all that was earned in it."""
    rng = world.stream("invoices")
    account = world.sheets.column(Revenue, "account_id") - 1
    month = month_of(world.sheets.column(Revenue, "earned_on"))
    cents = world.sheets.column(Revenue, "amount_cents")
    keys, row = np.unique(month * 100_000 + account, return_inverse=True)
    total = np.bincount(row, cents).astype(np.int64)
    account, month = keys % 100_000, keys // 100_000
    issued = first_of(month + 1) + between(rng, 0, 4, len(keys))
    kept = (issued <= world.until) & (total > 0)
    account, issued, total, month = account[kept], issued[kept], total[kept], month[kept]
    due = issued + 30
    slow = chance(rng, 0.05, len(due)) & (account >= len(story_accounts(world)))
    slow |= agency.clients.late_payer[account]
    paid = due + np.where(slow, between(rng, 12, 95, len(due)), between(rng, -9, 6, len(due)))
    world.sheets.add(
        Invoice, issued,
        account_id=account + 1, number=_numbers(issued),
        issued_on=issued, due_on=due, amount_cents=total, paid_on=or_nothing(paid, world.until),
    )  # fmt: skip


def _numbers(issued: Ints) -> Texts:
    years = 1970 + month_of(issued) // 12
    return words([f"HL-{year}-{place:06d}" for place, year in enumerate(years, start=1)])


def _bought(world: World, agency: Agency, projects: Projects) -> None:
    rng = world.stream("pass-through")
    rows = np.flatnonzero(chance(rng, 0.6, projects.count) & (projects.start + 12 <= world.until) & ~projects.cancelled)
    share = rng.uniform(0.04, 0.16, len(rows))
    what = world.given["work"]["pass_through"]
    world.sheets.add(
        PassThroughCost, projects.start[rows] + 12,
        account_id=projects.account[rows] + 1, project_id=rows + 1, spent_on=projects.start[rows] + 12,
        amount_cents=np.round(projects.fee[rows] * share).astype(np.int64), what=pick(rng, what[1:], len(rows)),
    )  # fmt: skip
    start, end = first_of(agency.terms.start), first_of(np.minimum(agency.terms.end, world.last_month + 1))
    term, day = happenings(rng, np.maximum(start, world.start), np.minimum(end, world.until + 1), 1.5)
    world.sheets.add(
        PassThroughCost, day,
        account_id=agency.terms.account[term] + 1, spent_on=day,
        amount_cents=np.round(agency.terms.fee[term] * rng.uniform(0.05, 0.2, len(term))).astype(np.int64),
        what=what[0],
    )  # fmt: skip


def _given_away(world: World, agency: Agency, projects: Projects, approved: Ints) -> None:
    rng = world.stream("write-offs")
    over = projects.scoped * (projects.growth - 1) - approved
    day = np.minimum(projects.done, world.until)
    wanted = (
        (over > 0.06 * projects.scoped)
        & (projects.start + 20 < world.until)
        & ~projects.cancelled
        & (day >= world.start)
    )
    rows = np.flatnonzero(wanted & chance(rng, 0.6, projects.count))
    minutes = np.round(over[rows] * rng.uniform(0.4, 0.9, len(rows)) / 15).astype(np.int64) * 15
    reason = rng.choice(5, len(rows), p=(0.15, 0.3, 0.1, 0.3, 0.15))
    _write_off(world, agency, projects.account[rows], day[rows], minutes, reason, rng, rows + 1)
    starts, ends = agency.clients.span(world)
    account, when = happenings(rng, starts, ends, GOODWILL_A_YEAR + np.where(agency.clients.over > 1.25, 2.5, 0.0))
    minutes = (
        np.round(
            agency.clients.fee[account] / agency.firm.standard_cents * rng.uniform(0.02, 0.15, len(account)) * 4
        ).astype(np.int64)
        * 15
    )
    reason = rng.choice((2, 0), len(account))
    _write_off(world, agency, account, when, minutes, reason, rng, np.full(len(account), NOTHING))
    _subsidy(world, agency, rng)


def _subsidy(world: World, agency: Agency, rng: Generator) -> None:
    months = np.arange(max(world.first_month, world.last_month - 14), world.last_month)
    account = np.repeat(places(world, "subsidised_green"), len(months))
    minutes = np.round(agency.clients.fee[account] * SUBSIDY / agency.firm.standard_cents * 4).astype(np.int64) * 15
    day = np.tile(first_of(months) + 24, len(places(world, "subsidised_green")))
    reason, none = np.zeros(len(account), dtype=np.int64), np.full(len(account), NOTHING)
    _write_off(world, agency, account, day, minutes, reason, rng, none)


def _write_off(
    world: World, agency: Agency, account: Ints, day: Ints, minutes: Ints, reason: Ints, rng: Generator, project: Ints
) -> None:
    world.sheets.add(
        WriteOff, day,
        account_id=account + 1, project_id=project, person_id=agency.owners.on(account, day) + 1, written_off_on=day,
        amount_cents=minutes * agency.firm.standard_cents // 60, minutes=minutes,
        reason=words(WRITE_OFF_REASONS)[reason], words=pick(rng, world.given["work"]["write_offs"], len(account)),
    )  # fmt: skip


def _rates(world: World, agency: Agency) -> None:
    starts, ends = yearly_spells(world)
    # Rates rise with the year like the prices; those of today are in demo.toml.
    for year, (start, end) in enumerate(zip(starts, ends, strict=True)):
        factor = 1.03 ** (year - len(starts) + 1)
        end_or_none = or_nothing(np.array([end]))
        world.sheets.add(
            BillRate, int(start), starts_on=int(start), ends_before=end_or_none,
            cents_per_hour=np.array([round(agency.firm.standard_cents * factor / 100) * 100]),
        )  # fmt: skip
        roles = np.arange(len(agency.firm.roles))
        world.sheets.add(
            BillRate, int(start), role_id=roles + 1, starts_on=int(start),
            ends_before=np.repeat(end_or_none, len(roles)),
            cents_per_hour=np.round(agency.firm.bill_cents * factor / 100).astype(np.int64) * 100,
        )  # fmt: skip
    rng = world.stream("bill rates")
    special = np.flatnonzero(
        (chance(rng, 0.06, agency.clients.count) | (np.arange(agency.clients.count) == 7)) & ~agency.clients.prospect
    )
    world.sheets.add(
        BillRate, world.start, account_id=special + 1, starts_on=np.maximum(agency.clients.start[special], world.start),
        cents_per_hour=between(rng, 92, 108, len(special)) * 100,
    )  # fmt: skip
