"""Every SELECT of the money of the whole book: fees, costs passed on, write-offs, prices of an hour, contract hours."""

from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select

from lib.accounts.tables import Contract, Service
from lib.days import dated
from lib.money.tables import BillRate, PassThroughCost, Revenue, WriteOff
from lib.people.tables import PersonRole
from lib.periods import Period
from lib.store.base import as_stored, table_of
from lib.store.engine import Store

revenue, cost, write_off = table_of(Revenue), table_of(PassThroughCost), table_of(WriteOff)
rate, held, contract, service = table_of(BillRate), table_of(PersonRole), table_of(Contract), table_of(Service)


def fees_of_book(store: Store, span: Period) -> pd.DataFrame:
    """Every line of revenue of a span. Columns: account_id (None: of no account), service_id, project_id, day, kind,
    amount_cents."""
    columns = (
        revenue.c.account_id, revenue.c.service_id, revenue.c.project_id, as_stored(revenue.c.earned_on).label("day"),
        revenue.c.kind, revenue.c.amount_cents,
    )  # fmt: skip
    inside = (revenue.c.earned_on >= span.start, revenue.c.earned_on < span.end)
    return dated(store.frame(select(*columns).where(*inside)), "day")


def usual_margins(store: Store) -> pd.DataFrame:
    """What services usually leave. Columns: service_id, service, margin_share (NaN: nobody said)."""
    columns = (service.c.id.label("service_id"), service.c.name.label("service"), service.c.margin_share)
    return store.frame(select(*columns).order_by(service.c.id)).astype({"margin_share": "float64"})


def passed_on_of_book(store: Store, span: Period) -> pd.DataFrame:
    """Every cost passed on in a span. Columns: account_id, project_id, day, amount_cents, what."""
    day = as_stored(cost.c.spent_on).label("day")
    columns = (cost.c.account_id, cost.c.project_id, day, cost.c.amount_cents, cost.c.what)
    inside = (cost.c.spent_on >= span.start, cost.c.spent_on < span.end)
    return dated(store.frame(select(*columns).where(*inside)), "day")


def write_offs_of_book(store: Store, span: Period) -> pd.DataFrame:
    """Every amount written off in a span, newest first.

    Columns: id, version, account_id, project_id, person_id (who decided it), day, amount_cents, minutes, reason, words.
    """
    columns = (
        write_off.c.id, write_off.c.version, write_off.c.account_id, write_off.c.project_id, write_off.c.person_id,
        as_stored(write_off.c.written_off_on).label("day"), write_off.c.amount_cents, write_off.c.minutes,
        write_off.c.reason, write_off.c.words,
    )  # fmt: skip
    inside = (write_off.c.written_off_on >= span.start, write_off.c.written_off_on < span.end)
    statement = select(*columns).where(*inside).order_by(write_off.c.written_off_on.desc(), write_off.c.id.desc())
    return dated(store.frame(statement), "day")


def bill_rates(store: Store) -> pd.DataFrame:
    """The prices of an hour. Columns: role_id, account_id (both empty: the standard), cents_per_hour, starts_on,
    ends_before."""
    columns = (rate.c.role_id, rate.c.account_id, rate.c.cents_per_hour, rate.c.starts_on, rate.c.ends_before)
    return dated(store.frame(select(*columns).order_by(rate.c.id)), "starts_on", "ends_before")


def roles_held(store: Store) -> pd.DataFrame:
    """Who was in which role when. Columns: person_id, role_id, starts_on, ends_before."""
    columns = (held.c.person_id, held.c.role_id, held.c.starts_on, held.c.ends_before)
    return dated(store.frame(select(*columns).order_by(held.c.id)), "starts_on", "ends_before")


def retainers(store: Store, as_of: date, span: Period) -> pd.DataFrame:
    """Retainer and support terms begun by a day that touch a span.

    Columns: account_id, service_id, monthly_fee_cents, minutes (included a month; NA: nobody said), starts_on,
    ends_before (NaT: open-ended).
    """
    columns = (
        contract.c.account_id, contract.c.service_id, contract.c.monthly_fee_cents,
        contract.c.included_minutes_per_month.label("minutes"), contract.c.starts_on, contract.c.ends_before,
    )  # fmt: skip
    touching = (
        contract.c.kind != "project", contract.c.starts_on <= as_of, contract.c.starts_on < span.end,
        or_(contract.c.ends_before.is_(None), contract.c.ends_before > span.start),
    )  # fmt: skip
    found = dated(store.frame(select(*columns).where(*touching).order_by(contract.c.id)), "starts_on", "ends_before")
    return found.astype({"minutes": "Int64", "monthly_fee_cents": "Int64"})


def first_write_off_day(store: Store, as_of: date) -> date | None:
    """The day of the first amount written off, as known on a day; None where nobody noted any by then."""
    found: date | None = store.rows(
        select(func.min(write_off.c.written_off_on)).where(write_off.c.written_off_on <= as_of)
    )[0][0]
    return found
