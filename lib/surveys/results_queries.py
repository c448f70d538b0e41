"""Every SELECT of results over several waves: one question's answers in each, and who was asked and never answered."""

from datetime import UTC, date, datetime, time

import pandas as pd
from sqlalchemy import func, or_, select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Contact
from lib.days import dated
from lib.periods import next_day
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.first_sheets import first_sheets
from lib.surveys.tables import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse, SurveyWave
from lib.surveys.wave_queries import still_running

wave, invitation, response = table_of(SurveyWave), table_of(SurveyInvitation), table_of(SurveyResponse)
survey, question = table_of(Survey), table_of(SurveyQuestion)
answer, contact = table_of(SurveyAnswer), table_of(Contact)


def over_waves(store: Store, question_id: int, as_of: date) -> pd.DataFrame:
    """The answers by a day to one question of an attributed survey, one sheet a person and wave; oldest wave first.

    Columns: wave_id, wave, opens_on, closed_on (NaT: not by that day), closes_on, code, running, response_id,
    contact_id, score, account_id, account, owner, sector.
    """
    theirs = func.coalesce(response.c.account_id, contact.c.account_id).label("account_id")
    columns = (
        wave.c.id.label("wave_id"), wave.c.name.label("wave"), wave.c.opens_on, wave.c.closes_on,
        wave.c.closed_at, wave.c.code, response.c.id.label("response_id"), response.c.contact_id, answer.c.score,
        theirs,
    )  # fmt: skip
    joined = answer.join(response, response.c.id == answer.c.survey_response_id)
    joined = joined.join(wave, wave.c.id == response.c.survey_wave_id)
    joined = joined.outerjoin(contact, contact.c.id == response.c.contact_id)
    its = select(question.c.survey_id).where(question.c.id == question_id).scalar_subquery()
    waves = response.c.survey_wave_id.in_(select(wave.c.id).where(wave.c.survey_id == its))
    counted = response.c.id.in_(first_sheets(as_of, waves))
    mine = (answer.c.survey_question_id == question_id, counted, wave.c.opens_on <= as_of)
    given = (answer.c.score.is_not(None), answer.c.not_applicable.is_(False))
    statement = select(*columns).select_from(joined).where(*mine, *given)
    frame = store.frame(statement.order_by(wave.c.opens_on, wave.c.id, response.c.id))
    closed = pd.to_datetime(frame.pop("closed_at"), utc=True).dt.tz_localize(None).dt.normalize()
    frame["closed_on"] = closed.where(closed <= pd.Timestamp(as_of))
    told = dated(_with_groups(store, frame, as_of), "opens_on", "closes_on")
    return told.assign(running=still_running(told, as_of))


def never_answered(store: Store, as_of: date) -> pd.DataFrame:
    """Each time somebody who never answered by a day was reached in an attributed wave that was closed by then.

    Columns: contact_id, contact, role, wave_id, sent_on (the day it opened where none was noted), account_id, account,
    owner, sector.
    """
    answered = select(response.c.contact_id).where(
        response.c.contact_id.is_not(None), response.c.answered_on <= as_of
    )  # fmt: skip
    sent = func.coalesce(invitation.c.sent_on, wave.c.opens_on)
    columns = (
        contact.c.id.label("contact_id"), contact.c.name.label("contact"), contact.c.role,
        wave.c.id.label("wave_id"), sent.label("sent_on"),
        func.coalesce(invitation.c.account_id, contact.c.account_id).label("account_id"),
    )  # fmt: skip
    joined = invitation.join(contact, contact.c.id == invitation.c.contact_id)
    joined = joined.join(wave, wave.c.id == invitation.c.survey_wave_id)
    joined = joined.join(survey, survey.c.id == wave.c.survey_id)
    over = or_(wave.c.closes_on < as_of, wave.c.closed_at < datetime.combine(next_day(as_of), time(), UTC))
    reached = (invitation.c.state.not_in(("listed", "bounced")), sent <= as_of, contact.c.id.not_in(answered))
    mine = select(*columns).select_from(joined).where(survey.c.mode == "attributed", over, *reached)
    return dated(_with_groups(store, store.frame(mine), as_of), "sent_on")


def _with_groups(store: Store, frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    groups = account_groups(store, as_of)[["account_id", "account", "owner", "sector"]]
    known = frame.assign(account_id=frame["account_id"].astype("Int64"))  # of objects where none is known
    return known.merge(groups, "left", "account_id")
