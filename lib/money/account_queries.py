"""Every SELECT of the money of one account: revenue, invoices, costs passed on, write-offs, contracts, renewals."""

from datetime import date

import pandas as pd
from sqlalchemy import case, func, or_, select

from lib.accounts.tables import Contract, Renewal, Service
from lib.days import dated
from lib.money.tables import BillRate, Invoice, PassThroughCost, Revenue, WriteOff
from lib.people.tables import Person
from lib.periods import Period
from lib.store.base import table_of
from lib.store.engine import Store

revenue, invoice, cost = table_of(Revenue), table_of(Invoice), table_of(PassThroughCost)
write_off, rate, person = table_of(WriteOff), table_of(BillRate), table_of(Person)
contract, renewal, service = table_of(Contract), table_of(Renewal), table_of(Service)


def account_revenue(store: Store, account_id: int, span: Period) -> pd.DataFrame:
    """Revenue of an account in a span, by day and service.

    Columns: day, kind, service (None: of no service), margin_share (what the service usually leaves), amount_cents.
    """
    day = revenue.c.earned_on.label("day")
    named = (service.c.name.label("service"), service.c.margin_share)
    statement = (
        select(day, revenue.c.kind, *named, func.sum(revenue.c.amount_cents).label("amount_cents"))
        .outerjoin(service, service.c.id == revenue.c.service_id)
        .where(revenue.c.account_id == account_id, revenue.c.earned_on >= span.start, revenue.c.earned_on < span.end)
        .group_by(revenue.c.earned_on, revenue.c.kind, service.c.name, service.c.margin_share)
        .order_by(revenue.c.earned_on)
    )
    return dated(store.frame(statement), "day").astype({"margin_share": "float64", "amount_cents": "int64"})


def open_invoices(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Invoices of an account not paid by the end of a day, oldest due first. Columns: number, issued_on, due_on,
    amount_cents."""
    unpaid = or_(invoice.c.paid_on.is_(None), invoice.c.paid_on > as_of)
    statement = (
        select(invoice.c.number, invoice.c.issued_on, invoice.c.due_on, invoice.c.amount_cents)
        .where(invoice.c.account_id == account_id, invoice.c.issued_on <= as_of, unpaid)
        .order_by(invoice.c.due_on, invoice.c.id)
    )
    return dated(store.frame(statement), "issued_on", "due_on")


def passed_on_cents(store: Store, account_id: int, span: Period) -> int:
    """Costs bought for an account and passed on, in a span."""
    theirs = (cost.c.account_id == account_id, cost.c.spent_on >= span.start, cost.c.spent_on < span.end)
    return int(store.rows(select(func.coalesce(func.sum(cost.c.amount_cents), 0)).where(*theirs))[0][0])


def write_offs(store: Store, account_id: int, span: Period) -> pd.DataFrame:
    """Work given away to an account in a span, newest first.

    Columns: written_off_on, amount_cents, minutes, reason, words, person (who decided it).
    """
    columns = (
        write_off.c.written_off_on, write_off.c.amount_cents, write_off.c.minutes, write_off.c.reason,
        write_off.c.words, person.c.name.label("person"),
    )  # fmt: skip
    days = (write_off.c.written_off_on >= span.start, write_off.c.written_off_on < span.end)
    statement = (
        select(*columns)
        .outerjoin(person, person.c.id == write_off.c.person_id)
        .where(write_off.c.account_id == account_id, *days)
        .order_by(write_off.c.written_off_on.desc(), write_off.c.id.desc())
    )
    return dated(store.frame(statement), "written_off_on")


def running_contracts(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Contract terms of an account in force on a day, or signed by then and not begun; by start.

    Columns: id, service, kind, starts_on, ends_before (NaT: open-ended), monthly_fee_cents, total_fee_cents,
    notice_days, auto_renews, notice_given_on (NaT: not by that day).
    """
    given = case((contract.c.notice_given_on <= as_of, contract.c.notice_given_on)).label("notice_given_on")
    columns = (
        contract.c.id, service.c.name.label("service"), contract.c.kind, contract.c.starts_on, contract.c.ends_before,
        contract.c.monthly_fee_cents, contract.c.total_fee_cents, contract.c.notice_days, contract.c.auto_renews,
        given,
    )  # fmt: skip
    agreed = or_(contract.c.starts_on <= as_of, contract.c.signed_on <= as_of)
    statement = (
        select(*columns)
        .outerjoin(service, service.c.id == contract.c.service_id)
        .where(contract.c.account_id == account_id, agreed)
        .where(or_(contract.c.ends_before.is_(None), contract.c.ends_before > as_of))
        .order_by(contract.c.starts_on, contract.c.id)
    )
    return dated(store.frame(statement), "starts_on", "ends_before", "notice_given_on")


def account_renewals(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Renewals of an account's contracts begun by a day, by due date.

    Columns: due_on, service, target_cents, forecast_cents, final_cents, outcome, decided_on; the last three only
    where the renewal was decided by that day.
    """
    decided = renewal.c.decided_on <= as_of
    known = [case((decided, renewal.c[name])).label(name) for name in ("final_cents", "outcome", "decided_on")]
    statement = (
        select(
            renewal.c.due_on, service.c.name.label("service"), renewal.c.target_cents, renewal.c.forecast_cents, *known
        )
        .join(contract, contract.c.id == renewal.c.contract_id)
        .outerjoin(service, service.c.id == contract.c.service_id)
        .where(contract.c.account_id == account_id, contract.c.starts_on <= as_of)
        .order_by(renewal.c.due_on, renewal.c.id)
    )
    return dated(store.frame(statement), "due_on", "decided_on")


def hour_price_cents(store: Store, account_id: int, as_of: date) -> int | None:
    """The price of an hour for an account on a day: its own, else the firm's standard rate; None where neither is."""
    standard = rate.c.account_id.is_(None) & rate.c.role_id.is_(None)
    statement = (
        select(rate.c.cents_per_hour)
        .where(or_(rate.c.account_id == account_id, standard), rate.c.starts_on <= as_of)
        .where(or_(rate.c.ends_before.is_(None), rate.c.ends_before > as_of))
        .order_by(rate.c.account_id.is_(None), rate.c.starts_on.desc())
        .limit(1)
    )
    found = store.rows(statement)
    return int(found[0][0]) if found else None
