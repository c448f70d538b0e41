"""Every SELECT of surveys as the health score looks at them: what clients answered, who was asked, what was released.

Of anonymous waves only what was released is read, and which groups an account's people belonged to.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import add

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, func, or_, select

from lib.accounts.tables import AccountProfile, Contact
from lib.days import dated, record_numbers
from lib.health.fact_queries import in_force
from lib.periods import next_day
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.surveys.tables import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRelease,
    SurveyResponse,
    SurveyWave,
)

profile, contact = table_of(AccountProfile), table_of(Contact)
survey, wave, question = table_of(Survey), table_of(SurveyWave), table_of(SurveyQuestion)
response, answer = table_of(SurveyResponse), table_of(SurveyAnswer)
invitation, release = table_of(SurveyInvitation), table_of(SurveyRelease)

# What people say of the whole of us: questions on one part of it stand beside these, not in a group's score.
OVERALL = ("recommendation", "satisfaction")
SCORES = ("nps", "top two", "top three")
# Lowest and highest answer of a scale.
SCALES = {"0-10": (0, 10), "1-5": (1, 5), "1-7": (1, 7)}


def survey_answers(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """The sheets of attributed surveys with a number in them. Columns: id, account_id, day, points (their mean)."""
    owner = func.coalesce(response.c.account_id, contact.c.account_id)
    joined = (
        select(
            response.c.id, owner.label("account_id"), as_stored(response.c.answered_on, "day"),
            func.avg(_points()).label("points"),
        )
        .join(answer, answer.c.survey_response_id == response.c.id)
        .join(question, question.c.id == answer.c.survey_question_id)
        .join(contact, contact.c.id == response.c.contact_id, isouter=True)
        .where(response.c.answered_on > since, response.c.answered_on <= as_of, answer.c.score.is_not(None))
        .where(answer.c.not_applicable.is_(False))
        .where(owner.is_not(None), question.c.scale.in_(tuple(SCALES)))
        .group_by(response.c.id, owner, response.c.answered_on)
    )  # fmt: skip
    return dated(store.frame(joined), "day")


def _points() -> ColumnElement[float]:
    """An answer as 0–100, where 100 is good whichever way the question asks."""
    share = case(*((question.c.scale == scale, (answer.c.score - low) / float(high - low))
                   for scale, (low, high) in SCALES.items()))  # fmt: skip
    turned = case((question.c.better == "lower", 1 - share), else_=share)
    return 100 * case((turned < 0, 0.0), (turned > 1, 1.0), else_=turned)


def asked(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Invitations to attributed waves that went out after `since`, by `as_of`, and whether a sheet came back by then.

    Columns: account_id, contact_id, day, answered, unreached (bounced), running (the wave still takes answers),
    sponsor (of the account's profile, or by role), decides (by role: a decision maker).
    """
    sent = case((invitation.c.sent_on.is_(None), wave.c.opens_on), else_=invitation.c.sent_on)
    role = func.coalesce(invitation.c.role, contact.c.role)
    named = select(profile.c.sponsor_id).where(in_force(profile, as_of), profile.c.sponsor_id.is_not(None))
    sheets = (
        select(response.c.survey_wave_id, response.c.contact_id)
        .where(response.c.answered_on <= as_of, response.c.contact_id.is_not(None))
        .distinct()
        .subquery()
    )
    over = or_(wave.c.closes_on < as_of, wave.c.closed_at < _end_of(as_of))
    holds: Mapping[str, ColumnElement[bool]] = {
        "answered": sheets.c.contact_id.is_not(None), "unreached": invitation.c.state == "bounced", "over": over,
        "sponsor": or_(role == "sponsor", contact.c.id.in_(named)), "decides": role == "decision maker",
    }  # fmt: skip
    # One number for all five: every column more is felt where there are thousands of clients.
    marks = reduce(add, (case((one, 1 << place), else_=0) for place, one in enumerate(holds.values())))
    columns = (
        func.coalesce(invitation.c.account_id, contact.c.account_id).label("account_id"), invitation.c.contact_id,
        as_stored(sent, "day"), as_stored(marks, "marks"),
    )  # fmt: skip
    its = and_(sheets.c.survey_wave_id == invitation.c.survey_wave_id, sheets.c.contact_id == invitation.c.contact_id)
    joined = (
        select(*columns)
        .select_from(invitation)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .join(wave, wave.c.id == invitation.c.survey_wave_id)
        .join(survey, survey.c.id == wave.c.survey_id)
        .join(sheets, its, isouter=True)
        .where(survey.c.mode == "attributed", invitation.c.state != "listed", sent > since, sent <= as_of)
    )
    found = dated(store.frame(joined), "day")
    marked = record_numbers(found.pop("marks"))
    flags = {name: (marked >> place) & 1 == 1 for place, name in enumerate(holds)}
    return found.assign(**flags, running=~flags["over"]).drop(columns="over")


def released_scores(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Scores on the whole of us, of each group of the anonymous waves closed after the day `since`, by `as_of`.

    Columns: id, wave_id, day (it was closed on), cut, cut_key, figure (of SCORES), value (missing: withheld), base.
    """
    there = (wave.c.closed_at >= _end_of(since), wave.c.closed_at < _end_of(as_of), survey.c.mode == "anonymous")
    joined = (
        select(
            release.c.id, wave.c.id.label("wave_id"), wave.c.closed_at.label("day"), release.c.cut, release.c.cut_key,
            release.c.figure, case((release.c.withheld.is_(False), release.c.value)).label("value"), release.c.base,
        )
        .join(wave, wave.c.id == release.c.survey_wave_id)
        .join(survey, survey.c.id == wave.c.survey_id)
        .join(question, question.c.id == release.c.survey_question_id)
        .where(*there, release.c.figure.in_(SCORES), release.c.cut_key.is_not(None), question.c.area.in_(OVERALL))
        .order_by(release.c.id)
    )  # fmt: skip
    found = store.frame(joined)
    return found.assign(day=pd.to_datetime(found["day"], utc=True).dt.tz_localize(None).dt.normalize())


def groups_asked(store: Store, waves: Sequence[int]) -> pd.DataFrame:
    """The groups, frozen when a wave was sent, that each account's people belong to who were reached.

    Columns: account_id, wave_id, segment, region, manager (missing: not told apart).
    """
    owner = func.coalesce(invitation.c.account_id, contact.c.account_id).label("account_id")
    columns = (owner, invitation.c.survey_wave_id.label("wave_id"), invitation.c.segment, invitation.c.region,
               invitation.c.manager)  # fmt: skip
    joined = (
        select(*columns)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .where(invitation.c.survey_wave_id.in_(waves), invitation.c.state.not_in(("listed", "bounced")))
        .distinct()
    )
    return store.frame(joined)


def _end_of(day: date) -> datetime:
    return datetime.combine(next_day(day), time.min, tzinfo=UTC)
