"""Who writes: user rows, and the name this machine's user gave while sign-in is not configured."""

from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import put_setting
from lib.store.tables import AppUser
from lib.store.writing import Write, perform

USERS = table_of(AppUser)


def introduce(store: Store, name: str) -> str:
    """Keep the name given on this machine: a user row, and the answer for the next visit. Gives the name as kept."""
    name = " ".join(name.split())
    if not 2 <= len(name) <= 80:
        raise RefusedValue("name", "write your name, 2 to 80 letters.")
    perform(store, name, "say who you are", lambda write: _keep(write, name))
    return name


def _keep(write: Write, name: str) -> int:
    known = write.connection.execute(select(USERS.c.id).where(func.lower(USERS.c.name) == name.lower())).scalar()
    row = int(known) if known is not None else write.add(AppUser(name=name, role="admin"))
    put_setting(write, "local_user", name, today())
    return row


def role_of(store: Store, name: str) -> str:
    """What a user may do: "viewer", "editor", "lead" or "admin"; whoever is not known, or no longer active, views."""
    known = select(USERS.c.role).where(func.lower(USERS.c.name) == name.lower(), USERS.c.active.is_(True))
    rows = store.rows(known)
    return str(rows[0][0]) if rows else "viewer"
