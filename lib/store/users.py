"""Who may come in and do what: user rows, their changes, and the actor behind a sign-in."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unicodedata import normalize

import pandas as pd
from sqlalchemy import delete, func, insert, select

from lib.errors import RefusedValue
from lib.periods import today
from lib.required import folded
from lib.store.actors import ROLES, Actor, SignInRefused
from lib.store.base import now, table_of
from lib.store.confining import acting_as
from lib.store.engine import Store
from lib.store.permissions import ended
from lib.store.settings import put_setting
from lib.store.tables import AppUser, UserAccount
from lib.store.writing import Write, perform

USERS, SCOPES = table_of(AppUser), table_of(UserAccount)
_ACTOR = (USERS.c.id, USERS.c.name, USERS.c.role, USERS.c.active, USERS.c.confined, USERS.c.not_before)


class _Named(SignInRefused):
    def __init__(self, email: str, reason: str) -> None:
        super().__init__(f"{email} {reason}: ask an administrator of Steward.")


def user_for(store: Store, email: str, since: datetime) -> Actor:
    """The actor behind a sign-in that began at `since` (aware), by the user row as it stands now.

    Raises SignInRefused: nobody with this address, access ended, or every sign-in up to now was ended.
    """
    row = _row(store, func.lower(USERS.c.email) == email.strip().lower())
    if row is None:
        raise _Named(email, "is signed in, but is no user of Steward")
    actor = Actor(row.name, row.role, row.id, row.confined, since)
    if not row.active:
        raise _Named(email, "no longer has access")
    if ended(actor, row.not_before):
        raise SignInRefused("You were signed out. Sign in again.")
    return actor


def local_user(store: Store, name: str | None) -> Actor:
    """The actor behind a name given on this machine, where nobody signs in; unknown or inactive: a viewer."""
    row = _of_name(store.rows(select(*_ACTOR)), name) if name else None
    if row is None or not row.active:
        return Actor(name, "viewer")
    return Actor(row.name, row.role, row.id, row.confined)


def _row(store: Store, which: Any) -> Any:
    rows = store.rows(select(*_ACTOR).where(which))
    return rows[0] if rows else None


def _of_name(rows: Sequence[Any], name: str) -> Any:
    """The row of this name, however it is written."""
    exact = [row for row in rows if row.name == name]
    return next((row for row in [*exact, *rows] if folded(row.name) == folded(name)), None)


def users(store: Store) -> pd.DataFrame:
    """Every user. Columns: id, name, email, role, active, confined, not_before, accounts (how many when confined)."""
    counted = select(SCOPES.c.user_id, func.count().label("accounts")).group_by(SCOPES.c.user_id).subquery()
    columns = (*_ACTOR, USERS.c.email, func.coalesce(counted.c.accounts, 0).label("accounts"))
    statement = select(*columns).outerjoin(counted, counted.c.user_id == USERS.c.id).order_by(USERS.c.name)
    return store.frame(statement)


def accounts_of(store: Store, user_id: int) -> list[int]:
    """The accounts a confined user may see."""
    return [int(found) for (found,) in store.rows(select(SCOPES.c.account_id).where(SCOPES.c.user_id == user_id))]


def introduce(store: Store, name: str) -> str:
    """Keep the name given on this machine: a user row, and the answer for the next visit. Gives the name as kept."""
    name = _tidy(name)
    perform(store, name, "say who you are", lambda write: _keep(write, name))
    return name


def _tidy(name: str) -> str:
    name = normalize("NFC", " ".join(name.split()))
    if not 2 <= len(name) <= 80 or not name.isprintable():  # a letter that nobody sees makes one name of two people
        raise RefusedValue("name", "write the name, 2 to 80 letters.")
    return name


def _keep(write: Write, name: str) -> int:
    known = _of_name(_names(write), name)
    row = int(known.id) if known is not None else write.add(AppUser(name=name, role="admin"))
    put_setting(write, "local_user", name, today())
    return row


def _names(write: Write) -> Sequence[Any]:
    return write.connection.execute(select(USERS.c.id, USERS.c.name)).all()


def _must_be_their_own(write: Write, name: str, user_id: int | None = None) -> None:
    """Refuse the name of another user, in whatever letters: the change log and the command line go by names."""
    taken = _of_name([row for row in _names(write) if row.id != user_id], name)
    if taken is not None:
        raise RefusedValue("name", f"{taken.name} is a user already.")


def role_of(store: Store, name: str) -> str:
    """What a user may do: "viewer", "editor", "lead" or "admin"; whoever is not known, or no longer active, views."""
    return local_user(store, name).role


def add_user(store: Store, who: str, name: str, email: str | None, role: str) -> int:
    """Let somebody in. Raises RefusedValue for a role or address that is none, AlreadyThere for one that is taken."""
    row = AppUser(name=_tidy(name), email=_address(email), role=_role(role))

    def work(write: Write) -> int:
        _must_be_their_own(write, row.name)
        return write.add(row)

    return perform(store, who, "add user", work) or 0


def change_user(store: Store, who: str, user_id: int, **wanted: Any) -> None:
    """Change name, email, role or active. An access that ends, or a lower role, holds from the next click on.

    Raises RefusedValue where nobody would be left who may administer Steward, for the name of another user, and for
    an administrator who would see some accounts only.
    """
    values = {name: _CHECKS[name](value) for name, value in wanted.items()}

    def work(write: Write) -> None:
        user = write.read(AppUser, user_id)
        if "name" in values:
            _must_be_their_own(write, values["name"], user_id)
        if user["confined"] and values.get("role") == "admin":
            raise RefusedValue("role", f"{_WHOLE}: let them see every account first.")
        write.set(AppUser, user_id, values, user)
        if user["role"] == "admin" and user["active"]:
            _somebody_administers(write)

    perform(store, who, "change user", work)


def sign_out(store: Store, who: str, user_id: int) -> None:
    """End every session that a user began up to now, on whatever machine."""
    perform(store, who, "sign user out", lambda write: _end(write, user_id, now()))


def sign_me_out(store: Store) -> None:
    """The same for oneself, whatever one's role: a cookie that was copied is dead afterwards."""
    actor = store.actor
    if actor is not None and actor.user_id is not None:
        own, since = actor.user_id, actor.since
        # Signed in within this second, or by a clock that runs ahead of ours: the moment after it.
        over = now() if since is None else max(now(), since + timedelta(seconds=1))
        whole = acting_as(store, replace(actor, confined=False))
        perform(whole, actor.name or "", "sign out", lambda write: _end(write, own, over))


def _end(write: Write, user_id: int, over: datetime) -> None:
    user = write.read(AppUser, user_id)
    write.set(AppUser, user_id, {"not_before": max(over, user["not_before"] or over)}, user)


def confine(store: Store, who: str, user_id: int, account_ids: Collection[int] | None) -> None:
    """Let a user see only these accounts; None: all of them. Raises RefusedValue for an administrator."""

    def work(write: Write) -> None:
        user = write.read(AppUser, user_id)
        if account_ids is not None and user["role"] == "admin":
            raise RefusedValue("role", f"{_WHOLE}: give another role first.")
        write.connection.execute(delete(SCOPES).where(SCOPES.c.user_id == user_id))
        rows = [{"user_id": user_id, "account_id": one} for one in sorted(set(account_ids or ()))]
        if rows:
            write.connection.execute(insert(SCOPES), rows)
        write.note("changed", SCOPES, None, new="every account" if account_ids is None else f"{len(rows)} accounts")
        write.set(AppUser, user_id, {"confined": account_ids is not None}, user)

    perform(store, who, "confine user", work)


def _somebody_administers(write: Write) -> None:
    left = select(USERS.c.id).where(USERS.c.role == "admin", USERS.c.active.is_(True)).limit(1)
    if write.connection.execute(left).first() is None:
        raise RefusedValue("role", "nobody would be left who may administer Steward.")


def _role(role: str) -> str:
    if role not in ROLES:
        raise RefusedValue("role", f"must be one of {', '.join(ROLES)}.")
    return role


def _address(email: str | None) -> str | None:
    if not email:
        return None
    before, _, host = email.strip().partition("@")
    # What a sign-in may tell (lib/signin/proving.py): the Kelvin sign in small letters would be another's k.
    sound = email.isascii() and email.strip().isprintable() and " " not in email.strip()
    if not (sound and before and "." in host and "@" not in host):
        raise RefusedValue("email", f"“{email}” is no e-mail address.")
    return f"{before}@{host}".lower()


_WHOLE = "an administrator sees every account"
_CHECKS: dict[str, Callable[[Any], Any]] = {"name": _tidy, "email": _address, "role": _role, "active": bool}
