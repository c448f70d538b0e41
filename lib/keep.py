"""Keeping results of reads: who computes says what it reads and depends on, who shows decides where it is kept."""

from collections.abc import Callable
from typing import Any

# keep(name, subjects, about, work): an earlier result of `work` where nobody wrote to tables of `subjects` since, and
# `about` (plain values that `work` depends on) is the same.
Keep = Callable[[str, tuple[str, ...], tuple[Any, ...], Callable[[], Any]], Any]


def at_once(_name: str, _subjects: tuple[str, ...], _about: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    """Keep nothing: read and compute now."""
    return work()
