"""Who is at the keyboard: until sign-in is configured Steward asks for a name once, for the change log."""

import streamlit as st

from lib.store.users import introduce as keep_name
from lib.ui import session


def me() -> str | None:
    """The name that stands in the change log for what is done here; None until somebody said it."""
    return st.session_state.get("_who") or session.firm().get("local_user") or None


def introduce(name: str) -> None:
    """Keep the name for this session, and for the next visit from this machine. RefusedValue where it is no name."""
    st.session_state["_who"] = keep_name(session.store(), name)
