"""How the relationship with one client stands on a day: its figures from its facts, and what is due next."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.accounts.profile_queries import Profile, profile_on, profiles
from lib.days import record_numbers
from lib.measure import Measure
from lib.periods import Period, next_day, trailing_year
from lib.relationship import figures
from lib.relationship.escalation_queries import EscalationRow, escalations
from lib.relationship.figures import Cadence, Plan
from lib.relationship.onboarding_queries import StepRow, onboarding_steps
from lib.relationship.people_figures import StrengthRule, Threads, live, strength_rule, threads
from lib.relationship.promise_figures import next_update, promise_counts
from lib.relationship.queries import (
    ContactDay,
    PromiseRow,
    contact_days,
    departed_on,
    last_two_way,
    meetings,
    promises,
)
from lib.store.engine import Store

CHECK_IN = "check-in"


@dataclass(frozen=True, eq=False)
class Standing:
    """The facts of one client's relationship, as known on `as_of`; the profile in force (or NO_PROFILE).

    `left_on` is the last day we worked for a client that is none any more: nothing more is due to it.
    """

    as_of: date
    left_on: date | None
    profile: Profile
    contact: list[ContactDay]
    cadence: Cadence
    meetings: pd.DataFrame
    promises: list[PromiseRow]
    escalations: list[EscalationRow]
    steps: list[StepRow]

    @property
    def last(self) -> date | None:
        """The day of the last two-way contact."""
        return last_two_way(self.contact)

    @property
    def gaps(self) -> tuple[int | None, int | None]:
        """The ideal and the maximum gap agreed with the client, in days."""
        return self.profile.values["ideal_gap_days"], self.profile.values["maximum_gap_days"]

    @property
    def rule(self) -> StrengthRule:
        """When a thread of this client is strong."""
        return strength_rule(self.gaps[1])

    @property
    def year(self) -> Period:
        """The twelve months to the day: the period promises are counted in."""
        return trailing_year(self.as_of)


def standing(store: Store, account_id: int, as_of: date) -> Standing:
    """Read how the relationship with one client stands on a day."""
    spells, contact = profiles(store, account_id, as_of), contact_days(store, account_id, as_of)
    left = departed_on(store, account_id, as_of)
    plan = [_plan(one, left) for one in spells]
    updates = {one.day for one in contact if one.formal_update}
    return Standing(
        as_of=as_of,
        left_on=left,
        profile=profile_on(spells, as_of),
        contact=contact,
        cadence=figures.cadence(updates, {one.day for one in contact}, plan, as_of),
        meetings=meetings(store, account_id, as_of),
        promises=promises(store, account_id, as_of),
        escalations=escalations(store, account_id, as_of),
        steps=onboarding_steps(store, account_id, as_of),
    )


def _plan(spell: Profile, left: date | None) -> Plan:
    """What was agreed on formal updates; with the last day of a client that left the plan ends."""
    ends = [day for day in (spell.ends_before, next_day(left) if left else None) if day is not None]
    return Plan(spell.starts_on or date.min, min(ends, default=None), spell.values["cadence_days"])


def contact_gap(found: Standing) -> Measure:
    """`figures.contact_gap` of a client; one that has left has no gap to keep any more."""
    days = None if found.last is None else (found.as_of - found.last).days
    measured = figures.contact_gap(days, *found.gaps)
    return replace(measured, note="no longer a client") if found.left_on and days is not None else measured


def promises_kept(found: Standing) -> Measure:
    """`figures.promises_kept` of a client, of those due in the twelve months to the day."""
    return figures.promises_kept(*promise_counts(found.promises, found.year, found.as_of))


def breadth(found: Standing) -> Measure:
    """`figures.breadth` of a client; who has left, on either side, is no live thread."""
    if found.last is None:
        return figures.breadth(None)
    return figures.breadth(len(live_contacts(found)), len(live_colleagues(found)))


def live_contacts(found: Standing) -> Threads:
    """The threads of the client's own people in the last 90 days, by person; those who have left are not there."""
    own = found.meetings[found.meetings["contact_of"].isna()]
    return live(threads(still_there(own, "contact_left_on", found.as_of), ["contact_id"], found.rule, found.as_of))


def live_colleagues(found: Standing) -> Threads:
    """The threads of our own people in the last 90 days, by person; those who have left are not there."""
    here = still_there(found.meetings, "person_left_on", found.as_of)
    return live(threads(here, ["person_id"], found.rule, found.as_of))


def still_there(met: pd.DataFrame, left_on: str, as_of: date) -> pd.DataFrame:
    """The meetings of those who had not left by a day."""
    return met[~(met[left_on] <= pd.Timestamp(as_of))]


def names_of(found: Standing, who: str) -> dict[int, str]:
    """The names of those who took part, by number; `who` is "contact" or "person"."""
    named = found.meetings.dropna(subset=[f"{who}_id"])
    return dict(zip(record_numbers(named[f"{who}_id"]).tolist(), named[who].tolist(), strict=True))


@dataclass(frozen=True, order=True)
class Due:
    """Something owed to a client on a day, in words."""

    day: date
    words: str


def due_next(found: Standing) -> list[Due]:
    """What is owed to the client and when, what is most overdue first: contact, updates, promises, steps."""
    check_in = None if found.left_on else figures.next_check_in(found.last, *found.gaps)
    update = found.cadence.next_on
    due = [Due(check_in, CHECK_IN)] if check_in else []
    due += [Due(update, "formal update")] if update else []
    due += [Due(one.due_on, f"promise “{one.what}”") for one in found.promises if one.outcome is None]
    due += [
        Due(next_update(one.severity, one.opened_on, one.updated_on), f"update on the escalation “{one.what}”")
        for one in found.escalations
        if one.closed_on is None
    ]
    due += [Due(one.due_on, f"onboarding step “{one.name}”") for one in found.steps if one.done_on is None]
    return sorted(due)
