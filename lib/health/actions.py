"""Every write to the human side of account health: formula versions, exemptions, calls, overrides."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue, StewardError
from lib.health.formula import FIRST_FORMULA, Formula
from lib.health.formula_changes import checked
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
from lib.periods import next_day, today
from lib.required import given, written
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

FORMULAS, EXEMPTIONS, OVERRIDES = table_of(HealthFormula), table_of(FactorExemption), table_of(BandOverride)
CALLS_MADE = table_of(RenewalCall)


LONGEST_OVERRIDE = timedelta(days=30)
CHECKPOINTS = (6, 3)  # months before a renewal at which people are asked for their call


class NewerFormula(StewardError):
    """Somebody made a version of the formula while another was being written."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Somebody made version {number} of the formula while you were at yours: look at it, then change that one."
        )


def new_formula(store: Store, who: str, formula: Formula, token: str) -> None:
    """Put the next version of the formula in force from its `starts_on`; the one before ends that day and stays.

    Raises RefusedValue where it makes no sense, has no reason or starts too early, and NewerFormula where its number
    is not the next.
    """
    checked(formula)
    written("reason", formula.reason, "say why, for those who ask in a year why the bands moved.")
    perform(store, who, "change the health formula", lambda write: _new_formula(write, formula), token)


def _new_formula(write: Write, formula: Formula) -> int:
    columns = (FORMULAS.c.id, FORMULAS.c.number, FORMULAS.c.starts_on)
    newest: Any = write.connection.execute(select(*columns).order_by(FORMULAS.c.number.desc()).limit(1)).first()
    if newest is None:  # the starting formula goes on record, so that it is seen what the first change changed
        newest = (put_formula(write, FIRST_FORMULA), FIRST_FORMULA.number, FIRST_FORMULA.starts_on)
    row_id, number, began = newest
    if formula.number != number + 1:
        raise NewerFormula(number)
    if formula.starts_on <= began:
        first = fmt.day(next_day(began))
        raise RefusedValue("starts_on", f"version {number} began on {fmt.day(began)}, so this one can from {first} on.")
    write.end_spell(HealthFormula, row_id, formula.starts_on)
    return put_formula(write, formula)


def put_formula(write: Write, formula: Formula) -> int:
    """Store one version with its weights and rules inside a transaction already begun; gives its record number."""
    row_id = write.add(
        HealthFormula(
            number=formula.number, starts_on=formula.starts_on, green_from=formula.green_from,
            red_below=formula.red_below, leave_red_from=formula.leave_red_from, reason=formula.reason,
        )
    )  # fmt: skip
    for factor in FACTORS:
        write.add(
            HealthWeight(
                health_formula_id=row_id, factor=factor, weight=formula.weights[factor],
                validity_days=formula.validity[factor],
            )
        )  # fmt: skip
    for veto in formula.vetoes:
        write.add(
            HealthVeto(health_formula_id=row_id, rule=veto.rule, limit_value=veto.limit, caps_at=veto.caps_at)
        )  # fmt: skip
    return row_id


def exempt_factor(
    store: Store, who: str, account_id: int | None, factor: str | None, reason: str | None, starts_on: date | None,
    token: str,
) -> None:  # fmt: skip
    """Say that a factor does not apply to an account from a day on, and why: it leaves the denominator."""
    account = given("account_id", account_id, "choose the account.")
    name = given("factor", factor if factor in FACTORS else None, "choose the factor that does not apply.")
    why = written("reason", reason, "say why it does not apply: without a reason it counts as unknown.")
    day = given("starts_on", starts_on, "choose the day it begins.")

    def work(write: Write) -> int:
        _refuse_exemption(write, account, name, day)
        return write.add(FactorExemption(account_id=account, factor=name, reason=why, starts_on=day))

    perform(store, who, "exempt from a factor", work, token)


def _refuse_exemption(write: Write, account_id: int, factor: str, starts_on: date) -> None:
    columns = (EXEMPTIONS.c.factor, EXEMPTIONS.c.starts_on, EXEMPTIONS.c.ends_before)
    rows = write.connection.execute(select(*columns).where(EXEMPTIONS.c.account_id == account_id)).all()
    there = {name: began for name, began, ends in rows if ends is None or ends > starts_on}
    if factor in there:
        raise RefusedValue("factor", f"is exempt for this account from {fmt.day(there[factor])} on already.")
    if len(there) == len(FACTORS) - 1:
        raise RefusedValue("factor", "all others are exempt already: of an account nothing would be left to judge.")


def end_exemption(store: Store, who: str, exemption_id: int, ends_before: date, token: str) -> None:
    """Let the factor count again from a day on; on the day it was made the exemption is taken back whole."""

    def work(write: Write) -> int:
        return _end(write, FactorExemption, exemption_id, ends_before)

    perform(store, who, "end an exemption", work, token)


def make_call(
    store: Store, who: str, account_id: int, person_id: int | None, made_on: date | None, months_ahead: int | None,
    call: str | None, reason: str | None, token: str,
) -> None:  # fmt: skip
    """Record what a person thinks a client will do, 6 or 3 months before it decides, and why."""
    caller = given("person_id", person_id, "choose whose call it is.")
    day = given("made_on", made_on, "choose the day the call was made.")
    if day > today():
        raise RefusedValue("made_on", "lies in the future: a call is recorded when it is made.")
    ahead = given("months_ahead", months_ahead if months_ahead in CHECKPOINTS else None, "choose 6 or 3 months.")
    said = given("call", call if call in CALLS else None, f"choose one of {', '.join(CALLS)}.")
    why = written("reason", reason, "say what makes you think so: a call is judged by its reason later.")

    def work(write: Write) -> int:
        _refuse_second_call(write, account_id, caller, day)
        row = RenewalCall(
            account_id=account_id, person_id=caller, made_on=day, months_ahead=ahead, call=said, reason=why
        )
        return write.add(row)

    perform(store, who, "make a renewal call", work, token)


def _refuse_second_call(write: Write, account_id: int, person_id: int, made_on: date) -> None:
    same = select(CALLS_MADE.c.call).where(
        CALLS_MADE.c.account_id == account_id, CALLS_MADE.c.person_id == person_id, CALLS_MADE.c.made_on == made_on
    )
    if (found := write.connection.execute(same).scalar()) is not None:
        raise RefusedValue("person_id", f"has said '{found}' on that day already: a change of mind is of another day.")


def set_override(
    store: Store, who: str, account_id: int, person_id: int | None, band: str | None, reason: str | None,
    evidence: str | None, starts_on: date | None, ends_before: date | None, token: str,
) -> None:  # fmt: skip
    """Set a person's band beside the computed one for at most 30 days, with a reason; one at a time."""
    colour = given("band", band if band in ("Green", "Amber", "Red") else None, "choose Green, Amber or Red.")
    author = given("person_id", person_id, "choose whose judgement it is.")
    why = written("reason", reason, "say what the computed band does not see.")
    first = given("starts_on", starts_on, "choose the day it begins.")
    last = given("ends_before", ends_before, "choose the day it runs out.")
    if last <= first:
        raise RefusedValue("ends_before", "must lie after the day it begins.")
    if last - first > LONGEST_OVERRIDE:
        latest = fmt.day(first + LONGEST_OVERRIDE)
        raise RefusedValue("ends_before", f"an override holds for 30 days at most: {latest} or earlier.")

    def work(write: Write) -> int:
        _refuse_second_override(write, account_id, first, last)
        row = BandOverride(
            account_id=account_id, person_id=author, band=colour, reason=why, evidence=evidence, starts_on=first,
            ends_before=last,
        )  # fmt: skip
        return write.add(row)

    perform(store, who, "set a band beside the computed one", work, token)


def _refuse_second_override(write: Write, account_id: int, first: date, last: date) -> None:
    columns = (OVERRIDES.c.band, OVERRIDES.c.starts_on, OVERRIDES.c.ends_before)
    rows = write.connection.execute(select(*columns).where(OVERRIDES.c.account_id == account_id)).all()
    for band, began, ends in rows:
        until = runs_out(began, ends)
        if began < last and until > first:
            holds = f"{band} is set from {fmt.day(began)} until {fmt.day(until)}"
            raise RefusedValue("band", f"{holds}: end that one first.")


def runs_out(starts_on: date, ends_before: date | None) -> date:
    """The first day an override no longer holds: 30 days after it began, whatever an import wrote."""
    longest = starts_on + LONGEST_OVERRIDE
    return longest if ends_before is None else min(ends_before, longest)


def end_override(store: Store, who: str, override_id: int, ends_before: date, token: str) -> None:
    """End an override early; on the day it was set it is taken back whole."""
    perform(store, who, "end an override", lambda write: _end(write, BandOverride, override_id, ends_before), token)


def _end(write: Write, model: type[FactorExemption | BandOverride], row_id: int, ends_before: date) -> int:
    current = write.read(model, row_id)
    began, ends = current["starts_on"], current["ends_before"]
    if ends is not None and ends <= ends_before:
        raise RefusedValue("ends_before", f"it ended on {fmt.day(ends)} already.")
    if ends_before == began:  # the change log keeps what it said
        write.remove(model, row_id)
    else:
        write.end_spell(model, row_id, ends_before)
    return row_id
