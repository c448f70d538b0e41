"""Tables of who is booked on what, who is away, and which moves were suggested."""

from datetime import date, datetime

from sqlmodel import Field

from lib.store.base import Fact, Spell, UtcDateTime, check, fact_rules, link, not_negative, one_of, spell_rules

ABSENCE_KINDS = ("leave", "sickness", "training", "parental", "other")
MOVE_STATES = ("suggested", "locked", "vetoed", "applied", "undone")


class Booking(Spell, table=True):
    """One row per person (or placeholder by role or skill), work and spell, in minutes a week."""

    __table_args__ = spell_rules(
        check("minutes_per_week_fit_a_week", "minutes_per_week BETWEEN 0 AND 10080"),
        check("chance_is_a_share", "chance BETWEEN 0 AND 1"),
        check("somebody_or_a_placeholder", "person_id IS NOT NULL OR role_id IS NOT NULL OR skill_id IS NOT NULL"),
    )
    person_id: int | None = link("person", needed=False)
    role_id: int | None = link("role", needed=False)
    skill_id: int | None = link("skill", needed=False)
    account_id: int | None = link("account", needed=False)
    project_id: int | None = link("project", needed=False)
    opportunity_id: int | None = link("opportunity", needed=False)
    minutes_per_week: int = Field(nullable=False)
    tentative: bool = Field(default=False, nullable=False)
    chance: float | None = None
    reason: str | None = None


class Absence(Spell, table=True):
    """One row per person and spell away; `minutes_per_day` only for part of a day."""

    __table_args__ = spell_rules(one_of("kind", ABSENCE_KINDS), *not_negative("minutes_per_day"))
    person_id: int = link("person")
    kind: str = Field(nullable=False)
    minutes_per_day: int | None = None


class AllocationRun(Fact, table=True):
    """One row per suggestion asked of the solver, with the gap it could prove."""

    __table_args__ = fact_rules()
    ran_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    from_week_on: date = Field(nullable=False)
    weeks: int = Field(nullable=False)
    objective: float | None = None
    proved_gap: float | None = None
    settings: str | None = None


class AllocationMove(Fact, table=True):
    """One row per run and suggested move of work from one person to another."""

    __table_args__ = fact_rules(one_of("state", MOVE_STATES), *not_negative("minutes_per_week"))
    allocation_run_id: int = link("allocation_run")
    booking_id: int | None = link("booking", needed=False)
    account_id: int | None = link("account", needed=False)
    from_person_id: int | None = link("person", needed=False)
    to_person_id: int | None = link("person", needed=False)
    minutes_per_week: int = Field(nullable=False)
    state: str = Field(default="suggested", nullable=False)
    reason: str | None = None
