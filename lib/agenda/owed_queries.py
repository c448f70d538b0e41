"""The SELECTs of what we owe to all clients on a day: promises, and whether any was ever recorded."""

from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select

from lib.accounts.tables import Contact
from lib.days import dated
from lib.people.tables import Person
from lib.relationship.tables import Promise
from lib.store.base import table_of
from lib.store.engine import Store

promise, contact, person = table_of(Promise), table_of(Contact), table_of(Person)


def open_promises(store: Store, as_of: date) -> pd.DataFrame:
    """The promises made by a day and not settled by its end, the longest due first.

    One settled on an unknown day counts as settled on its due day. Columns: id, account_id, person_id (missing: nobody
    named), person, contact (None), what, made_on, due_on.
    """
    columns = (
        promise.c.id, promise.c.account_id, promise.c.person_id, person.c.name.label("person"),
        contact.c.name.label("contact"), promise.c.what, promise.c.made_on, promise.c.due_on,
    )  # fmt: skip
    joined = promise.outerjoin(person, person.c.id == promise.c.person_id)
    joined = joined.outerjoin(contact, contact.c.id == promise.c.contact_id)
    settled = func.coalesce(promise.c.settled_on, promise.c.due_on)
    there = (promise.c.made_on <= as_of, or_(promise.c.outcome.is_(None), settled > as_of))
    found = store.frame(select(*columns).select_from(joined).where(*there).order_by(promise.c.due_on, promise.c.id))
    names = found[["person", "contact"]].astype(object)
    known = {str(name): names[name].where(names[name].notna(), None) for name in names}
    return dated(found, "made_on", "due_on").assign(**known)


def promises_made(store: Store, as_of: date) -> int:
    """How many promises were made by a day."""
    return int(store.rows(select(func.count()).where(promise.c.made_on <= as_of))[0][0])
