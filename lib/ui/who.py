"""Who is at the keyboard: until sign-in is configured Steward asks for a name once, for the change log."""

import streamlit as st

from lib.people.queries import person_behind
from lib.store.users import introduce as keep_name
from lib.store.users import role_of
from lib.ui import session


def me() -> str | None:
    """The name that stands in the change log for what is done here; None until somebody said it."""
    return st.session_state.get("_who") or session.firm().get("local_user") or None


def introduce(name: str) -> None:
    """Keep the name for this session, and for the next visit from this machine. RefusedValue where it is no name."""
    st.session_state["_who"] = keep_name(session.store(), name)


def myself() -> int | None:
    """The person of the firm who is looking; None where nobody said who they are, or no person has that name."""
    name = me()
    found: int | None = session.read(person_behind, name) if name else None
    return found


def sees_costs() -> bool:
    """Whether who is looking may see figures from which one person's cost could be worked out: leads and admins."""
    name = me()
    return bool(name) and session.read(role_of, name) in ("lead", "admin")
