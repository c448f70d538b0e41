"""Who is here, asked on every run: what the sign-in says, then the user row as it stands; no session state alone."""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

from lib.signin.configured import Settings, read
from lib.signin.proving import Identity, from_claims, from_proxy
from lib.signin.refusing import refusals
from lib.signin.resting import note
from lib.store.actors import Actor, SignInRefused
from lib.store.base import now
from lib.store.engine import Store
from lib.store.settings import settings as firm_settings
from lib.store.users import local_user, user_for

# When each sign-in was last used in this process.
_SEEN: dict[Identity, datetime] = {}


@lru_cache(maxsize=8)
def _read(*_given: str | None) -> tuple[Settings, tuple[str, ...]]:
    found = read(st.get_option)
    return found, tuple(refusals(found))


def _configuration() -> tuple[Settings, tuple[str, ...]]:
    # Read once a process; what the environment says is looked at each time, which costs nothing.
    return _read(*map(os.environ.get, ("STEWARD_SIGN_IN", "STEWARD_PROXY_SECRET", "STEWARD_PROXY_HEADERS")))


def configured() -> Settings:
    """How people sign in here."""
    return _configuration()[0]


def refused() -> tuple[str, ...]:
    """Why this Steward may not be used as it is configured: a sentence each; empty where it may."""
    return _configuration()[1]


def identity(*, at_work: bool = True) -> tuple[Any, ...]:
    """(mode, e-mail or name, since): what the sign-in says of who is here; cheap, without the store.

    `at_work` False: nobody did anything, a page only looks whether it may still be shown.
    Raises SignInRefused, in a form or a part of a page it starts the page anew instead.
    """
    try:
        found, bad = _configuration()
        if bad:
            raise SignInRefused(bad[0])
        if not found.mode:
            return ("", st.session_state.get("_who"), None)
        proven = _proven(found)
        note(_SEEN, proven, now(), at_work=at_work)
        return (found.mode, proven.email, proven.since)
    except SignInRefused:
        _start_anew()
        raise


def actor(opened: Store, *, at_work: bool = True) -> Actor:
    """Who is here and what they may, by the user row as it stands now. Raises SignInRefused as `identity` does."""
    mode, name, since = identity(at_work=at_work)
    if not mode:
        return local_user(opened, name or firm_settings(opened).get("local_user"))
    try:
        return user_for(opened, name, since)
    except SignInRefused:
        _start_anew()
        raise


def signed_in() -> bool:
    """Whether people sign in at all here."""
    return bool(configured().mode)


def _proven(found: Settings) -> Identity:
    claims: Mapping[str, Any] = st.user.to_dict()
    if found.mode == "oidc":
        return from_claims(claims, now())
    # With a proxy each connection is a sign-in of its own; only its beginning is kept, never who it is.
    since: datetime = st.session_state.setdefault("_since", now())
    return from_proxy(found, claims, st.context.headers.get_all(found.secret_header), since)


def _start_anew() -> None:
    """In a part of a page or in what a button does: run the whole page, whose first line turns people away."""
    if ThreadState.get().run_location is not RunLocation.MAIN_SCRIPT:
        st.rerun()
