"""Tables of the work done for clients."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from lib.store.base import Fact, cents, check, fact_rules, in_order, link, not_negative, one_of

PROJECT_STATES = ("planned", "running", "delivered", "cancelled")
SCOPE_DECISIONS = ("waiting", "approved", "declined")
DELAY_CAUSES = ("client feedback", "roadblock", "capacity", "rework")


class Project(Fact, table=True):
    """One row per project; `original_due_on` and `scoped_minutes` stay as agreed at the start, see ScopeChange."""

    __table_args__ = fact_rules(
        one_of("state", PROJECT_STATES),
        in_order("starts_on", "original_due_on"),
        in_order("starts_on", "delivered_on"),
        *not_negative("scoped_minutes", "fee_cents"),
    )
    account_id: int | None = link("account", needed=False)
    service_id: int | None = link("service", needed=False)
    contract_id: int | None = link("contract", needed=False)
    person_id: int | None = link("person", needed=False)
    name: str = Field(nullable=False, index=True)
    state: str = Field(default="running", nullable=False)
    starts_on: date | None = None
    original_due_on: date | None = None
    delivered_on: date | None = None
    scoped_minutes: int | None = None
    fee_cents: int | None = cents(needed=False)
    goal: str | None = None
    goal_met: bool | None = None
    judged_on: date | None = None


class ScopeChange(Fact, table=True):
    """One row per change asked for: minutes, fee, new due date, and the client's decision."""

    __table_args__ = fact_rules(
        one_of("decision", SCOPE_DECISIONS), in_order("asked_on", "decided_on"), *not_negative("fee_cents")
    )
    project_id: int = link("project")
    asked_on: date = Field(nullable=False)
    what: str = Field(nullable=False)
    minutes: int = Field(default=0, nullable=False)
    fee_cents: int | None = cents(needed=False)
    new_due_on: date | None = None
    decision: str = Field(default="waiting", nullable=False)
    decided_on: date | None = None
    decided_by_id: int | None = link("contact", needed=False)


class Deliverable(Fact, table=True):
    """One row per thing to hand over in a project, with the revision rounds in scope."""

    __table_args__ = fact_rules(*not_negative("rounds_in_scope"))
    project_id: int = link("project")
    name: str = Field(nullable=False)
    due_on: date | None = None
    delivered_on: date | None = None
    rounds_in_scope: int | None = None


class RevisionRound(Fact, table=True):
    """One row per deliverable and round of changes the client asked for."""

    __table_args__ = fact_rules(in_order("asked_on", "answered_on"))
    deliverable_id: int = link("deliverable")
    asked_on: date = Field(nullable=False)
    answered_on: date | None = None
    words: str | None = None


class Task(Fact, table=True):
    """One row per task in a planning tool, with the estimate and the time it took in minutes."""

    __table_args__ = fact_rules(*not_negative("estimated_minutes", "spent_minutes"))
    project_id: int | None = link("project", needed=False)
    person_id: int | None = link("person", needed=False)
    name: str = Field(nullable=False)
    state: str | None = None
    opened_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    estimated_minutes: int | None = None
    spent_minutes: int | None = None


class Roadblock(Fact, table=True):
    """One row per thing that stopped a project, with its owner and the days it cost."""

    __table_args__ = fact_rules(
        one_of("cause", DELAY_CAUSES), in_order("opened_on", "closed_on"), *not_negative("days_lost")
    )
    project_id: int = link("project")
    person_id: int | None = link("person", needed=False)
    what: str = Field(nullable=False)
    cause: str = Field(nullable=False)
    opened_on: date = Field(nullable=False)
    closed_on: date | None = None
    days_lost: int | None = None


class TimeEntry(Fact, table=True):
    """One row per entry in a time sheet, in minutes; without account and project it is internal work."""

    __table_args__ = fact_rules(
        *not_negative("minutes"),
        check("minutes_fit_a_day", "minutes <= 1440"),
        Index("ix_time_entry_worked_on_person_id", "worked_on", "person_id", "minutes"),
    )
    person_id: int | None = link("person", needed=False)
    account_id: int | None = link("account", needed=False)
    project_id: int | None = link("project", needed=False)
    worked_on: date = Field(nullable=False)
    minutes: int = Field(nullable=False)
    billable: bool = Field(default=True, nullable=False)
    invoiced: bool | None = None
    task: str | None = None
    note: str | None = None
