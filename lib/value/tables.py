"""Tables of objectives, their terms and readings, and of sector benchmarks."""

from datetime import date

from sqlmodel import Field

from lib.store.base import Fact, Spell, check, fact_rules, link, one_of, spell_rules

OBJECTIVE_KINDS = ("promised outcome", "goal")
BETTER = ("higher", "lower")
REVIEW_RHYTHMS = ("monthly", "quarterly", "yearly")


class Objective(Fact, table=True):
    """One row per objective of a client; its numbers are in its terms, dated."""

    __table_args__ = fact_rules(
        one_of("kind", OBJECTIVE_KINDS), one_of("better", BETTER), one_of("reviewed", REVIEW_RHYTHMS)
    )
    account_id: int = link("account")
    service_id: int | None = link("service", needed=False)
    person_id: int | None = link("person", needed=False)
    name: str = Field(nullable=False)
    kind: str = Field(default="goal", nullable=False)
    unit: str | None = None
    better: str = Field(default="higher", nullable=False)
    reviewed: str = Field(default="quarterly", nullable=False)
    closed_on: date | None = None


class ObjectiveTerm(Spell, table=True):
    """One row per objective and spell of its baseline, target and due date; a change adds a row with its reason."""

    __table_args__ = spell_rules(check("target_differs_from_baseline", "target <> baseline"))
    objective_id: int = link("objective")
    baseline: float = Field(nullable=False)
    target: float = Field(nullable=False)
    due_on: date = Field(nullable=False)
    reason: str | None = None


class ObjectiveReading(Fact, table=True):
    """One row per objective and day it was measured; confirmed once a client contact said so."""

    __table_args__ = fact_rules()
    objective_id: int = link("objective")
    read_on: date = Field(nullable=False)
    actual: float = Field(nullable=False)
    evidence: str | None = None
    confirmed_by_id: int | None = link("contact", needed=False)
    confirmed_on: date | None = None


class SectorBenchmark(Fact, table=True):
    """One row per sector, measure and year of a published figure, with its source."""

    __table_args__ = fact_rules()
    sector_id: int | None = link("sector", needed=False)
    measure: str = Field(nullable=False)
    value: float = Field(nullable=False)
    unit: str | None = None
    published_by: str = Field(nullable=False)
    year: int = Field(nullable=False)
