"""Every SELECT of what an account manager looks after: the accounts led on a day and what each of them asks for."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from lib.accounts.queries import lead_owners
from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contract, Sector
from lib.days import NONE, in_force, number, record_numbers, spells
from lib.delivery.tables import Project, TimeEntry
from lib.money.tables import Revenue
from lib.people.queries import people
from lib.periods import Period, trailing_year
from lib.relationship.tables import Departure, Escalation, Promise
from lib.store.base import table_of
from lib.store.engine import Store

account, contract, departure, owner = (table_of(model) for model in (Account, Contract, Departure, AccountOwner))
profile, promise, escalation = table_of(AccountProfile), table_of(Promise), table_of(Escalation)
project, entry, revenue, sector = table_of(Project), table_of(TimeEntry), table_of(Revenue), table_of(Sector)


def led_accounts(store: Store, as_of: date) -> pd.DataFrame:
    """The clients somebody leads on a day, by name; archived ones and clients that left are nobody's work any more.

    Columns: account_id, account, sector (None: none), person_id, person. Where two lead, the one who began last.
    """
    columns = (account.c.id.label("account_id"), account.c.name.label("account"), sector.c.name.label("sector"))
    statement = select(*columns).outerjoin(sector, sector.c.id == account.c.sector_id)
    there = statement.where(_open(account.c.archived_on, as_of), ~_gone(as_of))
    found = store.frame(there.order_by(account.c.name, account.c.id))
    ids = record_numbers(found["account_id"])
    lead = in_force(spells(lead_owners(store), "account_id", "person_id"), ids, np.full(len(ids), number(as_of)))
    named = found.assign(person_id=lead, person=pd.Series(lead).map(people(store).set_index("id")["name"]))
    kept: pd.DataFrame = named[lead != NONE]
    return kept.reset_index(drop=True)


def supported_accounts(store: Store, as_of: date) -> pd.DataFrame:
    """Who stands in as support on which account on a day. Columns: account_id, person_id."""
    statement = select(owner.c.account_id, owner.c.person_id).where(owner.c.duty == "support", _running(owner, as_of))
    return store.frame(statement.distinct().order_by(owner.c.account_id, owner.c.person_id))


def plans(store: Store, as_of: date) -> pd.DataFrame:
    """The client's own communication plan in force: account_id, cadence_days, ideal_gap_days (NA: not agreed)."""
    columns = (profile.c.account_id, profile.c.cadence_days, profile.c.ideal_gap_days)
    statement = select(*columns).where(_running(profile, as_of))
    found = store.frame(statement.order_by(profile.c.account_id, profile.c.starts_on, profile.c.id))
    kept = found.drop_duplicates("account_id", keep="last").reset_index(drop=True)
    return kept.astype({"cadence_days": "Float64", "ideal_gap_days": "Float64"})


def open_promises(store: Store, as_of: date) -> pd.DataFrame:
    """Promises made and not settled by a day. Columns: account_id, count."""
    settled = and_(promise.c.outcome.is_not(None), func.coalesce(promise.c.settled_on, promise.c.due_on) <= as_of)
    return _counted(store, promise, promise.c.made_on <= as_of, ~settled)


def running_projects(store: Store, as_of: date) -> pd.DataFrame:
    """Projects running on a day, as `lib.delivery.work` tells it. Columns: account_id, count."""
    undated = and_(project.c.state == "delivered", project.c.delivered_on.is_(None))
    begun = or_(project.c.starts_on.is_(None), project.c.starts_on <= as_of)
    running = (project.c.state.not_in(("cancelled", "planned")), ~undated, _open(project.c.delivered_on, as_of), begun)
    return _counted(store, project, *running)


def open_escalations(store: Store, as_of: date) -> pd.DataFrame:
    """Escalations open on a day. Columns: account_id, severity, count."""
    columns = (escalation.c.account_id, escalation.c.severity, func.count().label("count"))
    there = (escalation.c.opened_on <= as_of, _open(escalation.c.closed_on, as_of))
    return store.frame(select(*columns).where(*there).group_by(escalation.c.account_id, escalation.c.severity))


def year_revenue(store: Store, as_of: date) -> pd.DataFrame:
    """Revenue of the twelve months to a day. Columns: account_id, cents."""
    span = trailing_year(as_of)
    window = (revenue.c.earned_on >= span.start, revenue.c.earned_on < span.end, revenue.c.account_id.is_not(None))
    summed = select(revenue.c.account_id, func.sum(revenue.c.amount_cents).label("cents"))
    return store.frame(summed.where(*window).group_by(revenue.c.account_id))


def worked_on_accounts(store: Store, span: Period) -> pd.DataFrame:
    """Minutes worked in a span by person and client; an entry on a project alone is of the project's client.

    Columns: person_id, account_id (NA: internal), minutes; entries nobody is named for stay out.
    """
    client = func.coalesce(entry.c.account_id, project.c.account_id).label("account_id")
    statement = (
        select(entry.c.person_id, client, func.sum(entry.c.minutes).label("minutes"))
        .outerjoin(project, project.c.id == entry.c.project_id)
        .where(entry.c.worked_on >= span.start, entry.c.worked_on < span.end, entry.c.person_id.is_not(None))
        .group_by(entry.c.person_id, client)
        .order_by(entry.c.person_id, client)
    )
    return store.frame(statement).astype({"account_id": "Int64", "minutes": "int64"})


def _counted(store: Store, table: Table, *there: ColumnElement[bool]) -> pd.DataFrame:
    of_clients = (table.c.account_id.is_not(None), *there)
    statement = select(table.c.account_id, func.count().label("count")).where(*of_clients)
    return store.frame(statement.group_by(table.c.account_id))


def _open(column: ColumnElement[date], day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column > day)


def _running(table: Table, day: date) -> ColumnElement[bool]:
    return and_(table.c.starts_on <= day, _open(table.c.ends_before, day))


def _gone(as_of: date) -> ColumnElement[bool]:
    """Whether a client's last day lies behind, and nothing was signed that began since."""
    back = exists().where(
        contract.c.account_id == departure.c.account_id,
        contract.c.starts_on > departure.c.last_day_on,
        contract.c.starts_on <= as_of,
    )
    return exists().where(departure.c.account_id == account.c.id, departure.c.last_day_on <= as_of, ~back)
