"""A firm as two people see it: one of a few accounts, one of all; every text of the others' accounts is marked."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd

from lib.store.confining import acting_as
from lib.store.engine import Store
from lib.store.users import add_user, confine, local_user

OWN = frozenset({3, 5})
CONFINED, WHOLE = "Vera Seat", "Lea Lead"


def seat(store: Store, name: str) -> Store:
    """The store as a user of this name has it."""
    return acting_as(store, local_user(store, name))


def put_users(store: Store, role: str = "lead") -> None:
    """The two of them, with a role each of which may look everywhere; an administrator, so that there is one."""
    add_user(store, "setup", "Root Root", "root@firm.example", "admin")
    for name in (CONFINED, WHOLE):
        number = add_user(store, "setup", name, f"{name.split()[0].lower()}@firm.example", role)
        if name == CONFINED:
            confine(store, "setup", number, OWN)


def everything(answer: Any) -> str:
    """All text in what a function gave back."""
    if isinstance(answer, pd.DataFrame | pd.Series):
        return str(answer.to_csv())
    if isinstance(answer, dict):
        return " ".join(everything(part) for pair in answer.items() for part in pair)
    if is_dataclass(answer) and not isinstance(answer, type | Store):
        return " ".join(everything(getattr(answer, one.name)) for one in fields(answer))
    if isinstance(answer, Iterable) and not isinstance(answer, str | bytes):
        return " ".join(map(everything, answer))
    return repr(answer)
