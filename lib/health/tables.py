"""Tables of the health score: what it was made of, and what people thought of it."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Fact, Spell, check, fact_rules, in_order, link, not_negative, one_of, spell_rules

FACTORS = ("value", "delivery", "scope", "breadth", "cadence", "survey", "escalations", "commercial")
BANDS = ("Green", "Amber", "Red", "Unknown")
CALLS = ("will renew", "likely to renew", "likely to leave", "leaving")
# Rules that cap the band, whatever the score says.
VETOES = ("sponsor silent", "escalation open", "notice given", "invoice overdue")


class HealthFormula(Spell, table=True):
    """One row per version of the formula and the spell it was in force."""

    __table_args__ = spell_rules(UniqueConstraint("number"), in_order("red_below", "green_from"))
    number: int = Field(nullable=False)
    green_from: float = Field(default=70, nullable=False)
    red_below: float = Field(default=50, nullable=False)
    leave_red_from: float = Field(default=55, nullable=False)
    reason: str | None = None


class HealthWeight(Fact, table=True):
    """One row per formula version and factor: its weight 1–3 and how many days an input stays valid."""

    __table_args__ = fact_rules(
        UniqueConstraint("health_formula_id", "factor"),
        one_of("factor", FACTORS),
        check("weight_1_to_3", "weight BETWEEN 1 AND 3"),
        check("validity_days_positive", "validity_days > 0"),
    )
    health_formula_id: int = link("health_formula")
    factor: str = Field(nullable=False)
    weight: int = Field(default=1, nullable=False)
    validity_days: int = Field(nullable=False)


class HealthVeto(Fact, table=True):
    """One row per formula version and rule in force: from which limit on it caps the band, and at which.

    The limit is in days (sponsor silent, invoice overdue) or a severity (escalation open); notice given has none.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("health_formula_id", "rule"),
        one_of("rule", VETOES),
        one_of("caps_at", ("Amber", "Red")),
        *not_negative("limit_value"),
    )
    health_formula_id: int = link("health_formula")
    rule: str = Field(nullable=False)
    limit_value: int | None = None
    caps_at: str = Field(nullable=False)


class HealthSnapshot(Fact, table=True):
    """One row per account and week: the interval as it stood; never changed afterwards."""

    __table_args__ = fact_rules(
        UniqueConstraint("account_id", "taken_on"),
        one_of("band", BANDS),
        in_order("low", "high"),
        check("coverage_is_a_share", "coverage BETWEEN 0 AND 1"),
    )
    account_id: int = link("account")
    health_formula_id: int = link("health_formula")
    taken_on: date = Field(nullable=False, index=True)
    low: float = Field(nullable=False)
    high: float = Field(nullable=False)
    coverage: float = Field(nullable=False)
    band: str = Field(nullable=False)
    capped_by: str | None = None


class HealthSnapshotFactor(Fact, table=True):
    """One row per snapshot and factor; no score: unknown, or not applicable with a reason.

    `words` say what was seen; `evidence` names tables and row numbers: "project:12,15 deliverable:3".
    """

    __table_args__ = fact_rules(UniqueConstraint("health_snapshot_id", "factor"), one_of("factor", FACTORS))
    health_snapshot_id: int = link("health_snapshot")
    factor: str = Field(nullable=False)
    score: float | None = None
    observed_on: date | None = None
    not_applicable: str | None = None
    words: str | None = None
    evidence: str | None = None


class FactorExemption(Spell, table=True):
    """One row per account, factor and spell in which it does not apply, and why."""

    __table_args__ = spell_rules(one_of("factor", FACTORS))
    account_id: int = link("account")
    factor: str = Field(nullable=False)
    reason: str = Field(nullable=False)


class RenewalCall(Fact, table=True):
    """One row per account, caller and day: what a person thinks will happen, with the reason."""

    __table_args__ = fact_rules(one_of("call", CALLS), check("months_ahead_positive", "months_ahead > 0"))
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    made_on: date = Field(nullable=False)
    months_ahead: int = Field(nullable=False)
    call: str = Field(nullable=False)
    reason: str = Field(nullable=False)


class BandOverride(Spell, table=True):
    """One row per account and spell of a band a person set beside the computed one; at most 30 days."""

    __table_args__ = spell_rules(one_of("band", BANDS))
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    band: str = Field(nullable=False)
    reason: str = Field(nullable=False)
    evidence: str | None = None
