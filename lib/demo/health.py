"""What people decided about health: the formula and its change, factors that do not apply, calls and overrides."""

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import Contract, Renewal
from lib.demo.agency import Agency
from lib.demo.care import EXEMPTIONS
from lib.demo.days import NOTHING, Ints, Texts, monday, or_nothing
from lib.demo.drawing import chance, words
from lib.demo.stories import places
from lib.demo.world import World
from lib.health.formula import FIRST_FORMULA
from lib.health.tables import (
    CALLS,
    FACTORS,
    BandOverride,
    FactorExemption,
    HealthFormula,
    HealthVeto,
    HealthWeight,
    RenewalCall,
)

CHANGED_WEEKS_AGO = 9  # when the second version of the formula came into force
CHANGED_TO = {"value": 2}
CHANGE_REASON = "The clients who left had their work on time and their goals missed: value counts twice"
CALLED_SINCE = 420  # days back that calls on renewals are known from
OWNERS_CALL, LEADS_CALL = 0.65, 0.45  # of the renewals, at each checkpoint


def decide_on_health(world: World, agency: Agency) -> None:
    """Write both versions of the formula, exemptions, renewal calls and overrides."""
    _write_formulas(world)
    _write_exemptions(world, agency)
    _write_calls(world, agency)
    _write_overrides(world, agency)


def _write_formulas(world: World) -> None:
    changed = monday(world.until) - 7 * CHANGED_WEEKS_AGO
    first = dict(FIRST_FORMULA.weights)
    _write_formula(world, 1, world.start, changed, first, "The first weights, agreed by the leads")
    _write_formula(world, 2, changed, NOTHING, first | CHANGED_TO, CHANGE_REASON)


def _write_formula(world: World, number: int, starts: int, ends: int, weights: dict[str, int], reason: str) -> None:
    first = FIRST_FORMULA
    (made,) = world.sheets.add(
        HealthFormula, starts,
        number=number, starts_on=np.array([starts]), ends_before=np.array([ends]), reason=reason,
        green_from=first.green_from, red_below=first.red_below, leave_red_from=first.leave_red_from,
    ).tolist()  # fmt: skip
    world.sheets.add(
        HealthWeight, starts,
        health_formula_id=made, factor=words(FACTORS), weight=np.array([weights[name] for name in FACTORS]),
        validity_days=np.array([first.validity[name] for name in FACTORS]),
    )  # fmt: skip
    world.sheets.add(
        HealthVeto, starts,
        health_formula_id=made, rule=words([veto.rule for veto in first.vetoes]),
        limit_value=np.array([NOTHING if veto.limit is None else veto.limit for veto in first.vetoes]),
        caps_at=words([veto.caps_at for veto in first.vetoes]),
    )  # fmt: skip


def _write_exemptions(world: World, agency: Agency) -> None:
    reasons = dict(EXEMPTIONS)
    rows = np.flatnonzero(agency.care.exempt >= 0)
    names = [FACTORS[factor] for factor in agency.care.exempt[rows].tolist()]
    starts = np.maximum(agency.clients.start[rows], world.start)
    world.sheets.add(
        FactorExemption, starts,
        account_id=rows + 1, factor=words(names), reason=words([reasons[name] for name in names]),
        starts_on=starts, ends_before=or_nothing(agency.clients.end[rows]),
    )  # fmt: skip


def _write_calls(world: World, agency: Agency) -> None:
    """What owners and the head of client services thought six and three months before contracts fell due."""
    rng = world.stream("renewal calls")
    contract = world.sheets.column(Renewal, "contract_id")
    account = world.sheets.column(Contract, "account_id")[contract - 1] - 1
    due = world.sheets.column(Renewal, "due_on")
    for months in (6, 3):
        made = due - 30 * months
        possible = (made > world.start) & (made <= world.until) & (due > world.until - CALLED_SINCE)
        for by_owner, share in ((True, OWNERS_CALL), (False, LEADS_CALL)):
            rows = np.flatnonzero(possible & chance(rng, share, len(due)))
            who = _callers(agency, account[rows], made[rows], by_owner)
            _write_call(world, agency, account[rows], made[rows], who, months, rng)


def _callers(agency: Agency, account: Ints, made: Ints, by_owner: bool) -> Ints:
    head = agency.people.in_roles(agency.firm.places_of_role("Head of client services"))[0]
    owner = agency.owners.on(account, made)
    here = (agency.people.joined[owner] <= made) & (made < agency.people.left[owner])
    return np.where(here & by_owner, owner, head)


def _write_call(
    world: World, agency: Agency, account: Ints, made: Ints, who: Ints, months: int, rng: Generator
) -> None:
    mood = agency.clients.mood_at(account, made) + rng.normal(0, 0.1, len(account))
    call = np.where(mood > 0.68, 0, np.where(mood > 0.5, 1, np.where(mood > 0.34, 2, 3)))
    world.sheets.add(
        RenewalCall, made,
        account_id=account + 1, person_id=who + 1, made_on=made, months_ahead=months, call=words(CALLS)[call],
        reason=_reasons()[call],
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
