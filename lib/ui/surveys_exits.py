"""The tab of exit interviews: who was asked why they leave and what they said, and who still has to be asked."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.relationship.exit_figures import answers_in_words, interviewed, owed
from lib.ui.health_departures import Churn, departure_rows, departure_words, read_churn, voices
from lib.ui.page import View
from lib.ui.surveys_exits_form import interview_form
from lib.ui.tables import chosen_row
from lib.ui.text import plain


@dataclass(frozen=True, eq=False)
class Exits:
    """Departures with what was said; `held`: one row an interview, newest first; `owing`: positions in `churn.left`."""

    churn: Churn
    held: pd.DataFrame
    owing: list[int]
    asked: Measure


def exits_tab(view: View) -> None:
    """Exit interviews and departures without one, the two voices apart, what the data showed, and the form."""
    churn = read_churn(view)
    if churn is None:
        st.info(
            "No departures are recorded by this day, so nobody has to be asked why. When a client decides to leave, "
            "record it on the account's page under Profile; the exit interview is then entered here."
        )
        return
    found = _exits(churn)
    st.markdown(_answer(view, found))
    _owing(view, found)
    interview_form(view, churn.left, found.owing)
    _held(view, found)
    st.subheader("Why they left, each voice by itself", anchor=False)
    voices(view, churn)


def _exits(churn: Churn) -> Exits:
    held = churn.interviews.sort_values(["held_on", "id"], ascending=False, ignore_index=True)
    asked = set(held["departure_id"].tolist())
    numbers = churn.left["id"].tolist()
    owing = [at for at, number in enumerate(numbers) if number not in asked]
    return Exits(churn, held, owing, interviewed(numbers, asked))


def _answer(view: View, found: Exits) -> str:
    left, asked = found.churn.left, found.asked
    lately = left["decided_on"] > pd.Timestamp(view.as_of) - pd.DateOffset(years=1)
    late = sum(bool(lately.iloc[at]) for at in found.owing)
    start = f"**{plain(fmt.of(asked.hits or 0, asked.base or 0))} departures** have an exit interview"
    if not found.owing:
        return f"{start}: everybody who left was asked why."
    rest = f"; of the last twelve months **{late}** {'is' if late == 1 else 'are'} still to be asked"
    return start + (rest if late else "; all of the last twelve months were asked") + "."


def _owing(view: View, found: Exits) -> None:
    st.subheader("Still to be asked", anchor=False)
    if not found.owing:
        st.caption("Every departure has its exit interview.")
        return
    rows = departure_rows(view, found.churn).iloc[found.owing].reset_index(drop=True)
    left = found.churn.left.iloc[found.owing]
    owners = view.book(37).accounts.set_index("id")["owner"]
    last_days = [None if pd.isna(day) else day.date() for day in left["last_day_on"]]
    shown = pd.DataFrame(
        {
            "Client": rows["Client"],
            "Exit interview": [
                owed(decided.date(), last, view.as_of)
                for decided, last in zip(left["decided_on"], last_days, strict=True)
            ],
            "Owner": [owners.get(number) for number in left["account_id"]],
            **{name: rows[name] for name in ("They say", "We say", "90 days before", "Weakest then")},
        }
    )
    chosen = chosen_row(
        shown, "Departures without an exit interview, newest first: since when, what is known of the reasons",
        _looks(Client=150, Owner=115, **{"Exit interview": 140, "They say": 110, "We say": 110, "90 days before": 125,
                                         "Weakest then": 145}),
        key="exits_owing", ids=left["id"].tolist(), rows=6, wrap=True,
    )  # fmt: skip
    if chosen is not None:
        departure_words(found.churn, found.owing[chosen])


def _held(view: View, found: Exits) -> None:
    st.subheader("Exit interviews held", anchor=False)
    if found.held.empty:
        st.caption("None is recorded yet. Enter the first one above: what they say then is what the firm learns from.")
        return
    st.caption(_what_they_said(found))
    place = {number: at for at, number in enumerate(found.churn.left["id"].tolist())}
    at = [place[number] for number in found.held["departure_id"]]
    rows = departure_rows(view, found.churn).iloc[at].reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "Client": rows["Client"],
            "Held": found.held["held_on"].dt.date,
            "They say": rows["They say"],
            "We say": rows["We say"],
            "What was said": found.held["words"],
            "Would have changed it": found.held["would_change"],
            "Come back": found.held["would_return"],
            "Refer us": found.held["would_refer"],
            "Spoke": found.held["contact"],
        }
    )
    looks = _looks(Client=115, Spoke=100, **{"They say": 88, "We say": 88, "What was said": 172,
                   "Would have changed it": 150, "Come back": 80, "Refer us": 68})  # fmt: skip
    looks["Held"] = st.column_config.DateColumn(format="D MMM YYYY", width=95)
    chosen = chosen_row(
        shown, "Exit interviews, newest first: both voices, what was said, whether they would come back", looks,
        key="exits_held", ids=found.held["id"].tolist(), rows=6, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose an interview to read all that was said, by whom and when, and what the data showed.")
        return
    departure_words(found.churn, at[chosen])


def _what_they_said(found: Exits) -> str:
    back, refer = (answers_in_words(found.held[name]) for name in ("would_return", "would_refer"))
    parts = [f"Would they come back: {back}" if back else "", f"would they refer us: {refer}" if refer else ""]
    said = "; ".join(part for part in parts if part)
    return plain(said[0].upper() + said[1:]) if said else "Nobody was asked yet whether they would come back."


def _looks(**widths: int) -> dict[str, ColumnConfig]:
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
