"""Who may do what: checked inside each write, by the user row as it stands then."""

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select, update

from lib.accounts.tables import Account
from lib.errors import RefusedValue
from lib.store.actors import ROLES, Actor, NotAllowed, SignInRefused
from lib.store.base import now, table_of
from lib.store.confining import acting_as
from lib.store.engine import Store
from lib.store.permissions import NEEDS, may, needed, require
from lib.store.refusals import AlreadyThere
from lib.store.tables import AppUser, ChangeLog
from lib.store.undoing import undo_entry
from lib.store.users import add_user, change_user, introduce, local_user, sign_me_out, sign_out, user_for, users
from lib.store.writing import perform
from tests.house_rules import ROOT

USERS, LOG, ACCOUNT = table_of(AppUser), table_of(ChangeLog), table_of(Account)


@pytest.fixture
def person(store: Store) -> Callable[[str], Store]:
    """The store as somebody of a role uses it."""
    add_user(store, "setup", "Root", "root@firm.example", "admin")

    def made(role: str) -> Store:
        add_user(store, "setup", role.title(), f"{role}@firm.example", role)
        return acting_as(store, user_for(store, f"{role}@firm.example", now()))

    return made


def write(store: Store, action: str, who: str | None = None) -> None:
    name = who or (store.actor and store.actor.name) or ""
    perform(store, name, action, lambda one: one.add(Account(name=f"Made by {action}")))


def made(store: Store) -> list[str]:
    return [name for (name,) in store.rows(select(ACCOUNT.c.name))]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_it_reaches_and_no_more(role: str, person: Callable[[str], Store]) -> None:
    seat = person(role)
    for number, (action, least) in enumerate(NEEDS.items()):
        reaches = ROLES.index(role) >= ROLES.index(least)
        assert may(seat.actor, action) is reaches
        if number % 12:
            continue
        if reaches:
            write(seat, action)
        else:
            with pytest.raises(NotAllowed, match=f"needs the role {least}, yours is {role}"):
                write(seat, action)
        assert (f"Made by {action}" in made(seat)) is reaches


def test_an_action_that_nobody_named_is_refused_even_to_an_administrator(person: Callable[[str], Store]) -> None:
    with pytest.raises(NotAllowed, match="not offered on a screen"):
        write(person("admin"), "grant myself everything")


def test_nobody_writes_under_another_name(person: Callable[[str], Store]) -> None:
    seat = person("editor")
    with pytest.raises(NotAllowed, match="as Root, and you are Editor"):
        write(seat, "edit account", "Root")
    assert made(seat) == []


def test_who_has_no_user_row_writes_nothing(store: Store) -> None:
    for actor in (Actor(None, "viewer"), Actor("Stranger", "admin"), Actor("Stranger", "admin", 99)):
        with pytest.raises(NotAllowed):
            write(acting_as(store, actor), "edit account", actor.name or "")
    assert made(store) == []


@pytest.mark.parametrize("values", [{"active": False}, {"role": "viewer"}])
def test_a_form_left_open_does_not_outlive_the_right(
    values: dict[str, object], store: Store, person: Callable[[str], Store]
) -> None:
    seat = person("editor")
    change_user(store, "setup", int(str(seat.actor and seat.actor.user_id)), **values)
    with pytest.raises(NotAllowed):
        write(seat, "edit account")
    assert made(store) == []


def test_ending_sessions_ends_those_begun_before_and_no_later_one(store: Store, person: Callable[[str], Store]) -> None:
    early = user_for(store, "root@firm.example", now() - timedelta(hours=1)) if person("editor") else None
    assert early is not None
    sign_out(store, "setup", int(str(early.user_id)))
    with pytest.raises(NotAllowed, match="your access was ended"):
        write(acting_as(store, early), "edit account")
    with pytest.raises(SignInRefused, match="signed out"):
        user_for(store, "root@firm.example", now() - timedelta(seconds=5))
    write(acting_as(store, user_for(store, "ROOT@firm.example ", now())), "edit account")


def test_a_viewer_may_end_their_own_sessions(store: Store, person: Callable[[str], Store]) -> None:
    person("viewer")
    seat = acting_as(store, user_for(store, "viewer@firm.example", now() - timedelta(hours=1)))
    sign_me_out(seat)
    with pytest.raises(SignInRefused):
        user_for(store, "viewer@firm.example", now() - timedelta(hours=1))


def test_signing_out_ends_a_sign_in_whose_clock_runs_ahead_of_ours(
    store: Store, person: Callable[[str], Store]
) -> None:  # fmt: skip
    ahead = now() + timedelta(minutes=2)
    person("viewer")
    sign_me_out(acting_as(store, user_for(store, "viewer@firm.example", ahead)))
    with pytest.raises(SignInRefused, match="signed out"):
        user_for(store, "viewer@firm.example", ahead)
    user_for(store, "viewer@firm.example", ahead + timedelta(seconds=1))


def test_what_one_did_in_a_higher_role_is_not_taken_back_in_a_lower_one(
    store: Store, person: Callable[[str], Store]
) -> None:  # fmt: skip
    seat = person("lead")
    perform(seat, "Lead", "add service", lambda one: one.add(Account(name="Made as lead")), "token")
    change_user(store, "setup", int(str(seat.actor and seat.actor.user_id)), role="editor")
    (number,) = store.rows(select(LOG.c.id).where(LOG.c.action == "add service"))[0]
    with pytest.raises(NotAllowed, match="needs the role lead"):
        undo_entry(seat, "Lead", number, "another token")


def test_strangers_and_leavers_are_refused_by_name(store: Store, person: Callable[[str], Store]) -> None:
    seat = person("lead")
    change_user(store, "setup", int(str(seat.actor and seat.actor.user_id)), active=False)
    for email, why in (("lead@firm.example", "no longer has access"), ("who@else.example", "is no user of Steward")):
        with pytest.raises(SignInRefused, match=f"{email} .*{why}: ask an administrator"):
            user_for(store, email, now())


def test_somebody_must_be_left_who_administers(store: Store) -> None:
    root = add_user(store, "setup", "Root", "root@firm.example", "admin")
    for wanted in ({"role": "lead"}, {"active": False}):
        with pytest.raises(RefusedValue, match="nobody would be left"):
            change_user(store, "Root", root, **wanted)
    assert users(store)[["role", "active"]].to_numpy().tolist() == [["admin", True]]


@pytest.mark.parametrize(
    ("name", "email", "role", "why"),
    [
        ("x", "x@firm.example", "editor", "write the name"), ("Ann", "ann", "editor", "no e-mail address"),
        ("Ann", "ann@firm.example", "boss", "must be one of"), ("Ann", "a b@firm.example", "lead", "no e-mail"),
        ("Kel", "\u212aelvin@firm.example", "lead", "no e-mail"), ("Ann", "a@b@firm.example", "lead", "no e-mail"),
        ("Ann\u200b", "ann@firm.example", "lead", "write the name"),
    ],
)  # fmt: skip
def test_a_user_that_cannot_be_is_refused(name: str, email: str, role: str, why: str, store: Store) -> None:
    with pytest.raises(RefusedValue, match=why):
        add_user(store, "setup", name, email, role)
    assert users(store).empty


def test_one_address_one_user_whatever_its_letters(store: Store) -> None:
    add_user(store, "setup", "Ann", "Ann@Firm.example", "editor")
    with pytest.raises(AlreadyThere):
        add_user(store, "setup", "Anna", "ann@firm.EXAMPLE", "editor")


def test_one_name_one_user_whatever_its_letters(store: Store) -> None:
    elise = introduce(store, "Élise Åberg")
    assert introduce(store, "ÉLISE  åberg") == "ÉLISE åberg"
    assert local_user(store, "éLISE ÅBERG").name == elise == "Élise Åberg"
    ann = add_user(store, "setup", "Ann", "ann@firm.example", "editor")
    with pytest.raises(RefusedValue, match="Ann is a user already"):
        add_user(store, "setup", "ann", "ann2@firm.example", "admin")
    with pytest.raises(RefusedValue, match="Élise Åberg is a user already"):
        change_user(store, "setup", ann, name="ÉLISE ÅBERG")
    change_user(store, "setup", ann, name="ANN")


def test_a_wrong_user_is_mended_before_there_is_an_administrator(store: Store) -> None:
    first = add_user(store, "setup", "Ann", "anm@firm.example", "editor")
    change_user(store, "setup", first, email="ann@firm.example", active=False)
    assert users(store)[["email", "active"]].to_numpy().tolist() == [["ann@firm.example", False]]


def test_an_export_is_for_leads_who_see_the_whole_firm(store: Store, person: Callable[[str], Store]) -> None:
    require(store, "export everything")  # the operator at the command line
    require(person("lead"), "export everything")
    with pytest.raises(NotAllowed, match="needs the role lead"):
        require(person("editor"), "export everything")
    part = Actor("Lead", "lead", user_for(store, "lead@firm.example", now()).user_id, confined=True)
    with pytest.raises(NotAllowed, match="a part of its accounts"):
        require(acting_as(store, part), "export everything")


@given(some.text(max_size=20))
def test_only_named_beginnings_may_go_on(tail: str) -> None:
    assert needed(f"undo entry {tail}") == "editor"
    assert needed(f"undo import {tail}") is None
    assert needed(f"change settings{tail or 'x'}") is None


def test_every_action_of_the_product_is_named() -> None:
    """A new action says in lib/store/permissions.py which role it needs; one that went leaves that list."""
    found = {name for path in (ROOT / "lib").rglob("*.py") for name in actions_of(path)}
    # What no screen asks for: the demo firm, kept weeks (Steward's own), the name given where nobody signs in.
    own = {"build the demo firm", "hold the demo firm's reviews", "keep account health", "say who you are"}
    assert own <= found
    assert {name for name in found - own if needed(f"{name} 1" if name in BEGINNINGS else name) is None} == set()
    reads = {"export everything", "make a backup"}
    assert set(NEEDS) - found == reads


BEGINNINGS = ("undo entry", "apply plan", "undo plan", "apply allocation", "undo allocation")


def actions_of(path: Path) -> Iterator[str]:
    """The names under which a file's actions stand in the change log: the third argument of `perform`, or what a
    function of the file takes as `action`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }  # fmt: skip
    elsewhere = {"CHANGE_PROFILE": "change profile", "UNDO": "undo entry"}
    handing_on = {"perform": 2} | {
        node.name: [arg.arg for arg in node.args.args].index("action")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "action" in [arg.arg for arg in node.args.args]
    }
    for node in ast.walk(tree):
        at = handing_on.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
        if at is None or len(node.args) <= at:
            continue
        third = node.args[at]
        if isinstance(third, ast.JoinedStr):
            third = third.values[0].value if isinstance(third.values[0], ast.FormattedValue) else third.values[0]
        if isinstance(third, ast.Constant):
            yield str(third.value).strip()
        elif isinstance(third, ast.Name) and third.id != "action":
            yield (elsewhere | constants)[third.id]
        elif isinstance(third, ast.IfExp):
            yield from (str(side.value) for side in (third.body, third.orelse) if isinstance(side, ast.Constant))


def test_an_update_of_the_user_row_past_our_actions_counts_too(store: Store, person: Callable[[str], Store]) -> None:
    seat = person("editor")
    with store.writes.begin() as connection:
        connection.execute(
            update(USERS).where(USERS.c.name == "Editor").values(not_before=datetime(2999, 1, 1, tzinfo=UTC))
        )
    with pytest.raises(NotAllowed):
        write(seat, "edit account")
