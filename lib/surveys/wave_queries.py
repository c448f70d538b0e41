"""Every SELECT of surveys, their questions and waves, and of who was asked and what was answered in one wave."""

from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, case, func, select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Account, Contact
from lib.days import dated
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.first_sheets import first_sheets
from lib.surveys.tables import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRelease,
    SurveyResponse,
    SurveyWave,
)

survey, question, wave = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
invitation, response, answer = table_of(SurveyInvitation), table_of(SurveyResponse), table_of(SurveyAnswer)
release, contact, account = table_of(SurveyRelease), table_of(Contact), table_of(Account)


def surveys(store: Store) -> pd.DataFrame:
    """Every survey by name. Columns: id, version, name, kind, mode, promise, least_group, frozen_at (NaT: not yet)."""
    columns = (survey.c[name] for name in ("id", "version", "name", "kind", "mode", "promise", "least_group"))
    return store.frame(select(*columns, survey.c.frozen_at).order_by(survey.c.name))


def waves(store: Store, as_of: date) -> pd.DataFrame:
    """Every wave that was opened by a day, newest first, with its survey.

    Columns: wave_id, wave, survey_id, survey, kind, mode, least_group, opens_on, closes_on (NaT: no last day),
    closed_on (the day it was closed; NaT: not by that day), code, running (as of `still_running`).
    """
    columns = (
        wave.c.id.label("wave_id"), wave.c.name.label("wave"), survey.c.id.label("survey_id"),
        survey.c.name.label("survey"), survey.c.kind, survey.c.mode, survey.c.least_group, wave.c.opens_on,
        wave.c.closes_on, wave.c.closed_at, wave.c.code,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(wave.c.opens_on <= as_of)
        .order_by(wave.c.opens_on.desc(), wave.c.id.desc())
    )
    frame = store.frame(statement)
    closed = pd.to_datetime(frame.pop("closed_at"), utc=True).dt.tz_localize(None).dt.normalize()
    frame["closed_on"] = closed.where(closed <= pd.Timestamp(as_of))
    told = dated(frame, "opens_on", "closes_on")
    return told.assign(running=still_running(told, as_of))


def still_running(waves: pd.DataFrame, as_of: date) -> "pd.Series[bool]":
    """Whether waves may still bring answers: not closed, the last day has not passed, and not imported as a whole.

    `waves` has closed_on, closes_on, code. Links and a last day are what an imported wave has not.
    """
    over = waves["closes_on"] < pd.Timestamp(as_of)
    imported = waves["closes_on"].isna() & waves["code"].isna()
    return waves["closed_on"].isna() & ~over & ~imported


def questions(store: Store, survey_id: int) -> pd.DataFrame:
    """The questions of a survey in order. Columns: every one of survey_question but when and whence it was recorded."""
    left_out = {"recorded_at", "source", "source_id", "batch_id", "survey_id"}
    columns = (column for column in question.c if column.name not in left_out)
    statement = select(*columns).where(question.c.survey_id == survey_id)
    return store.frame(statement.order_by(question.c.position, question.c.id))


def invited(store: Store, wave_id: int, as_of: date) -> pd.DataFrame:
    """Who was asked in an attributed wave by a day: one row an invitation, by account and contact.

    Columns: invitation_id, contact_id, contact, email, role, account_id, account, owner, sector, segment, region,
    manager, state (INVITATION_STATES as by that day), trouble, sent_on, reminded_on, answered_on (NaT: not by that
    day), complete (bool: answered to the end), response_id (None: no sheet).
    """
    theirs = func.coalesce(invitation.c.account_id, contact.c.account_id)
    role = func.coalesce(invitation.c.role, contact.c.role).label("role")
    columns = (
        invitation.c.id.label("invitation_id"), contact.c.id.label("contact_id"), contact.c.name.label("contact"),
        contact.c.email, role, theirs.label("account_id"), invitation.c.segment, invitation.c.region,
        invitation.c.manager, _state(as_of), invitation.c.trouble, invitation.c.sent_on,
        case((invitation.c.reminded_on <= as_of, invitation.c.reminded_on)).label("reminded_on"),
        response.c.id.label("response_id"), response.c.answered_on,
        func.coalesce(response.c.complete, False).label("complete"),
    )  # fmt: skip
    joined = invitation.join(contact, contact.c.id == invitation.c.contact_id)
    theirs_first = first_sheets(as_of, response.c.survey_wave_id == wave_id)
    joined = joined.outerjoin(response, (response.c.contact_id == contact.c.id) & response.c.id.in_(theirs_first))
    asked = store.frame(select(*columns).select_from(joined).where(invitation.c.survey_wave_id == wave_id))
    found = _with_accounts(store, asked, as_of)
    found["complete"] = found["complete"].astype(bool)
    ordered = found.sort_values(["account", "contact"], ignore_index=True)
    return dated(ordered, "sent_on", "reminded_on", "answered_on")


def _state(as_of: date) -> ColumnElement[str]:
    """The state as by a day: who answered, by a sheet; bounced and refused have no day and stand from sending on."""
    return case(
        (response.c.id.is_not(None), "answered"), (invitation.c.sent_on > as_of, "listed"),
        (invitation.c.state.in_(("listed", "bounced", "refused")), invitation.c.state), else_="sent",
    ).label("state")  # fmt: skip


def answered(store: Store, wave_id: int, as_of: date) -> pd.DataFrame:
    """The answer sheets of an attributed wave by a day, one a person (`first_sheets`), with or without a name.

    Columns: response_id, contact_id, contact (None: nobody named), role, account_id (None: no account), account,
    owner, sector, answered_on, channel, complete.
    """
    theirs = func.coalesce(response.c.account_id, contact.c.account_id)
    columns = (
        response.c.id.label("response_id"), contact.c.id.label("contact_id"), contact.c.name.label("contact"),
        contact.c.role, theirs.label("account_id"), response.c.answered_on, response.c.channel, response.c.complete,
    )  # fmt: skip
    joined = response.outerjoin(contact, contact.c.id == response.c.contact_id)
    sheets = store.frame(
        select(*columns)
        .select_from(joined)
        .where(response.c.id.in_(first_sheets(as_of, response.c.survey_wave_id == wave_id)))
        .order_by(response.c.answered_on, response.c.id)
    )
    return dated(_with_accounts(store, sheets, as_of), "answered_on")


def answers(store: Store, wave_id: int, as_of: date) -> pd.DataFrame:
    """Every answer of an attributed wave by a day.

    Columns: answer_id, response_id, question_id, score, words, not_applicable; questions in order.
    """
    columns = (
        answer.c.id.label("answer_id"), response.c.id.label("response_id"), question.c.id.label("question_id"),
        answer.c.score, answer.c.words, answer.c.not_applicable,
    )  # fmt: skip
    joined = answer.join(response, response.c.id == answer.c.survey_response_id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    statement = (
        select(*columns)
        .select_from(joined)
        .where(response.c.survey_wave_id == wave_id, response.c.answered_on <= as_of)
        .order_by(question.c.position, answer.c.id)
    )
    return store.frame(statement)


def released(store: Store, wave_id: int) -> pd.DataFrame:
    """What was released of an anonymous wave when it was closed; nothing else of it may be shown.

    Columns: survey_question_id, cut, cut_key, figure, value, low, high, base, withheld.
    """
    names = ("survey_question_id", "cut", "cut_key", "figure", "value", "low", "high", "base", "withheld")
    statement = select(*(release.c[name] for name in names)).where(release.c.survey_wave_id == wave_id)
    return store.frame(statement.order_by(release.c.id))


def _with_accounts(store: Store, frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    groups = account_groups(store, as_of)[["account_id", "account", "owner", "sector"]].astype({"account_id": "Int64"})
    # Where nobody names an account the column comes as words without a word.
    return frame.astype({"account_id": "Int64"}).merge(groups, "left", "account_id")
