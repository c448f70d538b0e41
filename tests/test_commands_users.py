"""`manage.py users`: one user is meant, or none is changed."""

import pytest

from lib.accounts.tables import Account
from lib.commands import users as command
from lib.store.engine import Store
from lib.store.users import add_user, introduce, users
from tests.facts import put


@pytest.fixture
def people(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Ann; and somebody whose name is Ann's address."""
    monkeypatch.setenv("STEWARD_DATABASE_URL", store.url)
    add_user(store, "setup", "Root", "root@firm.example", "admin")
    add_user(store, "setup", "Élise", "ann@firm.example", "editor")
    add_user(store, "setup", "ann@firm.example", "other@firm.example", "editor")
    return store


def active(store: Store) -> dict[str, bool]:
    found = users(store)
    return dict(zip(found["email"], found["active"], strict=True))


def test_the_list_tells_who_has_no_address(people: Store, capsys: pytest.CaptureFixture[str]) -> None:
    introduce(people, "Bo")
    command.list_()
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in told if line.startswith(("Bo ", "Root "))] == ["address", "root@firm.example"]


def test_whom_is_told_by_name_or_address_in_any_letters(people: Store) -> None:
    command.deactivate("éLISE")
    command.deactivate(" OTHER@firm.example")
    assert active(people) == {"ann@firm.example": False, "other@firm.example": False, "root@firm.example": True}


def test_where_two_are_meant_nobody_is_changed(people: Store) -> None:
    with pytest.raises(command.SeveralUsers, match="more than one user"):
        command.deactivate("ann@firm.example")
    with pytest.raises(command.NoSuchUser):
        command.sign_out("nobody@firm.example")
    assert all(active(people).values())


def test_an_account_is_named_once_or_not_at_all(people: Store) -> None:
    with pytest.raises(command.NoSuchAccount):
        command.confine("other@firm.example", ["Nowhere"])
    put(people, Account(name="Éclair"), Account(name="Acme"))
    command.confine("root@firm.example", every=True)
    command.confine("other@firm.example", ["éCLAIR", "Acme"])
    assert users(people).set_index("email")["accounts"]["other@firm.example"] == 2
    command.confine("other@firm.example", every=True)
    with pytest.raises(command.Unclear, match="--every"):
        command.confine("other@firm.example", ["Nowhere"], every=True)
    assert not users(people)["confined"].any()
