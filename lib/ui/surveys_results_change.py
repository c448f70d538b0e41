"""What changed since the last wave of the same survey, with the test named, and the waves of the survey in a row."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.measure import Measure
from lib.surveys.change_figures import Change, said
from lib.surveys.results import NPS_SCALE, Question
from lib.surveys.results_changes import Changed, tested
from lib.surveys.results_charts import trend as chart_of_trend
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_read import Told, changes, lead, trend
from lib.ui.surveys_results_words import NONE, how, take_away, unit
from lib.ui.tables import table
from lib.ui.text import plain

MARKS = {"up": "▲ up", "down": "▼ down"}
HOW = (
    "The test follows from who answered: the same people in both waves (marginal scores, McNemar's mid-P), partly the "
    "same (z test with their covariance) or different people (adjusted Wald, score test). It is named in each row.",
    "p is adjusted by Holm's method (1979) for all the changes tested here together; up and down are said below 5 %. "
    "The interval is that of one comparison, 95 %, so it may leave out 0 where p says no reliable change.",
    "No reliable change is not the same as stable: there may only be too few answers. Under 5 answers in a wave "
    "nothing is tested.",
    "Only waves of the same survey are compared: one after a delivery and one of the whole relationship are never in "
    "one line.",
)  # fmt: skip


def changed(view: View, chosen: Chosen, told: Told) -> None:
    """The change of each score since the wave before, and the lead score over all waves."""
    if chosen.before is None:
        st.subheader("Change since the last wave", anchor=False)
        st.caption(f"{plain(chosen.wave)} is the first wave of {plain(chosen.survey)}: nothing to compare it with yet.")
        return
    if chosen.running:
        _not_yet(chosen)
    else:
        change_table(changes(view, chosen), chosen, chosen.before[1])
    first = lead(told.questions)
    if first is not None:
        points = trend(view, first)
        in_a_row(view, points, first, chosen)
    how(*HOW)


def _not_yet(chosen: Chosen) -> None:
    st.subheader("Change since the last wave", anchor=False)
    st.caption(
        f"{plain(chosen.wave)} is still open: what it says so far is not compared with a whole wave. The comparison "
        "stands here when it is over."
    )


def change_table(found: Sequence[Changed], chosen: Chosen, before: str, remark: str = "") -> None:
    """The changes since the wave `before`, told in one sentence and row by row."""
    st.subheader(f"Change since {plain(before)}", anchor=False)
    st.markdown(finding(found))
    rows = pd.DataFrame([_row(question, change) for question, change in found])
    table(rows, f"Change of each score since {before}, with the test and its adjusted p", _LOOKS,
          wrap=min(len(rows), 8), key="results_change")  # fmt: skip
    many = tested(found)
    adjusted = f"p values hold for all {many} tests together (Holm). " if many > 1 else ""
    st.caption(plain(adjusted + remark))
    take_away(rows, f"change_{chosen.wave_id}")


def finding(found: Sequence[Changed]) -> str:
    """What moved, in one sentence."""
    moved = [f"**{plain(question.name)} {said(change)}** by {plain(_points(change.difference))}"
             for question, change in found if said(change) in MARKS]  # fmt: skip
    still = sum(said(change) == "no reliable change" for _, change in found)
    untested = sum(said(change) == "not tested" for _, change in found)
    parts = [", ".join(moved)] if moved else []
    parts += [f"{fmt.counted(still, 'score')} without a reliable change"] if still else []
    parts += [f"{untested} not tested"] if untested else []
    return "; ".join(parts) + "." if parts else "No score is in both waves."


def _points(difference: float | None) -> str:
    """A difference in points; what rounds to nothing has no sign."""
    if difference is None:
        return NONE
    return fmt.points(difference) if round(difference * 100) else "0 points"


def _row(question: Question, change: Change) -> dict[str, object]:
    bounds = " to ".join(fmt.points(one).removesuffix(" points") for one in (change.low, change.high)
                         if one is not None)  # fmt: skip
    p = change.p if change.adjusted_p is None else change.adjusted_p
    return {
        "Score": f"{question.name} ({'NPS' if question.scale == NPS_SCALE else question.best})",
        "Before": _value(question, change.before),
        "Now": _value(question, change.after),
        "Change": _points(change.difference),
        "95 % interval": bounds or NONE,
        "Verdict": MARKS.get(said(change), said(change)),
        "Answers": _n(change),
        "p (Holm)": NONE if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}",
        "Test, or why there is none": change.why or change.test,
    }


def _n(change: Change) -> str:
    """How many answered before and now, and how many of them both times."""
    if not any(change.base):
        return NONE
    both = f" ({change.both:,} both times)" if change.both else ""
    return f"{change.base[0]:,} → {change.base[1]:,}{both}"


def _value(question: Question, value: float | None) -> str:
    return NONE if value is None else fmt.figure(Measure(value), unit(question), "")


def in_a_row(view: View, points: pd.DataFrame, question: Question, chosen: Chosen) -> None:
    """One score in every wave of the survey: a chart with intervals, and the same in a table."""
    signed = question.scale == NPS_SCALE
    name = "NPS" if signed else f"{question.name}, {question.best}"
    told = points.assign(words=[_score(row, question) for row in points.to_dict("records")],
                         span=[_span(row, question) for row in points.to_dict("records")])  # fmt: skip
    st.markdown(f"**{plain(name)} in the waves of {plain(chosen.survey)}**")
    drawn = told[told["value"].notna() & told["low"].notna()]
    if len(drawn) > 1:
        columns = ["wave", "value", "low", "high", "n", "words", "span", "so_far"]
        chart(view, f"survey_trend_{question.id}", f"{name} by wave of {chosen.survey}, with 95 % intervals",
              lambda: chart_of_trend(drawn[columns], name, signed, view.dark))  # fmt: skip
    rows = pd.DataFrame(
        {
            "Wave": told["wave"] + np.where(told["so_far"], " (so far)", ""), "Opened": told["opens_on"],
            name: told["words"], "95 % interval": told["span"], "n": told["n"],
        }
    )  # fmt: skip
    table(rows, f"{name} by wave with answers and intervals", key="results_trend")
    take_away(rows, f"trend_{chosen.survey_id}")


def _score(row: "dict[object, object]", question: Question) -> str:
    value = row["value"]
    if not isinstance(value, float) or value != value:
        return str(row["why"] or NONE)
    return fmt.figure(Measure(value), unit(question), "")


def _span(row: "dict[object, object]", question: Question) -> str:
    low, high = row["low"], row["high"]
    if not isinstance(low, float) or not isinstance(high, float) or low != low:
        return NONE
    return fmt.interval(Measure(None, low=low, high=high), unit(question), "")


_LOOKS = {
    "Score": st.column_config.TextColumn(width=150),
    "Before": st.column_config.TextColumn(width=62),
    "Now": st.column_config.TextColumn(width=62),
    "Change": st.column_config.TextColumn(width=82),
    "95 % interval": st.column_config.TextColumn(width=92),
    "Verdict": st.column_config.TextColumn(width=105),
    "Answers": st.column_config.TextColumn(width=112),
    "p (Holm)": st.column_config.TextColumn(width=72),
    "Test, or why there is none": st.column_config.TextColumn(width=255),
}
