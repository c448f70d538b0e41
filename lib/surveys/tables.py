"""Tables of client surveys; those of anonymous answers hold no person, no time and no row order."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Base, Fact, UtcDateTime, fact_rules, in_order, link, one_of

SURVEY_KINDS = ("relationship", "transactional")
SURVEY_MODES = ("attributed", "anonymous")
SCALES = ("0-10", "1-5", "1-7", "choice", "text")
INVITATION_STATES = ("listed", "sent", "bounced", "answered", "refused")
CHANNELS = ("link", "phone", "import")
FOLLOW_UP_STATES = ("open", "in progress", "closed")


class Survey(Fact, table=True):
    """One row per survey; kind and mode are frozen at the first invitation."""

    __table_args__ = fact_rules(UniqueConstraint("name"), one_of("kind", SURVEY_KINDS), one_of("mode", SURVEY_MODES))
    name: str = Field(nullable=False)
    kind: str = Field(nullable=False)
    mode: str = Field(nullable=False)
    promise: str | None = None


class SurveyQuestion(Fact, table=True):
    """One row per survey and question, in order; `area` names what it asks about."""

    __table_args__ = fact_rules(one_of("scale", SCALES), one_of("better", ("higher", "lower")))
    survey_id: int = link("survey")
    position: int = Field(nullable=False)
    words: str = Field(nullable=False)
    scale: str = Field(nullable=False)
    area: str | None = None
    better: str = Field(default="higher", nullable=False)
    choices: str | None = None


class SurveyWave(Fact, table=True):
    """One row per survey and time it is asked."""

    __table_args__ = fact_rules(in_order("opens_on", "closes_on"))
    survey_id: int = link("survey")
    name: str = Field(nullable=False)
    opens_on: date = Field(nullable=False)
    closes_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SurveyInvitation(Fact, table=True):
    """One row per wave and contact invited; the link's token is kept as a hash only."""

    __table_args__ = fact_rules(UniqueConstraint("survey_wave_id", "contact_id"), one_of("state", INVITATION_STATES))
    survey_wave_id: int = link("survey_wave")
    contact_id: int = link("contact")
    token_hash: str | None = Field(default=None, unique=True)
    state: str = Field(default="listed", nullable=False)
    sent_on: date | None = None
    reminded_on: date | None = None


class SurveyResponse(Fact, table=True):
    """One row per answer sheet of an attributed wave."""

    __table_args__ = fact_rules(one_of("channel", CHANNELS))
    survey_wave_id: int = link("survey_wave")
    account_id: int | None = link("account", needed=False)
    contact_id: int | None = link("contact", needed=False)
    answered_on: date = Field(nullable=False)
    channel: str = Field(default="link", nullable=False)


class SurveyAnswer(Fact, table=True):
    """One row per answer sheet and question answered; `not_applicable` is apart from blank (no row)."""

    __table_args__ = fact_rules(UniqueConstraint("survey_response_id", "survey_question_id"))
    survey_response_id: int = link("survey_response")
    survey_question_id: int = link("survey_question")
    score: float | None = None
    words: str | None = None
    not_applicable: bool = Field(default=False, nullable=False)


class AnonymousAnswer(Base, table=True):
    """One row per answer of an anonymous wave under a random key: no person, no time, no row order.

    `sheet` is a random word that holds the answers of one sheet together; the cuts are those frozen with the wave.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)
    key: str = Field(primary_key=True)
    survey_wave_id: int = Field(foreign_key="survey_wave.id", nullable=False)
    survey_question_id: int = Field(foreign_key="survey_question.id", nullable=False)
    sheet: str = Field(nullable=False)
    segment: str | None = None
    region: str | None = None
    manager: str | None = None
    score: float | None = None
    words: str | None = None
    not_applicable: bool = Field(default=False, nullable=False)


class SurveyRelease(Fact, table=True):
    """One row per wave, cut, question and figure released when the wave closed; withheld ones have no value."""

    __table_args__ = fact_rules()
    survey_wave_id: int = link("survey_wave")
    survey_question_id: int | None = link("survey_question", needed=False)
    cut: str = Field(nullable=False)
    cut_key: str | None = None
    figure: str = Field(nullable=False)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    base: int | None = None
    withheld: bool = Field(default=False, nullable=False)


class CommentTag(Fact, table=True):
    """One row per comment and tag a person gave it."""

    __table_args__ = fact_rules(UniqueConstraint("survey_answer_id", "tag"))
    survey_answer_id: int = link("survey_answer")
    tag: str = Field(nullable=False)
    tagged_by: str | None = None


class SurveyFollowUp(Fact, table=True):
    """One row per conversation owed after an answer, due 48 hours after it was opened."""

    __table_args__ = fact_rules(one_of("state", FOLLOW_UP_STATES), in_order("opened_at", "closed_at"))
    survey_response_id: int | None = link("survey_response", needed=False)
    account_id: int | None = link("account", needed=False)
    contact_id: int | None = link("contact", needed=False)
    person_id: int | None = link("person", needed=False)
    opened_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str = Field(default="open", nullable=False)
    note: str | None = None
