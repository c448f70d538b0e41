"""Every SELECT of one account's onboarding, as known on a day."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from lib.people.tables import Person
from lib.relationship.tables import OnboardingStep, OnboardingTemplate, OnboardingTemplateStep
from lib.store.base import table_of
from lib.store.engine import Store

step, template, person = table_of(OnboardingStep), table_of(OnboardingTemplate), table_of(Person)
template_step = table_of(OnboardingTemplateStep)


class StepRow(NamedTuple):
    """A step of an onboarding as it was known on a day."""

    id: int
    template: str | None
    milestone: str
    name: str
    due_on: date
    done_on: date | None
    person: str | None


def onboarding_steps(store: Store, account_id: int, as_of: date) -> list[StepRow]:
    """The onboarding steps begun by a day in the order they are due; one done later is still to do.

    An onboarding begins so many days before a step as its template says; a step of no template when it was recorded.
    """
    joined = step.outerjoin(template_step, template_step.c.id == step.c.onboarding_template_step_id)
    joined = joined.outerjoin(template, template.c.id == template_step.c.onboarding_template_id)
    joined = joined.outerjoin(person, person.c.id == step.c.person_id)
    columns = (step.c.id, template.c.name, step.c.milestone, step.c.name, step.c.due_on, step.c.done_on, person.c.name)
    began = (step.c.recorded_at, template_step.c.due_after_days)
    statement = select(*columns, *began).select_from(joined).where(step.c.account_id == account_id)
    rows = store.rows(statement.order_by(step.c.due_on, step.c.id))
    found = [StepRow(*row) for *row, recorded, after in rows if _begun(row[4], recorded, after) <= as_of]
    return [one if one.done_on and one.done_on <= as_of else one._replace(done_on=None) for one in found]


def _begun(due_on: date, recorded: datetime, after_days: int | None) -> date:
    return min(due_on, recorded.date()) if after_days is None else due_on - timedelta(after_days)


class TemplateRow(NamedTuple):
    """An onboarding template that can be started: how many steps, and days from the start to the last one."""

    id: int
    name: str
    steps: int
    days: int


def onboarding_templates(store: Store) -> list[TemplateRow]:
    """Every template that has steps, by name."""
    columns = (template.c.id, template.c.name, func.count(), func.max(template_step.c.due_after_days))
    joined = template.join(template_step, template_step.c.onboarding_template_id == template.c.id)
    grouped = select(*columns).select_from(joined).group_by(template.c.id, template.c.name)
    return [TemplateRow(*row) for row in store.rows(grouped.order_by(template.c.name))]
