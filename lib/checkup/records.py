"""The records a pack is made from, as they were known on a day: one read each, however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

import pandas as pd

from lib.accounts import profile_queries as of_account
from lib.delivery import queries as of_delivery
from lib.delivery.work import Work, as_they_stood
from lib.money import account_queries as of_money
from lib.money.queries import first_revenue_day
from lib.periods import Period, add_months, month_start
from lib.relationship import queries as of_contact
from lib.store.engine import Store
from lib.surveys import queries as of_surveys
from lib.value import queries as of_value
from lib.value.standing import standing

FEE_MONTHS = 12  # fees are drawn for a year up to the end of the period


@dataclass(frozen=True, eq=False)
class Records:
    """Rows of one account for the check-up of `period`, as known at the end of `as_of`; frames as their queries say."""

    period: Period
    as_of: date
    who: of_account.Identity
    profiles: Sequence[of_account.Profile]
    contacts: Sequence[of_account.ContactRow]
    days: Sequence[of_contact.ContactDay]
    meetings: pd.DataFrame
    promises: Sequence[of_contact.PromiseRow]
    goals: pd.DataFrame
    readings: pd.DataFrame
    projects: pd.DataFrame
    changes: pd.DataFrame
    minutes: pd.DataFrame
    hours_from: date | None
    revenue: pd.DataFrame
    revenue_from: date | None
    asked: pd.DataFrame
    answers: pd.DataFrame
    anonymous: pd.DataFrame
    contracts: pd.DataFrame
    renewals: pd.DataFrame

    @cached_property
    def work(self) -> Work:
        """The projects as they stood."""
        return as_they_stood(self.projects, self.changes, self.minutes, self.as_of)

    @property
    def until(self) -> date:
        """The last day of the period, or the as-of day where that is earlier."""
        return min(self.period.last_day, self.as_of)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by column name."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def fee_span(period: Period) -> Period:
    """The whole months up to the end of a period that its fees are drawn with: a year of them, at least its own."""
    return Period(min(add_months(period.end, -FEE_MONTHS), month_start(period.start)), period.end, "fees")


def read_records(store: Store, account_id: int, period: Period, as_of: date) -> Records:
    """Everything a pack is made from, of one account."""
    by_day, then = (account_id, as_of), (as_of, account_id)
    return Records(
        period=period,
        as_of=as_of,
        who=of_account.identity(store, *by_day),
        profiles=of_account.profiles(store, *by_day),
        contacts=of_account.contacts(store, *by_day),
        days=of_contact.contact_days(store, *by_day),
        meetings=of_contact.meetings(store, *by_day),
        promises=of_contact.promises(store, *by_day),
        goals=standing(store, *then),
        readings=of_value.readings(store, *then),
        projects=of_delivery.projects(store, *then),
        changes=of_delivery.scope_changes(store, *then),
        minutes=of_delivery.project_minutes(store, *then),
        hours_from=of_delivery.first_day_worked(store, as_of),
        revenue=of_money.account_revenue(store, account_id, fee_span(period)),
        revenue_from=first_revenue_day(store),
        asked=of_surveys.account_asked(store, *by_day),
        answers=of_surveys.account_answers(store, *by_day),
        anonymous=of_surveys.anonymous_waves(store, *by_day),
        contracts=of_money.running_contracts(store, *by_day),
        renewals=of_money.account_renewals(store, *by_day),
    )
