"""Clearing the demo firm, so that a store can take a firm's own records."""

from sqlalchemy import ColumnElement, and_, delete, or_, update

from lib.demo.world import SETTINGS_FROM, parameters
from lib.errors import StewardError
from lib.schema import content_tables
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.server import follow_numbers
from lib.store.settings import SETTINGS, settings
from lib.store.tables import AppUser, ImportIssue
from lib.store.writing import Write, perform

USERS = table_of(AppUser)


class NoDemoStore(StewardError):
    """A store that is not marked as demo."""

    def __init__(self) -> None:
        super().__init__("This store is no demo store, so nothing was cleared: its records are real.")


def is_demo(store: Store) -> bool:
    """Whether the store holds the demo firm: its newest `demo` setting says yes."""
    return settings(store)["demo"] == "yes"


def clear_demo(store: Store, who: str) -> int:
    """Remove the demo firm; gives the number of rows removed. Raises NoDemoStore for any other store."""
    if not is_demo(store):
        raise NoDemoStore()
    return perform(store, who, "clear the demo firm", clear) or 0


def clear(write: Write) -> int:
    """Remove all content rows inside `write`, children first; gives how many.

    Kept are users and settings, but for the demo's own: its invented users, the settings it was made with, the mark
    that it is a demo. Questions that imports left open go too: they speak of rows that go.
    """
    # A user may be linked to a person of the demo firm; the user stays, the person goes.
    write.connection.execute(update(USERS).where(USERS.c.person_id.is_not(None)).values(person_id=None))
    write.connection.execute(delete(table_of(ImportIssue)))
    removed = 0
    for table in reversed(content_tables()):
        statement = delete(table)
        if table.name == "app_user":
            statement = statement.where(USERS.c.email.like(f"%@{parameters()['firm']['email_domain']}"))
        elif table.name == "setting":
            statement = statement.where(_demo_settings())
        rows = write.connection.execute(statement).rowcount
        if rows:
            follow_numbers(write.connection, table)  # the same seed gives the same firm, its numbers too
            write.note("removed", table, None, old=f"{rows} rows")
        removed += rows
    return removed


def _demo_settings() -> ColumnElement[bool]:
    own = [and_(SETTINGS.c.name == name, SETTINGS.c.value == value) for name, value in parameters()["settings"].items()]
    return or_(SETTINGS.c.name == "demo", and_(SETTINGS.c.starts_on == SETTINGS_FROM, or_(*own)))
