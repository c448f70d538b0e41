"""The SELECTs of facts dated up to a review but recorded after it was closed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Select, func, select

from lib.accounts.tables import Account
from lib.delivery.tables import Project, ScopeChange, TimeEntry
from lib.growth.tables import Opportunity
from lib.money.tables import Invoice, Revenue, WriteOff
from lib.periods import next_day
from lib.relationship.tables import ClientRequest, Departure, Escalation, Interaction, Promise
from lib.review.tables import CheckUp, Review, Win
from lib.store.base import Fact, table_of
from lib.store.engine import Store
from lib.surveys.tables import SurveyResponse
from lib.value.tables import Objective, ObjectiveReading

account, review = table_of(Account), table_of(Review)
project, objective = table_of(Project), table_of(Objective)


@dataclass(frozen=True)
class Dated:
    """A table of facts: what one is called, its column of the day it happened, and how it leads to a client."""

    noun: str
    model: type[Fact]
    day: str
    through: str = ""  # the column that points at what has the account, where the table has none


# Answers of anonymous waves are not among them: they have neither day nor client.
FACTS = (
    Dated("interaction", Interaction, "happened_on"),
    Dated("promise", Promise, "made_on"),
    Dated("client request", ClientRequest, "asked_at"),
    Dated("escalation", Escalation, "opened_on"),
    Dated("departure", Departure, "decided_on"),
    Dated("reading of an objective", ObjectiveReading, "read_on", "objective_id"),
    Dated("entry of revenue", Revenue, "earned_on"),
    Dated("invoice", Invoice, "issued_on"),
    Dated("write-off", WriteOff, "written_off_on"),
    Dated("time entry", TimeEntry, "worked_on", "project_id"),
    Dated("scope change", ScopeChange, "asked_on", "project_id"),
    Dated("survey answer", SurveyResponse, "answered_on"),
    Dated("opportunity", Opportunity, "opened_on"),
    Dated("win", Win, "happened_on"),
    Dated("check-up", CheckUp, "held_on"),
)
PLURALS = {
    "reading of an objective": "readings of objectives", "entry of revenue": "entries of revenue",
    "time entry": "time entries", "opportunity": "opportunities",
}  # fmt: skip


@dataclass(frozen=True)
class Late:
    """Facts of one kind entered late: how many, and the names of the clients they are about."""

    noun: str
    count: int
    accounts: tuple[str, ...]

    @property
    def words(self) -> str:
        """How many of what: 1 time entry, 3 time entries."""
        return f"{self.count:,} {self.noun if self.count == 1 else PLURALS.get(self.noun, self.noun + 's')}"


def entered_late(store: Store, review_id: int) -> list[Late]:
    """Facts dated on or before the day of a closed review and recorded after it was closed, by kind, where there are
    any; nothing of an open one. They stand beside what was frozen, never in it."""
    found = store.rows(select(review.c.held_on, review.c.closed_at).where(review.c.id == review_id))
    if not found or found[0].closed_at is None:
        return []
    held_on, closed_at = found[0]
    told = [_late(store, kind, held_on, closed_at) for kind in FACTS]
    return [late for late in told if late.count]


def _late(store: Store, kind: Dated, held_on: date, closed_at: datetime) -> Late:
    rows = store.rows(_by_account(kind, held_on, closed_at))
    names = sorted(name for name, _ in rows if name is not None)
    return Late(kind.noun, sum(count for _, count in rows), tuple(names))


def _by_account(kind: Dated, held_on: date, closed_at: datetime) -> Select[Any]:
    table = table_of(kind.model)
    source, client = _client(kind, table)
    day = table.c[kind.day]
    tomorrow = datetime.combine(next_day(held_on), time(), UTC)
    by_then: ColumnElement[bool] = day < tomorrow if kind.day.endswith("_at") else day <= held_on
    return (
        select(account.c.name, func.count())
        .select_from(source.outerjoin(account, account.c.id == client))
        .where(table.c.recorded_at > closed_at, by_then)
        .group_by(account.c.name)
    )


def _client(kind: Dated, table: Any) -> tuple[FromClause, Column[int] | ColumnElement[int]]:
    if not kind.through:
        return table, table.c.account_id
    above = project if kind.through == "project_id" else objective
    joined = table.outerjoin(above, above.c.id == table.c[kind.through])
    own = (table.c.account_id,) if "account_id" in table.c else ()
    return joined, func.coalesce(*own, above.c.account_id) if own else above.c.account_id
