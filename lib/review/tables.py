"""Tables of weekly reviews, decisions, wins, check-ups and development."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Fact, UtcDateTime, fact_rules, in_order, link, one_of

PARTS = ("last decisions", "movements", "at risk", "promises", "people", "opportunities", "surveys", "wins")
DECISION_KINDS = ("decision", "accepted risk")
DECISION_OUTCOMES = ("happened", "partly", "did not happen")
DUTIES = ("revenue growth", "great work", "client goals", "agency resources", "happy clients")
CHECK_UP_PERIODS = ("quarter", "year")


class Review(Fact, table=True):
    """One row per weekly review; closed, its figures are frozen."""

    __table_args__ = fact_rules(UniqueConstraint("held_on"))
    held_on: date = Field(nullable=False)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None


class ReviewFigure(Fact, table=True):
    """One row per review, figure, scope and key, as it stood when the review was closed."""

    __table_args__ = fact_rules()
    review_id: int = link("review")
    figure: str = Field(nullable=False)
    scope: str = Field(nullable=False)
    key: str | None = None
    period: str | None = None
    value: str | None = None
    low: float | None = None
    high: float | None = None
    base: int | None = None


class ReviewItem(Fact, table=True):
    """One row per review and item of its agenda, in order."""

    __table_args__ = fact_rules(one_of("part", PARTS))
    review_id: int = link("review")
    position: int = Field(nullable=False)
    part: str = Field(nullable=False)
    account_id: int | None = link("account", needed=False)
    person_id: int | None = link("person", needed=False)
    words: str = Field(nullable=False)


class Decision(Fact, table=True):
    """One row per decision of a review: what, who, due, the effect expected and the day to look again."""

    __table_args__ = fact_rules(one_of("kind", DECISION_KINDS), one_of("outcome", DECISION_OUTCOMES))
    review_id: int = link("review")
    review_item_id: int | None = link("review_item", needed=False)
    account_id: int | None = link("account", needed=False)
    person_id: int | None = link("person", needed=False)
    kind: str = Field(default="decision", nullable=False)
    what: str = Field(nullable=False)
    due_on: date | None = None
    expected_effect: str | None = None
    check_on: date | None = None
    done_on: date | None = None
    outcome: str | None = None


class Win(Fact, table=True):
    """One row per win or thanks worth telling the team."""

    __table_args__ = fact_rules()
    happened_on: date = Field(nullable=False)
    account_id: int | None = link("account", needed=False)
    person_id: int | None = link("person", needed=False)
    words: str = Field(nullable=False)
    thanks_from: str | None = None


class CheckUp(Fact, table=True):
    """One row per account and period of a client check-up that was held."""

    __table_args__ = fact_rules(one_of("period", CHECK_UP_PERIODS))
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    period: str = Field(nullable=False)
    held_on: date = Field(nullable=False)
    words: str | None = None


class DevelopmentGoal(Fact, table=True):
    """One row per person and goal of their own development."""

    __table_args__ = fact_rules(in_order("set_on", "due_on"), in_order("set_on", "reached_on"))
    person_id: int = link("person")
    skill_id: int | None = link("skill", needed=False)
    what: str = Field(nullable=False)
    set_on: date = Field(nullable=False)
    due_on: date | None = None
    reached_on: date | None = None


class LevelExpectation(Fact, table=True):
    """One row per role and duty: what is expected at that level."""

    __table_args__ = fact_rules(UniqueConstraint("role_id", "duty"), one_of("duty", DUTIES))
    role_id: int = link("role")
    duty: str = Field(nullable=False)
    words: str = Field(nullable=False)


class FigureSnapshot(Fact, table=True):
    """One row per day, figure, scope and key: a catalogue figure as Steward knew it then; never changed afterwards."""

    __table_args__ = fact_rules(UniqueConstraint("taken_on", "figure", "scope", "key"))
    taken_on: date = Field(nullable=False, index=True)
    figure: str = Field(nullable=False)
    scope: str = Field(nullable=False)
    key: str = Field(default="", nullable=False)
    value: str | None = None
    low: float | None = None
    high: float | None = None
    base: int | None = None
