"""The history of one client's invoices, as lines of a timeline; and the day its revenue begins."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lib.events import Event, days_late, told
from lib.money.tables import Invoice, Revenue
from lib.store.base import table_of
from lib.store.engine import Store

invoice, revenue = table_of(Invoice), table_of(Revenue)


def invoice_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Invoices issued by a day, and those paid after their due day by then."""
    names = ("number", "issued_on", "due_on", "amount_cents", "paid_on", "recorded_at", "batch_id")
    there = (invoice.c.account_id == account_id, invoice.c.issued_on <= as_of)
    rows = store.rows(select(*(invoice.c[name] for name in names)).where(*there))
    return [event for row in rows for event in _of_invoice(row) if event.day <= as_of]


def _of_invoice(row: Any) -> Iterator[Event]:
    said = f"Invoice {row.number}" if row.number else "Invoice"
    yield told(row, row.issued_on, "Money", f"{said} issued", cents=row.amount_cents)
    if row.paid_on is not None and row.paid_on > row.due_on:
        late = days_late(row.paid_on, row.due_on)
        yield told(row, row.paid_on, "Money", f"{said} paid{late}", cents=row.amount_cents)


def first_revenue_of(store: Store, account_id: int, as_of: date) -> date | None:
    """The first day with revenue of an account, by a day; None where there is none."""
    there = (revenue.c.account_id == account_id, revenue.c.earned_on <= as_of)
    day: date | None = store.rows(select(func.min(revenue.c.earned_on)).where(*there))[0][0]
    return day
