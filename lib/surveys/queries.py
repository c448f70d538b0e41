"""Every SELECT of what one client was asked and answered; of anonymous waves only that they were."""

from datetime import date

import pandas as pd
from sqlalchemy import Label, and_, case, exists, func, or_, select

from lib.accounts.tables import Contact
from lib.days import dated
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse, SurveyWave

survey, question, wave = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
invitation, response, answer = table_of(SurveyInvitation), table_of(SurveyResponse), table_of(SurveyAnswer)
contact = table_of(Contact)


def account_asked(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Each time a contact of an account was asked in an attributed wave, by a day; newest wave first.

    Columns: wave_id, survey, kind, wave, opens_on, closes_on, contact_id, contact, role, state ("bounced", "refused"
    or else ""), asked_on, reminded_on (NaT: not by that day), answered_on (NaT: not by that day).
    """
    asked = case((invitation.c.sent_on.is_(None), wave.c.opens_on), else_=invitation.c.sent_on)
    reminded = case((invitation.c.reminded_on <= as_of, invitation.c.reminded_on)).label("reminded_on")
    state = case((invitation.c.state.in_(("bounced", "refused")), invitation.c.state), else_="").label("state")
    columns = (
        wave.c.id.label("wave_id"), survey.c.name.label("survey"), survey.c.kind, wave.c.name.label("wave"),
        wave.c.opens_on, wave.c.closes_on, contact.c.id.label("contact_id"), contact.c.name.label("contact"),
        contact.c.role, state, asked.label("asked_on"), reminded, _answered_on(as_of),
    )  # fmt: skip
    joined = invitation.join(contact, contact.c.id == invitation.c.contact_id)
    joined = joined.join(wave, wave.c.id == invitation.c.survey_wave_id)
    joined = joined.join(survey, survey.c.id == wave.c.survey_id)
    statement = (
        select(*columns)
        .select_from(joined)
        .where(contact.c.account_id == account_id, survey.c.mode == "attributed", asked <= as_of)
        .where(invitation.c.state != "listed")
        .order_by(wave.c.opens_on.desc(), wave.c.id.desc(), contact.c.name)
    )
    return dated(store.frame(statement), "opens_on", "closes_on", "asked_on", "reminded_on", "answered_on")


def _answered_on(as_of: date) -> "Label[date]":
    """The day the contact first answered in the wave: one sheet may have come by a link and another by phone."""
    own = (response.c.survey_wave_id == wave.c.id, response.c.contact_id == contact.c.id)
    first = select(func.min(response.c.answered_on)).where(*own, response.c.answered_on <= as_of)
    return first.correlate(wave, contact).scalar_subquery().label("answered_on")


def account_answers(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Each answer of an account in attributed waves by a day: newest sheet first, questions in their order.

    Columns: response_id, wave_id, survey, kind, wave, opens_on, contact_id, contact (None: nobody named), answered_on,
    channel, question, scale, area, better, score, words, not_applicable.
    """
    columns = (
        response.c.id.label("response_id"), wave.c.id.label("wave_id"), survey.c.name.label("survey"), survey.c.kind,
        wave.c.name.label("wave"), wave.c.opens_on, contact.c.id.label("contact_id"),
        contact.c.name.label("contact"), response.c.answered_on, response.c.channel,
        question.c.words.label("question"), question.c.scale, question.c.area, question.c.better, answer.c.score,
        answer.c.words, answer.c.not_applicable,
    )  # fmt: skip
    joined = response.join(answer, answer.c.survey_response_id == response.c.id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    joined = joined.join(wave, wave.c.id == response.c.survey_wave_id).join(survey, survey.c.id == wave.c.survey_id)
    joined = joined.outerjoin(contact, contact.c.id == response.c.contact_id)
    own = or_(
        response.c.account_id == account_id,
        and_(response.c.account_id.is_(None), contact.c.account_id == account_id),
    )
    statement = (
        select(*columns)
        .select_from(joined)
        .where(own, response.c.answered_on <= as_of, survey.c.mode == "attributed")
        .order_by(response.c.answered_on.desc(), response.c.id.desc(), question.c.position)
    )
    return dated(store.frame(statement), "opens_on", "answered_on")


def anonymous_waves(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Anonymous waves opened by a day that people of an account were invited to: who answered is not in here.

    Columns: survey, wave, opens_on; newest first.
    """
    invited = exists().where(
        invitation.c.survey_wave_id == wave.c.id,
        invitation.c.contact_id == contact.c.id,
        contact.c.account_id == account_id,
    )
    statement = (
        select(survey.c.name.label("survey"), wave.c.name.label("wave"), wave.c.opens_on)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(survey.c.mode == "anonymous", wave.c.opens_on <= as_of, invited)
        .order_by(wave.c.opens_on.desc(), wave.c.id.desc())
    )
    return dated(store.frame(statement), "opens_on")
