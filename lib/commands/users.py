"""`manage.py users`: who may come in, what they may do, which accounts they see."""

from typing import Annotated, Literal

import typer
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.commands.operating import operator
from lib.errors import StewardError
from lib.required import folded
from lib.store import users as action
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store

app = typer.Typer(no_args_is_help=True, help=__doc__)
ACCOUNT = table_of(Account)

Role = Literal["viewer", "editor", "lead", "admin"]
Whom = Annotated[str, typer.Argument(metavar="USER", help="The e-mail address or the name.")]


class NoSuchUser(StewardError):
    """Nobody has this address or name."""

    def __init__(self, whom: str) -> None:
        super().__init__(f"There is no user {whom}: `python manage.py users list` names them all.")


class SeveralUsers(StewardError):
    """One's name is another's address, or the same in other letters."""

    def __init__(self, whom: str) -> None:
        super().__init__(f"{whom} may be more than one user: give the e-mail address, as `users list` shows it.")


class Unclear(StewardError):
    """Two wishes that do not go together."""


class NoSuchAccount(StewardError):
    """No account has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account called {name}: write the name as it stands in Steward.")


@app.command(name="list")
def list_() -> None:
    """Everybody who may come in, or once could."""
    found = action.users(open_store()).fillna({"email": "no address"})
    if found.empty:
        print("There are no users yet: `python manage.py users add NAME EMAIL --role admin` makes the first.")
        return
    width = max(len(name) for name in found["name"])
    for row in found.to_dict("records"):
        scope = f"{row['accounts']} accounts" if row["confined"] else "every account"
        state = "" if row["active"] else "  (deactivated)"
        print(f"{row['name']:<{width}}  {row['role']:<6}  {scope:<14}  {row['email']}{state}")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As it should stand in the change log.")],
    email: Annotated[str, typer.Argument(help="The address the sign-in tells.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = "editor",
) -> None:
    """Let somebody in."""
    action.add_user(open_store(), operator(), name, email, role)
    print(f"{name} may come in as {role}.")


@app.command()
def change(
    whom: Whom,
    name: Annotated[str | None, typer.Option(help="A new name.")] = None,
    email: Annotated[str | None, typer.Option(help="A new address.")] = None,
    role: Annotated[Role | None, typer.Option(help="A new role.")] = None,
) -> None:
    """Give another name, address or role; it holds from the next click on."""
    store = open_store()
    wanted = {k: v for k, v in (("name", name), ("email", email), ("role", role)) if v is not None}
    if not wanted:
        raise typer.BadParameter("Say what to change: --name, --email or --role.")
    action.change_user(store, operator(), _user(store, whom), **wanted)
    print(f"{whom} was changed: {', '.join(f'{field} {value}' for field, value in wanted.items())}.")


@app.command()
def deactivate(whom: Whom) -> None:
    """End somebody's access from the next click on; what they wrote stays."""
    store = open_store()
    action.change_user(store, operator(), _user(store, whom), active=False)
    print(f"{whom} no longer has access.")


@app.command()
def activate(whom: Whom) -> None:
    """Give access back."""
    store = open_store()
    action.change_user(store, operator(), _user(store, whom), active=True)
    print(f"{whom} has access again.")


@app.command(name="sign-out")
def sign_out(whom: Whom) -> None:
    """End every session somebody has, on whatever machine: a lost laptop, a copied cookie."""
    store = open_store()
    action.sign_out(store, operator(), _user(store, whom))
    print(f"Every session of {whom} was ended.")


@app.command()
def confine(
    whom: Whom,
    accounts: Annotated[list[str] | None, typer.Argument(help="Names of accounts; none: no account at all.")] = None,
    every: Annotated[bool, typer.Option("--every", help="Every account again.")] = False,
) -> None:
    """Let somebody see and change only the accounts named."""
    if every and accounts:
        raise Unclear("Name accounts, or give --every: both at once may not be what you mean. Nothing was changed.")
    store = open_store()
    ids = None if every else [_account(store, name) for name in accounts or ()]
    action.confine(store, operator(), _user(store, whom), ids)
    print(f"{whom} sees {'every account' if ids is None else f'{len(ids)} accounts'}.")


def _user(store: Store, whom: str) -> int:
    found, given = action.users(store), folded(whom)
    fits = found[(found["name"].map(folded) == given) | (found["email"].fillna("") == given)]
    if fits.empty:
        raise NoSuchUser(whom)
    if len(fits) > 1:
        raise SeveralUsers(whom)
    return int(fits["id"].iloc[0])


def _account(store: Store, name: str) -> int:
    rows = store.rows(select(ACCOUNT.c.id, ACCOUNT.c.name))
    fits = [row.id for row in rows if folded(row.name) == folded(name)]
    exact = [row.id for row in rows if row.name == name.strip()]
    if len(exact or fits) != 1:
        raise NoSuchAccount(name)
    return int((exact or fits)[0])
