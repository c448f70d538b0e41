"""Taking the demo firm out of a store again."""

from sqlalchemy import delete, func, select, update

from lib.schema import content_tables
from lib.store.base import table_of
from lib.store.tables import AppUser, ImportIssue, Setting
from lib.store.writing import Write

USERS, SETTINGS, ISSUES = table_of(AppUser), table_of(Setting), table_of(ImportIssue)


def clear(write: Write) -> int:
    """Delete every content row but the users and the firm's settings (of these only `demo`); gives how many went."""
    connection = write.connection
    connection.execute(delete(ISSUES))  # they speak of rows that go
    connection.execute(update(USERS).values(person_id=None))
    total = 0
    for table in reversed(content_tables()):
        if table is USERS:
            continue
        where = [SETTINGS.c.name == "demo"] if table is SETTINGS else []
        count = connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
        if count:
            connection.execute(delete(table).where(*where))
            write.note("removed", table, None, old=f"{count} rows")
            total += count
    return total
