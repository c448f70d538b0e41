"""The tab of comments: what people wrote, tagged by hand first, counted only as far as their number allows."""

import streamlit as st

from lib import format as fmt
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_comments_anonymous import anonymous_comments
from lib.ui.surveys_comments_counts import counts_section, readers_section, wrote_section
from lib.ui.surveys_comments_keywords import keywords_form
from lib.ui.surveys_comments_list import comment_list
from lib.ui.surveys_comments_read import EVERY_WAVE, THIS_WAVE, Read, filtered, read_comments, second_reading

TWICE_HELP = "One comment in ten, with only your own tags on it: tag it without seeing what others thought of it."


def comments_tab(view: View, chosen: Chosen | None) -> None:
    """What people wrote, and what it is about."""
    if chosen is None:
        st.info(
            "No survey was opened by this day. Build one under “Build”, then open a wave under “Waves and invitations”."
        )
        return
    if chosen.anonymous:
        anonymous_comments(view, chosen)
        return
    span = st.segmented_control(
        "Of", (THIS_WAVE, EVERY_WAVE), key="comments_of", default=THIS_WAVE, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    read = read_comments(view, chosen, span == EVERY_WAVE)
    if read.comments.empty:
        st.info(
            "Nobody under these filters wrote anything by this day. Their words will stand here to be read and tagged."
        )
        return
    st.markdown(_answer(read))
    counts_section(read)
    _comments(view, chosen, read)
    wrote_section(read)
    readers_section(read)
    keywords_form(view)


def _answer(read: Read) -> str:
    sheets, wrote = len(read.sheets), int(read.sheets["wrote"].sum())
    untagged = int((~read.comments["answer_id"].isin(read.tags["answer_id"])).sum())
    every = fmt.counted(len(read.comments), "comment")
    tagged = "all of them tagged" if not untagged else f"**{untagged}** of them without a tag"
    return f"**{fmt.of(wrote, sheets)}** people who answered wrote something: {every}, {tagged}."


def _comments(view: View, chosen: Chosen, read: Read) -> None:
    st.markdown("**Comments**")
    twice = st.toggle("Read as the second person", key="comments_twice", help=TWICE_HELP)
    found = second_reading(read) if twice else filtered(read)
    comment_list(view, chosen, read, found, twice)
