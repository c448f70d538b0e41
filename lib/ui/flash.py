"""One sentence carried over a rerun: what was just saved, or what went wrong."""

import streamlit as st

from lib.ui.text import plain


def flash(sentence: str, *, good: bool = True) -> None:
    """Say `sentence` at the top of the next run, whichever page it is."""
    waiting = st.session_state.setdefault("_flash", [])
    if (sentence, good) not in waiting:  # the second of two quick clicks has nothing else to say
        waiting.append((sentence, good))


def show_flashes() -> None:
    """Show what was left to say, once."""
    for sentence, good in st.session_state.pop("_flash", []):
        if good:
            st.toast(plain(sentence), icon=":material/check:")
        else:
            st.error(plain(sentence))
