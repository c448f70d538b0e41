"""Tables of what clients pay and what is given away."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from lib.store.base import Fact, Spell, cents, fact_rules, in_order, link, not_negative, one_of, spell_rules

REVENUE_KINDS = ("recurring", "project")
WRITE_OFF_REASONS = ("over-servicing", "rework", "goodwill", "wrong estimate", "scope not agreed", "other")


class Revenue(Fact, table=True):
    """One row per amount of revenue recognised on a day for an account and service; a credit is negative.

    `person_id` is who is credited with it where that is not the account's owner (the seller of a won deal).
    """

    __table_args__ = fact_rules(
        one_of("kind", REVENUE_KINDS),
        # One index answers every windowed read of the portfolio without touching the table.
        Index("ix_revenue_window", "earned_on", "account_id", "service_id", "person_id", "kind", "amount_cents"),
        Index("ix_revenue_account_day", "account_id", "earned_on"),
    )
    account_id: int | None = Field(default=None, foreign_key="account.id")
    service_id: int | None = link("service", needed=False)
    person_id: int | None = link("person", needed=False)
    project_id: int | None = link("project", needed=False)
    opportunity_id: int | None = link("opportunity", needed=False)
    earned_on: date = Field(nullable=False)
    amount_cents: int = cents()
    kind: str = Field(nullable=False)


class Invoice(Fact, table=True):
    """One row per invoice; unpaid while `paid_on` is empty."""

    __table_args__ = fact_rules(in_order("issued_on", "due_on"))
    account_id: int = link("account")
    number: str | None = None
    issued_on: date = Field(nullable=False)
    due_on: date = Field(nullable=False)
    amount_cents: int = cents()
    paid_on: date | None = None


class PassThroughCost(Fact, table=True):
    """One row per cost bought for a client and passed on (media, print, freelancers)."""

    __table_args__ = fact_rules()
    account_id: int = link("account")
    project_id: int | None = link("project", needed=False)
    spent_on: date = Field(nullable=False)
    amount_cents: int = cents()
    what: str | None = None


class WriteOff(Fact, table=True):
    """One row per amount of work given away, with the owner who decided it and why."""

    __table_args__ = fact_rules(one_of("reason", WRITE_OFF_REASONS), *not_negative("amount_cents", "minutes"))
    account_id: int = link("account")
    project_id: int | None = link("project", needed=False)
    person_id: int | None = link("person", needed=False)
    written_off_on: date = Field(nullable=False, index=True)
    amount_cents: int = cents()
    minutes: int | None = None
    reason: str = Field(nullable=False)
    words: str | None = None


class BillRate(Spell, table=True):
    """One row per role or account and spell of the price of an hour; neither: the firm's standard rate."""

    __table_args__ = spell_rules(*not_negative("cents_per_hour"))
    role_id: int | None = link("role", needed=False)
    account_id: int | None = link("account", needed=False)
    cents_per_hour: int = cents()
