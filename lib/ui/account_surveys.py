"""What one account was asked and answered in surveys; silence is shown, anonymous waves are withheld."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.health.moves import words_now
from lib.health.reading import of_account
from lib.surveys import queries
from lib.surveys.figures import by_wave, silence
from lib.ui.account_figures import height
from lib.ui.health_board import health_now
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

WITHHELD = fmt.MARKS["withheld"]


def surveys_tab(view: View, account_id: int) -> None:
    """Asked, answered, score: three things kept apart."""
    asked = view.read(queries.account_asked, account_id, view.as_of)
    answers = view.read(queries.account_answers, account_id, view.as_of)
    hidden = view.read(queries.anonymous_waves, account_id, view.as_of)
    if asked.empty and answers.empty and hidden.empty:
        st.info(
            "Nobody at this account was ever asked in a survey. Answers come with an import of a survey tool's export "
            "on the Data page."
        )
        return
    st.markdown(_answer(asked, answers))
    _in_health(view, account_id)
    _waves(view, asked, answers, hidden)
    _silence(view, asked)
    _answers(answers)


def _in_health(view: View, account_id: int) -> None:
    """What the health score makes of it: asked and answered, and the score, told apart."""
    health = health_now(view)
    at = of_account(health.signals, account_id)
    if at is not None:
        number_of, _, rest = words_now(health, "survey", at).partition(": ")
        points = f"**{number_of} of 100 points**" if number_of.isdigit() else f"**{number_of}**"
        st.markdown(f"In its health: {points}; {plain(rest)}.")


def _answer(asked: pd.DataFrame, answers: pd.DataFrame) -> str:
    if asked.empty:
        return f"{fmt.counted(answers['response_id'].nunique(), 'answer')} on record; nobody noted who was asked."
    regular = asked[asked["kind"] == "relationship"]
    newest = (regular if len(regular) else asked).iloc[0]
    of_wave = asked[asked["wave_id"] == newest["wave_id"]]
    counts = fmt.of(int(of_wave["answered_on"].notna().sum()), len(of_wave))
    scores = scores_in_words(answers[answers["wave_id"] == newest["wave_id"]])
    words = f"; they would recommend us with **{plain(scores)}** of 10" if scores else ""
    return f"In {plain(newest['wave'])} ({plain(newest['survey'])}) **{plain(counts)}** people answered{words}."


def scores_in_words(answers: pd.DataFrame) -> str:
    """The recommendation scores of a wave, each by itself: few answers have no mean."""
    scores = answers[(answers["area"] == "recommendation") & answers["score"].notna()]["score"]
    return ", ".join(f"{score:g}" for score in sorted(scores, reverse=True))


def _waves(view: View, asked: pd.DataFrame, answers: pd.DataFrame, hidden: pd.DataFrame) -> None:
    waves = by_wave(asked, view.as_of)
    scores = [scores_in_words(answers[answers["wave_id"] == wave]) or "–" for wave in waves["wave_id"]]
    shown = pd.DataFrame(
        {
            "Wave": waves["wave"],
            "Survey": waves["survey"],
            "Opened": waves["opens_on"],
            "Asked": waves["asked"].astype(str),
            "Answered": waves["answered"].astype(str),
            "No answer": [_unanswered(row) for row in waves.to_dict("records")],
            "Recommendation (0–10)": scores,
        }
    )
    anonymous = pd.DataFrame(
        {"Wave": hidden["wave"], "Survey": hidden["survey"], "Opened": hidden["opens_on"]}
        | dict.fromkeys(("Asked", "Answered", "No answer", "Recommendation (0–10)"), WITHHELD)
    )
    both = pd.concat([part for part in (shown, anonymous) if len(part)]).sort_values("Opened", ascending=False)
    table(both, "Survey waves: how many were asked, answered, how they scored; anonymous ones withheld")
    if len(hidden):
        st.caption("An anonymous wave is never shown by account: with so few people an answer would have a name.")


def _unanswered(row: "dict[object, object]") -> str:
    parts = [(row["silent"], "silent so far" if row["running"] else "silent"), (row["unreached"], "not reached"),
             (row["refused"], "refused")]  # fmt: skip
    return ", ".join(f"{count} {what}" for count, what in parts if count) or "–"


def _silence(view: View, asked: pd.DataFrame) -> None:
    found = silence(asked, view.as_of)
    st.markdown("**Silence**")
    if found.empty:
        st.caption("Everybody who was reached has answered since they were last asked." if len(asked) else "–")
        return
    shown = pd.DataFrame(
        {
            "Contact": found["contact"],
            "Role": found["role"].fillna("–").str.capitalize(),
            "Silence": [_times(row) for row in found.to_dict("records")],
            "Last asked": found["last_asked_on"],
            "Last answer": found["last_answer_on"],
        }
    )
    table(shown, "Contacts who were asked and have not answered since, most often asked first")
    deciding = found[found["role"].isin(("sponsor", "decision maker"))]
    if len(deciding):
        names = ", ".join(f"{one['contact']} ({one['role']})" for one in deciding.to_dict("records"))
        st.caption(plain(f"Who decides is silent: {names}. Silence is a sign of its own, never a score."))


def _times(row: "dict[object, object]") -> str:
    times = {1: "once", 2: "twice"}.get(int(str(row["times"])), f"{row['times']} times")
    reminders = int(str(row["reminders"]))
    more = f" ({fmt.counted(reminders, 'reminder')})" if reminders else ""
    return f"asked {times}, no answer{more}"


def _answers(answers: pd.DataFrame) -> None:
    st.markdown("**Answers**")
    if answers.empty:
        st.caption("No answer in an attributed wave is on record.")
        return
    shown = pd.DataFrame(
        {
            "Wave": answers["wave"],
            "Contact": answers["contact"].fillna("nobody named"),
            "Answered": answers["answered_on"],
            "Area": answers["area"].fillna("–").str.capitalize(),
            "Score": [score_in_words(row) for row in answers.to_dict("records")],
            "Words": answers["words"].fillna(""),
            "Question": answers["question"],
        }
    )
    table(shown, "Answers by wave and contact, newest first: area, score, words", _LOOKS, height=height(len(shown)))


def score_in_words(row: "dict[object, object]") -> str:
    """A score with its scale: 8 of 10; n/a where the contact said so."""
    if row["not_applicable"]:
        return fmt.MARKS["not applicable"]
    if row["score"] is None or row["score"] != row["score"]:
        return ""
    top = str(row["scale"]).rpartition("-")[2]
    return f"{row['score']:g} of {top}" if top.isdigit() else f"{row['score']:g}"


_LOOKS: dict[str, ColumnConfig] = {
    "Wave": st.column_config.TextColumn(width=120),
    "Contact": st.column_config.TextColumn(width=120),
    "Area": st.column_config.TextColumn(width=120),
    "Score": st.column_config.TextColumn(width=70),
    "Words": st.column_config.TextColumn(width=260),
    "Question": st.column_config.TextColumn(width=210),
}
