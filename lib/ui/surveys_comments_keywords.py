"""The firm's dictionary of keywords by which tags are proposed."""

import streamlit as st

from lib.errors import RefusedValue, StewardError
from lib.periods import today
from lib.surveys.setting_actions import set_survey_settings
from lib.surveys.tag_figures import KEYWORDS_SETTING, keywords_as_text, read_keywords
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_comments_read import keywords

KEY = "comment_keywords_text"


def keywords_form(view: View) -> None:
    """The dictionary as text, a tag a line with its words; saved as a setting."""
    box = st.expander("Keywords by which tags are proposed", key="comments_keywords", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(
            "A line a tag: its name, a colon, and words that begin what people write, parted by commas. Once 20 "
            "comments of the survey are tagged by hand, tags are also proposed by their words."
        )
        if needs_a_name("keywords", to="change survey settings"):
            return
        with st.form("comment_keywords", border=False):
            st.text_area("Keywords", keywords_as_text(keywords()), key=KEY, height=180, label_visibility="collapsed")
            st.form_submit_button("Save", type="primary", on_click=_save, args=(view,))


def _save(view: View) -> None:
    text = str(st.session_state[KEY])
    try:
        _check(text)
        set_survey_settings(
            view.store, view.who or "", {KEYWORDS_SETTING: keywords_as_text(read_keywords(text))}, today()
        )
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash("Saved: tags are proposed by these words from now on.")


def _check(text: str) -> None:
    for line in (line for line in text.splitlines() if line.strip()):
        tag, _, words = line.partition(":")
        if not tag.strip() or not words.strip(" ,"):
            raise RefusedValue(
                "keywords", f"the line “{line.strip()}” needs a tag, a colon and words parted by commas."
            )
