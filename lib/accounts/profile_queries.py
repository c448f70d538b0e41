"""Every SELECT of one client: who it is, what we understand of it, who works there; and of whom to choose from."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from lib.accounts.profile import EMPTY, PROFILE_FIELDS
from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Sector
from lib.people.tables import Person, ReportingLine
from lib.store.base import table_of
from lib.store.engine import Store

account, owner, profile = table_of(Account), table_of(AccountOwner), table_of(AccountProfile)
contact, contract, sector = table_of(Contact), table_of(Contract), table_of(Sector)
person, line = table_of(Person), table_of(ReportingLine)
manager = person.alias("manager")


def in_force(table: Table, day: date) -> ColumnElement[bool]:
    """Whether a dated row is in force on a day."""
    return and_(table.c.starts_on <= day, or_(table.c.ends_before.is_(None), table.c.ends_before > day))


class Choice(NamedTuple):
    """An account that can be opened, with its owner and sector on the day."""

    id: int
    name: str
    owner: str | None
    sector: str | None


def account_choices(store: Store, as_of: date) -> list[Choice]:
    """Every account, archived ones too, in alphabetical order."""
    leads = and_(owner.c.account_id == account.c.id, owner.c.duty == "lead", in_force(owner, as_of))
    joined = account.outerjoin(owner, leads).outerjoin(person, person.c.id == owner.c.person_id)
    joined = joined.outerjoin(sector, sector.c.id == account.c.sector_id)
    columns = (account.c.id, account.c.name, person.c.name, sector.c.name)
    statement = select(*columns).select_from(joined).order_by(func.lower(account.c.name), owner.c.starts_on)
    # Where spells of a lead overlap, the one that began last decides.
    return list({int(row[0]): Choice(*row) for row in store.rows(statement)}.values())


class Identity(NamedTuple):
    """Who a client is on a day: owner, the owner's manager, since when we know of it (its revenue apart)."""

    id: int
    name: str
    sector: str | None
    archived_on: date | None
    client_since: date | None
    first_contract_on: date | None
    owner_id: int | None
    owner: str | None
    owner_since: date | None
    manager: str | None


def identity(store: Store, account_id: int, as_of: date) -> Identity:
    """One account's head on a day."""
    first = (
        select(func.min(contract.c.starts_on))
        .where(contract.c.account_id == account_id, contract.c.starts_on <= as_of)
        .scalar_subquery()
    )
    leads = and_(owner.c.account_id == account.c.id, owner.c.duty == "lead", in_force(owner, as_of))
    joined = account.outerjoin(owner, leads).outerjoin(person, person.c.id == owner.c.person_id)
    joined = joined.outerjoin(line, and_(line.c.person_id == person.c.id, in_force(line, as_of)))
    joined = joined.outerjoin(manager, manager.c.id == line.c.manager_id)
    joined = joined.outerjoin(sector, sector.c.id == account.c.sector_id)
    columns = (
        account.c.id, account.c.name, sector.c.name, account.c.archived_on, account.c.client_since, first,
        person.c.id, person.c.name, owner.c.starts_on, manager.c.name,
    )  # fmt: skip
    statement = select(*columns).select_from(joined).where(account.c.id == account_id)
    return Identity(*store.rows(statement.order_by(owner.c.starts_on.desc()).limit(1))[0])


@dataclass(frozen=True)
class Profile:
    """What is understood of a client for some time; `values` by field, `version` as its form compares it (0: none)."""

    starts_on: date | None
    ends_before: date | None
    version: int
    values: dict[str, Any]
    sponsor: str | None = None

    @property
    def recorded(self) -> bool:
        """Whether anything was ever written."""
        return self.starts_on is not None


NO_PROFILE = Profile(None, None, 0, EMPTY)


def profiles(store: Store, account_id: int, as_of: date) -> list[Profile]:
    """Every profile begun by a day, newest first."""
    columns = (
        profile.c.starts_on, profile.c.ends_before, profile.c.version, contact.c.name,
        *(profile.c[name] for name in PROFILE_FIELDS),
    )  # fmt: skip
    joined = profile.outerjoin(contact, contact.c.id == profile.c.sponsor_id)
    statement = select(*columns).select_from(joined)
    there = statement.where(profile.c.account_id == account_id, profile.c.starts_on <= as_of)
    rows = store.rows(there.order_by(profile.c.starts_on.desc(), profile.c.id.desc()))
    return [
        Profile(starts, ends, version, dict(zip(PROFILE_FIELDS, values, strict=True)), sponsor)
        for starts, ends, version, sponsor, *values in rows
    ]


def profile_on(spells: list[Profile], day: date) -> Profile:
    """The profile in force on a day, of those begun by then, newest first; an empty one where none is."""
    there = (one for one in spells if one.ends_before is None or one.ends_before > day)
    nothing = replace(NO_PROFILE, version=spells[0].version) if spells else NO_PROFILE
    return next(there, nothing)


class ContactRow(NamedTuple):
    """A person at a client as known on a day: one who left later is still there."""

    id: int
    version: int
    name: str
    title: str | None
    role: str | None
    influence: int | None
    email: str | None
    phone: str | None
    left_on: date | None


CONTACT_FIELDS = ("name", "title", "role", "influence", "email", "phone", "left_on")


def contacts(store: Store, account_id: int, as_of: date) -> list[ContactRow]:
    """The people at a client: those who are there by influence, then those who left by the day."""
    columns = (contact.c.id, contact.c.version, *(contact.c[name] for name in CONTACT_FIELDS))
    there = select(*columns).where(contact.c.account_id == account_id).order_by(contact.c.name)
    found = [ContactRow(*row) for row in store.rows(there)]
    known = [one if one.left_on and one.left_on <= as_of else one._replace(left_on=None) for one in found]
    return sorted(known, key=lambda one: (one.left_on is not None, -(one.influence or 0)))
