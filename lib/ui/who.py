"""Who is at the keyboard: who is signed in; where nobody signs in Steward asks for a name once, for the change log."""

import streamlit as st

from lib.people.queries import person_behind
from lib.store import permissions
from lib.store.actors import NotAllowed
from lib.store.users import introduce as keep_name
from lib.ui import session, signing_in


def me() -> str | None:
    """The name that stands in the change log for what is done here; None until somebody said it."""
    return session.actor().name


def introduce(name: str) -> None:
    """Keep the name for this session, and for the next visit from this machine. RefusedValue where it is no name."""
    if signing_in.signed_in():
        raise NotAllowed("you are signed in, your name is the one an administrator gave you.")
    st.session_state["_who"] = keep_name(session.opened(), name)


def myself() -> int | None:
    """The person of the firm who is looking; None where nobody said who they are, or no person has that name."""
    name = me()
    found: int | None = session.read(person_behind, name) if name else None
    return found


def may(action: str) -> bool:
    """Whether a page should offer an action to who is looking; the action itself checks again."""
    return permissions.may(session.actor(), action)


def sees_costs() -> bool:
    """Whether who is looking may see figures from which one person's cost could be worked out: leads and admins."""
    return session.actor().may("lead")
