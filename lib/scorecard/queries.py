"""SELECTs for the whole book that no subject has: promises and survey scores with their accounts and days."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import func, select

from lib.accounts.tables import Contact
from lib.days import dated
from lib.people.tables import Person
from lib.relationship.tables import Promise
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave

promise, person, contact = table_of(Promise), table_of(Person), table_of(Contact)
answer, question, response = table_of(SurveyAnswer), table_of(SurveyQuestion), table_of(SurveyResponse)
survey, wave = table_of(Survey), table_of(SurveyWave)
AREAS = ("recommendation", "satisfaction")


class PromiseKnown(NamedTuple):
    """A promise as it was known on a day: settled later, it is still open. `person_id` is who made it."""

    account_id: int
    person_id: int | None
    by: str | None
    what: str
    made_on: date
    due_on: date
    settled_on: date | None
    outcome: str | None


def promises(store: Store, as_of: date) -> list[PromiseKnown]:
    """Every promise made by a day, by due day. One settled on an unknown day counts as settled on its due day."""
    columns = (
        promise.c.account_id, promise.c.person_id, person.c.name, promise.c.what, promise.c.made_on, promise.c.due_on,
        promise.c.settled_on, promise.c.outcome,
    )  # fmt: skip
    joined = promise.outerjoin(person, person.c.id == promise.c.person_id)
    there = select(*columns).select_from(joined).where(promise.c.made_on <= as_of)
    return [_known(PromiseKnown(*row), as_of) for row in store.rows(there.order_by(promise.c.due_on, promise.c.id))]


def _known(row: PromiseKnown, as_of: date) -> PromiseKnown:
    if row.outcome is None:
        return row._replace(settled_on=None)
    settled = row.settled_on or row.due_on
    return row._replace(settled_on=settled) if settled <= as_of else row._replace(settled_on=None, outcome=None)


def survey_scores(store: Store, as_of: date) -> pd.DataFrame:
    """Every score on recommendation or satisfaction given by a day in attributed waves, oldest first.

    Columns: response_id, account_id (NA: not known), day, contact, survey, question, area, scale, better, score.
    Anonymous waves are not here: nobody may work out who said what.
    """
    columns = (
        response.c.id.label("response_id"),
        func.coalesce(response.c.account_id, contact.c.account_id).label("account_id"),
        response.c.answered_on.label("day"), contact.c.name.label("contact"), survey.c.name.label("survey"),
        question.c.words.label("question"), question.c.area, question.c.scale, question.c.better, answer.c.score,
    )  # fmt: skip
    given = (answer.c.score.is_not(None), answer.c.not_applicable.is_(False), question.c.area.in_(AREAS))
    inside = (response.c.answered_on <= as_of, survey.c.mode == "attributed")
    statement = select(*columns).select_from(_joined()).where(*given, *inside)
    found = store.frame(statement.order_by(response.c.answered_on, response.c.id, question.c.position))
    return dated(found, "day").astype({"account_id": "Int64"})


def _joined() -> Any:
    joined = answer.join(response, response.c.id == answer.c.survey_response_id)
    joined = joined.join(question, question.c.id == answer.c.survey_question_id)
    joined = joined.join(wave, wave.c.id == response.c.survey_wave_id).join(survey, survey.c.id == wave.c.survey_id)
    return joined.outerjoin(contact, contact.c.id == response.c.contact_id)
