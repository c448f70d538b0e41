"""The planted stories: which accounts and people they are about, as listed in data/demo.toml."""

from typing import Any, cast

from lib.demo.world import World

SILENT_FOR = 97  # days since sponsor and champion of the silent account were heard of
DECIDED_BEFORE = 70  # days before its last contract ended the client that left over quality said so


def story(world: World, key: str) -> dict[str, Any]:
    """One story's parameters."""
    return cast("dict[str, Any]", next(told for told in world.given["story"] if told["key"] == key))


def story_accounts(world: World) -> list[dict[str, Any]]:
    """The accounts of all stories in order: the first accounts of every demo firm, whatever its size and seed."""
    return [account | {"key": told["key"]} for told in world.given["story"] for account in told.get("account", [])]


def places(world: World, key: str) -> list[int]:
    """Where the accounts of one story stand among the firm's accounts."""
    return [at for at, account in enumerate(story_accounts(world)) if account["key"] == key]
