"""Every SELECT of the facts that the health score looks at: whole book, one window, columns into frames."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Table, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from lib.accounts.tables import Account, Contract
from lib.days import dated
from lib.delivery.tables import Deliverable, Project, ScopeChange, TimeEntry
from lib.money.tables import Invoice, PassThroughCost, Revenue
from lib.people.tables import CostRate
from lib.periods import add_months
from lib.relationship.tables import Departure
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm

account = table_of(Account)
contract, departure, revenue = table_of(Contract), table_of(Departure), table_of(Revenue)
objective, term, reading = table_of(Objective), table_of(ObjectiveTerm), table_of(ObjectiveReading)
project, change, deliverable = table_of(Project), table_of(ScopeChange), table_of(Deliverable)
entry, rate, passed_on, invoice = table_of(TimeEntry), table_of(CostRate), table_of(PassThroughCost), table_of(Invoice)


def open_on(column: ColumnElement[date], day: date) -> ColumnElement[bool]:
    """Whether what a date column ends had not ended by the end of `day`."""
    return or_(column.is_(None), column > day)


def in_force(table: Table, day: date) -> ColumnElement[bool]:
    """Whether a dated row is in force on `day`."""
    return and_(table.c.starts_on <= day, open_on(table.c.ends_before, day))


def accounts(store: Store, as_of: date) -> pd.DataFrame:
    """Accounts not archived by `as_of`. Columns: id, name; by id."""
    there = open_on(account.c.archived_on, as_of)
    return store.frame(select(account.c.id, account.c.name).where(there).order_by(account.c.id))


def yearly_revenue(store: Store, as_of: date) -> pd.DataFrame:
    """Revenue of the twelve months up to `as_of`. Columns: account_id, cents."""
    window = (revenue.c.earned_on > add_months(as_of, -12), revenue.c.earned_on <= as_of)
    summed = select(revenue.c.account_id, func.sum(revenue.c.amount_cents).label("cents"))
    return store.frame(summed.where(*window, revenue.c.account_id.is_not(None)).group_by(revenue.c.account_id))


def contracts_in_force(store: Store, as_of: date) -> pd.DataFrame:
    """Contract terms in force. Columns: id, account_id, kind, included, ends_before, auto_renews, notice_given_on.

    `included` is minutes a month. A notice given after `as_of` is not known.
    """
    return _contracts(store, as_of, in_force(contract, as_of))


def last_contracts(store: Store, as_of: date, accounts: Sequence[int]) -> pd.DataFrame:
    """Of some accounts the contracts that ended last; columns as of `contracts_in_force`."""
    ended = (contract.c.account_id.in_(accounts), contract.c.starts_on <= as_of, contract.c.ends_before <= as_of)
    found = _contracts(store, as_of, *ended)
    return found[found["ends_before"] == found.groupby("account_id")["ends_before"].transform("max")]


def _contracts(store: Store, as_of: date, *there: ColumnElement[bool]) -> pd.DataFrame:
    columns = (
        contract.c.id, contract.c.account_id, contract.c.kind, contract.c.ends_before, contract.c.auto_renews,
        contract.c.included_minutes_per_month.label("included"), contract.c.notice_given_on,
    )  # fmt: skip
    found = dated(store.frame(select(*columns).where(*there)), "ends_before", "notice_given_on")
    later = found["notice_given_on"] > pd.Timestamp(as_of)
    return found.assign(notice_given_on=found["notice_given_on"].mask(later))


def departures(store: Store, as_of: date) -> pd.DataFrame:
    """Clients gone: the last day we worked for them lies before `as_of`. Columns: account_id, last_day_on."""
    gone = select(departure.c.account_id, func.max(departure.c.last_day_on).label("last_day_on"))
    return store.frame(gone.where(departure.c.last_day_on < as_of).group_by(departure.c.account_id))


def leaving(store: Store, as_of: date) -> pd.DataFrame:
    """Clients that have told by `as_of` that they leave, and signed nothing since. Columns: account_id, decided_on."""
    back = select(contract.c.id).where(
        contract.c.account_id == departure.c.account_id,
        contract.c.starts_on > departure.c.decided_on,
        contract.c.starts_on <= as_of,
    )
    told = select(departure.c.account_id, func.max(departure.c.decided_on).label("decided_on"))
    there = told.where(departure.c.decided_on <= as_of, ~back.exists()).group_by(departure.c.account_id)
    return dated(store.frame(there), "decided_on")


def objectives(store: Store, as_of: date) -> pd.DataFrame:
    """Open objectives with their terms in force.

    Columns: id, account_id, reviewed, baseline, target, due_on, began_on (the first term's start).
    """
    first = select(term.c.objective_id, func.min(term.c.starts_on).label("began_on")).group_by(term.c.objective_id)
    began = first.subquery()
    columns = (
        objective.c.id, objective.c.account_id, objective.c.reviewed, term.c.baseline, term.c.target, term.c.due_on,
        began.c.began_on,
    )  # fmt: skip
    joined = (
        select(*columns)
        .join(term, and_(term.c.objective_id == objective.c.id, in_force(term, as_of)))
        .join(began, began.c.objective_id == objective.c.id)
        .where(open_on(objective.c.closed_on, as_of))
        .order_by(objective.c.id, term.c.starts_on)
    )
    return dated(store.frame(joined), "due_on", "began_on").drop_duplicates("id", keep="last")


def readings(store: Store, as_of: date, days: int) -> pd.DataFrame:
    """Readings of the last `days`. Columns: id, objective_id, read_on, actual; oldest first."""
    window = (reading.c.read_on <= as_of, reading.c.read_on >= as_of - timedelta(days))
    columns = (reading.c.id, reading.c.objective_id, as_stored(reading.c.read_on), reading.c.actual)
    return dated(store.frame(select(*columns).where(*window).order_by(reading.c.read_on, reading.c.id)), "read_on")


def projects(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Projects not cancelled that were open on `as_of` or delivered from `since` to it.

    Columns: id, account_id, original_due_on, delivered_on (NaT: not by `as_of`).
    """
    delivered = and_(project.c.delivered_on > since, project.c.delivered_on <= as_of)
    # A project marked as delivered without a day tells nothing of when.
    unfinished = and_(open_on(project.c.delivered_on, as_of), ~_undated_end())
    columns = (
        project.c.id, project.c.account_id, project.c.original_due_on, project.c.delivered_on,
        project.c.scoped_minutes.label("scoped"),
    )  # fmt: skip
    there = (project.c.account_id.is_not(None), project.c.state != "cancelled", or_(delivered, unfinished))
    return _by_then(dated(store.frame(select(*columns).where(*there)), "original_due_on", "delivered_on"), as_of)


def _undated_end() -> ColumnElement[bool]:
    return and_(project.c.state == "delivered", project.c.delivered_on.is_(None))


def _by_then(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    later = frame["delivered_on"] > pd.Timestamp(as_of)
    return frame.assign(delivered_on=frame["delivered_on"].mask(later))


def approved_changes(store: Store, as_of: date) -> pd.DataFrame:
    """Scope changes approved by `as_of`, oldest first. Columns: project_id, minutes, new_due_on, decided_on."""
    there = (change.c.decision == "approved", change.c.decided_on <= as_of)
    columns = (change.c.project_id, change.c.minutes, change.c.new_due_on, change.c.decided_on)
    found = store.frame(select(*columns).where(*there).order_by(change.c.decided_on, change.c.id))
    return dated(found, "new_due_on", "decided_on")


def deliverables(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Deliverables with a due date of projects not cancelled, open on `as_of` or delivered from `since` to it.

    An open one of a project that is delivered counts no more. Columns: id, account_id, due_on, delivered_on.
    """
    delivered = and_(deliverable.c.delivered_on > since, deliverable.c.delivered_on <= as_of)
    unfinished = and_(
        open_on(deliverable.c.delivered_on, as_of), open_on(project.c.delivered_on, as_of), ~_undated_end()
    )
    joined = (
        select(deliverable.c.id, project.c.account_id, deliverable.c.due_on, deliverable.c.delivered_on)
        .join(project, project.c.id == deliverable.c.project_id)
        .where(project.c.account_id.is_not(None), project.c.state != "cancelled", deliverable.c.due_on.is_not(None))
        .where(or_(delivered, unfinished))
    )
    return _by_then(dated(store.frame(joined), "due_on", "delivered_on"), as_of)


def hours(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Hours logged from `since` to `as_of`, by account, project and day, with what they cost.

    Columns: id (the newest entry), account_id, project_id, day, minutes, cents (of cost), rated (minutes with a rate).
    """
    # Where spells of a rate overlap the one that began last decides, as everywhere: hours must not count twice.
    names = ("id", "person_id", "starts_on", "ends_before", "cents_per_hour")
    following = func.lead(rate.c.starts_on).over(partition_by=rate.c.person_id, order_by=(rate.c.starts_on, rate.c.id))
    price = select(*(rate.c[name] for name in names), following.label("next_on")).subquery()
    its = and_(
        price.c.person_id == entry.c.person_id, price.c.starts_on <= entry.c.worked_on,
        or_(price.c.ends_before.is_(None), price.c.ends_before > entry.c.worked_on),
        or_(price.c.next_on.is_(None), price.c.next_on > entry.c.worked_on),
    )  # fmt: skip
    owner = func.coalesce(entry.c.account_id, project.c.account_id)
    rated = func.sum(entry.c.minutes).filter(price.c.id.is_not(None))
    summed = (
        select(
            func.max(entry.c.id).label("id"), owner.label("account_id"), entry.c.project_id,
            as_stored(entry.c.worked_on, "day"),
            func.sum(entry.c.minutes).label("minutes"),
            (func.sum(entry.c.minutes * price.c.cents_per_hour) / 60.0).label("cents"), rated.label("rated"),
        )
        .join(project, project.c.id == entry.c.project_id, isouter=True)
        .join(price, its, isouter=True)
        .where(entry.c.worked_on > since, entry.c.worked_on <= as_of, owner.is_not(None))
        .group_by(owner, entry.c.project_id, entry.c.worked_on)
    )  # fmt: skip
    return dated(store.frame(summed), "day")


def hours_of_projects(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Projects with a scope that were worked on since `since`: all hours ever logged on them by `as_of`.

    Columns: project_id, minutes, scoped (minutes agreed at the start).
    """
    recent = select(entry.c.project_id).where(entry.c.worked_on > since, entry.c.worked_on <= as_of).distinct()
    summed = (
        select(entry.c.project_id, func.sum(entry.c.minutes).label("minutes"), project.c.scoped_minutes.label("scoped"))
        .join(project, project.c.id == entry.c.project_id)
        .where(project.c.scoped_minutes.is_not(None), project.c.id.in_(recent), entry.c.worked_on <= as_of)
        .group_by(entry.c.project_id, project.c.scoped_minutes)
        .order_by(entry.c.project_id)
    )
    return store.frame(summed)


def revenue_days(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Revenue from `since` to `as_of` by account and day. Columns: id (the newest line), account_id, day, cents."""
    summed = select(
        func.max(revenue.c.id).label("id"), revenue.c.account_id, as_stored(revenue.c.earned_on, "day"),
        func.sum(revenue.c.amount_cents).label("cents"),
    )  # fmt: skip
    there = (revenue.c.earned_on > since, revenue.c.earned_on <= as_of, revenue.c.account_id.is_not(None))
    return dated(store.frame(summed.where(*there).group_by(revenue.c.account_id, revenue.c.earned_on)), "day")


def revenue_days_of(store: Store, as_of: date, accounts: Sequence[int]) -> pd.DataFrame:
    """All revenue of some accounts up to `as_of`; columns as of `revenue_days`."""
    summed = select(
        func.max(revenue.c.id).label("id"), revenue.c.account_id, as_stored(revenue.c.earned_on, "day"),
        func.sum(revenue.c.amount_cents).label("cents"),
    )  # fmt: skip
    there = (revenue.c.earned_on <= as_of, revenue.c.account_id.in_(accounts))
    return dated(store.frame(summed.where(*there).group_by(revenue.c.account_id, revenue.c.earned_on)), "day")


def passed_on_days(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Costs passed on from `since` to `as_of`. Columns: account_id, day, cents."""
    columns = (passed_on.c.account_id, passed_on.c.spent_on.label("day"), passed_on.c.amount_cents.label("cents"))
    there = (passed_on.c.spent_on > since, passed_on.c.spent_on <= as_of)
    return dated(store.frame(select(*columns).where(*there)), "day")


def invoices(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Invoices unpaid on `as_of`, and those issued or paid since `since`.

    Columns: id, account_id, issued_on, due_on, paid_on (NaT: not by `as_of`), amount_cents.
    """
    unpaid = open_on(invoice.c.paid_on, as_of)
    columns = (
        invoice.c.id, invoice.c.account_id, invoice.c.issued_on, invoice.c.due_on, as_stored(invoice.c.paid_on),
        invoice.c.amount_cents,
    )  # fmt: skip
    there = (invoice.c.issued_on <= as_of, or_(unpaid, invoice.c.issued_on > since, invoice.c.paid_on > since))
    found = dated(store.frame(select(*columns).where(*there)), "issued_on", "due_on", "paid_on")
    return found.assign(paid_on=found["paid_on"].mask(found["paid_on"] > pd.Timestamp(as_of)))
