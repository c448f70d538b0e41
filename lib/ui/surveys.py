"""Which wave the page of surveys reads, and what its parts share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.surveys import wave_queries
from lib.ui.page import View

# The subjects that the results of a wave are read from: answers, and the groups that people belong to.
SUBJECTS = ("people", "accounts", "surveys")


@dataclass(frozen=True)
class Chosen:
    """The wave that is read.

    `closed`: by the page's day; `running`: it may still bring answers. `before`: the wave of the same survey before it,
    or None.
    """

    survey_id: int
    survey: str
    kind: str
    mode: str
    least_group: int
    wave_id: int
    wave: str
    opens_on: date
    closes_on: date | None
    closed: bool
    running: bool
    before: "tuple[int, str] | None"  # id, name

    @property
    def anonymous(self) -> bool:
        """Whether only what was released may be shown."""
        return self.mode == "anonymous"


def choose(view: View) -> Chosen | None:
    """The survey and wave chosen beside the title (kept in the address); None: no wave was opened by that day."""
    waves = view.read(wave_queries.waves, view.as_of)
    if waves.empty:
        return None
    names = list(dict.fromkeys(waves.sort_values("kind", kind="stable")["survey"]))
    with view.controls.container(horizontal=True, vertical_alignment="bottom"):
        # A label above them would stand under the browser's edge of the page: the title says what is chosen.
        survey = st.selectbox(
            "Survey", names, key="survey", bind="query-params", width=230, label_visibility="collapsed"
        )
        of_survey = waves[waves["survey"] == survey]
        listed = dict(zip(of_survey["wave_id"].tolist(), of_survey["wave"].tolist(), strict=True))
        # The key holds the survey: waves of another one are other choices.
        wave_id = st.selectbox("Wave", list(listed), key=f"wave_of_{of_survey['survey_id'].iloc[0]}", width=180,
                               label_visibility="collapsed", format_func=lambda one: listed[one])  # fmt: skip
    return _chosen(of_survey, int(wave_id))


def _chosen(of_survey: pd.DataFrame, wave_id: int) -> Chosen:
    rows = of_survey.to_dict("records")
    at = next(place for place, row in enumerate(rows) if row["wave_id"] == wave_id)
    row: Mapping[Any, Any] = rows[at]
    older = rows[at + 1] if at + 1 < len(rows) else None
    return Chosen(
        survey_id=int(row["survey_id"]), survey=row["survey"], kind=row["kind"], mode=row["mode"],
        least_group=int(row["least_group"]), wave_id=wave_id, wave=row["wave"], opens_on=row["opens_on"].date(),
        closes_on=None if pd.isna(row["closes_on"]) else row["closes_on"].date(), closed=not pd.isna(row["closed_on"]),
        running=bool(row["running"]),
        before=None if older is None else (int(older["wave_id"]), older["wave"]),
    )  # fmt: skip


def narrowed(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows under the frame's filters, by the columns owner and sector."""
    for column, wanted in view.scope:
        frame = frame[frame[column] == wanted]
    return frame.reset_index(drop=True)
