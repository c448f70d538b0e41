"""Opening conversations: low scores after which none was opened, one by hand, and by which clock they fall due."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.errors import StewardError
from lib.periods import today
from lib.surveys import follow_up_figures as figures
from lib.surveys.follow_up_actions import open_for_answer
from lib.surveys.follow_up_queries import sheets
from lib.surveys.follow_up_rules import BUSINESS_HOURS, CLOCK_SETTING, HOURS
from lib.surveys.setting_actions import set_survey_settings
from lib.surveys.tables import FOLLOW_UP_REASONS
from lib.ui import session
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys import narrowed
from lib.ui.surveys_follow_ups_words import score_of, who_of
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 5
_LOOKS: dict[str, ColumnConfig] = {
    name: st.column_config.TextColumn(width=wide)
    for name, wide in {
        "With whom": 135, "Account": 160, "Score": 72, "What they wrote": 345, "Account's owner": 145,
    }.items()
}  # fmt: skip
CLOCKS = {HOURS: "48 hours", BUSINESS_HOURS: "two business days"}


def clock() -> str:
    """By which clock conversations fall due, as the firm has set it."""
    found = session.firm().get(CLOCK_SETTING, HOURS)
    return found if found in CLOCKS else HOURS


def _given(view: View) -> pd.DataFrame:
    return narrowed(view, view.read(sheets, view.as_of, figures.DAYS))


def never_opened_section(view: View) -> None:
    """Low scores of the last year after which nobody was asked to call."""
    missed = figures.never_opened(_given(view))
    if missed.empty:
        return
    st.markdown(f"**Never opened: {fmt.counted(len(missed), 'low score')} without a conversation**")
    told_rows = missed.to_dict("records")
    shown = pd.DataFrame(
        {
            "Answered": missed["answered_on"],
            "With whom": [who_of(row) for row in told_rows],
            "Account": missed["account"].fillna("–"),
            "Score": [score_of(row) for row in told_rows],
            "What they wrote": missed["comment"],
            "Account's owner": missed["owner"].fillna("nobody"),
        }
    )
    chosen = chosen_row(
        shown, "Low scores without a conversation, newest first: who, which account, score, what they wrote",
        _LOOKS, key="follow_ups_missed",
        ids=missed["response_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a row to open the conversation.")
    else:
        _button(view, missed.iloc[chosen])


def _button(view: View, row: "pd.Series[Any]") -> None:
    key = f"open_follow_up_{row['response_id']}"
    if needs_a_name(key):
        return
    label = f"Open a conversation with {who_of(row)}"
    st.button(plain(label), key=key, type="primary", on_click=_open, args=(view, int(row["response_id"]), key))


def _open(view: View, response_id: int, key: str) -> None:
    try:
        open_for_answer(view.store, view.who or "", response_id, "low score", clock(), token(key))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash(f"Opened: due in {CLOCKS[clock()]}.")


def by_hand(view: View) -> None:
    """Open a conversation after any answer of the last year."""
    box = st.expander("Open one by hand", key="follow_up_by_hand", on_change="rerun")
    if not box.open:
        return
    with box:
        given = _given(view)
        if given.empty:
            st.info("Nobody answered an attributed survey in the last 365 days, so there is nothing to talk about yet.")
            return
        if needs_a_name("follow_up_by_hand"):
            return
        cells = [
            Cell("response_id", "After which answer", "choice", None, _named(given)),
            Cell("reason", "Why", "choice", None, {reason: reason.capitalize() for reason in FOLLOW_UP_REASONS}),
        ]

        def save(typed: Typed, once: str) -> None:
            open_for_answer(view.store, view.who or "", **typed, clock=clock(), token=once)

        entry("follow_up_new", cells, "Open it", save, "Opened.")


def _named(given: pd.DataFrame) -> dict[int, str]:
    return {
        int(row["response_id"]): f"{who_of(row)}, {'–' if pd.isna(row['account']) else row['account']}: "
        f"{score_of(row)}, {row['wave']}, {fmt.day(row['answered_on'].date())}"
        for row in given.to_dict("records")
    }


def clock_choice(view: View) -> None:
    """By which clock conversations opened from now on fall due."""
    box = st.expander(f"Clock: due in {CLOCKS[clock()]}", key="follow_up_clock_box", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption("Holds for conversations opened from now on; those open stay due when they were.")
        if needs_a_name("follow_up_clock", to="change survey settings"):
            return
        choices = {one: f"{words} after it was opened" for one, words in CLOCKS.items()}
        cells = [Cell("clock", "A conversation falls due", "choice", clock(), choices)]

        def save(typed: Typed, once: str) -> None:
            set_survey_settings(view.store, view.who or "", {CLOCK_SETTING: typed["clock"] or HOURS}, today())

        entry("follow_up_clock", cells, "Save", save, "Saved.")
