"""Every SELECT of what was written in answers to surveys, of its tags, and of names that may stand in it."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Contact
from lib.days import dated
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import (
    AnonymousAnswer,
    CommentTag,
    SurveyAnswer,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)

question, wave, response = table_of(SurveyQuestion), table_of(SurveyWave), table_of(SurveyResponse)
answer, anonymous, given_tag = table_of(SurveyAnswer), table_of(AnonymousAnswer), table_of(CommentTag)
contact, person = table_of(Contact), table_of(Person)


def sheets(store: Store, survey_id: int, as_of: date) -> pd.DataFrame:
    """The answer sheets of an attributed survey by a day, newest first, with the score that leads.

    Columns: response_id, person (the first sheet of the same person in the wave), wave_id, wave, contact, account_id,
    account, owner, sector, answered_on, and of the first question on recommendation, else satisfaction, else any with
    a scale: score (NaN: none), scale, better.
    """
    columns = (
        response.c.id.label("response_id"), wave.c.id.label("wave_id"), wave.c.name.label("wave"),
        response.c.contact_id, contact.c.name.label("contact"),
        func.coalesce(response.c.account_id, contact.c.account_id).label("account_id"), response.c.answered_on,
    )  # fmt: skip
    joined = response.join(wave, wave.c.id == response.c.survey_wave_id)
    joined = joined.outerjoin(contact, contact.c.id == response.c.contact_id)
    newest = (response.c.answered_on.desc(), response.c.id.desc())
    there = (wave.c.survey_id == survey_id, response.c.answered_on <= as_of)
    found = _persons(store.frame(select(*columns).select_from(joined).where(*there).order_by(*newest)))
    groups = account_groups(store, as_of)[["account_id", "account", "owner", "sector"]]
    scores = _scores(store, survey_id)
    known = found.assign(account_id=found["account_id"].astype("Int64"))  # of objects where none is known
    return dated(known.merge(groups, "left", "account_id").merge(scores, "left", "response_id"), "answered_on")


def _persons(found: pd.DataFrame) -> pd.DataFrame:
    """The sheets, newest first, with `person`: by link and by phone one person answers twice."""
    first = found.groupby(["wave_id", "contact_id"])["response_id"].transform("last")
    return found.assign(person=first.fillna(found["response_id"]).astype("int64")).drop(columns="contact_id")


def _scores(store: Store, survey_id: int) -> pd.DataFrame:
    scored = select(question.c.id, question.c.area, question.c.scale, question.c.better).where(
        question.c.survey_id == survey_id, question.c.scale.in_(("0-10", "1-5", "1-7"))
    )
    rows = store.rows(scored.order_by(question.c.position))
    rank = {"recommendation": 0, "satisfaction": 1}
    lead: Any = min(rows, key=lambda row: rank.get(row.area, 2), default=None)
    if lead is None:
        return pd.DataFrame({"response_id": pd.Series(dtype="int64"), "score": 0.0, "scale": "", "better": ""})
    own = select(answer.c.survey_response_id.label("response_id"), answer.c.score).where(
        answer.c.survey_question_id == lead.id, answer.c.not_applicable.is_(False)
    )
    return store.frame(own).assign(scale=lead.scale, better=lead.better)


def comments(store: Store, survey_id: int, as_of: date) -> pd.DataFrame:
    """What was written on the open questions of an attributed survey by a day.

    Columns: answer_id, response_id, question_id, question, words; questions in order.
    """
    columns = (
        answer.c.id.label("answer_id"), response.c.id.label("response_id"), question.c.id.label("question_id"),
        question.c.words.label("question"), answer.c.words,
    )  # fmt: skip
    joined = answer.join(question, question.c.id == answer.c.survey_question_id)
    joined = joined.join(response, response.c.id == answer.c.survey_response_id)
    written = (question.c.scale == "text", answer.c.words.is_not(None), answer.c.words != "")
    there = (question.c.survey_id == survey_id, response.c.answered_on <= as_of)
    statement = select(*columns).select_from(joined).where(*written, *there)
    return store.frame(statement.order_by(question.c.position, answer.c.id))


def tags(store: Store, survey_id: int) -> pd.DataFrame:
    """The tags of the comments of an attributed survey. Columns: answer_id, tag, tagged_by, rejected (bool)."""
    joined = given_tag.join(answer, answer.c.id == given_tag.c.survey_answer_id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    return _tags(store, answer.c.id.label("answer_id"), joined, question.c.survey_id == survey_id)


def anonymous_tags(store: Store, wave_id: int) -> pd.DataFrame:
    """The tags of the comments of an anonymous wave. Columns: key, tag, tagged_by, rejected (bool)."""
    joined = given_tag.join(anonymous, anonymous.c.key == given_tag.c.anonymous_key)
    return _tags(store, anonymous.c.key, joined, anonymous.c.survey_wave_id == wave_id)


def _tags(store: Store, whose: Any, joined: Any, there: Any) -> pd.DataFrame:
    columns = (whose, given_tag.c.tag, given_tag.c.tagged_by, given_tag.c.rejected)
    statement: Select[Any] = select(*columns).select_from(joined).where(there).order_by(given_tag.c.tag)
    found = store.frame(statement)
    return found.assign(rejected=found["rejected"].astype(bool))


def anonymous_words(store: Store, wave_id: int) -> pd.DataFrame:
    """What was written in an anonymous wave, for `released_comment_figures` alone: never to be shown as it is.

    Columns: key, sheet, question_id, words (None where the answer has none); in the order of their random keys.
    """
    columns = (
        anonymous.c.key, anonymous.c.sheet, anonymous.c.survey_question_id.label("question_id"), anonymous.c.words
    )  # fmt: skip
    return store.frame(select(*columns).where(anonymous.c.survey_wave_id == wave_id).order_by(anonymous.c.key))


def known_names(store: Store) -> list[str]:
    """The names of all contacts and colleagues, as they may stand in what somebody writes."""
    both = select(contact.c.name).union(select(person.c.name))
    return sorted(str(name) for (name,) in store.rows(both))
