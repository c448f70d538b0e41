"""Tables of client accounts, their contacts, owners, contracts, and of the services they can buy."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from lib.store.base import Fact, Spell, cents, check, fact_rules, in_order, link, not_negative, one_of, spell_rules

CONTACT_ROLES = ("decision maker", "influencer", "user", "sponsor", "champion")
CONTRACT_KINDS = ("retainer", "project", "support")
RISK_APPETITES = ("low", "medium", "high")
OWNER_DUTIES = ("lead", "support")
RENEWAL_OUTCOMES = ("renewed", "reduced", "lost")


class Sector(Fact, table=True):
    """One row per sector the firm's clients work in."""

    __table_args__ = fact_rules(UniqueConstraint("name"))
    name: str = Field(nullable=False)


class Account(Fact, table=True):
    """One row per client account; `client_since` only where it is known from before the records begin.

    `annual_revenue_cents` and `employees` are the client's own size, not what they pay us.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("name"),
        *not_negative("employees", "annual_revenue_cents"),
        check("name_is_written", "name <> ''"),
        check("parent_is_another_account", "parent_id <> id"),
        check("founded_year_is_a_year", "founded_year BETWEEN 1000 AND 2200"),
    )
    name: str = Field(nullable=False)
    sector_id: int | None = link("sector", needed=False)
    parent_id: int | None = link("account", needed=False)
    client_since: date | None = None
    website: str | None = None
    location: str | None = None
    founded_year: int | None = None
    employees: int | None = None
    annual_revenue_cents: int | None = Field(default=None, sa_type=BigInteger)
    note: str | None = None
    archived_on: date | None = None


class AccountOwner(Spell, table=True):
    """One row per account, colleague and spell of looking after it; the `lead` is its owner in every figure."""

    __table_args__ = spell_rules(one_of("duty", OWNER_DUTIES))
    account_id: int = link("account")
    person_id: int = link("person")
    duty: str = Field(default="lead", nullable=False)


class Contact(Fact, table=True):
    """One row per person at a client; `left_on` when they are no longer there."""

    __table_args__ = fact_rules(one_of("role", CONTACT_ROLES), check("influence_1_to_5", "influence BETWEEN 1 AND 5"))
    account_id: int = link("account")
    name: str = Field(nullable=False)
    email: str | None = Field(default=None, index=True)
    phone: str | None = None
    title: str | None = None
    role: str | None = None
    influence: int | None = None
    left_on: date | None = None


class AccountProfile(Spell, table=True):
    """One row per account and spell of what we understand of it: how, how often and about what to talk to them."""

    __table_args__ = spell_rules(
        one_of("risk_appetite", RISK_APPETITES),
        check("cadence_days_positive", "cadence_days > 0"),
        check("ideal_gap_days_positive", "ideal_gap_days > 0"),
        in_order("ideal_gap_days", "maximum_gap_days"),
    )
    account_id: int = link("account")
    communication_style: str | None = None
    cadence_days: int | None = None
    ideal_gap_days: int | None = None
    maximum_gap_days: int | None = None
    risk_appetite: str | None = None
    needs: str | None = None
    preferences: str | None = None
    long_term_objectives: str | None = None
    sponsor_id: int | None = link("contact", needed=False)


class ServiceLine(Fact, table=True):
    """One row per family of services."""

    __table_args__ = fact_rules(UniqueConstraint("name"))
    name: str = Field(nullable=False)


class Service(Fact, table=True):
    """One row per service in the catalogue; `risk` is what it asks of a client's appetite.

    `keywords` are words, parted by commas, by which a need the client told speaks for the service.
    """

    __table_args__ = fact_rules(
        UniqueConstraint("name"),
        one_of("risk", RISK_APPETITES),
        check("margin_share_below_one", "margin_share BETWEEN -1 AND 1"),
    )
    name: str = Field(nullable=False)
    service_line_id: int | None = link("service_line", needed=False)
    margin_share: float | None = None
    risk: str | None = None
    keywords: str | None = None
    retired_on: date | None = None


class ServicePrice(Spell, table=True):
    """One row per service and spell of its list price."""

    __table_args__ = spell_rules(*not_negative("list_price_cents"))
    service_id: int = link("service")
    list_price_cents: int = cents()


class ServiceSkill(Fact, table=True):
    """One row per service and skill it needs: minutes a month at a least level."""

    __table_args__ = fact_rules(
        UniqueConstraint("service_id", "skill_id"),
        *not_negative("minutes_per_month"),
        check("least_level_from_1_to_5", "least_level BETWEEN 1 AND 5"),
    )
    service_id: int = link("service")
    skill_id: int = link("skill")
    minutes_per_month: int = Field(nullable=False)
    least_level: int = Field(default=1, nullable=False)


class Contract(Spell, table=True):
    """One row per contract term; an open-ended one has no `ends_before`, a notice given sets it."""

    __table_args__ = spell_rules(
        one_of("kind", CONTRACT_KINDS),
        *not_negative("monthly_fee_cents", "total_fee_cents", "included_minutes_per_month", "notice_days"),
    )
    account_id: int = link("account")
    service_id: int | None = link("service", needed=False)
    kind: str = Field(nullable=False)
    signed_on: date | None = None
    monthly_fee_cents: int | None = cents(needed=False)
    total_fee_cents: int | None = cents(needed=False)
    included_minutes_per_month: int | None = None
    notice_days: int | None = None
    auto_renews: bool = Field(default=False, nullable=False)
    notice_given_on: date | None = None


class Renewal(Fact, table=True):
    """One row per contract and date it falls due: the amount aimed at, expected, and final."""

    __table_args__ = fact_rules(
        UniqueConstraint("contract_id", "due_on"),
        one_of("outcome", RENEWAL_OUTCOMES),
        *not_negative("target_cents", "forecast_cents", "final_cents"),
    )
    contract_id: int = link("contract")
    due_on: date = Field(nullable=False)
    target_cents: int = cents()
    forecast_cents: int | None = cents(needed=False)
    final_cents: int | None = cents(needed=False)
    outcome: str | None = None
    decided_on: date | None = None
