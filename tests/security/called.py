"""Every function of lib that takes a store, found by looking, with arguments made: a new one cannot be forgotten."""

import ast
import importlib
import inspect
import os
import pkgutil
import textwrap
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pandas as pd

import lib
from lib.periods import Period
from lib.store.engine import Store

# Not asked for by a page: the tools at the machine's shell, the sign-in itself, the form for clients.
BESIDE = ("lib.ui", "lib.commands", "lib.store", "lib.demo", "lib.respond", "lib.signin")
DAY = date(2026, 10, 31)
NAMES = ("name", "words", "what", "reason", "headline", "note", "summary", "resolution", "title", "email")
NOWHERE = Path(os.devnull) / "nowhere"  # no file can be made there
Function = Callable[..., Any]


@dataclass(frozen=True)
class Called:
    """A function that takes a store first; `actions`: the names under which it writes, () for one that only reads."""

    name: str
    function: Function
    actions: tuple[str, ...]

    def call(self, store: Store, number: int, who: str) -> Any:
        """Its answer to arguments made by the types it asks for: `number` wherever a record is meant."""
        hints = get_type_hints(self.function)
        asked = list(inspect.signature(self.function).parameters.values())[1:]
        made = {
            one.name: who if one.name == "who" else made_for(hints[one.name], one.name, number)
            for one in asked
            if one.default is inspect.Parameter.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
        }
        return self.function(store, **made)


@cache
def functions() -> tuple[Called, ...]:
    """All of them, by name."""
    return tuple(sorted(_found(), key=lambda one: one.name))


def reads() -> list[Called]:
    return [one for one in functions() if not one.actions]


def actions() -> list[Called]:
    return [one for one in functions() if one.actions]


def _found() -> Iterator[Called]:
    for module in pkgutil.walk_packages(lib.__path__, "lib."):
        if module.name.startswith(BESIDE) or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in vars(loaded).items():
            if inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_"):
                first = next(iter(inspect.signature(function).parameters), "")
                if first == "store":
                    yield Called(f"{module.name}.{name}", function, tuple(_actions(function, vars(loaded))))


def _actions(function: Function, known: Mapping[str, Any]) -> Iterator[str]:
    """The names under which a function writes; "" for one that is told its name, or only asks who writes."""
    named = [
        _worded(node.args[2], known)
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "perform" and len(node.args) > 2
    ]
    yield from named or ([""] if "who" in inspect.signature(function).parameters else [])


def _worded(node: ast.expr, known: Mapping[str, Any]) -> str:
    """The name of an action; of one that goes on with what it is about, its beginning and a number."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [part if isinstance(part, ast.Constant) else part.value for part in node.values]  # type: ignore[attr-defined]
        return "".join(_worded(part, known) or "1" for part in parts)
    return str(known.get(node.id, "")) if isinstance(node, ast.Name) else ""


def made_for(kind: Any, name: str, number: int) -> Any:
    """A value of a type, as plausible as a parameter's name allows."""
    options = [one for one in get_args(kind) if one is not type(None)]
    if kind in (pd.DataFrame, pd.Series) or get_origin(kind) is pd.Series:
        return pd.DataFrame() if kind is pd.DataFrame else pd.Series(dtype=object)
    if get_origin(kind) in (Union, types.UnionType):
        return made_for(options[0], name, number)
    if get_origin(kind) is Literal:
        return options[0]
    if get_origin(kind) is type:
        return made_for(options[0], name, number) if get_origin(options[0]) else options[0]
    return _of_type(kind, name, number)


def _of_type(kind: Any, name: str, number: int) -> Any:
    plain: dict[Any, Any] = {
        int: number, float: 1.0, bool: True, date: DAY, datetime: datetime(2026, 10, 31, 12, tzinfo=UTC), Any: number,
        Path: NOWHERE, Period: Period(date(2026, 1, 1), date(2026, 11, 1)), object: number,
    }  # fmt: skip
    if kind is str:
        if name == "token":  # one that was seen before would do nothing at all
            return token_hex(8)
        return "Plain words" if name in NAMES else "lead" if name == "duty" else name
    if kind in plain:
        return plain[kind]
    origin = get_origin(kind)
    if origin in (dict, Mapping):
        return {}
    if origin in (tuple, list, set, frozenset, Sequence) or (isinstance(origin, type) and issubclass(origin, Sequence)):
        return [number]
    if origin is Callable or isinstance(kind, type(Callable)):
        return lambda *arguments: arguments[-1]() if callable(arguments[-1]) else None
    return _record(kind, number)


def _record(kind: Any, number: int) -> Any:
    """A record of a dataclass or table, its fields made the same way; None for what cannot be made so."""
    fields = getattr(kind, "__dataclass_fields__", None) or getattr(kind, "model_fields", None)
    if fields is None:
        return [number]
    hints = get_type_hints(kind)
    return kind(**{name: made_for(hints[name], name, number) for name in fields if name in hints})
