"""Survey figures as they stand on the screen: the value, and beside it how many answered, of whom, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.exporting import frame_csv
from lib.measure import Measure
from lib.surveys.results import NPS_SCALE, Question, Result, few
from lib.ui.text import plain

SMALL = 30  # answers up to which it is told what one person changes
FEWEST_PLACES = 3  # a figure alone would otherwise be as wide as the page
NONE = fmt.MARKS["no data"]


@dataclass(frozen=True)
class Shown:
    """A figure on the screen: `beside` are the lines under the value, `meaning` its definition."""

    label: str
    value: str
    beside: Sequence[str]
    meaning: str


def unit(question: Question) -> str:
    """How the score of a question is told: a net score or a share."""
    return "score" if question.scale == NPS_SCALE else "share"


def headline(found: Result) -> str:
    """The score; under 5 answers the counts in words: `2 of 3 gave 9 or 10`."""
    if not found.spread.answers:
        return NONE
    if few(found):
        return f"{fmt.of(best(found), found.spread.answers)} gave {found.question.best}"
    return fmt.figure(found.score, unit(found.question), "")


def best(found: Result) -> int:
    """How many gave one of the best answers."""
    return found.promoters.promoters if found.promoters else found.score.hits or 0


def span(measure: Measure, question: Question) -> str:
    """The 95 % interval in words; a dash where there is none."""
    return fmt.interval(measure, unit(question), "") or NONE


def of_score(found: Result) -> str:
    """The interval of a score; under 5 answers there is none, as there is no score."""
    return NONE if few(found) else span(found.score, found.question)


def base(found: Result, sheets: int) -> str:
    """How many answered the question of all who sent a sheet, and where the others are."""
    spread = found.spread
    apart = [f"{count} {what}" for count, what in ((spread.not_applicable, "not applicable"), (spread.blank, "blank"))
             if count]  # fmt: skip
    return f"n = {fmt.of(spread.answers, sheets)} who answered" + (f" ({', '.join(apart)})" if apart else "")


def certainty(found: Result) -> list[str]:
    """The interval and what one person changes; under 5 answers why there is neither."""
    n = found.spread.answers
    if not n:
        return ["Nobody answered this question."]
    everybody = [found.everybody[0].upper() + found.everybody[1:]] if found.everybody else []
    if few(found):
        return ["Too few answers for a score or an interval", *everybody]
    lines = [f"95 % interval {of_score(found)}", *everybody]
    if n < SMALL:
        lines.append(f"One person can move it by {found.moved_by_one * 100:.0f} points")
    return lines


def shown(many: Sequence[Shown], wide: int = 210) -> None:
    """Figures in a row; they wrap on a small screen. What belongs to a value stands under it, not in a tooltip."""
    if not many:
        return
    grid = st.grid(max(len(many), FEWEST_PLACES), min_column_width=wide)
    for one in many:
        with grid.container(border=True, height="stretch", gap="xxsmall"):
            st.metric(one.label, one.value, help=plain(one.meaning))
            for line in one.beside:
                st.caption(plain(line))


def take_away(frame: pd.DataFrame, name: str) -> None:
    """A way to take along the table that is shown."""
    st.download_button(
        "Download as CSV", lambda: frame_csv(frame), f"{name}.csv", "text/csv", key=f"download_{name}",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )  # fmt: skip


def how(*sentences: str) -> None:
    """How the figures above are made."""
    with st.expander("How these figures are made"):
        st.markdown("\n".join(f"- {plain(one)}" for one in sentences))
