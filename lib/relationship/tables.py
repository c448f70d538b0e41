"""Tables of what passes between the firm and its clients."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Base, Fact, UtcDateTime, check, fact_rules, in_order, link, not_negative, one_of

INTERACTION_KINDS = ("meeting", "call", "email", "event", "visit", "note")
DIRECTIONS = ("two way", "outbound", "inbound")
PROMISE_OUTCOMES = ("kept", "broken", "withdrawn")
DEPARTMENTS = ("sales", "marketing", "product", "delivery")
REQUEST_STATES = ("open", "answered", "done", "declined")
VOICES = ("client", "our assessment")
WEIGHTS = ("primary", "contributing")
EXIT_ANSWERS = ("yes", "perhaps", "no")
EXIT_QUESTIONS = {
    "would_change": "What would have changed it",
    "would_return": "Would they come back",
    "would_refer": "Would they refer us",
}
CHURN_REASONS = ("price", "service quality", "results", "relationship", "in-house", "budget cut", "merger", "other")


class Interaction(Fact, table=True):
    """One row per contact that happened; `formal_update` when it was an update the communication plan asks for."""

    __table_args__ = fact_rules(
        one_of("kind", INTERACTION_KINDS), one_of("direction", DIRECTIONS), *not_negative("minutes")
    )
    account_id: int | None = link("account", needed=False)
    happened_on: date = Field(nullable=False, index=True)
    kind: str = Field(nullable=False)
    direction: str = Field(default="two way", nullable=False)
    formal_update: bool = Field(default=False, nullable=False)
    minutes: int | None = None
    summary: str | None = None


class InteractionContact(Base, table=True):
    """One row per interaction and client contact who took part."""

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    contact_id: int = Field(foreign_key="contact.id", primary_key=True, index=True)


class InteractionPerson(Base, table=True):
    """One row per interaction and colleague who took part."""

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Promise(Fact, table=True):
    """One row per promise made to a client; open while `outcome` is empty."""

    __table_args__ = fact_rules(
        one_of("outcome", PROMISE_OUTCOMES), in_order("made_on", "due_on"), in_order("made_on", "settled_on")
    )
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    contact_id: int | None = link("contact", needed=False)
    what: str = Field(nullable=False)
    made_on: date = Field(nullable=False)
    due_on: date = Field(nullable=False, index=True)
    settled_on: date | None = None
    outcome: str | None = None


class ClientRequest(Fact, table=True):
    """One row per thing a client asked for, and the department it went to."""

    __table_args__ = fact_rules(
        one_of("department", DEPARTMENTS), one_of("state", REQUEST_STATES), in_order("asked_at", "first_answer_at")
    )
    account_id: int = link("account")
    contact_id: int | None = link("contact", needed=False)
    person_id: int | None = link("person", needed=False)
    department: str = Field(nullable=False)
    what: str = Field(nullable=False)
    asked_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    first_answer_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str = Field(default="open", nullable=False)
    closed_on: date | None = None
    client_told_on: date | None = None


class Escalation(Fact, table=True):
    """One row per escalation, severity 1 (watch) to 4 (the account may leave)."""

    __table_args__ = fact_rules(
        check("severity_1_to_4", "severity BETWEEN 1 AND 4"), in_order("opened_on", "closed_on")
    )
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    severity: int = Field(nullable=False)
    what: str = Field(nullable=False)
    opened_on: date = Field(nullable=False)
    closed_on: date | None = None
    resolution: str | None = None


class EscalationUpdate(Fact, table=True):
    """One row per update given on an escalation."""

    __table_args__ = fact_rules()
    escalation_id: int = link("escalation")
    given_on: date = Field(nullable=False)
    words: str = Field(nullable=False)
    person_id: int | None = link("person", needed=False)


class Departure(Fact, table=True):
    """One row per time a client left: when it was decided, and the last day we worked for them."""

    __table_args__ = fact_rules(UniqueConstraint("account_id", "decided_on"), in_order("decided_on", "last_day_on"))
    account_id: int = link("account")
    decided_on: date = Field(nullable=False)
    last_day_on: date | None = None
    treated: bool | None = None
    note: str | None = None


class DepartureReason(Fact, table=True):
    """One row per departure, voice and reason; the client's own words and our assessment are never merged."""

    __table_args__ = fact_rules(one_of("voice", VOICES), one_of("weight", WEIGHTS), one_of("reason", CHURN_REASONS))
    departure_id: int = link("departure")
    voice: str = Field(nullable=False)
    weight: str = Field(nullable=False)
    reason: str = Field(nullable=False)
    words: str | None = None
    said_by: str | None = None
    said_on: date | None = None


class ExitInterview(Fact, table=True):
    """One row per exit interview held; what was not asked, or not answered, is empty."""

    __table_args__ = fact_rules(one_of("would_return", EXIT_ANSWERS), one_of("would_refer", EXIT_ANSWERS))
    departure_id: int = link("departure")
    held_on: date = Field(nullable=False)
    person_id: int | None = link("person", needed=False)
    contact_id: int | None = link("contact", needed=False)
    words: str | None = None
    would_change: str | None = None
    would_return: str | None = None
    would_refer: str | None = None


class OnboardingTemplate(Fact, table=True):
    """One row per onboarding template (new client, change of sponsor …)."""

    __table_args__ = fact_rules(UniqueConstraint("name"))
    name: str = Field(nullable=False)


class OnboardingTemplateStep(Fact, table=True):
    """One row per template and step, due so many days after the start."""

    __table_args__ = fact_rules(*not_negative("due_after_days", "position"))
    onboarding_template_id: int = link("onboarding_template")
    position: int = Field(nullable=False)
    milestone: str = Field(nullable=False)
    name: str = Field(nullable=False)
    due_after_days: int = Field(nullable=False)


class OnboardingStep(Fact, table=True):
    """One row per account and onboarding step, with the day it is due and the day it was done."""

    __table_args__ = fact_rules()
    account_id: int = link("account")
    onboarding_template_step_id: int | None = link("onboarding_template_step", needed=False)
    milestone: str = Field(nullable=False)
    name: str = Field(nullable=False)
    due_on: date = Field(nullable=False)
    done_on: date | None = None
    person_id: int | None = link("person", needed=False)
