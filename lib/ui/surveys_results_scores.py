"""The overall scores of an attributed wave, each with its answers, base and interval beside it, and their spread."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.measure import Measure
from lib.surveys.results import NPS_SCALE, OVERALL, Result, few
from lib.surveys.results_charts import GROUPS, recommendation
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_read import Told
from lib.ui.surveys_results_words import NONE, Shown, base, certainty, headline, how, of_score, shown, take_away
from lib.ui.tables import table

NPS = "Share of promoters (9 or 10) less share of detractors (0 to 6), from −100 to +100. Passives count in the base."
HOW = (
    "NPS: promoters (9, 10) − detractors (0 to 6), each as a share of all who answered this question. 5 promoters, "
    "4 passives and 2 detractors of 11 are (5 − 2) ÷ 11 = +27.",
    "Its interval is the score interval (Tango 1998), which never misses the score and holds its level from three "
    "answers on; the adjusted Wald interval (Rocks 2016) stands beside it as the named alternative.",
    "Satisfaction: 4 or 5 of 5. Effort (CES): 5 to 7 of 7. Intervals of shares are Wilson's. Not applicable and blank "
    "are outside of the base.",
    "Means have Student's t interval. They find a change sooner; the shares are for reading. Scores of different "
    "questions are never averaged into one.",
    "Under 5 answers the counts are told instead of a score. Intervals are of 95 % and take each person for one.",
)  # fmt: skip


def scores(view: View, chosen: Chosen, told: Told) -> None:
    """The questions that speak of everything, recommendation first."""
    found = sorted((one for one in told.results if one.question.overall), key=_place)
    if not found:
        return
    st.subheader("Overall scores", anchor=False)
    shown([_card(one, told.sheets) for one in found], wide=250)
    lead = next((one for one in found if one.question.scale == NPS_SCALE), None)
    if lead is not None and lead.spread.answers:
        st.markdown("**How many gave each point**")
        chart(view, f"survey_recommendation_{chosen.wave_id}",
              "How many gave each point from 0 to 10 when asked whether they would recommend us",
              lambda: recommendation(_points(lead), view.dark))  # fmt: skip
    rows = _rows(found)
    table(rows, "Overall scores with their answers, intervals and means", _LOOKS, key="results_scores")
    take_away(rows, f"scores_{chosen.wave_id}")
    how(*HOW)


def _place(found: Result) -> int:
    return OVERALL.index(found.question.area) if found.question.area in OVERALL else len(OVERALL)


def _card(found: Result, sheets: int) -> Shown:
    question = found.question
    label = {"recommendation": "NPS", "ease": "Easy to work with"}.get(question.area, question.name)
    meaning = NPS if question.scale == NPS_SCALE else f"Share that gave {question.best} on {question.scale}."
    lines = [base(found, sheets), *certainty(found), *_more(found)]
    return Shown(label, headline(found), lines, f"{meaning} Asked: {question.words}")


def _more(found: Result) -> list[str]:
    if found.promoters is not None and found.spread.answers:
        counts = found.promoters
        return [f"{counts.promoters:,} promoters, {counts.passives:,} passives, {counts.detractors:,} detractors"]
    return [f"Gave {found.question.best} on a scale of {found.question.scale.replace('-', ' to ')}"]


def _points(found: Result) -> pd.DataFrame:
    points, counts = found.spread.points.tolist(), found.spread.counts.tolist()
    groups = [GROUPS[0 if point <= 6 else 1 if point <= 8 else 2] for point in points]
    shares = [count / found.spread.answers for count in counts]
    return pd.DataFrame({"point": points, "count": counts, "share": shares, "group": groups})


def mean(found: Result) -> str:
    """The mean answer with its t interval: `4.1 (3.8 to 4.4)`."""
    given: Measure = found.mean
    if given.value is None:
        return NONE
    bounds = f"{given.low:.2f} to {given.high:.2f}" if given.low is not None and given.high is not None else given.note
    return f"{given.value:.2f} ({bounds})"


def _rows(found: list[Result]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Score": [_named(one) for one in found],
            "Result": [headline(one) for one in found],
            "95 % interval": [of_score(one) for one in found],
            "Adjusted Wald": [_other(one) for one in found],
            "n": [one.spread.answers for one in found],
            "N/a": [one.spread.not_applicable for one in found],
            "Blank": [one.spread.blank for one in found],
            "Mean (95 % t interval)": [mean(one) for one in found],
            "Moved by one person": [_moved(one) for one in found],
        }
    )


def _named(found: Result) -> str:
    if found.question.scale == NPS_SCALE:
        return f"{found.question.name}: NPS"
    return f"{found.question.name}: {found.question.best} of {found.question.scale.rpartition('-')[2]}"


def _other(found: Result) -> str:
    if found.other is None or few(found):
        return NONE
    return " to ".join(fmt.score(bound) for bound in found.other)


def _moved(found: Result) -> str:
    return f"{found.moved_by_one * 100:.1f} points" if found.spread.answers else NONE


_LOOKS = {
    "Score": st.column_config.TextColumn(width=200),
    "Result": st.column_config.TextColumn(width=130),
    "95 % interval": st.column_config.TextColumn(width=105),
    "Adjusted Wald": st.column_config.TextColumn(width=100),
    "n": st.column_config.NumberColumn(width=55),
    "N/a": st.column_config.NumberColumn(width=45),
    "Blank": st.column_config.NumberColumn(width=50),
    "Mean (95 % t interval)": st.column_config.TextColumn(width=150),
    "Moved by one person": st.column_config.TextColumn(width=140),
}
