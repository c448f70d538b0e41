"""The saves that the fault tests make, all by the actions that pages call, and the check that each of them is whole."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from lib.accounts.actions import edit_account
from lib.accounts.profile_actions import add_contact
from lib.accounts.tables import Account
from lib.money.tables import WriteOff
from lib.money.write_off_actions import add_write_off
from lib.people.actions import add_person, edit_person
from lib.people.tables import Person
from lib.relationship.actions import Talk, log_interaction
from lib.relationship.onboarding_actions import add_step
from lib.relationship.tables import Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import Base, table_of
from lib.store.chain import verify
from lib.store.engine import Store
from lib.store.writing import COUNTERS, LOG, TOKENS, perform

ACCOUNT, PERSON, WRITE_OFF = table_of(Account), table_of(Person), table_of(WriteOff)
INTERACTION, PROMISE = table_of(Interaction), table_of(Promise)
WITH_CONTACT, WITH_PERSON = table_of(InteractionContact), table_of(InteractionPerson)
DAY = date(2026, 5, 4)


@dataclass(frozen=True)
class Desk:
    """What one writer works on, so that writers can save side by side without editing each other's records."""

    account_id: int
    contact_id: int
    person_id: int
    step_id: int


def set_up(store: Store, desks: int = 1) -> list[Desk]:
    """An account with a contact, a colleague and an onboarding step for each writer."""
    return [_desk(store, number) for number in range(desks)]


def _desk(store: Store, number: int) -> Desk:
    account = _made(perform(store, "test", "add account", lambda write: write.add(Account(name=f"Client {number}"))))
    contact = add_contact(store, "test", account, {"name": "Zoe"}, f"contact {number}")
    person = add_person(
        store, "test", f"Ann {number}", None, None, None, None, date(2020, 1, 1), None, None, None, f"person {number}"
    )
    step = add_step(
        store, "test", account, milestone="First week", name="Call", due_on=DAY, person_id=None, token=f"step {number}"
    )
    return Desk(account, _made(contact), _made(person), _made(step))


def _made(number: int | None) -> int:
    assert number is not None
    return number


def save(store: Store, desk: Desk, who: str, number: int, token: str) -> None:
    """One save of the four kinds in turn; the token is written into the record, so that each can be found again."""
    KINDS[number % len(KINDS)](store, desk, who, token)


def _talk(store: Store, desk: Desk, who: str, token: str) -> None:
    talk = Talk(
        DAY, "call", contact_ids=[desk.contact_id], person_ids=[desk.person_id], summary=token, next_step=token,
        next_step_on=DAY,
    )  # fmt: skip
    log_interaction(store, who, desk.account_id, talk, token)


def _write_off(store: Store, desk: Desk, who: str, token: str) -> None:
    add_write_off(store, who, desk.account_id, 12.5, 1, "goodwill", DAY, desk.person_id, token, token)


def _account(store: Store, desk: Desk, who: str, token: str) -> None:
    shown = form(store, Account, desk.account_id, "name", "note")
    edit_account(store, who, desk.account_id, shown, shown | {"note": token}, token)


def _person(store: Store, desk: Desk, who: str, token: str) -> None:
    shown = form(store, Person, desk.person_id, "name", "office")
    edit_person(store, who, desk.person_id, shown, {"name": shown["name"], "office": token}, token)


KINDS: tuple[Callable[[Store, Desk, str, str], None], ...] = (_talk, _write_off, _account, _person)
# action → the subject whose counter it raises, and the lines of the change log that one save of it leaves
ACTIONS = {
    "log interaction": ("relationship", 4), "note write-off": ("money", 1), "edit account": ("accounts", 1),
    "edit person": ("people", 1),
}  # fmt: skip


def form(store: Store, model: type[Base], number: int, *fields: str) -> dict[str, Any]:
    """What a form shows of a record: some fields, and the version that they were read at."""
    table = table_of(model)
    [row] = store.rows(select(*(table.c[name] for name in (*fields, "version"))).where(table.c.id == number))
    return dict(row._mapping)


def spent(store: Store) -> set[str]:
    """The tokens of the saves that the store holds."""
    return {token for (token,) in store.rows(select(TOKENS.c.token).where(TOKENS.c.action.in_(ACTIONS)))}


def counters(store: Store) -> dict[str, int]:
    """The change counter of each subject."""
    return {row[0]: row[1] for row in store.rows(select(COUNTERS.c.subject, COUNTERS.c["count"]))}


def half_written(store: Store, before: dict[str, int]) -> list[str]:
    """What is there in part only: record, links, change log, counter (`before`: after set_up), token; empty: nothing.

    All of it is read from the tables, in one transaction; the seals of the change log are looked at too.
    """
    with store.read() as connection:
        tokens: dict[str, dict[str, int]] = {action: {} for action in ACTIONS}
        for token, action, result in connection.execute(select(TOKENS.c.token, TOKENS.c.action, TOKENS.c.result)):
            tokens.get(action, {})[token] = result
        after = {row[0]: row[1] for row in connection.execute(select(COUNTERS.c.subject, COUNTERS.c["count"]))}
        checks = (_records(connection, tokens), _log(connection, tokens), _edits(connection, tokens))
        return [wrong for check in checks for wrong in check] + [*_counted(before, after, tokens), *verify(connection)]


def _records(connection: Connection, tokens: dict[str, dict[str, int]]) -> Iterator[str]:
    talks, given = tokens["log interaction"], tokens["note write-off"]
    if _numbers(connection, INTERACTION, "summary") != talks:
        yield "interactions and their tokens differ"
    if set(_numbers(connection, PROMISE, "what")) != set(talks):
        yield "next steps and their tokens differ"
    for links in (WITH_CONTACT, WITH_PERSON):
        if {row[0] for row in connection.execute(select(links.c.interaction_id))} != set(talks.values()):
            yield f"rows of {links.name} and interactions differ"
    if _numbers(connection, WRITE_OFF, "words") != given:
        yield "write-offs and their tokens differ"


def _numbers(connection: Connection, table: Table, text: str) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(select(table.c[text], table.c.id))}


def _log(connection: Connection, tokens: dict[str, dict[str, int]]) -> Iterator[str]:
    lines = Counter(action for (action,) in connection.execute(select(LOG.c.action)))
    for action, (_, per_save) in ACTIONS.items():
        if lines[action] != per_save * len(tokens[action]):
            yield f"{lines[action]} lines of “{action}” for {len(tokens[action])} saves"
    added = select(LOG.c.row_id).where(LOG.c.action == "log interaction", LOG.c.table_name == INTERACTION.name)
    if {row for (row,) in connection.execute(added)} != set(tokens["log interaction"].values()):
        yield "the change log speaks of other interactions than are there"


def _edits(connection: Connection, tokens: dict[str, dict[str, int]]) -> Iterator[str]:
    for action, table, name in (("edit account", ACCOUNT, "note"), ("edit person", PERSON, "office")):
        lines = select(LOG.c.row_id, LOG.c.old, LOG.c.new).where(LOG.c.action == action).order_by(LOG.c.id)
        last: dict[int, str] = {}
        saved: Counter[int] = Counter()
        for row_id, old, new in connection.execute(lines):
            if last.get(row_id) != old or new not in tokens[action]:
                yield f"the change log of {table.name} {row_id} has a gap before {new}"
            last[row_id] = new
            saved[row_id] += 1
        for number, version, value in connection.execute(select(table.c.id, table.c.version, table.c[name])):
            if version != 1 + saved[number] or value != last.get(number):
                yield f"{table.name} {number} is not as the change log says"


def _counted(before: dict[str, int], after: dict[str, int], tokens: dict[str, dict[str, int]]) -> Iterator[str]:
    for action, (subject, _) in ACTIONS.items():
        if after.get(subject, 0) - before.get(subject, 0) != len(tokens[action]):
            yield f"the counter of {subject} and its saves differ"
