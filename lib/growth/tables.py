"""Tables of where accounts can grow."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.base import Fact, Spell, cents, check, fact_rules, in_order, link, not_negative, one_of, spell_rules

STAGE_KINDS = ("open", "won", "lost")
OPPORTUNITY_KINDS = ("new business", "expansion", "renewal")
SIGNAL_EFFECTS = ("opportunity", "threat")
TARGET_KINDS = ("revenue", "growth", "won")


class Stage(Fact, table=True):
    """One row per stage of the firm's own pipeline, in order; `kind` says whether it is open, won or lost.

    `chance` is what the firm itself says of it; a retired stage is no longer offered.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("name"), one_of("kind", STAGE_KINDS), check("chance_is_a_share", "chance BETWEEN 0 AND 1")
    )
    name: str = Field(nullable=False)
    kind: str = Field(default="open", nullable=False)
    position: int = Field(default=0, nullable=False)
    chance: float | None = None
    retired_on: date | None = None


class LossReason(Fact, table=True):
    """One row per category of lost opportunities, kept by the firm; a retired one is no longer offered."""

    __table_args__ = fact_rules(UniqueConstraint("name"))
    name: str = Field(nullable=False)
    position: int = Field(default=0, nullable=False)
    retired_on: date | None = None


class Opportunity(Fact, table=True):
    """One row per opportunity; `stage_id` is where it stands now, its history is in its stages.

    `amount_cents` is what was won, or asked for while it is open; empty where nobody said (then the service's list
    price stands for it). `opened_on` may be unknown.
    """

    __table_args__ = fact_rules(
        one_of("kind", OPPORTUNITY_KINDS), in_order("opened_on", "closed_on"), *not_negative("amount_cents")
    )
    account_id: int | None = link("account", needed=False)
    service_id: int | None = link("service", needed=False)
    person_id: int | None = link("person", needed=False)
    stage_id: int = link("stage")
    name: str | None = None
    kind: str | None = None
    opened_on: date | None = Field(default=None, index=True)
    expected_close_on: date | None = None
    closed_on: date | None = Field(default=None, index=True)
    amount_cents: int | None = cents(needed=False)
    next_step: str | None = None
    next_step_on: date | None = None
    loss_reason_id: int | None = link("loss_reason", needed=False)
    loss_words: str | None = None
    reason_quoted: str | None = None


class OpportunityStage(Fact, table=True):
    """One row per opportunity and stage it entered; `entered_on` is empty where the source kept no date."""

    __table_args__ = fact_rules()
    opportunity_id: int = link("opportunity")
    stage_id: int = link("stage")
    entered_on: date | None = None


class Referral(Fact, table=True):
    """One row per referral asked of a client, and what came of it."""

    __table_args__ = fact_rules(in_order("asked_on", "made_on"), in_order("made_on", "won_on"))
    account_id: int = link("account")
    person_id: int | None = link("person", needed=False)
    asked_on: date = Field(nullable=False)
    made_on: date | None = None
    referred: str | None = None
    won_on: date | None = None


class ServiceDecline(Fact, table=True):
    """One row per time a client said "not now" to a service: their words, and the day before which we do not ask."""

    __table_args__ = fact_rules(in_order("declined_on", "not_before_on"))
    account_id: int = link("account")
    service_id: int = link("service")
    declined_on: date = Field(nullable=False)
    not_before_on: date | None = None
    words: str | None = None


class ServiceIneligibility(Spell, table=True):
    """One row per account, service and spell in which it cannot be sold, and why."""

    __table_args__ = spell_rules()
    account_id: int = link("account")
    service_id: int = link("service")
    why: str = Field(nullable=False)


class MarketSignal(Fact, table=True):
    """One row per piece of news or forecast on a sector, with the service it speaks for or against."""

    __table_args__ = fact_rules(one_of("effect", SIGNAL_EFFECTS), in_order("seen_on", "expires_on"))
    sector_id: int | None = link("sector", needed=False)
    service_id: int | None = link("service", needed=False)
    seen_on: date = Field(nullable=False)
    expires_on: date | None = None
    headline: str = Field(nullable=False)
    effect: str = Field(nullable=False)
    published_by: str | None = None


class GrowthTarget(Spell, table=True):
    """One row per target and period: for an account, for an owner, or (neither) for the book."""

    __table_args__ = spell_rules(one_of("kind", TARGET_KINDS))
    account_id: int | None = link("account", needed=False)
    person_id: int | None = link("person", needed=False)
    kind: str = Field(default="revenue", nullable=False)
    amount_cents: int | None = cents(needed=False)
    share: float | None = None
