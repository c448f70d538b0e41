"""What was released of an anonymous wave by group: never an account, never a person."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.surveys import wave_queries
from lib.surveys.release_figures import ANSWERED, WITHHELD, as_measure
from lib.surveys.released_question_figures import released_question
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.tables import table
from lib.ui.text import plain

MOST_ROWS = 16  # seen at once
CUTS = {"whole": "Everybody", "segment": "Sector", "region": "Region", "manager": "Portfolio of"}
NEVER = (
    "This survey is anonymous: no result is ever shown for an account or a person, only for groups fixed when the wave "
    "was sent. The filters change nothing here."
)
STILL_OPEN = "Nothing of an anonymous wave is counted or shown before it is closed."


def released_cuts(view: View, chosen: Chosen, question: "pd.Series[Any]") -> None:
    """The groups of a closed wave with score, interval, base and how many answered; withheld ones with their mark."""
    st.info(NEVER)
    if not chosen.closed:
        st.caption(STILL_OPEN)
        return
    rows = view.read(wave_queries.released, chosen.wave_id)
    figure = released_question(0, str(question["scale"]), str(question["better"])).score
    own = rows[(rows["survey_question_id"] == question["id"]) & (rows["figure"] == figure)]
    if own.empty:
        st.caption("Nothing was released of this question.")
        return
    _table(own, rows[rows["figure"] == ANSWERED], figure)
    if own["withheld"].any():
        st.caption(WITHHELD)


def _table(own: pd.DataFrame, answered: pd.DataFrame, figure: str) -> None:
    came = {(row["cut"], _key(row)): as_measure(row) for row in _rows(answered)}
    told = [(row, as_measure(row), came.get((row["cut"], _key(row)))) for row in _rows(own)]
    unit = "Score (−100 to 100)" if figure == "nps" else f"Share {figure}"
    shown = pd.DataFrame(
        {
            "Group": [CUTS.get(row["cut"], str(row["cut"])) for row, _, _ in told],
            "Name": [_key(row) or "the whole wave" for row, _, _ in told],
            unit: [_value(measure, figure) for _, measure, _ in told],
            "95 % interval": [_bounds(measure, figure) for _, measure, _ in told],
            "n": [_mark(measure, "" if measure.base is None else f"{measure.base:,.0f}") for _, measure, _ in told],
            "Answered of those asked": [_share(measure) for _, _, measure in told],
        }
    )
    looks: dict[str, ColumnConfig] = {"Name": st.column_config.TextColumn(width=170)}
    table(shown, "Released groups with score, interval and base; withheld ones marked", looks,
          height=38 + 35 * min(len(shown), MOST_ROWS))  # fmt: skip
    st.caption(plain("n is the number of people with an answer to this question."))


def _rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    plainer = frame.astype(object).where(frame.notna(), None)
    return plainer.to_dict("records")


def _key(row: dict[Any, Any]) -> str | None:
    return row["cut_key"] or None


def _mark(measure: Measure, text: str) -> str:
    return text if measure.value is not None else fmt.MARKS["withheld"]


def _number(value: float, figure: str) -> str:
    return fmt.score(value) if figure == "nps" else fmt.percent(value)


def _value(measure: Measure, figure: str) -> str:
    return fmt.MARKS["withheld"] if measure.value is None else _number(measure.value, figure)


def _bounds(measure: Measure, figure: str) -> str:
    if measure.low is None or measure.high is None:
        return _mark(measure, "–")
    return f"{_number(measure.low, figure)} to {_number(measure.high, figure)}"


def _share(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    return _mark(measure, "" if measure.value is None else f"{fmt.percent(measure.value)} of {measure.base:,.0f}")
