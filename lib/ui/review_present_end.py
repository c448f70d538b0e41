"""The last slide of a projected review: what was decided, the way to close it, its minutes once it is closed."""

import streamlit as st

from lib import format as fmt
from lib.review.decided import Decided
from lib.ui import review_agenda
from lib.ui.page import View
from lib.ui.review import Meeting
from lib.ui.review_agenda_item import told
from lib.ui.review_papers import papers
from lib.ui.review_present_item import made
from lib.ui.text import plain

MOST = 6  # lines that fit a slide; the others stand in the minutes


def end(view: View, held: Meeting) -> None:
    """What this meeting decided, and Close the review."""
    number = held.closed if held.review_id is None else held.review_id
    found = [] if number is None else made(view, number)
    with st.container(key="present_title"):
        st.markdown(plain(f"{'Closed: ' if held.closed else ''}{counted(found)}"))
    for one in found[:MOST]:
        st.markdown(f"{told(one)} · {plain(one.account)}" if one.account else told(one))
    if len(found) > MOST:
        st.caption(f"And {fmt.counted(len(found) - MOST, 'line')} more: all of them stand in the minutes.")
    if held.closed is not None:
        papers(view, held.closed)
    elif held.refused:
        st.caption(plain(held.refused))
    elif held.review_id is None:
        st.markdown("The review was not opened, so nothing could be decided.")
        review_agenda.open_button(view, held, "present_open_late")
    else:
        review_agenda.close_form(view, held, "present_close")


def counted(found: list[Decided]) -> str:
    """How much was decided, in words."""
    risks = sum(one.kind != "decision" for one in found)
    words = [fmt.counted(len(found) - risks, "decision")] if len(found) > risks else []
    words += [fmt.counted(risks, "accepted risk")] if risks else []
    return " and ".join(words) if words else "Nothing was decided"
