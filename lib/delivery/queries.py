"""Every SELECT of projects, their changes, deliverables, roadblocks and hours; of one account, or of all."""

from datetime import UTC, date, datetime, time
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lib.accounts.tables import Contact, Service
from lib.days import dated
from lib.delivery.tables import Deliverable, Project, RevisionRound, Roadblock, ScopeChange, TimeEntry
from lib.people.tables import CostRate, Person
from lib.periods import Period, next_day
from lib.store.base import table_of
from lib.store.engine import Store

project, change, deliverable = table_of(Project), table_of(ScopeChange), table_of(Deliverable)
revision, roadblock, entry = table_of(RevisionRound), table_of(Roadblock), table_of(TimeEntry)
service, person, contact, rate = table_of(Service), table_of(Person), table_of(Contact), table_of(CostRate)


def projects(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Projects begun by a day, planned by then, or without a start; by start, those without one last.

    Columns: id, account_id, service_id, name, service, person (who leads it), state (as it stands now), starts_on,
    original_due_on, delivered_on (may be after `as_of`), scoped_minutes, fee_cents, goal, goal_met, judged_on.
    """
    columns = (
        project.c.id, project.c.account_id, project.c.service_id, project.c.name,
        service.c.name.label("service"), person.c.name.label("person"), project.c.state, project.c.starts_on,
        project.c.original_due_on, project.c.delivered_on, project.c.scoped_minutes, project.c.fee_cents,
        project.c.goal, project.c.goal_met, project.c.judged_on,
    )  # fmt: skip
    planned = project.c.recorded_at < datetime.combine(next_day(as_of), time(), UTC)
    statement = (
        select(*columns)
        .outerjoin(service, service.c.id == project.c.service_id)
        .outerjoin(person, person.c.id == project.c.person_id)
        .where(or_(project.c.starts_on <= as_of, project.c.starts_on.is_(None), planned))
        .order_by(project.c.starts_on.is_(None), project.c.starts_on, project.c.id)
    )
    return dated(_frame(store, statement, account_id), "starts_on", "original_due_on", "delivered_on", "judged_on")


def _frame(store: Store, statement: "Select[Any]", account_id: int | None) -> pd.DataFrame:
    return store.frame(statement if account_id is None else statement.where(project.c.account_id == account_id))


def scope_changes(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Changes asked for by a day, in that order.

    Columns: id, project_id, project, asked_on, what, minutes, fee_cents, new_due_on, decision (as it stands now),
    decided_on (may be after `as_of`), decided_by (a client contact).
    """
    columns = (
        change.c.id, change.c.project_id, project.c.name.label("project"), change.c.asked_on, change.c.what,
        change.c.minutes, change.c.fee_cents, change.c.new_due_on, change.c.decision, change.c.decided_on,
        contact.c.name.label("decided_by"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(project, project.c.id == change.c.project_id)
        .outerjoin(contact, contact.c.id == change.c.decided_by_id)
        .where(change.c.asked_on <= as_of)
        .order_by(change.c.asked_on, change.c.id)
    )
    return dated(_frame(store, statement, account_id), "asked_on", "new_due_on", "decided_on")


def deliverables(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Things to hand over in projects begun by a day, by due date, with the rounds of changes asked for by then.

    Columns: id, project_id, project, name, due_on, delivered_on (may be after `as_of`), rounds_in_scope, rounds.
    """
    rounds = (
        select(func.count(revision.c.id))
        .where(revision.c.deliverable_id == deliverable.c.id, revision.c.asked_on <= as_of)
        .scalar_subquery()
    )
    columns = (
        deliverable.c.id, deliverable.c.project_id, project.c.name.label("project"), deliverable.c.name,
        deliverable.c.due_on, deliverable.c.delivered_on, deliverable.c.rounds_in_scope, rounds.label("rounds"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(project, project.c.id == deliverable.c.project_id)
        .where(or_(project.c.starts_on <= as_of, project.c.starts_on.is_(None)))
        .order_by(deliverable.c.due_on, deliverable.c.id)
    )
    return dated(_frame(store, statement, account_id), "due_on", "delivered_on")


def roadblocks(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """What stopped projects, opened by a day, in that order.

    Columns: id, project_id, project, what, cause, person (its owner), opened_on, closed_on (may be after `as_of`),
    days_lost.
    """
    columns = (
        roadblock.c.id, roadblock.c.project_id, project.c.name.label("project"), roadblock.c.what, roadblock.c.cause,
        person.c.name.label("person"), roadblock.c.opened_on, roadblock.c.closed_on, roadblock.c.days_lost,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(project, project.c.id == roadblock.c.project_id)
        .outerjoin(person, person.c.id == roadblock.c.person_id)
        .where(roadblock.c.opened_on <= as_of)
        .order_by(roadblock.c.opened_on, roadblock.c.id)
    )
    return dated(_frame(store, statement, account_id), "opened_on", "closed_on")


def project_minutes(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Minutes worked on each project up to a day. Columns: project_id, minutes, unbilled (part of them: the entry is
    not billable, or billable and not invoiced).

    An entry of which nobody said whether it was invoiced counts as billed where it is billable.
    """
    given = or_(entry.c.billable.is_(False), entry.c.invoiced.is_(False))
    columns = (
        entry.c.project_id, func.sum(entry.c.minutes).label("minutes"),
        func.sum(case((given, entry.c.minutes), else_=0)).label("unbilled"),
    )  # fmt: skip
    statement = select(*columns).where(entry.c.worked_on <= as_of, entry.c.project_id.is_not(None))
    if account_id is not None:
        statement = statement.where(entry.c.project_id.in_(_projects_of(account_id)))
    return store.frame(statement.group_by(entry.c.project_id).order_by(entry.c.project_id))


def _projects_of(account_id: int) -> "Select[Any]":
    return select(project.c.id).where(project.c.account_id == account_id)


def account_days(store: Store, span: Period, account_id: int) -> pd.DataFrame:
    """Minutes worked for an account, by person and day. Columns: person_id (None: nobody named), day, minutes."""
    theirs = _worked_for(account_id)
    days = entry.c.worked_on.label("day")
    statement = (
        select(entry.c.person_id, days, func.sum(entry.c.minutes).label("minutes"))
        .where(theirs, entry.c.worked_on >= span.start, entry.c.worked_on < span.end)
        .group_by(entry.c.person_id, entry.c.worked_on)
        .order_by(entry.c.worked_on, entry.c.person_id)
    )
    return dated(store.frame(statement), "day")


def _worked_for(account_id: int) -> "ColumnElement[bool]":
    # Not "IS NULL": its index would lead through all internal work instead of the few rows of the projects.
    nobody = func.coalesce(entry.c.account_id, account_id) == account_id
    return or_(entry.c.account_id == account_id, and_(entry.c.project_id.in_(_projects_of(account_id)), nobody))


def cost_rates(store: Store) -> pd.DataFrame:
    """What an hour of each person costs. Columns: person_id, cents_per_hour, starts_on, ends_before."""
    columns = (rate.c.person_id, rate.c.cents_per_hour, rate.c.starts_on, rate.c.ends_before)
    return dated(store.frame(select(*columns).order_by(rate.c.id)), "starts_on", "ends_before")


def first_day_worked(store: Store, as_of: date) -> date | None:
    """The day time records begin, as known on a day; None where there are none by then."""
    statement = select(func.min(entry.c.worked_on)).where(entry.c.worked_on <= as_of)
    day: date | None = store.rows(statement)[0][0]
    return day
