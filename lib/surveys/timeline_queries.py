"""The history of one client's answers to surveys, as lines of a timeline."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Subquery, and_, or_, select

from lib.accounts.tables import Contact
from lib.events import Event, told
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave

response, answer, question = table_of(SurveyResponse), table_of(SurveyAnswer), table_of(SurveyQuestion)
wave, contact = table_of(SurveyWave), table_of(Contact)
_TOP = {"0-10": 10, "1-5": 5, "1-7": 7}


def survey_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Answer sheets given by a day in attributed waves: the first score, and what was written.

    Answers of anonymous waves belong to no account and are never here.
    """
    sheets = _sheets(account_id, as_of)
    names = ("id", "answered_on", "wave", "contact", "recorded_at", "batch_id")
    rows = store.rows(select(*(sheets.c[name] for name in names)))
    said = _answers(store, sheets)
    return [told(row, row.answered_on, "Surveys", _title(row, said[row.id]), _comment(said[row.id]), row.contact)
            for row in rows]  # fmt: skip


def _sheets(account_id: int, as_of: date) -> Subquery:
    theirs = and_(response.c.account_id.is_(None), contact.c.account_id == account_id)
    joined = response.join(wave, wave.c.id == response.c.survey_wave_id)
    joined = joined.outerjoin(contact, contact.c.id == response.c.contact_id)
    columns = (
        response.c.id, response.c.answered_on, response.c.recorded_at, response.c.batch_id,
        wave.c.name.label("wave"), contact.c.name.label("contact"),
    )  # fmt: skip
    there = (or_(response.c.account_id == account_id, theirs), response.c.answered_on <= as_of)
    return select(*columns).select_from(joined).where(*there).subquery()


def _answers(store: Store, sheets: Subquery) -> defaultdict[int, list[Any]]:
    joined = answer.join(sheets, sheets.c.id == answer.c.survey_response_id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    columns = (answer.c.survey_response_id, answer.c.score, answer.c.words, question.c.scale)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in store.rows(select(*columns).select_from(joined).order_by(question.c.position)):
        found[row.survey_response_id].append(row)
    return found


def _title(row: Any, answers: list[Any]) -> str:
    scored = next((one for one in answers if one.score is not None and one.scale in _TOP), None)
    given = f": {scored.score:g} of {_TOP[scored.scale]}" if scored else ""
    return f"Answered “{row.wave}”{given}"


def _comment(answers: list[Any]) -> str:
    return " / ".join(one.words for one in answers if one.words)
