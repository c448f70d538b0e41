"""Figures on the screen: the value or the mark of its absence, its definition, its change, the rows behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.catalog import CATALOG, Figure
from lib.exporting import frame_csv
from lib.measure import Measure
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


@dataclass(frozen=True)
class Card:
    """One headline figure: `before` is the same figure of the time compared with."""

    name: str
    now: Measure
    evidence: Callable[[], pd.DataFrame]
    before: Measure | None = None
    label: str = ""
    period: str = ""


def cards(view: View, many: Sequence[Card]) -> None:
    """The headline figures side by side; they wrap on a small screen."""
    grid = st.grid(len(many), min_column_width=150)
    for card in many:
        with grid.container(border=True, height="stretch", gap="xxsmall"):
            _card(view, card)


def _card(view: View, card: Card) -> None:
    entry = CATALOG[card.name]
    shown = fmt.figure(card.now, entry.unit, view.currency)
    change = delta(entry, card.now, card.before, view.currency)
    signed = change.startswith(("+", "-"))
    st.metric(
        card.label or entry.label, shown, change or None,
        delta_color=_colour(entry) if signed else "off", delta_arrow="auto" if signed else "off",
        help=meaning(entry, card.now, view.currency),
    )  # fmt: skip
    remark = card.now.why or card.now.note
    if remark and not change:
        st.caption(plain(remark))
    _evidence(card, shown)


def _evidence(card: Card, shown: str) -> None:
    box = st.popover("Rows", type="tertiary", key=f"rows_{card.name}", on_change="rerun", help="What it is made of")
    if box.open:
        with box:
            show_evidence(card, shown)


def show_evidence(card: Card, shown: str) -> None:
    """The rows a figure is made of, what it means in words, and a way to take them away."""
    entry, rows = CATALOG[card.name], card.evidence()
    st.markdown(f"**{plain(card.label or entry.label)}: {plain(shown)}** · {plain(card.period)}")
    st.caption(plain(f"{entry.definition} How: {entry.formula}."))
    if remark := card.now.why or card.now.note:
        st.caption(plain(remark))
    if rows.empty:
        return
    table(rows, f"The {fmt.counted(len(rows), 'row')} behind {entry.label}", height=280, width=660)
    st.download_button(
        f"Download {fmt.counted(len(rows), 'row')}", lambda: frame_csv(rows), f"{card.name}.csv", "text/csv",
        key=f"download_{card.name}", on_click="ignore",
    )  # fmt: skip


def meaning(entry: Figure, measure: Measure, currency: str) -> str:
    """The tooltip of a figure: definition, formula in words, base and interval."""
    parts = [f"{entry.label}.", entry.definition, f"How: {entry.formula}."]
    if measure.base:
        parts.append(f"Base: {measure.base:,}.")
    if entry.unit == "money" and measure.value is not None:
        parts.append(f"Exactly {fmt.money_exact(measure.value, currency)}.")
    if bounds := fmt.interval(measure, entry.unit, currency):
        parts.append(f"{entry.covers}: {bounds} ({entry.method}).")
    return plain(" ".join(parts))


def delta(entry: Figure, now: Measure, before: Measure | None, currency: str) -> str:
    """The change from `before` to `now`, its sign first; empty where either has no value.

    A rate on few records has no points to compare: what it was is told in counts.
    """
    if now.value is None or before is None or before.value is None:
        return ""
    change = _change(entry, now.value - before.value, currency)
    if change.lstrip("+-") in ("0 points", "0", "0.0", fmt.money(0, currency)):
        return "no change"
    few = entry.unit == "share" and (fmt.in_counts(now) or fmt.in_counts(before))
    return f"was {fmt.figure(before, entry.unit, currency)}" if few else change


def _change(entry: Figure, change: float, currency: str) -> str:
    if entry.unit in ("share", "score"):
        return fmt.points(change)
    if entry.unit == "money":
        return ("+" if change >= 0 else "") + fmt.money(change, currency)
    return f"{change:+.1f}" if entry.unit == "ratio" else f"{change:+,.0f}"


def _colour(entry: Figure) -> Literal["normal", "inverse", "off"]:
    colours: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse"}
    return colours.get(entry.better or "", "off")
