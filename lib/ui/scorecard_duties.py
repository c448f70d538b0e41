"""The five duties one below the other: each figure with its base, interval, the period before and the firm beside."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.scorecard.scorecard import Scorecard
from lib.scorecard.told import NO_LEADS, Duty, Told
from lib.ui.page import View
from lib.ui.scorecard_duties_rows import show_rows
from lib.ui.scorecard_read import Chosen, card_of
from lib.ui.tables import chosen_row
from lib.ui.text import plain

TITLES = {
    "revenue growth": "1. Revenue growth", "great work": "2. Great work", "client goals": "3. Client goals",
    "agency resources": "4. Agency resources", "happy clients": "5. Happy clients",
}  # fmt: skip
INTERVAL = "95 % interval"
LONG = 52  # letters of a remark that fit on one line at 1366 pixels, beside intervals and without them
LONGER = 68
_column = st.column_config


def duties_tab(view: View, chosen: Chosen) -> None:
    """Each duty with its figures; there is no total and no order of people."""
    card = card_of(view, chosen)
    st.caption(plain(_how(view, card)))
    if any(one.now.why == NO_LEADS for duty in card.duties for one in duty.figures):
        st.info("Nobody is recorded as leading an account. Name who leads each on its page, under People: then the "
                "duties can be told.")  # fmt: skip
    for duty in card.duties:
        _duty(view, chosen, card, duty)


def _how(view: View, card: Scorecard) -> str:
    first = card.spans.remark or f"{fmt.span(card.spans.now)}, beside {fmt.span(card.spans.before)}."
    filters = " The owner and sector chosen at the side do not cut a scorecard." if view.scope else ""
    return (
        f"{first} Seen by {card.person}, those they report to, leads and administrators. The duties are never added "
        f"up; the firm stands beside as context. Choose a figure to see what it means and its rows.{filters}"
    )


def _duty(view: View, chosen: Chosen, card: Scorecard, duty: Duty) -> None:
    st.subheader(TITLES[duty.name], anchor=False)
    st.markdown(plain(duty.words))
    if why := _not_theirs(duty):
        st.caption(plain(f"Not applicable: {why}."))
        return
    shown = _table(view, duty.figures)
    at = chosen_row(
        shown, f"{TITLES[duty.name]}: each figure now, its base and interval, the period before and the whole firm",
        _looks(card), key=f"duty_{duty.name.replace(' ', '_')}",
        ids=[(chosen.person_id, one.label) for one in duty.figures], rows=len(duty.figures),
        wrap=bool((shown["To know"].str.len() > (LONG if INTERVAL in shown else LONGER)).any()),
    )  # fmt: skip
    if at is not None:
        show_rows(view, chosen, card, duty.name, duty.figures[at])


def _not_theirs(duty: Duty) -> str:
    """The one reason why no figure of a duty applies, now and before; empty where any does."""
    reasons = {one.now.why for one in duty.figures if one.now.absent == "not applicable"}
    none = all(
        measure is not None and measure.absent == "not applicable"
        for one in duty.figures for measure in (one.now, one.before)
    )  # fmt: skip
    return " and ".join(sorted(reasons)) if none else ""


def _table(view: View, figures: tuple[Told, ...]) -> pd.DataFrame:
    def said(one: Told, measure: Measure | None) -> str:
        return fmt.MARKS["no data"] if measure is None else fmt.figure(measure, one.unit, view.currency)

    told = pd.DataFrame(
        {
            "Figure": [one.label for one in figures],
            "Now": [said(one, one.now) for one in figures],
            "Made of": [_base(one.now) for one in figures],
            INTERVAL: [fmt.interval(one.now, one.unit, view.currency) for one in figures],
            "Before": [said(one, one.before) for one in figures],
            "Firm": [said(one, one.firm) for one in figures],
            "To know": [_remark(one.now) for one in figures],
        }
    )
    return told if told[INTERVAL].any() else told.drop(columns=INTERVAL)


def _base(measure: Measure) -> str:
    if measure.value is None or not measure.base:
        return ""
    return f"{measure.base:,}" if measure.hits is None else fmt.of(measure.hits, measure.base)


def _remark(measure: Measure) -> str:
    words = measure.why or measure.note
    return words[:1].upper() + words[1:]


def _looks(card: Scorecard) -> dict[str, ColumnConfig]:
    before = fmt.span(card.spans.before)
    return {
        "Figure": _column.TextColumn(width=225, pinned=True),
        "Now": _column.TextColumn(width=75, help=fmt.span(card.spans.now)),
        "Made of": _column.TextColumn(width=80, help="How many records stand behind it; of a rate: how many of all"),
        INTERVAL: _column.TextColumn(width=110, help="Of estimates from answers: holds the true value in 95 of "
                                            "100 cases"),
        "Before": _column.TextColumn(width=75, help=f"The same a period earlier: {before}"),
        "Firm": _column.TextColumn(width=75, help="The whole firm in the same days: context, not a rank"),
        "To know": _column.TextColumn(width=290, help="What to know of the figure, or why there is none"),
    }  # fmt: skip
