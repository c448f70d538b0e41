"""The forms that write to market signals: news for sectors and services at once, and until when it holds."""

from typing import Any

import pandas as pd

from lib.accounts.queries import sectors
from lib.accounts.service_queries import on_sale
from lib.growth import signal_actions as actions
from lib.periods import add_months
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

HOLDS_MONTHS = 6
_EFFECTS = {"opportunity": "For: an opportunity", "threat": "Against: a threat"}


def new_signal(view: View) -> None:
    """News for several sectors and services at once."""
    if needs_a_name("new_signal", to="change market signal"):
        return
    markets, services = view.read(sectors).sort_values("name"), view.read(on_sale, view.as_of)
    cells = [
        Cell("headline", "What was published", help="In a few words, as a client would hear it."),
        Cell("effect", "It speaks", "choice", "opportunity", _EFFECTS),
        Cell("published_by", "Published by"),
        Cell("sectors", "Sectors", "many", None, _named(markets), help="None chosen: every sector."),
        Cell("services", "Services", "many", None, _named(services), help="None chosen: no service in particular."),
        Cell("seen_on", "Seen on", "date", view.as_of),
        Cell("expires_on", "Holds until", "date", add_months(view.as_of, HOLDS_MONTHS), help="Empty: no end known."),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_signals(view.store, view.who or "", **typed, token=once)

    entry("new_signal", cells, "Add the news", save, "Added. Suggestions can quote it from now on.")


def _named(frame: pd.DataFrame) -> dict[int, str]:
    return {int(number): str(name) for number, name in zip(frame["id"], frame["name"], strict=True)}


def until(view: View, versions: dict[int, int], seen_on: Any, expires_on: Any) -> None:
    """Until when a piece of news holds; the day of today ends it."""
    key = f"until_{'_'.join(f'{one}_{version}' for one, version in sorted(versions.items())[:20])}"
    if needs_a_name(key, to="change market signal"):
        return
    current = None if pd.isna(expires_on) else expires_on.date()
    cells = [
        Cell(
            "expires_on", "Holds until", "date", current,
            help="The first day it no longer holds: the page's day ends it now. Empty: no end known.",
        )
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        actions.hold_until(view.store, view.who or "", versions, typed["expires_on"], once)

    entry(key, cells, "Save the day", save, "Saved.")
