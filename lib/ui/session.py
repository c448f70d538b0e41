"""What a page reads: the store, opened once, and results cached until anybody writes."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from lib.store.engine import Store, store_url
from lib.store.opening import open_store
from lib.store.settings import settings
from lib.store.writing import data_version

R = TypeVar("R")


@st.cache_resource(show_spinner=False, max_entries=4)
def _checked(url: str) -> Store:
    # The file is checked once a process; a store that was refused is asked again at the next run.
    return open_store(url)


def store() -> Store:
    """The firm's store; raises the StewardError that says why it cannot be opened."""
    return _checked(store_url())


@st.cache_data(show_spinner=False, max_entries=512, max_size="500MB")
def _kept(name: str, version: tuple[Any, ...], about: tuple[Any, ...], _work: Callable[[], Any]) -> Any:
    return _work()


def version() -> tuple[Any, ...]:
    """Changes with every write by anyone in any process: the key of every cache; microseconds of SQL."""
    return (store_url(), *data_version(store()))


def keep(name: str, about: tuple[Any, ...], work: Callable[[], R]) -> R:
    """`work()`, done once for each data version, `name` and `about` (plain values that `work` depends on)."""
    found: R = _kept(name, version(), about, work)
    return found


def keep_of(name: str, subjects: tuple[str, ...], about: tuple[Any, ...], work: Callable[[], R]) -> R:
    """The same for `work` that reads only tables of some subjects: kept until anybody writes to one of these."""
    theirs = tuple((subject, count) for subject, count in data_version(store()) if subject in subjects)
    found: R = _kept(name, (store_url(), *theirs), about, work)
    return found


def read(work: Callable[..., R], *args: Any) -> R:
    """`work(store, *args)`, read once for each data version and plain `args`."""
    return keep(f"{work.__module__}.{work.__qualname__}", args, lambda: work(store(), *args))


def firm() -> dict[str, str]:
    """The firm's settings in force now."""
    return read(settings)
