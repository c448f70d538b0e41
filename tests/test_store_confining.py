"""A confined user sees and changes only the accounts named for them, whatever is asked and however."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import func, literal_column, select, text, union_all
from sqlalchemy.orm import Session

from lib.accounts.tables import Account, Contact
from lib.delivery.tables import Project, TimeEntry
from lib.errors import RefusedValue, StewardError
from lib.people.tables import Person
from lib.relationship.tables import Interaction, InteractionContact
from lib.store import chain
from lib.store.actors import NotAllowed
from lib.store.base import now, table_of
from lib.store.confining import CUT_DOWN, FIRM_ROWS, MASKED, acting_as, shape_of
from lib.store.engine import Store
from lib.store.refusals import StoreFailed
from lib.store.tables import ChangeLog, UserAccount
from lib.store.undoing import undo_entry
from lib.store.users import accounts_of, add_user, change_user, confine, user_for
from lib.store.writing import Write, perform
from tests.facts import put

ACCOUNT, CONTACT, ENTRY = table_of(Account), table_of(Contact), table_of(TimeEntry)
DAY = date(2026, 3, 2)


@pytest.fixture
def seat(store: Store) -> Store:
    """Ann, who sees account 1 of three; 2 is the parent of 1."""
    put(store, Person(id=1, name="Ann"), Account(id=2, name="Hidden"), Account(id=1, name="Mine", parent_id=2))
    put(store, Account(id=3, name="Hidden too"))
    for number in (1, 2, 3):
        put(store, Contact(id=number, account_id=number, name=f"Contact {number}"))
        put(store, Project(id=number, account_id=number, name=f"Project {number}"))
        put(store, TimeEntry(person_id=1, account_id=number, worked_on=DAY, minutes=60 * number, note=f"N {number}"))
        put(store, Interaction(id=number, account_id=number, happened_on=DAY, kind="call", summary=f"Talk {number}"))
        put(store, InteractionContact(interaction_id=number, contact_id=number))
    put(store, Project(id=4, name="Ours"), TimeEntry(person_id=1, project_id=4, worked_on=DAY, minutes=5, note="own"))
    user = add_user(store, "setup", "Ann", "ann@firm.example", "lead")
    confine(store, "setup", user, [1])
    return acting_as(store, user_for(store, "ann@firm.example", now()))


SHAPES: dict[str, Callable[[Store], Any]] = {
    "columns": lambda s: s.rows(select(ACCOUNT.c.name)),
    "by number": lambda s: s.rows(select(ACCOUNT.c.name).where(ACCOUNT.c.id == 2)),
    "join": lambda s: s.rows(select(ACCOUNT.c.name).join(CONTACT, CONTACT.c.account_id == ACCOUNT.c.id)),
    "outer join": lambda s: s.rows(
        select(CONTACT.c.name, ACCOUNT.c.name).outerjoin(ACCOUNT, ACCOUNT.c.id == CONTACT.c.account_id)
    ),
    "alias": lambda s: s.rows(select(ACCOUNT.alias("a").c.name)),
    "subquery": lambda s: s.rows(select(select(ACCOUNT.c.name).subquery().c.name)),
    "exists": lambda s: s.rows(select(CONTACT.c.name).where(select(ACCOUNT.c.id).where(ACCOUNT.c.id == 2).exists())),
    "union": lambda s: s.rows(union_all(select(ACCOUNT.c.name), select(CONTACT.c.name))),
    "aggregate of text": lambda s: s.rows(select(func.max(ACCOUNT.c.name), func.min(CONTACT.c.name))),
    "with": lambda s: s.rows(select(select(ACCOUNT.c.name).cte("x").c.name)),
    "window": lambda s: s.rows(select(ACCOUNT.c.name, func.row_number().over(order_by=ACCOUNT.c.id))),
    "text": lambda s: s.rows(text("SELECT name FROM account UNION ALL SELECT note FROM time_entry WHERE note <> ''")),
    "literal": lambda s: s.rows(select(literal_column("name")).select_from(text("account"))),
    "driver": lambda s: _driven(s, "SELECT name FROM account"),
    "pandas": lambda s: str(_by_pandas(s)),
    "frame": lambda s: s.frame(select(ACCOUNT.c.name)).to_string(),
    "object": lambda s: list(_objects(s)),
    "get": lambda s: [_got(s)],
    "two links": lambda s: s.rows(select(table_of(InteractionContact).c.interaction_id)),
    "history": lambda s: s.rows(text("SELECT old, new FROM change_log")),
}  # fmt: skip


def _driven(store: Store, statement: str) -> Any:
    with store.read() as connection:
        return connection.exec_driver_sql(statement).all()


def _by_pandas(store: Store) -> str:
    with store.read() as connection:
        return str(pd.read_sql(text("SELECT * FROM account"), connection).to_string())


def _objects(store: Store) -> Any:
    with Session(store.reads) as session:
        return [one.name for one in session.execute(select(Account)).scalars()]


def _got(store: Store) -> Any:
    with Session(store.reads) as session:
        return session.get(Account, 2), session.get(Account, 3)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_query_shows_another_account(shape: str, seat: Store) -> None:
    told = str(SHAPES[shape](seat))
    for word in ("Hidden", "Contact 2", "Contact 3", "N 2", "N 3", "(2,)", "(3,)"):
        assert word not in told


def test_what_is_their_own_is_all_there(seat: Store) -> None:
    assert seat.rows(select(ACCOUNT.c.name, ACCOUNT.c.parent_id)) == [("Mine", None)]
    assert seat.rows(select(CONTACT.c.name)) == [("Contact 1",)]


def test_hours_of_others_keep_their_minutes_and_lose_what_they_were_for(seat: Store) -> None:
    rows = seat.rows(select(ENTRY.c.minutes, ENTRY.c.account_id, ENTRY.c.note).order_by(ENTRY.c.minutes))
    assert rows == [(5, None, "own"), (60, 1, "N 1"), (120, None, None), (180, None, None)]


def test_an_account_named_later_is_seen_at_once_and_one_taken_away_is_not(store: Store, seat: Store) -> None:
    user = int(str(seat.actor and seat.actor.user_id))
    confine(store, "setup", user, [3])
    assert seat.rows(select(ACCOUNT.c.name)) == [("Hidden too",)]
    assert accounts_of(store, user) == [3]
    confine(store, "setup", user, [])
    assert seat.rows(select(ACCOUNT.c.name)) == []


def test_freed_again_they_see_everything(store: Store, seat: Store) -> None:
    confine(store, "setup", int(str(seat.actor and seat.actor.user_id)), None)
    freed = acting_as(store, user_for(store, "ann@firm.example", now()))
    assert len(freed.rows(select(ACCOUNT.c.id))) == 3
    assert store.rows(select(table_of(UserAccount).c.id)) == []


def test_their_connections_cannot_write_at_all(seat: Store) -> None:
    behind_the_views = "main" if seat.path else "public"
    with pytest.raises(StoreFailed, match="the right to write"), seat.read() as connection:
        connection.exec_driver_sql(f"DELETE FROM {behind_the_views}.contact")


def test_two_people_at_once_see_each_their_own(store: Store, seat: Store) -> None:
    other = add_user(store, "setup", "Bo", "bo@firm.example", "editor")
    confine(store, "setup", other, [2])
    bo = acting_as(store, user_for(store, "bo@firm.example", now()))
    for _ in range(3):
        assert bo.rows(select(ACCOUNT.c.name)) == [("Hidden",)]
        assert seat.rows(select(ACCOUNT.c.name)) == [("Mine",)]
    assert len(store.rows(select(ACCOUNT.c.id))) == 3


WRITES: dict[str, Callable[[Write], Any]] = {
    "add to another account": lambda w: w.add(Contact(account_id=2, name="New")),
    "add many, one of them elsewhere": lambda w: w.add_many(
        Contact, [{"account_id": 1, "name": "A"}, {"account_id": 3, "name": "B"}]
    ),
    "change another's": lambda w: w.set(Contact, 2, {"name": "Changed"}, w.read(Contact, 2)),
    "move one's own away": lambda w: w.set(Contact, 1, {"account_id": 2}, w.read(Contact, 1)),
    "take another's over": lambda w: w.set(Contact, 2, {"account_id": 1}, w.read(Contact, 2)),
    "remove another's": lambda w: w.remove(TimeEntry, 2),
    "tie one's own to another's": lambda w: w.add(InteractionContact(interaction_id=1, contact_id=3)),
    "what belongs to the firm": lambda w: w.add(Person(name="Cy")),
    "internal hours": lambda w: w.add(TimeEntry(person_id=1, worked_on=DAY, minutes=5)),
    "make an account": lambda w: w.add(Account(name="Fourth")),
    "widen one's own sight": lambda w: w.add(UserAccount(user_id=1, account_id=2)),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITES)
def test_nothing_of_another_account_or_of_the_firm_is_written(what: str, store: Store, seat: Store) -> None:
    def content() -> list[Any]:
        return [
            store.rows(select(table))
            for table in map(table_of, (Account, Contact, InteractionContact, Person, TimeEntry, UserAccount))
        ]

    before = content()
    with pytest.raises(NotAllowed, match="Ask a lead"):
        perform(seat, "Ann", "edit account", WRITES[what])
    assert content() == before


def test_their_own_account_they_may_change(store: Store, seat: Store) -> None:
    def work(write: Write) -> int:
        made = write.add(Contact(account_id=1, name="New"))
        write.add_many(Contact, [{"account_id": 1, "name": "A"}, {"account_id": 1, "name": "B"}])
        write.set(Contact, made, {"name": "Newer"}, write.read(Contact, made))
        write.remove(Contact, made)
        return made

    perform(seat, "Ann", "edit account", work)
    assert sorted(name for (name,) in seat.rows(select(CONTACT.c.name))) == ["A", "B", "Contact 1"]


def test_what_an_action_reads_is_confined_too_so_that_no_refusal_names_a_foreign_record(seat: Store) -> None:
    def work(write: Write) -> None:
        names = write.connection.execute(union_all(select(ACCOUNT.c.name), select(CONTACT.c.name))).scalars()
        raise RefusedValue("name", f"there is one already: {sorted(names)}")

    with pytest.raises(RefusedValue, match=r"already: \['Contact 1', 'Mine'\]"):
        perform(seat, "Ann", "edit account", work)
    asked = select(ACCOUNT.c.id).where(ACCOUNT.c.id == 2)
    with pytest.raises(NotAllowed, match="Ask a lead"):  # an action that relies on a record being there
        perform(seat, "Ann", "edit account", lambda w: int(w.connection.execute(asked).scalar_one()))


def test_what_others_did_since_is_seen_all_the_same_before_an_entry_is_taken_back(store: Store, seat: Store) -> None:
    perform(seat, "Ann", "edit contact", lambda w: w.set(Contact, 1, {"name": "A"}, w.read(Contact, 1)), "token")
    perform(store, "Bo", "edit contact", lambda w: w.set(Contact, 1, {"name": "B"}, w.read(Contact, 1)))
    log = table_of(ChangeLog)
    (number,) = store.rows(select(log.c.id).where(log.c.who == "Ann"))[0]
    with pytest.raises(StewardError, match="Bo worked on it since"):
        undo_entry(seat, "Ann", number, "another token")
    with store.read() as connection:
        assert chain.verify(connection) == []


def test_what_they_stored_themselves_they_take_back_links_too(store: Store, seat: Store) -> None:
    def work(write: Write) -> int:
        made = write.add(Interaction(account_id=1, happened_on=DAY, kind="call", summary="Just now"))
        write.add_many(InteractionContact, [{"interaction_id": made, "contact_id": 1}])
        return made

    made = perform(seat, "Ann", "log interaction", work, "token")
    log, talks = table_of(ChangeLog), table_of(Interaction)
    (number,) = store.rows(select(func.min(log.c.id)).where(log.c.action == "log interaction"))[0]
    undo_entry(seat, "Ann", number, "another token")
    assert store.rows(select(talks.c.id).where(talks.c.id == made)) == []


def test_who_was_confined_meanwhile_writes_nothing_with_a_page_from_before(store: Store) -> None:
    put(store, Account(id=1, name="One"))
    user = add_user(store, "setup", "Cy", "cy@firm.example", "editor")
    before = acting_as(store, user_for(store, "cy@firm.example", now()))
    confine(store, "setup", user, [])
    with pytest.raises(NotAllowed, match="accounts that you see"):
        perform(before, "Cy", "edit account", lambda w: w.set(Account, 1, {"name": "X"}, w.read(Account, 1)))


def test_an_administrator_is_not_confined(store: Store) -> None:
    put(store, Account(id=1, name="One"))
    root = add_user(store, "setup", "Root", "root@firm.example", "admin")
    with pytest.raises(StewardError, match="sees every account"):
        confine(store, "setup", root, [1])
    editor = add_user(store, "setup", "Ed", "ed@firm.example", "editor")
    confine(store, "setup", editor, [1])
    with pytest.raises(StewardError, match="sees every account"):
        change_user(store, "setup", editor, role="admin")


def test_every_table_that_speaks_of_accounts_has_its_rule(store: Store) -> None:
    """A new table that leads to an account is confined by itself; one that speaks of accounts in words is named."""
    shape = shape_of(store.reads)
    assert shape.led >= FIRM_ROWS | MASKED
    assert set(CUT_DOWN) <= set(shape.columns)
    free = set(shape.columns) - shape.led - set(CUT_DOWN)
    assert free == {
        "absence", "action_token", "alembic_version", "app_user", "change_counter", "cost_rate", "development_goal",
        "health_formula", "health_veto", "health_weight", "level_expectation", "loss_reason", "market_signal",
        "onboarding_template", "onboarding_template_step", "person", "person_role", "person_skill", "reporting_line",
        "review", "role", "sector", "sector_benchmark", "service", "service_line", "service_price", "service_skill",
        "setting", "skill", "stage", "survey", "survey_question", "survey_wave", "weekly_hours",
    }  # fmt: skip
