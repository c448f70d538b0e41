"""Every SELECT of what was promised in the sale: before the client signed, or by a colleague who sells."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from lib.accounts.tables import Contract
from lib.people.tables import PersonRole, Role
from lib.relationship.queries import PromiseRow, account, contact, person, promise, promise_known
from lib.store.base import table_of
from lib.store.engine import Store

contract, held, role = table_of(Contract), table_of(PersonRole), table_of(Role)
Spell = tuple[date, date | None, str]
SELLS = ("sales", "business development", "new business")  # in the name of a role


class SalesPromise(NamedTuple):
    """A promise made in the sale, with its client; `signed_on`: when it signed first, or else became a client.

    `sold_by_role`: the role in which whoever promised sold on that day; None: only the day tells that it was the sale.
    """

    account_id: int
    account: str
    row: PromiseRow
    signed_on: date | None
    sold_by_role: str | None


def sales_promises(store: Store, as_of: date) -> list[SalesPromise]:
    """The promises made in the sale to clients that are not archived, by a day; by due day."""
    signed, sellers = _signed(store), _sellers(store)
    columns = (
        promise.c.id, promise.c.what, promise.c.made_on, promise.c.due_on, promise.c.settled_on, promise.c.outcome,
        person.c.name, contact.c.name, account.c.id, account.c.name, account.c.client_since, promise.c.person_id,
    )  # fmt: skip
    joined = promise.join(account, account.c.id == promise.c.account_id)
    joined = joined.outerjoin(person, person.c.id == promise.c.person_id)
    joined = joined.outerjoin(contact, contact.c.id == promise.c.contact_id)
    there = select(*columns).select_from(joined).where(account.c.archived_on.is_(None), promise.c.made_on <= as_of)
    found = []
    for *own, account_id, name, since, person_id in store.rows(there.order_by(promise.c.due_on, promise.c.id)):
        row = promise_known(PromiseRow(*own), as_of)
        begun, sold_as = signed.get(account_id, since), _role_on(sellers.get(person_id, ()), row.made_on)
        if sold_as is not None or (begun is not None and row.made_on < begun):
            found.append(SalesPromise(account_id, name, row, begun, sold_as))
    return found


def _signed(store: Store) -> dict[int, date]:
    """The day each client with a contract signed the first of them, or where nobody wrote that down, it began."""
    first = func.min(func.coalesce(contract.c.signed_on, contract.c.starts_on))
    return {row[0]: row[1] for row in store.rows(select(contract.c.account_id, first).group_by(contract.c.account_id))}


def _sellers(store: Store) -> dict[int, list[Spell]]:
    """The spells of each person in a role that sells: first day, first day outside, name of the role."""
    sells = or_(*(func.lower(role.c.name).contains(word) for word in SELLS))
    columns = (held.c.person_id, held.c.starts_on, held.c.ends_before, role.c.name)
    found: dict[int, list[Spell]] = {}
    for person_id, *spell in store.rows(select(*columns).join(role, role.c.id == held.c.role_id).where(sells)):
        found.setdefault(person_id, []).append((spell[0], spell[1], spell[2]))
    return found


def _role_on(spells: Iterable[Spell], day: date) -> str | None:
    return next((name for start, end, name in spells if start <= day and (end is None or day < end)), None)
