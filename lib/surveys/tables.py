"""Tables of client surveys; those of anonymous answers hold no person, no time and no row order."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Base, Fact, UtcDateTime, check, fact_rules, in_order, link, one_of

SURVEY_KINDS = ("relationship", "transactional")
SURVEY_MODES = ("attributed", "anonymous")
SCALES = ("0-10", "1-5", "1-7", "choice", "text")
INVITATION_STATES = ("listed", "sent", "bounced", "answered", "refused")
CHANNELS = ("link", "phone", "import")
FOLLOW_UP_REASONS = ("low score", "asked for contact")
FOLLOW_UP_STATES = ("open", "in progress", "closed")


class Survey(Fact, table=True):
    """One row per survey; all of it and its questions are frozen at the first invitation, `frozen_at`.

    `least_group` is the fewest people in anything released of an anonymous survey.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("name"),
        one_of("kind", SURVEY_KINDS),
        one_of("mode", SURVEY_MODES),
        check("least_group_from_3", "least_group >= 3"),
    )
    name: str = Field(nullable=False)
    kind: str = Field(nullable=False)
    mode: str = Field(nullable=False)
    promise: str | None = None
    least_group: int = Field(default=5, nullable=False)
    frozen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SurveyQuestion(Fact, table=True):
    """One row per survey and question, in order; `area` names what it asks about.

    `choices` are parted by "; "; `low_words` and `high_words` label the ends of a scale. `missing_codes` are numbers,
    parted by commas, by which imported answers say "blank" (11 on a scale of 0–10), `not_applicable_codes` "does not
    apply".
    """

    __table_args__ = fact_rules(one_of("scale", SCALES), one_of("better", ("higher", "lower")))
    survey_id: int = link("survey")
    position: int = Field(nullable=False)
    words: str = Field(nullable=False)
    scale: str = Field(nullable=False)
    area: str | None = None
    better: str = Field(default="higher", nullable=False)
    choices: str | None = None
    low_words: str | None = None
    high_words: str | None = None
    may_not_apply: bool = Field(default=True, nullable=False)
    missing_codes: str | None = None
    not_applicable_codes: str | None = None


class SurveyWave(Fact, table=True):
    """One row per survey and time it is asked; `code` is its name in the survey form, once its links are offered."""

    __table_args__ = fact_rules(in_order("opens_on", "closes_on"), UniqueConstraint("code"))
    survey_id: int = link("survey")
    name: str = Field(nullable=False)
    opens_on: date = Field(nullable=False)
    closes_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    code: str | None = None


class SurveyInvitation(Fact, table=True):
    """One row per wave and contact invited, with what was true of them then.

    The link's token is kept as a hash only, of anonymous waves not at all. `trouble` is why a message did not arrive.
    Account, role and cuts are those when it was sent: who moves later stays in the groups of then.
    """

    __table_args__ = fact_rules(UniqueConstraint("survey_wave_id", "contact_id"), one_of("state", INVITATION_STATES))
    survey_wave_id: int = link("survey_wave")
    contact_id: int = link("contact")
    token_hash: str | None = Field(default=None, unique=True)
    state: str = Field(default="listed", nullable=False)
    sent_on: date | None = None
    reminded_on: date | None = None
    account_id: int | None = link("account", needed=False)
    role: str | None = None
    segment: str | None = None
    region: str | None = None
    manager: str | None = None
    trouble: str | None = None


class SurveyResponse(Fact, table=True):
    """One row per answer sheet of an attributed wave; not `complete`: left before the end (AAPOR's partial).

    `person_id` is the colleague who took it down by phone; the cuts are those of the day it was given.
    """

    __table_args__ = fact_rules(one_of("channel", CHANNELS))
    survey_wave_id: int = link("survey_wave")
    account_id: int | None = link("account", needed=False)
    contact_id: int | None = link("contact", needed=False)
    answered_on: date = Field(nullable=False)
    channel: str = Field(default="link", nullable=False)
    complete: bool = Field(default=True, nullable=False)
    person_id: int | None = link("person", needed=False)
    segment: str | None = None
    region: str | None = None
    manager: str | None = None


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
    """One row per comment and tag a person gave it, or `rejected` where it was suggested.

    The comment is an answer of an attributed wave or, by its random key, of an anonymous one.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("survey_answer_id", "tag"),
        UniqueConstraint("anonymous_key", "tag"),
        check("one_comment", "(survey_answer_id IS NULL) <> (anonymous_key IS NULL)"),
    )
    survey_answer_id: int | None = link("survey_answer", needed=False)
    anonymous_key: str | None = Field(default=None, foreign_key="anonymous_answer.key")
    tag: str = Field(nullable=False)
    tagged_by: str | None = None
    rejected: bool = Field(default=False, nullable=False)


class SurveyFollowUp(Fact, table=True):
    """One row per conversation owed after an answer: for a low score, or because they asked for it.

    Due 48 hours after it was opened unless the firm counts business hours. `name` is what somebody typed in an
    anonymous wave to be contacted: it is linked to no answer.
    """

    __table_args__ = fact_rules(
        one_of("state", FOLLOW_UP_STATES), one_of("reason", FOLLOW_UP_REASONS), in_order("opened_at", "closed_at")
    )
    reason: str = Field(default="low score", nullable=False)
    survey_wave_id: int | None = link("survey_wave", needed=False)
    name: str | None = None
    survey_response_id: int | None = link("survey_response", needed=False)
    account_id: int | None = link("account", needed=False)
    contact_id: int | None = link("contact", needed=False)
    person_id: int | None = link("person", needed=False)
    opened_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str = Field(default="open", nullable=False)
    note: str | None = None
