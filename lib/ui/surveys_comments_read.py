"""What the tab of comments reads: comments with their sheets and tags, and the choices of who reads them."""

from dataclasses import dataclass
from zlib import crc32

import pandas as pd
import streamlit as st

from lib.surveys import comment_queries as queries
from lib.surveys.comment_figures import BY, NO_SCORE, category
from lib.surveys.comment_privacy import Known, known
from lib.surveys.tag_figures import KEYWORDS_SETTING, Learnt, learn, read_keywords
from lib.ui import session
from lib.ui.page import View
from lib.ui.surveys import SUBJECTS, Chosen, narrowed
from lib.ui.text import plain

THIS_WAVE, EVERY_WAVE = "This wave", "All waves"
UNTAGGED = "without a tag"
SHARE_READ_TWICE = 10  # one comment in so many is read by a second person


@dataclass(frozen=True)
class Read:
    """The comments of a wave or survey under the filters.

    `sheets`: one row an answer sheet with `category` and `wrote`; `comments`: one row a comment with the columns of its
    sheet; `tags`: given ones, `rejected`: those turned down.
    """

    sheets: pd.DataFrame
    comments: pd.DataFrame
    tags: pd.DataFrame
    rejected: pd.DataFrame

    def tags_of(self, answer_id: int) -> list[str]:
        """The tags of a comment."""
        return list(self.tags.loc[self.tags["answer_id"] == answer_id, "tag"])


def read_comments(view: View, chosen: Chosen, every: bool) -> Read:
    """The comments of the wave, or of all waves of its survey."""
    sheets = narrowed(view, view.read(queries.sheets, chosen.survey_id, view.as_of))
    sheets = sheets if every else sheets[sheets["wave_id"] == chosen.wave_id].reset_index(drop=True)
    written = view.read(queries.comments, chosen.survey_id, view.as_of)
    told = zip(sheets["score"], sheets["scale"], sheets["better"], strict=True)
    sheets["category"] = [category(*row) for row in told]
    sheets["wrote"] = sheets["response_id"].isin(written["response_id"])
    comments = sheets.merge(written, "inner", "response_id")
    tags = view.read(queries.tags, chosen.survey_id)
    own = tags[tags["answer_id"].isin(comments["answer_id"])]
    return Read(sheets, comments, own[~own["rejected"]].reset_index(drop=True), own[own["rejected"]])


def keywords() -> dict[str, tuple[str, ...]]:
    """The firm's dictionary of keywords by tag."""
    return read_keywords(session.firm().get(KEYWORDS_SETTING))


def names(view: View) -> Known:
    """The names of contacts and colleagues that may stand in a comment."""
    return view.keep("known names", lambda: known(queries.known_names(view.store)), of=SUBJECTS)


def learnt(view: View, chosen: Chosen) -> Learnt:
    """What the tags given by hand to comments of this survey say of its words."""

    def work() -> Learnt:
        tags = queries.tags(view.store, chosen.survey_id)
        written = queries.comments(view.store, chosen.survey_id, view.as_of)
        both = written.merge(tags[~tags["rejected"]], "inner", "answer_id").groupby("answer_id")
        return learn([(str(rows["words"].iloc[0]), list(rows["tag"])) for _, rows in both])

    return view.keep("learnt tags", work, chosen.survey_id, of=SUBJECTS)


def second_reading(read: Read) -> pd.DataFrame:
    """One comment in ten, always the same ones: those that two people read."""
    chosen = [crc32(f"comment {number}".encode()) % SHARE_READ_TWICE == 0 for number in read.comments["answer_id"]]
    return read.comments[chosen]


def mine(read: Read, who: str) -> dict[int, list[str]]:
    """The tags that somebody gave each comment."""
    own = read.tags[[who in str(names).split(BY) for names in read.tags["tagged_by"]]]
    return {int(str(answer)): list(tags) for answer, tags in own.groupby("answer_id")["tag"]}


def filtered(read: Read) -> pd.DataFrame:
    """The comments under the choices of question, tag, category and search, which are drawn here."""
    found = read.comments
    with st.container(horizontal=True, vertical_alignment="bottom"):
        question = _pick("Question", found["question"].drop_duplicates().tolist(), "comments_question", 240)
        tag = _pick("Tag", [UNTAGGED, *sorted(read.tags["tag"].unique())], "comments_tag", 170)
        order = [one for one in read.sheets["category"].drop_duplicates().sort_values() if one != NO_SCORE]
        group = _pick("Who", [*order, NO_SCORE], "comments_category", 150)
        search = st.text_input("Search", key="comments_search", placeholder="words in the comment", width=200)
    if question:
        found = found[found["question"] == question]
    if group:
        found = found[found["category"] == group]
    if tag:
        having = read.tags.loc[read.tags["tag"] == tag, "answer_id"] if tag != UNTAGGED else read.tags["answer_id"]
        found = found[found["answer_id"].isin(having) == (tag != UNTAGGED)]
    words = " ".join((search or "").casefold().split())
    return found[found["words"].str.casefold().str.contains(words, regex=False)] if words else found


def _pick(label: str, options: list[str], key: str, width: int) -> str | None:
    if st.session_state.get(key) not in (None, *options):
        st.session_state.pop(key)  # another wave has other questions and tags
    return st.selectbox(label, options, None, key=key, width=width, placeholder="All", format_func=plain)
