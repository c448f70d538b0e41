"""What follows from answers that were imported: their survey is frozen, low scores are followed up, the map kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from lib.accounts.tables import Contact
from lib.importing.plan import Plan
from lib.importing.standing import pieces
from lib.store.base import now, table_of
from lib.store.settings import put_setting
from lib.store.tables import Setting
from lib.store.writing import Write
from lib.surveys.asking import was_asked
from lib.surveys.building_actions import freeze
from lib.surveys.follow_up_actions import open_follow_up
from lib.surveys.follow_up_rules import CLOCK_SETTING, HOURS, is_low
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyQuestion, SurveyResponse, SurveyWave

SURVEYS, WAVES, RESPONSES = table_of(Survey), table_of(SurveyWave), table_of(SurveyResponse)
QUESTIONS, ANSWERS, FOLLOW_UPS = table_of(SurveyQuestion), table_of(SurveyAnswer), table_of(SurveyFollowUp)
SETTINGS, CONTACTS = table_of(Setting), table_of(Contact)
FRESH_DAYS = 14
AT_ONCE = 500
# What a map says holds for all exports, earlier ones too.
FROM_THE_BEGINNING = date(1900, 1, 1)


def follow_answers(write: Write, plan: Plan) -> None:
    """Freeze the surveys that now have answers, follow up each low score of the last 14 days, keep the maps."""
    sheets = [key for key, _ in plan.values("survey_response", "survey_wave_id")] if _has(plan) else []
    for survey_id in sorted(_surveys(write, sheets)):
        freeze(write, survey_id)
    _open_follow_ups(write, sheets)
    for name, value in plan.maps.items():
        put_setting(write, name, value, FROM_THE_BEGINNING)


def _has(plan: Plan) -> bool:
    return "survey_response" in plan.tables


def _surveys(write: Write, sheets: list[int]) -> set[int]:
    found: set[int] = set()
    for some in pieces(sheets, AT_ONCE):
        of = select(WAVES.c.survey_id).join(RESPONSES, RESPONSES.c.survey_wave_id == WAVES.c.id)
        found |= {row.survey_id for row in write.connection.execute(of.where(RESPONSES.c.id.in_(some)))}
    return found


def _open_follow_ups(write: Write, sheets: list[int]) -> None:
    at = now()
    low = [row for some in pieces(sheets, AT_ONCE) for row in _low(write, list(some), at)]
    if not low:
        return
    clock = _clock(write, at)
    opened = [
        open_follow_up(
            write, reason="low score", wave_id=row.survey_wave_id, response_id=row.id, account_id=row.account_id,
            contact_id=row.contact_id, opened_at=at, clock=clock,
        )
        for row in low
    ]  # fmt: skip
    for some in pieces(opened, AT_ONCE):
        # They are of this import: they go with it, unless somebody has worked on them.
        write.connection.execute(update(FOLLOW_UPS).where(FOLLOW_UPS.c.id.in_(some)).values(batch_id=write.batch_id))


def _low(write: Write, sheets: list[int], at: datetime) -> Iterator[Any]:
    """The sheets of the last 14 days with a low score, each once."""
    first = (at - timedelta(days=FRESH_DAYS)).date()
    account = func.coalesce(RESPONSES.c.account_id, CONTACTS.c.account_id).label("account_id")
    columns = (RESPONSES.c.id, RESPONSES.c.survey_wave_id, account, RESPONSES.c.contact_id)
    asked = (QUESTIONS.c.scale, QUESTIONS.c.area, QUESTIONS.c.better, ANSWERS.c.score)
    joined = (
        RESPONSES.join(ANSWERS, ANSWERS.c.survey_response_id == RESPONSES.c.id)
        .join(QUESTIONS, QUESTIONS.c.id == ANSWERS.c.survey_question_id)
        .outerjoin(CONTACTS, CONTACTS.c.id == RESPONSES.c.contact_id)
    )
    fresh = select(*columns, *asked).select_from(joined).where(RESPONSES.c.id.in_(sheets))
    rows = write.connection.execute(fresh.where(RESPONSES.c.answered_on >= first).order_by(RESPONSES.c.id))
    told: set[int] = set()
    for row in rows.all():
        if row.id not in told and is_low(row.scale, row.area, row.score, row.better):
            told.add(row.id)
            yield row


def _clock(write: Write, at: datetime) -> str:
    in_force = select(SETTINGS.c.value).where(
        SETTINGS.c.name == CLOCK_SETTING, SETTINGS.c.starts_on <= at.astimezone(UTC).date()
    )
    found = write.connection.execute(in_force.order_by(SETTINGS.c.starts_on.desc()).limit(1)).scalar()
    return HOURS if found is None else str(found)


def freeze_again(write: Write) -> None:
    """Freeze the surveys that an import taken back had frozen first, and that others were asked by."""
    asked = select(SURVEYS.c.id).where(SURVEYS.c.frozen_at.is_(None), was_asked(SURVEYS.c.id))
    for row in write.connection.execute(asked).all():
        freeze(write, int(row.id))
