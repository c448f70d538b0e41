"""Links just made, held in this session only until they are taken away."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.exporting import frame_csv

ONCE = "This list exists only here and now and cannot be given out again: download it before you leave the page."
NOT_KEPT = " Delete it after sending: of an anonymous wave the list of who has which link must not be kept."


def keep_links(wave_id: int, frame: pd.DataFrame, anonymous: bool, name: str) -> None:
    """Hold a list for its download; an empty one changes nothing (a second click made none)."""
    if len(frame):
        st.session_state[_key(wave_id)] = (frame, anonymous, name)


def kept_links(wave_id: int) -> bool:
    """The download of a list just made, and the button that forgets it; whether there is one."""
    held = st.session_state.get(_key(wave_id))
    if held is None:
        return False
    frame, anonymous, name = held
    with st.container(border=True, key=f"links_box_{wave_id}"):
        st.markdown(f"**{fmt.counted(len(frame), 'message')}** to send, each with its subject and text.")
        if "Link" in frame:
            st.warning(ONCE + (NOT_KEPT if anonymous else ""))
        with st.container(horizontal=True):
            st.download_button(
                "Download the list", lambda: frame_csv(frame), name, "text/csv", key=f"links_{wave_id}",
                on_click="ignore", type="primary",
            )  # fmt: skip
            st.button("I have it: forget the list", key=f"forget_{wave_id}", on_click=_forget, args=(wave_id,))
    return True


def _key(wave_id: int) -> str:
    return f"_links_of_wave_{wave_id}"


def _forget(wave_id: int) -> None:
    st.session_state.pop(_key(wave_id), None)
