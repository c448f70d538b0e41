"""The comments of an anonymous wave: the words alone, where enough people stand behind what is chosen."""

from functools import partial

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.surveys import comment_queries, wave_queries
from lib.surveys import tag_actions as actions
from lib.surveys.comment_privacy import masked
from lib.surveys.release_figures import COMMENTS, LEAST_FOR_COMMENTS, WITHHELD
from lib.surveys.released_comment_figures import comments
from lib.surveys.tag_figures import Learnt, suggested
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_comments_read import keywords, names
from lib.ui.surveys_comments_tags import ask_who, proposals, tag_field
from lib.ui.text import plain

PAGE = 10
RULES = (
    f"This survey is anonymous: comments stand here without score, role, group or day, in an order drawn by lot, and "
    f"only where at least {LEAST_FOR_COMMENTS} people stand behind what is chosen. The filters change nothing here."
)
STILL_OPEN = "Nothing of an anonymous wave is shown before it is closed."


def anonymous_comments(view: View, chosen: Chosen) -> None:
    """The released comments, question by question."""
    st.info(RULES)
    if not chosen.closed:
        st.caption(STILL_OPEN)
        return
    shown = _shown_questions(view, chosen)
    if shown.empty:
        st.caption(WITHHELD)
        return
    number = _question(shown, chosen)
    answers = view.read(comment_queries.anonymous_words, chosen.wave_id)
    tags = view.read(comment_queries.anonymous_tags, chosen.wave_id)
    _counts(chosen, answers[answers["question_id"] == number], tags[~tags["rejected"]])
    found = _chosen(view, chosen, number, answers, tags[~tags["rejected"]])
    if found is None:
        st.caption(WITHHELD)
        return
    _list(view, chosen, number, found, _Tagged(answers, tags))


def _shown_questions(view: View, chosen: Chosen) -> pd.DataFrame:
    """The open questions whose comments the release shows."""
    rows = view.read(wave_queries.released, chosen.wave_id)
    flags = rows[(rows["figure"] == COMMENTS) & ~rows["withheld"].astype(bool)]
    questions = view.read(wave_queries.questions, chosen.survey_id)
    released = questions["id"].isin(flags["survey_question_id"])
    return questions[(questions["scale"] == "text") & released].reset_index(drop=True)


def _question(questions: pd.DataFrame, chosen: Chosen) -> int:
    told = {int(row["id"]): str(row["words"]) for row in questions.to_dict("records")}
    picked = st.selectbox(
        "Question", list(told), key=f"anonymous_question_{chosen.survey_id}", format_func=lambda one: plain(told[one])
    )
    return int(picked or next(iter(told)))


class _Tagged:
    """Which tags a comment has, by its words: keys stay in here."""

    def __init__(self, answers: pd.DataFrame, tags: pd.DataFrame) -> None:
        self._rows = answers.merge(tags, "inner", "key")

    @property
    def used(self) -> list[str]:
        return sorted(self._rows.loc[~self._rows["rejected"], "tag"].unique())

    def of(self, question_id: int, words: str, *, rejected: bool) -> list[str]:
        own = self._rows[(self._rows["question_id"] == question_id) & (self._rows["words"] == words)]
        return sorted({*own.loc[own["rejected"] == rejected, "tag"]})


def _counts(chosen: Chosen, answers: pd.DataFrame, tags: pd.DataFrame) -> None:
    """Tags by people who wrote what has them, where they are at least as many as the survey promises."""
    people = answers.merge(tags, "inner", "key").groupby("tag")["sheet"].nunique().sort_values(ascending=False)
    least = max(chosen.least_group, 1)
    told = [f"{plain(tag)} by **{count}** people" for tag, count in people.items() if count >= least]
    if told:
        st.markdown(f"Tags given by at least {least} people's comments: {', '.join(told)}.")


def _chosen(
    view: View, chosen: Chosen, number: int, answers: pd.DataFrame, tags: pd.DataFrame
) -> list[str] | None:  # fmt: skip
    """The comments under tag and search, drawn here; None where too few people stand behind the choice."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options = sorted(tags["tag"].unique())
        tag = st.selectbox("Tag", options, None, key=f"anonymous_tag_{chosen.wave_id}", placeholder="All",
                           width=200, format_func=plain)  # fmt: skip
        search = st.text_input("Search", key="anonymous_search", placeholder="words in the comment", width=240)
    holding = " ".join((search or "").casefold().split())
    drawn = partial(comments, view=f"wave {chosen.wave_id}", shown=lambda text: masked(text, names(view)))
    every = drawn(answers, number)
    if tag is None and not holding:
        return every
    having = answers[answers["key"].isin(tags.loc[tags["tag"] == tag, "key"])] if tag else answers
    # An empty word stands in every comment: then the people counted are those who wrote one of these.
    found = drawn(having, number, holding=(holding,)) if every is not None else None
    if found is not None and every is not None:
        st.caption(f"{fmt.of(len(found), len(every))} comments match.")
    return found


def _list(view: View, chosen: Chosen, number: int, found: list[str], tagged: _Tagged) -> None:
    asks = ask_who("anonymous_comments")
    pages = max(1, -(-len(found) // PAGE))
    place = 0 if pages == 1 else int(st.pagination(pages, key=f"anonymous_page_{number}")) - 1
    texts = found[place * PAGE : (place + 1) * PAGE]
    shown = f"{place * PAGE + 1} to {place * PAGE + len(texts)} of {fmt.counted(len(found), 'comment')}"
    st.caption(
        f"{shown}. Likely names, mail addresses and phone numbers are put out of sight: [name], [mail], [phone]."
    )
    for at, words in enumerate(texts):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"“{plain(masked(words, names(view)))}”")
            if not asks:
                # Keys of widgets are by place on the screen, never by the comment: they reach the browser.
                _tags(view, chosen, number, words, tagged, f"anonymous_{number}_{place}_{at}")


def _tags(view: View, chosen: Chosen, number: int, words: str, tagged: _Tagged, key: str) -> None:
    tags = tagged.of(number, words, rejected=False)
    about = (view, chosen.wave_id, number, words)
    tag_field(key, tags, sorted({*keywords(), *tagged.used}), _retag, about)
    settled = [*tags, *tagged.of(number, words, rejected=True)]
    proposals(f"{key}_propose", suggested(words, keywords(), Learnt({}, {}), settled), _settle, (*about, tags))


def _retag(view: View, wave_id: int, number: int, words: str, shown: list[str], wanted: list[str], once: str) -> None:
    actions.retag_anonymous(view.store, view.who or "", wave_id, number, words, shown, wanted, once)


def _settle(
    view: View, wave_id: int, number: int, words: str, tags: list[str], tag: str, good: bool, key: str
) -> None:  # fmt: skip
    try:
        if good:
            _retag(view, wave_id, number, words, tags, [*tags, tag], token(key))
        else:
            actions.reject_anonymous(view.store, view.who or "", wave_id, number, words, tag, token(key))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
