"""Opening a review, taking back its last decision, and closing it with its figures frozen."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib import format as fmt
from lib.catalog import CATALOG
from lib.health.tables import BANDS
from lib.measure import Measure
from lib.meeting.freezing import frozen_items, frozen_parts
from lib.review.actions import open_review, undo_last
from lib.review.closing_actions import close_review
from lib.ui import portfolio
from lib.ui.forms import pressed, token
from lib.ui.frame import needs_a_name
from lib.ui.health_board import board, summary
from lib.ui.page import View
from lib.ui.review import ITEMS, Meeting, headline
from lib.ui.review_agenda_held import held_agenda, make_anew
from lib.ui.review_decisions_read import every_decision
from lib.ui.text import plain

OF_BOOK = (
    "active_clients", "revenue", "revenue_growth", "client_retention", "nrr", "grr", "win_rate", "pipeline_value",
)  # fmt: skip
SPAN = portfolio.SPANS[0]
Row = Mapping[str, Any]


def open_button(view: View, held: Meeting, key: str) -> None:
    """The button that opens the review of the page's day, where it can be opened."""
    if held.review_id is not None or held.closed or held.refused:
        return
    if view.who is None:
        with st.popover("Open the review", icon=":material/play_arrow:"):
            needs_a_name(key)
        return
    st.button(
        "Open the review", type="primary", icon=":material/play_arrow:", key=key, on_click=pressed,
        args=(key, token(key), "The review is open: decide from any item.",
              lambda once: open_review(view.store, view.who or "", held.held_on, once)),
    )  # fmt: skip


def undo_button(view: View, held: Meeting, key: str) -> None:
    """The button that takes back the last decision of who is looking, where they recorded one in this review."""
    if held.decides and any(one.review_id == held.review_id for one in every_decision(view)):
        st.button(
            "Undo my last", icon=":material/undo:", key=key, on_click=pressed,
            help="Takes back the last decision that you recorded in this review.",
            args=(key, token(key), "Your last decision is taken back.",
                  lambda once: undo_last(view.store, view.who or "", held.review_id or 0, once)),
        )  # fmt: skip


def close_form(view: View, held: Meeting, key: str) -> None:
    """What closing means, and the button that does it."""
    if not held.decides or needs_a_name(key):
        return
    made = [one for one in every_decision(view) if one.review_id == held.review_id]
    risks = sum(one.kind != "decision" for one in made)
    st.markdown(
        f"The review of **{plain(fmt.day(held.held_on))}** ends with **{fmt.counted(len(made) - risks, 'decision')}** "
        f"and **{fmt.counted(risks, 'accepted risk')}**. Its agenda and figures are frozen as they stand now, of all "
        "accounts whatever the filters; afterwards only what came of its decisions can be written."
    )
    st.button(
        "Close the review and freeze its figures", type="primary", icon=":material/lock:", key=key, on_click=_close,
        args=(view, held, key, token(key)),
    )  # fmt: skip


def _close(view: View, held: Meeting, key: str, drawn: str) -> None:
    whole = replace(view, as_of=held.held_on, owner=None, sector=None)
    all_of_it = replace(held, agenda=held_agenda(whole, held.review_id or 0, held.held_on))
    rows = [*frozen_figures(whole, all_of_it), *frozen_parts(all_of_it.agenda)]

    def work(once: str) -> None:
        close_review(view.store, view.who or "", held.review_id or 0, frozen_items(all_of_it.agenda), rows, once)
        make_anew()

    pressed(key, drawn, "Closed: the figures stay as they were. The minutes stand under Past reviews.", work)


def frozen_figures(whole: View, held: Meeting) -> list[Row]:
    """The figures of the book, of account health and of the meeting, of a page without filters, as they are frozen."""
    span, before, _ = portfolio.span_of(whole.as_of, SPAN)
    pairs, health = portfolio.headline(whole, span, before), summary(whole)
    bands = board(whole).rows["band"].value_counts()
    counts = {f"health {band.lower()}": Measure(int(bands.get(band, 0)), base=health.accounts) for band in BANDS}
    today = {"revenue_at_risk": health.at_risk, "known_share": health.known} | counts | headline(whole, held)
    return [
        *(_row(name, pairs[name][0], SPAN) for name in OF_BOOK if name in pairs),
        *(_row(name, measure, None) for name, measure in today.items()),
    ]


def head_figures(view: View, held: Meeting) -> list[Row]:
    """The figures of the page's head as they would be frozen."""
    return [_row(name, measure, None) for name, measure in headline(view, held).items() if name != ITEMS]


def _row(name: str, measure: Measure, period: str | None) -> Row:
    """Money is kept in currency units, shares from 0 to 1."""
    scale = 100 if name in CATALOG and CATALOG[name].unit == "money" else 1
    value, low, high = (
        None if one is None else one / scale for one in (measure.value, measure.low, measure.high)
    )  # fmt: skip
    told = None if value is None else f"{value:.12g}"
    return {
        "figure": name, "scope": "book", "key": None, "period": period, "value": told, "low": low, "high": high,
        "base": measure.base,
    }  # fmt: skip
