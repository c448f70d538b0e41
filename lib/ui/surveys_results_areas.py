"""The areas of an attributed wave: the share of good answers with its interval and the whole spread, worst first."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.measure import Measure
from lib.surveys.results import NPS_SCALE, Question, Result, worst_first
from lib.surveys.results_charts import spread
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_read import Told
from lib.ui.surveys_results_scores import mean
from lib.ui.surveys_results_words import headline, how, of_score, take_away
from lib.ui.tables import table

HOW = (
    "Good answers: 4 or 5 of 5, 5 to 7 of 7 (turned round where less is better), as a share of all who answered the "
    "question, with Wilson's 95 % interval. Under 5 answers the counts stand for it.",
    "The bars show every answer; not applicable and blank are counted beside them and are in no base.",
    "Areas stand worst first; which of two areas is worse is not certain where their intervals overlap.",
    "Choices have Goodman's intervals, which hold for all choices of a question together.",
)  # fmt: skip


def areas(view: View, chosen: Chosen, told: Told) -> None:
    """The parts of the work that were asked about, worst first, and the questions of choice."""
    parts = worst_first(told.results)
    st.subheader("Areas, worst first" if parts else "How the answers are spread", anchor=False)
    everything = [*parts, *(one for one in told.results if one.question.overall)]
    for scale in ("1-5", "1-7"):
        drawn = [one for one in everything if one.question.scale == scale and one.spread.answers]
        if drawn:
            chart(view, f"survey_spread_{chosen.wave_id}_{scale}", f"Answers from {scale} by question, worst first",
                  lambda drawn=drawn: spread(_parts(drawn), view.dark))  # type: ignore[misc]  # fmt: skip
    if parts:
        rows = _rows(parts)
        table(rows, "Areas with their share of good answers, interval and every answer", _LOOKS, key="results_areas")
        take_away(rows, f"areas_{chosen.wave_id}")
    _choices(told, chosen)
    how(*HOW)


def _parts(found: list[Result]) -> pd.DataFrame:
    names = _points([one.question for one in found])
    return pd.concat([_bar(one, names) for one in found], ignore_index=True)


def _bar(found: Result, names: list[str]) -> pd.DataFrame:
    """From the worst answer to the best, so turned round where less is better."""
    n = found.spread.answers
    counts = found.spread.counts.tolist()
    if found.question.better == "lower":
        counts = counts[::-1]
    row = f"{found.question.name}|n = {n:,}"
    return pd.DataFrame({"row": row, "part": names, "count": counts, "share": [count / n for count in counts]})


def _points(questions: list[Question]) -> list[str]:
    """The parts of the bars by their points, with the words at the ends where all questions have the same."""
    first, last = (int(end) for end in questions[0].scale.split("-"))
    if any(one.better == "lower" for one in questions):
        return [f"{place} (best)" if place == last else f"{place} (worst)" if place == first else str(place)
                for place in range(first, last + 1)]  # fmt: skip
    ends = {(one.low_words, one.high_words) for one in questions}
    low, high = ends.pop() if len(ends) == 1 else ("", "")
    names = [str(point) for point in range(first, last + 1)]
    names[0] += f" {low}" if low else ""
    names[-1] += f" {high}" if high else ""
    return names


def _rows(found: list[Result]) -> pd.DataFrame:
    points = range(1, 8 if any(one.question.scale == "1-7" for one in found) else 6)
    return pd.DataFrame(
        {
            "Area": [f"{one.question.name} ({_good(one.question)})" for one in found],
            "Good answers": [headline(one) for one in found],
            "95 % interval": [of_score(one) for one in found],
            "n": [one.spread.answers for one in found],
        }
        | {str(point): [_at(one, point) for one in found] for point in points}
        | {
            "N/a": [one.spread.not_applicable for one in found],
            "Blank": [one.spread.blank for one in found],
            "Mean (95 %)": [mean(one) for one in found],
        }
    )


def _good(question: Question) -> str:
    return "NPS" if question.scale == NPS_SCALE else question.best


def _at(found: Result, point: int) -> str:
    """How many gave a point, with their share: `12 (20 %)`."""
    if found.question.scale == NPS_SCALE or point not in found.spread.points:
        return ""
    number = int(found.spread.counts[found.spread.points.tolist().index(point)])
    share = f" ({fmt.percent(number / found.spread.answers)})" if found.spread.answers else ""
    return f"{number:,}{share}"


def _choices(told: Told, chosen: Chosen) -> None:
    frame = told.choices
    if frame.empty or not frame["base"].any():
        return
    bounds = [fmt.interval(Measure(None, low=None if low != low else low, high=None if high != high else high), "share",
              "") or fmt.MARKS["no data"] for low, high in zip(frame["low"], frame["high"], strict=True)]  # fmt: skip
    rows = pd.DataFrame(
        {
            "Question": frame["question"], "Choice": frame["choice"], "Chosen by": frame["count"],
            "Share (%)": (frame["share"] * 100).round(), "95 % interval": bounds, "n": frame["base"],
        }
    )  # fmt: skip
    table(rows, "Questions of choice: how often each was chosen, with intervals",
          {"Question": st.column_config.TextColumn(width=360)}, key="results_choices")  # fmt: skip
    take_away(rows, f"choices_{chosen.wave_id}")


_LOOKS = {
    "Area": st.column_config.TextColumn(width=195),
    "Good answers": st.column_config.TextColumn(width=100),
}
