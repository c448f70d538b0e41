"""Every SELECT of conversations owed after answers, and of the low scores that ask for one."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Contact
from lib.days import dated
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.follow_up_rules import AREAS, is_low
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyQuestion, SurveyResponse, SurveyWave

follow_up, response, answer = table_of(SurveyFollowUp), table_of(SurveyResponse), table_of(SurveyAnswer)
survey, question, wave = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
contact, person = table_of(Contact), table_of(Person)


def follow_ups(store: Store, as_of: date) -> pd.DataFrame:
    """Every conversation owed that was opened by the end of a day, oldest first, with the answer behind it.

    Columns: id, version, reason, name, response_id, account_id, account, owner, sector, contact, person_id, person
    (who it falls to), survey, wave, opened_at, due_at, closed_at (UTC; NaT: not by the end of that day), state (as by
    then), note, score, scale, area, comment. Of anonymous waves only the name somebody typed.
    """
    end = _end(as_of)
    columns = (
        follow_up.c.id, follow_up.c.version, follow_up.c.reason, follow_up.c.name,
        follow_up.c.survey_response_id.label("response_id"),
        func.coalesce(follow_up.c.account_id, contact.c.account_id).label("account_id"),
        contact.c.name.label("contact"), follow_up.c.person_id, person.c.name.label("person"),
        survey.c.name.label("survey"), wave.c.name.label("wave"), follow_up.c.opened_at, follow_up.c.due_at,
        follow_up.c.closed_at, follow_up.c.state, follow_up.c.note,
    )  # fmt: skip
    statement = select(*columns).select_from(_joined()).where(follow_up.c.opened_at < end)
    found = store.frame(statement.order_by(follow_up.c.opened_at, follow_up.c.id))
    return _with_accounts(store, as_of, _with_answers(store, _as_by(found, end)))


def _joined() -> Any:
    joined = follow_up.outerjoin(contact, contact.c.id == follow_up.c.contact_id)
    joined = joined.outerjoin(person, person.c.id == follow_up.c.person_id)
    joined = joined.outerjoin(response, response.c.id == follow_up.c.survey_response_id)
    asked_in = func.coalesce(follow_up.c.survey_wave_id, response.c.survey_wave_id)
    joined = joined.outerjoin(wave, wave.c.id == asked_in)
    return joined.outerjoin(survey, survey.c.id == wave.c.survey_id)


def _as_by(found: pd.DataFrame, end: datetime) -> pd.DataFrame:
    """What was closed after that day stood open on it; its note was not written yet."""
    for name in ("opened_at", "due_at", "closed_at"):
        found[name] = pd.to_datetime(found[name], utc=True)
    later = found["closed_at"] >= pd.Timestamp(end)
    found.loc[later, "state"] = "in progress"
    found.loc[later, "note"] = None
    return found.assign(closed_at=found["closed_at"].mask(later))


def _with_answers(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    behind = store.frame(_answers().where(response.c.id.in_(select(follow_up.c.survey_response_id))))
    return found.merge(behind_each(behind), "left", "response_id")


def _with_accounts(store: Store, as_of: date, found: pd.DataFrame) -> pd.DataFrame:
    groups = account_groups(store, as_of)[["account_id", "account", "owner", "sector"]]
    known = found.assign(account_id=found["account_id"].astype("Int64"))  # of objects where none is known
    return known.merge(groups, "left", "account_id")


def _answers() -> Any:
    columns = (
        response.c.id.label("response_id"), question.c.scale, question.c.area, question.c.better, answer.c.score,
        answer.c.words,
    )  # fmt: skip
    joined = answer.join(response, response.c.id == answer.c.survey_response_id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    return select(*columns).select_from(joined).order_by(response.c.id, question.c.position)


def behind_each(answers: pd.DataFrame) -> pd.DataFrame:
    """The score and the words of each sheet, from one row an answer in the order of the questions.

    The score is the first that asks for a conversation, else the first on recommendation or satisfaction. Columns:
    response_id, score, scale, area, low (bool), comment (None: nothing written).
    """
    scored = answers[answers["score"].notna() & answers["area"].isin(AREAS)]
    told = zip(scored["scale"], scored["area"], scored["score"], scored["better"], strict=True)
    scored = scored.assign(low=[is_low(*row) for row in told])
    first = scored.sort_values("low", ascending=False, kind="stable").drop_duplicates("response_id")
    written = answers[(answers["scale"] == "text") & answers["words"].notna()]
    comment = written.groupby("response_id")["words"].agg(" / ".join).rename("comment").reset_index()
    both = first[["response_id", "score", "scale", "area", "low"]].merge(comment, "outer", "response_id")
    both["comment"] = both["comment"].astype(object).where(both["comment"].notna(), None)
    return both.assign(low=both["low"].eq(True))


def sheets(store: Store, as_of: date, days: int) -> pd.DataFrame:
    """The answer sheets of attributed waves given in the `days` up to a day, newest first, with what was said.

    Columns: response_id, survey_wave_id, survey, wave, account_id, account, owner, sector, contact_id, contact,
    answered_on, score, scale, area, low (bool: it asks for a conversation), comment, owed (bool: one was opened).
    """
    since, end = as_of - timedelta(days=days), _end(as_of)
    columns = (
        response.c.id.label("response_id"), response.c.survey_wave_id, survey.c.name.label("survey"),
        wave.c.name.label("wave"), func.coalesce(response.c.account_id, contact.c.account_id).label("account_id"),
        response.c.contact_id, contact.c.name.label("contact"), response.c.answered_on,
    )  # fmt: skip
    joined = response.join(wave, wave.c.id == response.c.survey_wave_id).join(survey, survey.c.id == wave.c.survey_id)
    joined = joined.outerjoin(contact, contact.c.id == response.c.contact_id)
    inside = (survey.c.mode == "attributed", response.c.answered_on > since, response.c.answered_on <= as_of)
    newest = (response.c.answered_on.desc(), response.c.id.desc())
    found = store.frame(select(*columns).select_from(joined).where(*inside).order_by(*newest))
    said = store.frame(_answers().where(response.c.answered_on > since, response.c.answered_on <= as_of))
    owed = select(follow_up.c.survey_response_id).where(follow_up.c.opened_at < end)
    opened = {number for (number,) in store.rows(owed)}
    joined_up = _with_accounts(store, as_of, found.merge(behind_each(said), "left", "response_id"))
    low = joined_up["low"].eq(True)
    return dated(joined_up.assign(low=low, owed=joined_up["response_id"].isin(opened)), "answered_on")


def _end(as_of: date) -> datetime:
    """The first moment after a day, in UTC."""
    return datetime.combine(as_of + timedelta(days=1), time(), UTC)
