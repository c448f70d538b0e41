"""Every SELECT of renewals and of contracts about to end."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from lib.accounts.queries import accounts, lead_owners, sectors
from lib.accounts.tables import Account, Contract, Renewal, Service
from lib.days import dated, in_force, number, record_numbers, spells
from lib.people.queries import people
from lib.periods import add_months
from lib.store.base import table_of
from lib.store.engine import Store

renewal, contract, service = table_of(Renewal), table_of(Contract), table_of(Service)
account = table_of(Account)
following = contract.alias("following")

_TERM = (
    contract.c.id.label("contract_id"), contract.c.account_id, account.c.name.label("account"),
    service.c.name.label("service"), contract.c.kind, contract.c.starts_on, contract.c.ends_before,
    contract.c.monthly_fee_cents, contract.c.total_fee_cents, contract.c.notice_days, contract.c.auto_renews,
    contract.c.notice_given_on,
)  # fmt: skip
_TERM_DAYS = ("starts_on", "ends_before", "notice_given_on")


def renewals(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Renewals (of one account) due in the twelve months up to a day, or in the twelve after it; by day due.

    Columns: id, version, due_on, target_cents, forecast_cents, final_cents, outcome, decided_on (as written, also
    where they were decided after `as_of`), and of the contract contract_id, account_id, account, service, kind,
    starts_on, ends_before, monthly_fee_cents, total_fee_cents, notice_days, auto_renews, notice_given_on.
    """
    names = (
        "id", "version", "due_on", "target_cents", "forecast_cents", "final_cents", "outcome", "decided_on"
    )  # fmt: skip
    columns = [*(renewal.c[name] for name in names), *_TERM]
    begun = or_(contract.c.starts_on <= as_of, contract.c.signed_on <= as_of)
    window = (renewal.c.due_on > add_months(as_of, -12), renewal.c.due_on <= add_months(as_of, 12))
    found = _of_terms(select(*columns)).join(renewal, renewal.c.contract_id == contract.c.id)
    there = found.where(begun, *window, _kept(as_of, account_id))
    frame = store.frame(there.order_by(renewal.c.due_on, renewal.c.id))
    return dated(frame, "due_on", "decided_on", *_TERM_DAYS)


def running_terms(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Terms in force on a day (of one account), without a renewal written for later or a next term signed.

    Projects are none of them: they end when the work is done. Columns: those of the contract in `renewals`; by
    account and contract.
    """
    running = and_(contract.c.starts_on <= as_of, or_(contract.c.ends_before.is_(None), contract.c.ends_before > as_of))
    written = exists().where(renewal.c.contract_id == contract.c.id, renewal.c.due_on >= as_of)
    found = _of_terms(select(*_TERM)).where(
        running, contract.c.kind != "project", ~written, ~_next_signed(as_of), _kept(as_of, account_id)
    )
    return dated(store.frame(found.order_by(account.c.name, contract.c.id)), *_TERM_DAYS)


def _of_terms(statement: "Select[tuple[object, ...]]") -> "Select[tuple[object, ...]]":
    joined = contract.join(account, account.c.id == contract.c.account_id)
    return statement.select_from(joined.outerjoin(service, service.c.id == contract.c.service_id))


def _kept(as_of: date, account_id: int | None) -> ColumnElement[bool]:
    """Accounts not archived by the day; only one of them where it is named."""
    there = or_(account.c.archived_on.is_(None), account.c.archived_on > as_of)
    return there if account_id is None else and_(there, account.c.id == account_id)


def _next_signed(as_of: date) -> ColumnElement[bool]:
    """Whether the term that follows was agreed by a day: same client, same service, begins when this one ends."""
    return exists().where(
        following.c.account_id == contract.c.account_id,
        func.coalesce(following.c.service_id, -1) == func.coalesce(contract.c.service_id, -1),
        following.c.starts_on >= contract.c.ends_before,
        func.coalesce(following.c.signed_on, following.c.starts_on) <= as_of,
    )


def owners_and_sectors(store: Store, as_of: date) -> pd.DataFrame:
    """Whose account it was on a day, and its sector. Columns: account_id, owner, sector (empty: none); by account."""
    clients = accounts(store)
    keys = record_numbers(clients["id"])
    leads = spells(lead_owners(store), "account_id", "person_id")
    owner = in_force(leads, keys, np.full(len(keys), number(as_of)))
    names, fields = (frame.set_index("id")["name"] for frame in (people(store), sectors(store)))
    return pd.DataFrame(
        {"account_id": keys, "owner": pd.Series(owner).map(names), "sector": clients["sector_id"].map(fields)}
    )


def renewal_form(store: Store, renewal_id: int) -> dict[str, object]:
    """What a renewal holds now, with its version, for its form; empty where it is gone."""
    names = ("version", "target_cents", "forecast_cents", "final_cents", "outcome", "decided_on")
    rows = store.rows(select(*(renewal.c[name] for name in names)).where(renewal.c.id == renewal_id))
    return dict(zip(names, rows[0], strict=True)) if rows else {}
