"""Tables of the firm's own people."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Fact, Spell, cents, check, fact_rules, in_order, link, not_negative, spell_rules


class Role(Fact, table=True):
    """One row per role of the firm (coordinator, account manager, designer …), with its billable target."""

    __table_args__ = fact_rules(
        UniqueConstraint("name"), check("utilisation_target_is_a_share", "utilisation_target BETWEEN 0 AND 1")
    )
    name: str = Field(nullable=False)
    utilisation_target: float | None = None


class Person(Fact, table=True):
    """One row per person who works, or worked, for the firm."""

    __table_args__ = fact_rules(
        UniqueConstraint("name"),
        UniqueConstraint("email"),
        check("name_is_written", "name <> ''"),
        in_order("joined_on", "left_on"),
    )
    name: str = Field(nullable=False)
    email: str | None = None
    office: str | None = None
    country: str | None = None
    region: str | None = None
    joined_on: date | None = None
    left_on: date | None = None


class PersonRole(Spell, table=True):
    """One row per person and spell in a role."""

    __table_args__ = spell_rules()
    person_id: int = link("person")
    role_id: int = link("role")


class ReportingLine(Spell, table=True):
    """One row per person and spell under a manager."""

    __table_args__ = spell_rules(check("manager_is_somebody_else", "person_id <> manager_id"))
    person_id: int = link("person")
    manager_id: int = link("person")


class WeeklyHours(Spell, table=True):
    """One row per person and spell of contracted hours a week, in minutes."""

    __table_args__ = spell_rules(check("minutes_per_week_fit_a_week", "minutes_per_week BETWEEN 0 AND 10080"))
    person_id: int = link("person")
    minutes_per_week: int = Field(nullable=False)


class CostRate(Spell, table=True):
    """One row per person and spell of what an hour of theirs costs the firm; never shown to viewers."""

    __table_args__ = spell_rules(*not_negative("cents_per_hour"))
    person_id: int = link("person")
    cents_per_hour: int = cents()


class Skill(Fact, table=True):
    """One row per skill the firm staffs by."""

    __table_args__ = fact_rules(UniqueConstraint("name"))
    name: str = Field(nullable=False)


class PersonSkill(Spell, table=True):
    """One row per person, skill and spell at a level from 1 (learning) to 5 (teaches others)."""

    __table_args__ = spell_rules(check("level_from_1_to_5", "level BETWEEN 1 AND 5"))
    person_id: int = link("person")
    skill_id: int = link("skill")
    level: int = Field(nullable=False)
