"""The rules of the house that keep strangers out: who may open a store, ask who is here, compare a secret."""

import ast
from collections.abc import Iterator

from tests.house_rules import Source, calls, functions

OPENERS = ("open_store", "create_store", "upgrade_store", "serve_store", "connect")
THE_DOOR = ("signing_in", "sign_in_page", "on_the_way", "frame")
SECRET_WORDS = ("secret", "password", "signature", "digest_of_token", "cookie_value")
PERSONAL = ("st.user", "st.context", "session.actor", "session.store", "who.me", "who.myself", "who.sees_costs")


def only_the_session_opens_a_store(source: Source) -> Iterator[str]:
    """On a screen a store is only had from lib/ui/session.py, which binds it to who is here."""
    on_screen = source.is_page or source.path == "app.py" or source.parts[:2] == ["lib", "ui"]
    if not on_screen or source.path == "lib/ui/session.py":
        return
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lib.store"):
            for alias in node.names:
                if alias.name in OPENERS:
                    yield source.at(node, f"imports {alias.name}: take session.store(), which knows who is here.")
    for call, name in calls(source):
        if name in OPENERS:
            yield source.at(call, f"{name}: take session.store(), which knows who is here.")


def only_the_door_asks_who_is_here(source: Source) -> Iterator[str]:
    """`st.user`, headers and cookies are read in one place; everybody else asks session.actor()."""
    if source.parts[:2] == ["lib", "ui"] and source.parts[-1] in THE_DOOR:
        return
    for node in source.nodes:
        said = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if said in ("st.user", "st.login", "st.logout", "st.context.headers", "st.context.cookies"):
            yield source.at(node, f"{said}: ask session.actor() who is here.")


def caches_know_no_person(source: Source) -> Iterator[str]:
    """A cached function that asks who is here shows one person's answer to the next."""
    for function in functions(source):
        if not any(
            "cache_data" in ast.unparse(d) or "cache_resource" in ast.unparse(d) for d in function.decorator_list
        ):
            continue
        for node in ast.walk(function):
            said = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if said in PERSONAL:
                yield source.at(node, f"{function.name} is cached and asks {said}: give it the answer as an argument.")


def secrets_are_compared_in_constant_time(source: Source) -> Iterator[str]:
    """`==` tells by its time how much of a secret was right: `hmac.compare_digest`."""
    for node in source.nodes:
        if not isinstance(node, ast.Compare) or not any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            continue
        for side in (node.left, *node.comparators):
            name = side.attr if isinstance(side, ast.Attribute) else getattr(side, "id", "")
            if any(word in name.lower() for word in SECRET_WORDS):
                yield source.at(node, f"{name} is compared with ==: use hmac.compare_digest.")


TRUST = (
    only_the_session_opens_a_store, only_the_door_asks_who_is_here, caches_know_no_person,
    secrets_are_compared_in_constant_time,
)  # fmt: skip
