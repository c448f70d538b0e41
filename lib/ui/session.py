"""What a page reads: the store, opened once, and results cached until anybody writes."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from lib.store.actors import Actor
from lib.store.confining import acting_as
from lib.store.engine import Store, store_url
from lib.store.opening import serve_store
from lib.store.settings import settings
from lib.store.writing import data_version
from lib.ui import signing_in

R = TypeVar("R")


# The actor of each identity as of a version of the data: asked a hundred times a run, read once.
_ACTORS: dict[tuple[Any, ...], tuple[Any, Actor]] = {}
_MOST_ACTORS = 1_000


@st.cache_resource(show_spinner=False, max_entries=4)
def _checked(url: str) -> Store:
    # The file is checked once a process; a store that was refused is asked again at the next run.
    return serve_store(url)


def opened() -> Store:
    """The store as Steward itself works on it, whoever is here: for the sign-in and what no person does."""
    return _checked(store_url())


def store() -> Store:
    """The firm's store as who is here may use it; raises the StewardError that says why it cannot be opened."""
    return acting_as(opened(), actor())


def actor(at: tuple[Any, ...] | None = None) -> Actor:
    """Who is here and what they may, by the user row as it stands now. Raises SignInRefused."""
    whole = opened()
    at = data_version(whole) if at is None else at
    who = (whole.url, *signing_in.identity())
    known = _ACTORS.get(who)
    if known is not None and known[0] == at:
        return _as_begun(known[1])
    found = signing_in.actor(whole)
    if len(_ACTORS) >= _MOST_ACTORS:
        _ACTORS.clear()
    _ACTORS[who] = (at, found)
    return _as_begun(found)


def _as_begun(found: Actor) -> Actor:
    # A part of a page goes on with the store that the page began with. Where its reader sees other accounts by now,
    # that would be shown, and kept for others: the page begins anew.
    if st.session_state.setdefault("_sight", found.sight) != found.sight:
        st.session_state["_sight"] = found.sight
        st.rerun()
    return found


@st.cache_data(show_spinner=False, max_entries=512, max_size="500MB")
def _stored(name: str, version: str, about: tuple[Any, ...], _work: Callable[[], Any]) -> Any:
    return _work()


def _kept(name: str, version: tuple[Any, ...], about: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    # As one text: Streamlit would take the forty parts of a version one by one, for each of a page's results.
    return _stored(name, repr(version), about, work)


def version() -> tuple[Any, ...]:
    """Changes with every write by anyone in any process, and with what one may see: the key of every cache."""
    at = data_version(opened())
    return (store_url(), actor(at).sight, *at)


def keep(name: str, about: tuple[Any, ...], work: Callable[[], R]) -> R:
    """`work()`, done once for each data version, `name` and `about` (plain values that `work` depends on)."""
    found: R = _kept(name, version(), about, work)
    return found


def keep_of(name: str, subjects: tuple[str, ...], about: tuple[Any, ...], work: Callable[[], R]) -> R:
    """The same for `work` that reads only tables of some subjects: kept until anybody writes to one of these."""
    url, sight, *at = version()
    # Whom a confined user may see is told by the store's own tables.
    watched = subjects if sight is None else (*subjects, "store")
    theirs = tuple((subject, count) for subject, count in at if subject in watched)
    found: R = _kept(name, (url, sight, *theirs), about, work)
    return found


def read(work: Callable[..., R], *args: Any) -> R:
    """`work(store, *args)`, read once for each data version and plain `args`."""
    at = data_version(opened())
    who = actor(at)
    name = f"{work.__module__}.{work.__qualname__}"
    found: R = _kept(name, (store_url(), who.sight, *at), args, lambda: work(acting_as(opened(), who), *args))
    return found


def firm() -> dict[str, str]:
    """The firm's settings in force now."""
    return read(settings)
