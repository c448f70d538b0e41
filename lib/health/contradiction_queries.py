"""Every SELECT of what may contradict a Green: confirmations, unanswered surveys, unbilled work, human calls."""

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import and_, func, or_, select

from lib.accounts.tables import Contact
from lib.days import dated
from lib.delivery.tables import Project, TimeEntry
from lib.health.tables import BandOverride, RenewalCall
from lib.money.tables import BillRate, WriteOff
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyInvitation, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading

contact, project, entry = table_of(Contact), table_of(Project), table_of(TimeEntry)
objective, reading = table_of(Objective), table_of(ObjectiveReading)
invitation, response = table_of(SurveyInvitation), table_of(SurveyResponse)
survey, wave = table_of(Survey), table_of(SurveyWave)
call, override, rate, write_off = table_of(RenewalCall), table_of(BandOverride), table_of(BillRate), table_of(WriteOff)


def confirmed(store: Store, as_of: date) -> pd.DataFrame:
    """The last day a client confirmed an outcome. Columns: account_id, day."""
    last = (
        select(objective.c.account_id, func.max(reading.c.confirmed_on).label("day"))
        .join(reading, reading.c.objective_id == objective.c.id)
        .where(reading.c.confirmed_on <= as_of)
        .group_by(objective.c.account_id)
    )
    return dated(store.frame(last), "day")


def asked(store: Store, as_of: date) -> pd.DataFrame:
    """Attributed waves an account was invited to in a year: whether an anonymous one was answered nobody may know.

    Columns: account_id, survey_wave_id, day (of the last invitation).
    """
    waves = (
        select(contact.c.account_id, invitation.c.survey_wave_id, func.max(invitation.c.sent_on).label("day"))
        .join(contact, contact.c.id == invitation.c.contact_id)
        .join(wave, wave.c.id == invitation.c.survey_wave_id)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(survey.c.mode == "attributed")
        .where(invitation.c.sent_on <= as_of, invitation.c.sent_on > as_of - timedelta(days=366))
        .group_by(contact.c.account_id, invitation.c.survey_wave_id)
    )
    return dated(store.frame(waves), "day")


def answered(store: Store, as_of: date) -> pd.DataFrame:
    """The last day anyone of an account answered an attributed survey. Columns: account_id, day."""
    owner = func.coalesce(response.c.account_id, contact.c.account_id)
    last = (
        select(owner.label("account_id"), func.max(response.c.answered_on).label("day"))
        .join(contact, contact.c.id == response.c.contact_id, isouter=True)
        .where(response.c.answered_on <= as_of, owner.is_not(None))
        .group_by(owner)
    )
    return dated(store.frame(last), "day")


def unbilled(store: Store, first: date, last: date) -> pd.DataFrame:
    """Work for an account that nobody pays: not billable, or still on no invoice; from `first` to `last`, both inside.

    Columns: account_id, minutes.
    """
    owner = func.coalesce(entry.c.account_id, project.c.account_id)
    free = or_(entry.c.billable.is_(False), entry.c.invoiced.is_(False))
    summed = (
        select(owner.label("account_id"), func.sum(entry.c.minutes).label("minutes"))
        .join(project, project.c.id == entry.c.project_id, isouter=True)
        .where(entry.c.worked_on >= first, entry.c.worked_on <= last, free, owner.is_not(None))
        .group_by(owner)
    )
    return store.frame(summed)


def bill_rates(store: Store, as_of: date) -> pd.DataFrame:
    """Prices of an hour by account, and the standard one (account_id missing). Columns: account_id, cents_per_hour."""
    lasting = or_(rate.c.ends_before.is_(None), rate.c.ends_before > as_of)
    columns = (rate.c.account_id, rate.c.cents_per_hour)
    there = (rate.c.role_id.is_(None), rate.c.starts_on <= as_of, lasting)
    return store.frame(select(*columns).where(*there).order_by(rate.c.starts_on))


def written_off(store: Store, first: date, last: date) -> pd.DataFrame:
    """Amounts given away from `first` to `last`. Columns: account_id, cents."""
    summed = select(write_off.c.account_id, func.sum(write_off.c.amount_cents).label("cents"))
    there = (write_off.c.written_off_on >= first, write_off.c.written_off_on <= last)
    return store.frame(summed.where(*there).group_by(write_off.c.account_id))


def latest_calls(store: Store, as_of: date, days: int) -> pd.DataFrame:
    """The newest human call of each account in `days`. Columns: account_id, made_on, call."""
    columns = (call.c.account_id, call.c.made_on, call.c.call)
    there = and_(call.c.made_on <= as_of, call.c.made_on > as_of - timedelta(days=days))
    frame = store.frame(select(*columns).where(there).order_by(call.c.made_on, call.c.id))
    return dated(frame, "made_on").drop_duplicates("account_id", keep="last")


def overrides(store: Store, as_of: date) -> pd.DataFrame:
    """Bands people set, in force on a day. Columns: account_id, band, reason, ends_before."""
    lasting = or_(override.c.ends_before.is_(None), override.c.ends_before > as_of)
    columns = (override.c.account_id, override.c.band, override.c.reason, override.c.ends_before)
    there = select(*columns).where(override.c.starts_on <= as_of, lasting).order_by(override.c.starts_on)
    return dated(store.frame(there), "ends_before").drop_duplicates("account_id", keep="last")
