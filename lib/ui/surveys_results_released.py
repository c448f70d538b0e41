"""The results of an anonymous wave: what was released when it was closed, and before that one sentence."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys import wave_queries
from lib.surveys.release_figures import WITHHELD
from lib.surveys.results import NPS_SCALE, SCORES, Question, questions_of
from lib.surveys.results_changes import point
from lib.surveys.results_charts import spread
from lib.surveys.results_released import NOT_RELEASED, Group, box_counts, changes, groups, whole
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_change import change_table, in_a_row
from lib.ui.surveys_results_read import lead
from lib.ui.surveys_results_words import NONE, Shown, how, shown, take_away, unit
from lib.ui.tables import table
from lib.ui.text import plain

CUT_NAMES = {"whole": "All", "segment": "Sector"}
WIDTH = 985  # pixels of a table on a laptop
HIDDEN = fmt.MARKS["withheld"]
UNFILTERED = (
    "The owner and sector filters do nothing here: an anonymous wave is shown only as it was released, for everybody "
    "and for fixed groups."
)
PARTS = ("low: 0–6, 1–2, 1–3", "middle: 7–8, 3, 4", "high: 9–10, 4–5, 5–7")
HOW = (
    "All figures were computed once, when the wave was closed, and stored: the whole, and each sector, region and "
    "manager of the day of sending. Nothing else is read, so no filter, day or export can show more.",
    "A figure is withheld where a small group could be told from it, alone or from the others together. That says "
    "nothing of how many answered or what.",
    "NPS with the score interval (Tango); shares of good answers (4 or 5 of 5, 5 to 7 of 7) with Wilson's, 95 %. n is "
    "the base: who gave a valid answer to that question.",
    "Changes are tested for two separate groups, for it is not known who answered both; p by Holm's method for all "
    "tests here together.",
)  # fmt: skip


def released_results(view: View, chosen: Chosen) -> None:
    """The released figures of the chosen wave; before it is closed one sentence, whatever came in."""
    found = groups(view.read(wave_queries.released, chosen.wave_id)) if chosen.closed else []
    everybody = whole(found)
    if everybody is None:
        st.info(_before(chosen))
        return
    questions = questions_of(view.read(wave_queries.questions, chosen.survey_id))
    st.markdown(
        f"**{plain(chosen.wave)}** of {plain(chosen.survey)} ({chosen.kind}, anonymous), closed and released: groups "
        f"of {chosen.least_group} people or more."
    )
    if view.scope:
        st.caption(UNFILTERED)
    _answered(everybody)
    _scores(everybody, questions)
    _spread(view, everybody, questions, chosen)
    _cuts(found, questions, chosen)
    _changed(view, everybody, questions, chosen)
    how(*HOW)


def _before(chosen: Chosen) -> str:
    when = f"on {plain(fmt.day(chosen.closes_on))}" if chosen.closes_on else "by its owner"
    return f"Results of {plain(chosen.wave)} are shown when the wave is closed {when}: until then nothing is counted."


def _answered(everybody: Group) -> None:
    st.subheader("Who answered", anchor=False)
    rate = _with_interval(everybody.answered)
    lines = [_of_asked(rate), f"95 % interval {fmt.interval(rate, 'share', '')}"] if rate.value is not None else [
        HIDDEN.capitalize()]  # fmt: skip
    meaning = "Answers among all who were invited (RR2). Who answered is not known."
    shown([Shown("Answered", _figure(rate, "share"), lines, meaning)])


def _with_interval(rate: Measure) -> Measure:
    """The released share with Wilson's interval, which follows from the share and its base."""
    if rate.value is None or not rate.base:
        return rate
    hits = round(rate.value * rate.base)
    low, high = wilson(hits, rate.base)
    return Measure(rate.value, base=rate.base, hits=hits, low=low, high=high)


def _of_asked(rate: Measure) -> str:
    return f"{fmt.of(rate.hits or 0, rate.base or 0)} invited"


def _figure(measure: Measure, of: str) -> str:
    """A released figure as text: never in counts, which the release does not hold for shares."""
    if measure.value is None:
        return NONE if measure.why == NOT_RELEASED else HIDDEN
    return fmt.figure(Measure(measure.value), of, "")


def _scores(everybody: Group, questions: Sequence[Question]) -> None:
    scaled = [one for one in questions if one.scale in SCORES]
    if not scaled:
        return
    st.subheader("Scores of everybody", anchor=False)
    shown([_card(everybody.score(one), one) for one in scaled], wide=170)


def _card(score: Measure, question: Question) -> Shown:
    meaning = f"Asked: {question.words} Counted: {'NPS' if question.scale == NPS_SCALE else question.best}."
    label = "NPS" if question.area == "recommendation" else question.name
    if score.value is None:
        return Shown(label, _figure(score, unit(question)), ["n and interval withheld"], meaning)
    lines = [
        f"n = {score.base:,} who answered the question",
        f"95 % interval {fmt.interval(score, unit(question), '')}",
    ]
    if question.scale != NPS_SCALE:
        lines.append(f"Gave {question.best} on a scale of {question.scale.replace('-', ' to ')}")
    return Shown(label, _figure(score, unit(question)), lines, meaning)


def _spread(view: View, everybody: Group, questions: Sequence[Question], chosen: Chosen) -> None:
    """The released boxes of everybody; a question whose boxes were not released has no bar."""
    bars = [bar for one in questions if one.scale in SCORES and (bar := _bar(everybody, one)) is not None]
    if not bars:
        return
    st.markdown("**How the answers are spread**, in the three boxes that were released")
    chart(view, f"survey_released_{chosen.wave_id}", "Released answers of everybody in three boxes by question",
          lambda: spread(pd.concat(bars, ignore_index=True), view.dark))  # fmt: skip


def _bar(everybody: Group, question: Question) -> pd.DataFrame | None:
    counts = box_counts(everybody, question)
    if counts is None or not counts.sum():
        return None
    n = int(counts.sum())
    return pd.DataFrame(
        {"row": f"{question.name}|n = {n:,}", "part": PARTS, "count": counts, "share": counts / n}
    )  # fmt: skip


def _cuts(found: Sequence[Group], questions: Sequence[Question], chosen: Chosen) -> None:
    st.subheader("Groups side by side", anchor=False)
    scaled = [one for one in questions if one.scale in SCORES]
    rows = pd.DataFrame(
        {
            "By": [CUT_NAMES.get(one.cut, one.cut.capitalize()) for one in found],
            "Group": [one.key or "Everybody" for one in found],
            "Answered": [_response_cell(one.answered) for one in found],
        }
        | {_heading(question): [_cell(one.score(question), question) for one in found] for question in scaled}
    )
    table(rows, "Released scores of everybody and by sector, region and manager", _looks(list(rows.columns)), wrap=7,
          key="results_released")  # fmt: skip
    st.caption(f"{WITHHELD} Each score stands with its n and its 95 % interval.")
    take_away(rows, f"released_{chosen.wave_id}")


def _looks(columns: Sequence[str]) -> dict[str, ColumnConfig]:
    """Widths at which a laptop shows all columns, each cell on two or three lines."""
    first, scores = (76, 116, 104), len(columns) - 3
    wide = max(118, (WIDTH - sum(first)) // max(scores, 1))
    widths = (*first, *[wide] * scores)
    return {name: st.column_config.TextColumn(width=one) for name, one in zip(columns, widths, strict=True)}


def _heading(question: Question) -> str:
    if question.scale != NPS_SCALE:
        return f"{question.name}, {question.best}"
    return "NPS" if question.area == "recommendation" else f"{question.name} (NPS)"


def _response_cell(rate: Measure) -> str:
    if rate.value is None:
        return _figure(rate, "share")
    with_interval = _with_interval(rate)
    return _unbroken(
        f"{_figure(rate, 'share')}, {_of_asked(with_interval)} ({fmt.interval(with_interval, 'share', '')})"
    )


def _cell(score: Measure, question: Question) -> str:
    if score.value is None:
        return _figure(score, unit(question))
    return _unbroken(
        f"{_figure(score, unit(question))}, n = {score.base:,} ({fmt.interval(score, unit(question), '')})"
    )


def _unbroken(text: str) -> str:
    """A number stays on one line with its sign of per cent."""
    return text.replace(" %", "\u00a0%").replace("n = ", "n\u00a0=\u00a0")


def _changed(view: View, everybody: Group, questions: Sequence[Question], chosen: Chosen) -> None:
    """From released figures of closed waves of the same survey alone."""
    waves = view.read(wave_queries.waves, view.as_of)
    closed = waves[(waves["survey_id"] == chosen.survey_id) & waves["closed_on"].notna()]
    older = closed[closed["opens_on"] < pd.Timestamp(chosen.opens_on)]
    before = _whole_of(view, int(older["wave_id"].iloc[0])) if len(older) else None
    if before is None:
        st.subheader("Change since the last wave", anchor=False)
        st.caption(f"No wave of {plain(chosen.survey)} was released before this one: nothing to compare it with yet.")
        return
    found = changes(before, everybody, questions)
    remark = next((change.note for _, change in found if change.note), "")
    change_table(found, chosen, str(older["wave"].iloc[0]), remark)
    if (first := lead(list(questions))) is not None:
        in_a_row(view, _trend(view, closed, first), first, chosen)


def _whole_of(view: View, wave_id: int) -> Group | None:
    return whole(groups(view.read(wave_queries.released, wave_id)))


def _marked(score: Measure) -> Measure:
    """A withheld score as it stands in a cell of a table."""
    return undefined(HIDDEN, base=None, absent="withheld") if score.absent == "withheld" else score


def _trend(view: View, closed: pd.DataFrame, question: Question) -> pd.DataFrame:
    waves = closed.sort_values("opens_on").to_dict("records")
    told = [(wave, _whole_of(view, int(wave["wave_id"]))) for wave in waves]
    rows = [point(wave, _marked(group.score(question)), so_far=False) for wave, group in told if group is not None]
    return pd.DataFrame(rows, columns=["wave_id", "wave", "opens_on", "value", "low", "high", "n", "why", "so_far"])
