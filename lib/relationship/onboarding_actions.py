"""Every write to onboarding: a template started on an account, steps added by hand, done, or not done after all."""

from datetime import date, timedelta

from sqlalchemy import select

from lib.errors import RefusedValue
from lib.relationship.actions import happened
from lib.relationship.tables import OnboardingStep, OnboardingTemplateStep
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

TEMPLATE_STEPS, STEPS = table_of(OnboardingTemplateStep), table_of(OnboardingStep)


def start_onboarding(
    store: Store, who: str, account_id: int, *, template_id: int | None, starts_on: date | None, person_id: int | None,
    token: str,
) -> int | None:  # fmt: skip
    """Put the steps of a template on an account, each due so many days after the start; gives how many.

    Raises RefusedValue where steps of that template are still to do there.
    """

    def work(write: Write) -> int:
        if template_id is None:
            raise RefusedValue("template_id", "choose what to start.")
        if starts_on is None:
            raise RefusedValue("starts_on", "say from which day.")
        _refuse_under_way(write, account_id, template_id)
        steps = _template_steps(write, template_id)
        for number, milestone, name, after in steps:
            write.add(
                OnboardingStep(
                    account_id=account_id, onboarding_template_step_id=number, milestone=milestone, name=name,
                    due_on=starts_on + timedelta(after), person_id=person_id,
                )
            )  # fmt: skip
        return len(steps)

    return perform(store, who, "start onboarding", work, token)


def _template_steps(write: Write, template_id: int) -> list[tuple[int, str, str, int]]:
    names = ("id", "milestone", "name", "due_after_days")
    statement = select(*(TEMPLATE_STEPS.c[name] for name in names))
    there = statement.where(TEMPLATE_STEPS.c.onboarding_template_id == template_id)
    rows = write.connection.execute(there.order_by(TEMPLATE_STEPS.c.position, TEMPLATE_STEPS.c.id)).all()
    if not rows:
        raise RefusedValue("template_id", "has no steps: import some for it first.")
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _refuse_under_way(write: Write, account_id: int, template_id: int) -> None:
    to_do = (
        select(STEPS.c.id)
        .join(TEMPLATE_STEPS, TEMPLATE_STEPS.c.id == STEPS.c.onboarding_template_step_id)
        .where(STEPS.c.account_id == account_id, STEPS.c.done_on.is_(None))
        .where(TEMPLATE_STEPS.c.onboarding_template_id == template_id)
    )
    if write.connection.execute(to_do.limit(1)).first():
        raise RefusedValue("template_id", "is under way on this account: finish its steps first.")


def add_step(
    store: Store, who: str, account_id: int, *, milestone: str | None, name: str | None, due_on: date | None,
    person_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Add one step by hand. Raises RefusedValue for one without milestone, words or day."""

    def work(write: Write) -> int:
        if not name:
            raise RefusedValue("name", "say what is to be done.")
        if not milestone:
            raise RefusedValue("milestone", "say which milestone it belongs to.")
        if due_on is None:
            raise RefusedValue("due_on", "say by when.")
        return write.add(
            OnboardingStep(account_id=account_id, milestone=milestone, name=name, due_on=due_on, person_id=person_id)
        )

    return perform(store, who, "add onboarding step", work, token)


def tick_step(store: Store, who: str, step_id: int, done_on: date | None, token: str) -> None:
    """Note the day a step was done; None: it is not done after all. Raises RefusedValue for a day to come."""

    def work(write: Write) -> int:
        day = None if done_on is None else happened("done_on", done_on)
        write.set(OnboardingStep, step_id, {"done_on": day}, write.read(OnboardingStep, step_id))
        return step_id

    perform(store, who, "tick onboarding step", work, token)
