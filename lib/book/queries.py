"""SELECTs that go across subjects: the newest fact, and the names a book can be filtered by."""

from datetime import date

from sqlalchemy import exists, func, or_, select

from lib.accounts.tables import Account, AccountOwner, Sector
from lib.delivery.tables import TimeEntry
from lib.growth.tables import Opportunity
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.tables import Interaction
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.tables import SurveyResponse
from lib.value.tables import ObjectiveReading

account, owner, sector = table_of(Account), table_of(AccountOwner), table_of(Sector)
person, revenue, opportunity = table_of(Person), table_of(Revenue), table_of(Opportunity)

_DAYS = (
    revenue.c.earned_on,
    opportunity.c.opened_on,
    opportunity.c.closed_on,
    table_of(Interaction).c.happened_on,
    table_of(TimeEntry).c.worked_on,
    table_of(ObjectiveReading).c.read_on,
    table_of(SurveyResponse).c.answered_on,
)


def newest_fact(store: Store) -> date | None:
    """The newest day, not after today, on which anything was recorded to happen; None in an empty store."""
    until = today()
    newest = (select(func.max(day)).where(day <= until).scalar_subquery() for day in _DAYS)
    return max((day for day in store.rows(select(*newest))[0] if day is not None), default=None)


def owner_names(store: Store) -> list[str]:
    """Everybody who leads or led an account, or is credited with a deal or revenue, in alphabetical order."""
    leads = exists().where(owner.c.person_id == person.c.id, owner.c.duty == "lead")
    deals = exists().where(opportunity.c.person_id == person.c.id)
    credited = exists().where(revenue.c.person_id == person.c.id)
    statement = select(person.c.name).where(or_(leads, deals, credited)).order_by(person.c.name)
    return [str(name) for (name,) in store.rows(statement)]


def sector_names(store: Store) -> list[str]:
    """The sectors of our accounts, in alphabetical order."""
    used = exists().where(account.c.sector_id == sector.c.id)
    return [str(name) for (name,) in store.rows(select(sector.c.name).where(used).order_by(sector.c.name))]


def is_empty(store: Store) -> bool:
    """Whether the store holds no account and no deal."""
    some = (exists().where(account.c.id > 0), exists().where(opportunity.c.id > 0))
    return not any(store.rows(select(*some))[0])
