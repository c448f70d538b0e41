"""Comments one under the other, each with its score, who wrote it, its tags and those proposed."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.surveys import tag_actions as actions
from lib.surveys.comment_privacy import Known, names_somebody
from lib.surveys.tag_figures import suggested
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_comments_read import Read, keywords, learnt, mine, names
from lib.ui.surveys_comments_tags import ask_who, proposals, tag_field
from lib.ui.surveys_follow_ups_words import score_of
from lib.ui.text import plain

PAGE = 10


def comment_list(view: View, chosen: Chosen, read: Read, found: pd.DataFrame, twice: bool) -> None:
    """Ten comments at a time, with how many there are in all and under the choices."""
    ask_who("comments")
    place = _page(len(found))
    shown = found.iloc[place * PAGE : (place + 1) * PAGE]
    of_all = f"{fmt.of(len(found), len(read.comments))} comments match"
    st.caption(f"{of_all}; {place * PAGE + 1} to {place * PAGE + len(shown)} shown." if len(found) else f"{of_all}.")
    every = sorted({*read.tags["tag"], *keywords()})
    own = mine(read, view.who or "") if twice else {}
    for row in shown.to_dict("records"):
        tags = own.get(int(row["answer_id"]), []) if twice else read.tags_of(int(row["answer_id"]))
        with st.container(border=True, key=f"comment_{int(row['answer_id'])}", gap="xsmall"):
            _comment(view, row, tags, every, names(view), twice)
            if view.who and not twice:
                _proposed(view, chosen, read, row, tags)


def _page(size: int) -> int:
    pages = max(1, -(-size // PAGE))
    if pages == 1:
        return 0
    if st.session_state.get("comments_page", 1) > pages:
        st.session_state.pop("comments_page")
    return int(st.pagination(pages, key="comments_page")) - 1


def _comment(
    view: View, row: dict[Any, Any], tags: list[str], every: list[str], known: Known, twice: bool
) -> None:  # fmt: skip
    number = int(row["answer_id"])
    st.markdown(f"“{plain(row['words'])}”")
    st.caption(plain(_beside(row)))
    if names_somebody(str(row["words"]), known):
        st.caption(":material/flag: Likely names somebody, or holds an address: mind who sees it.")
    if view.who:
        tag_field(f"tags_{number}_{twice}", tags, every, _retag, (view, number, twice))
    elif tags:
        st.caption("Tags: " + plain(", ".join(tags)))


def _beside(row: dict[Any, Any]) -> str:
    who = "nobody named" if pd.isna(row["contact"]) else str(row["contact"])
    account = "no account" if pd.isna(row["account"]) else str(row["account"])
    day = fmt.day(row["answered_on"].date())
    return f"Score {score_of(row)} · {who}, {account} · {day} · {row['question']}"


def _retag(view: View, number: int, twice: bool, shown: list[str], wanted: list[str], once: str) -> None:
    if twice:
        actions.retag_mine(view.store, view.who or "", number, wanted, once)
    else:
        actions.retag(view.store, view.who or "", number, shown, wanted, once)


def _proposed(view: View, chosen: Chosen, read: Read, row: dict[Any, Any], tags: list[str]) -> None:
    number = int(row["answer_id"])
    turned_down = read.rejected.loc[read.rejected["answer_id"] == number, "tag"]
    found = suggested(str(row["words"]), keywords(), learnt(view, chosen), [*tags, *turned_down])
    proposals(f"propose_{number}", found, _settle, (view, number, tags))


def _settle(view: View, number: int, tags: list[str], tag: str, good: bool, key: str) -> None:
    once = token(key)
    try:
        if good:
            actions.retag(view.store, view.who or "", number, tags, [*tags, tag], once)
        else:
            actions.reject(view.store, view.who or "", number, tag, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
