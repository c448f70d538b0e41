"""T10: every action × every role, and every table × every way to write × own, other and archived account."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from lib.accounts.tables import Account, Contact
from lib.errors import StewardError
from lib.schema import content_tables, models
from lib.store.actors import ROLES, NotAllowed
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.permissions import NEEDS, needed
from lib.store.tables import AppUser
from lib.store.users import change_user
from lib.store.writing import Write, perform
from tests.facts import put
from tests.security import called
from tests.security.other_accounts import MARK, Belongs, belonging, mark_others
from tests.security.seats import CONFINED, OWN, WHOLE, put_users, seat

FULL = os.environ.get("STEWARD_FAULTS") == "full"
Count = Callable[[], int]


@pytest.fixture
def commits() -> Iterator[Count]:
    """How many transactions that wrote anything were kept so far, on whatever connections."""
    kept, writing = [0], [0]

    def wrote(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        writing[0] += statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")

    def undone(_connection: Any) -> None:
        writing[0] = 0

    def done(_connection: Any) -> None:
        kept[0] += bool(writing[0])
        writing[0] = 0

    heard = {"after_cursor_execute": wrote, "rollback": undone, "commit": done}
    for name, function in heard.items():
        event.listen(Engine, name, function)
    yield lambda: kept[0]
    for name, function in heard.items():
        event.remove(Engine, name, function)


def whole_of_role(store: Store, role: str) -> Store:
    """The store of somebody who sees every account, with this role."""
    put(store, *(Account(id=number, name=f"Account {number}") for number in OWN))
    put_users(store, "viewer")
    users = table_of(AppUser)
    (number,) = store.rows(select(users.c.id).where(users.c.name == WHOLE))[0]
    change_user(store, "setup", number, role=role)
    return seat(store, WHOLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_action_is_done_by_the_roles_that_reach_it_and_no_other(store: Store, commits: Count, role: str) -> None:
    mine, wrong = whole_of_role(store, role), []
    for action, least in NEEDS.items():
        before = commits()
        try:
            perform(mine, WHOLE, action, lambda write, name=action: write.add(Account(name=f"By {name}")))
            done = True
        except NotAllowed:
            done = False
        reaches = ROLES.index(role) >= ROLES.index(least)
        wrong += [] if (done, commits() - before) == (reaches, int(reaches)) else [action]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES[:3])
def test_no_function_called_directly_writes_past_the_role(store: Store, commits: Count, role: str) -> None:
    put(store, Account(id=1, name="Acme"), Contact(id=1, account_id=1, name="Mia"))
    mine, told, wrong = whole_of_role(store, role), 0, []
    above = [one for one in called.actions() if one.actions[0] and not _reaches(role, one)]
    for one in above:
        before = commits()
        try:
            one.call(mine, 1, WHOLE)
        except NotAllowed:
            told += 1
        except (StewardError, TypeError, KeyError, IndexError, AttributeError, NotADirectoryError):
            pass  # the made-up arguments did not suit it; what counts is that nothing was written
        wrong += [one.name] if commits() != before else []
    assert wrong == []
    assert told > 0.5 * len(above)


def _reaches(role: str, one: called.Called) -> bool:
    least = needed(one.actions[0])
    return least is not None and ROLES.index(role) >= ROLES.index(least)


@pytest.fixture
def marked(demo_store: Store) -> Store:
    """The demo firm; two accounts are one user's, one of the others is archived."""
    put_users(demo_store)
    archived = {"archived_on": date(2026, 1, 1)}
    perform(demo_store, "setup", "archive", lambda write: write.set(Account, 1, archived, write.read(Account, 1)))
    mark_others(demo_store, OWN)
    return demo_store


WAYS: dict[str, Callable[[Write, type[Base], int, dict[str, Any]], Any]] = {
    "edit": lambda w, model, key, _: w.edit(model, key, {"source": None, "version": w.read(model, key)["version"]},
                                            {"source": "mine"}),
    "edit an old version": lambda w, model, key, row: w.edit(model, key, {**dict.fromkeys(row), "version": -1},
                                                             dict.fromkeys(row, "mine")),
    "set": lambda w, model, key, _: w.set(model, key, {"source": "mine"}, w.read(model, key)),
    "remove": lambda w, model, key, _: w.remove(model, key),
    "add a copy": lambda w, model, key, row: w.add(model(**row)),
    "add many": lambda w, model, key, row: w.add_many(model, [row]),
}  # fmt: skip


def copy_of(store: Store, model: type[Base], key: int) -> dict[str, Any]:
    """The record without its number, and told apart where its name must be its own."""
    table = table_of(model)
    row = dict(store.rows(select(table).where(table.c.id == key))[0]._mapping)
    return {name: value for name, value in row.items() if name not in ("id", "source_id")}


def test_no_way_of_writing_reaches_or_tells_a_record_of_another_account(marked: Store, commits: Count) -> None:
    mine, wrong, tried = seat(marked, CONFINED), [], 0
    records = foreign_records(belonging(marked))
    assert len(records) >= 50
    for model, key in records if FULL else records[::8]:
        row = copy_of(marked, model, key)
        for way, write in WAYS.items():
            before, tried = commits(), tried + 1
            try:
                perform(mine, CONFINED, "edit account", lambda w, m=model, k=key, r=row, do=write: do(w, m, k, r))
            except StewardError as refused:
                wrong += [f"{way} {model.__name__} {key}: told {refused}"] if tells(refused) else []
            wrong += [f"{way} {model.__name__} {key}: written"] if commits() != before else []
    assert wrong == []


def tells(refused: StewardError) -> bool:
    """Whether an error holds any text of another account, in its words or in what it carries for the form."""
    return MARK in f"{refused} {vars(refused)}"


def foreign_records(belongs: Belongs) -> list[tuple[type[Base], int]]:
    """Of each table a record of another account and one of the archived account, where there is one."""
    known, found = models(), []
    for table in content_tables():
        if "id" not in table.c or table.name not in known:
            continue
        keys = [key for (name, key), accounts in belongs.items() if name == table.name and accounts - OWN]
        archived = [key for key in keys if belongs[table.name, key] == {1}]
        found += [(known[table.name], key) for key in {*keys[:1], *archived[:1]}]
    return found
