"""The history of one client's escalations, onboarding and departures, as lines of a timeline."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.events import Event, days_late, told
from lib.people.tables import Person
from lib.relationship.tables import (
    EXIT_QUESTIONS,
    Departure,
    DepartureReason,
    Escalation,
    EscalationUpdate,
    ExitInterview,
    OnboardingStep,
)
from lib.store.base import table_of
from lib.store.engine import Store

escalation, update, person = table_of(Escalation), table_of(EscalationUpdate), table_of(Person)
departure, reason, interview = table_of(Departure), table_of(DepartureReason), table_of(ExitInterview)
step = table_of(OnboardingStep)
_RECORD = ("recorded_at", "batch_id")


def escalation_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Escalations opened and closed by a day, and the updates given."""
    names = ("what", "severity", "opened_on", "closed_on", "resolution", *_RECORD)
    joined = escalation.outerjoin(person, person.c.id == escalation.c.person_id)
    statement = select(*(escalation.c[name] for name in names), person.c.name.label("person")).select_from(joined)
    rows = store.rows(statement.where(escalation.c.account_id == account_id))
    found = [event for row in rows for event in _of_escalation(row)]
    return [event for event in [*found, *_updates(store, account_id)] if event.day <= as_of]


def _of_escalation(row: Any) -> Iterator[Event]:
    yield told(row, row.opened_on, "Escalations", f"Escalation of severity {row.severity} opened", row.what, row.person)
    if row.closed_on is not None:
        words = ": ".join(filter(None, [row.what, row.resolution]))
        yield told(row, row.closed_on, "Escalations", "Escalation closed", words, row.person)


def _updates(store: Store, account_id: int) -> Iterator[Event]:
    joined = update.join(escalation, escalation.c.id == update.c.escalation_id)
    joined = joined.outerjoin(person, person.c.id == update.c.person_id)
    columns = (*(update.c[name] for name in ("given_on", "words", *_RECORD)), escalation.c.what, person.c.name)
    statement = select(*columns).select_from(joined).where(escalation.c.account_id == account_id)
    for row in store.rows(statement):
        words = f"{row.what}: {row.words}"
        yield told(row, row.given_on, "Escalations", "Update on an escalation", words, row.name)


def onboarding_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Onboarding steps done by a day."""
    joined = step.outerjoin(person, person.c.id == step.c.person_id)
    names = ("milestone", "name", "due_on", "done_on", *_RECORD)
    statement = select(*(step.c[name] for name in names), person.c.name.label("person")).select_from(joined)
    rows = store.rows(statement.where(step.c.account_id == account_id, step.c.done_on <= as_of))
    return [
        told(
            row, row.done_on, "Onboarding", f"Onboarding step done{days_late(row.done_on, row.due_on)}",
            f"{row.milestone}: {row.name}", row.person,
        )
        for row in rows
    ]  # fmt: skip


def departure_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """That the client decided to leave, the last day we worked for it, what was said of why, exit interviews."""
    names = ("decided_on", "last_day_on", "note", *_RECORD)
    there = (departure.c.account_id == account_id, departure.c.decided_on <= as_of)
    rows = store.rows(select(*(departure.c[name] for name in names)).where(*there))
    if not rows:
        return []
    found = [event for row in rows for event in _of_departure(row)]
    said = [*found, *_reasons(store, account_id), *_interviews(store, account_id)]
    return [event for event in said if event.day <= as_of]


def _of_departure(row: Any) -> Iterator[Event]:
    yield told(row, row.decided_on, "Contracts", "The client decided to leave", row.note)
    if row.last_day_on is not None:
        yield told(row, row.last_day_on, "Contracts", "Last day we worked for the client")


def _reasons(store: Store, account_id: int) -> Iterator[Event]:
    names = ("voice", "weight", "reason", "words", "said_by", "said_on", *_RECORD)
    joined = reason.join(departure, departure.c.id == reason.c.departure_id)
    statement = select(*(reason.c[name] for name in names), departure.c.decided_on).select_from(joined)
    for row in store.rows(statement.where(departure.c.account_id == account_id)):
        title = f"Why they left, {'the client says' if row.voice == 'client' else 'we say'}: {row.reason}"
        yield told(row, row.said_on or row.decided_on, "Contracts", title, row.words, row.said_by)


def _interviews(store: Store, account_id: int) -> Iterator[Event]:
    joined = interview.join(departure, departure.c.id == interview.c.departure_id)
    joined = joined.outerjoin(person, person.c.id == interview.c.person_id)
    names = ("held_on", "words", *EXIT_QUESTIONS, *_RECORD)
    statement = select(*(interview.c[name] for name in names), person.c.name.label("person")).select_from(joined)
    for row in store.rows(statement.where(departure.c.account_id == account_id)):
        yield told(row, row.held_on, "Contact", "Exit interview", _said(row), row.person)


def _said(row: Any) -> str | None:
    answers = (f"{label}? {value}" for name, label in EXIT_QUESTIONS.items() if (value := getattr(row, name)))
    return " · ".join([*([row.words] if row.words else []), *answers]) or None
