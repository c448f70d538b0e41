"""The forms that write to the price list: a new service, its fields, its price, the skills it takes, its end."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts import service_actions as actions
from lib.accounts import service_terms_actions as terms
from lib.accounts.service_queries import service_lines, skills
from lib.accounts.tables import RISK_APPETITES
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record, pressed, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View

RISKS: dict[str | None, str] = {None: "–"} | {risk: risk.capitalize() for risk in RISK_APPETITES}
_KEYWORDS = "Words in a need that speak for it"
_KEYWORDS_HELP = "Parted by commas: checkout, web shop, payment."
_LEVELS = {1: "1, learning", 2: "2", 3: "3, works alone", 4: "4", 5: "5, teaches others"}


def new_service(view: View) -> None:
    """A new service with its first price."""
    if needs_a_name("new_service", to="edit service"):
        return
    lines = view.read(service_lines)
    cells = [
        Cell("name", "Service"),
        Cell("service_line_id", "Line", "choice", None, {None: "–", **lines}, help="The family it belongs to."),
        Cell("new_line", "Or a new line"),
        Cell(
            "list_price", _price_label(view), "whole", help="For a month of a retainer, or for the whole of a project."
        ),
        Cell("starts_on", "Offered from", "date", view.as_of),
        Cell("margin_percent", "Margin (%)", "number", help="What is left of the price after cost."),
        Cell("risk", "Risk", "choice", None, RISKS, help="What it asks of a client's appetite for risk."),
        Cell("keywords", _KEYWORDS, help=_KEYWORDS_HELP),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_service(view.store, view.who or "", **typed, token=once)

    entry("new_service", cells, "Add the service", save, "Added. Say next which skills it takes.")


def _price_label(view: View) -> str:
    return f"List price ({fmt.sign(view.currency).strip()})"


def fields(view: View, service: Any) -> None:
    """A service's own fields; `service` is a row of the price list."""
    key = f"service_{service['id']}"
    if needs_a_name(key, to="edit service"):
        return
    listed = [
        Field("name", "Service"),
        Field("service_line_id", "Line", "choice", {None: "–", **view.read(service_lines)}),
        Field("margin_percent", "Margin (%)", "number", help="What is left of the price, in whole per cent."),
        Field("risk", "Risk", "choice", RISKS),
        Field("keywords", _KEYWORDS, help=_KEYWORDS_HELP),
    ]
    current = {
        "version": int(service["version"]), "name": service["name"], "keywords": _or_none(service["keywords"]),
        "service_line_id": None if pd.isna(service["service_line_id"]) else int(service["service_line_id"]),
        "margin_percent": None if pd.isna(service["margin_share"]) else round(service["margin_share"] * 100),
        "risk": _or_none(service["risk"]),
    }  # fmt: skip

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_service(view.store, view.who or "", int(service["id"]), shown, wanted, once)

    edit_record(key, listed, current, save, "Saved.")


def _or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def price(view: View, service_id: int, history: pd.DataFrame) -> None:
    """A list price from a day on; `history` newest first."""
    last = None if history.empty else int(history["id"].iloc[0])
    key = f"price_{service_id}_{last}"
    if needs_a_name(key, to="edit service"):
        return
    cells = [
        Cell("list_price", _price_label(view), "whole"),
        Cell("starts_on", "From", "date", view.as_of, help="On the day the last price began this corrects that price."),
    ]

    def save(typed: Typed, once: str) -> None:
        terms.set_price(view.store, view.who or "", service_id, last, **typed, token=once)

    entry(key, cells, "Set the price", save, "Stored. The price before stays in the history.")


def new_need(view: View, service_id: int) -> None:
    """A skill that a service takes."""
    key = f"new_need_{service_id}"
    if needs_a_name(key, to="edit service"):
        return
    known = view.read(skills)
    cells = [
        Cell("skill_id", "Skill", "choice", None, {None: "–", **known}),
        Cell("new_skill", "Or a new skill"),
        Cell("hours", "Hours a month", "number", help="Of a project: what it takes in a month of its work."),
        Cell("least_level", "At least level", "choice", 3, _LEVELS),
    ]

    def save(typed: Typed, once: str) -> None:
        terms.add_need(view.store, view.who or "", service_id, **typed, token=once)

    entry(key, cells, "Add the skill", save, "Added.")


def need(view: View, wanted: Any) -> None:
    """Other hours or level of a needed skill (a row of `skills_needed`, by name), or none of it."""
    key = f"need_{wanted.id}_{wanted.version}"
    if needs_a_name(key, to="edit service"):
        return
    cells = [
        Cell("hours", "Hours a month", "number", wanted.minutes_per_month / 60),
        Cell("least_level", "At least level", "choice", int(wanted.least_level), _LEVELS),
    ]

    def save(typed: Typed, once: str) -> None:
        terms.change_need(view.store, view.who or "", int(wanted.id), int(wanted.version), **typed, token=once)

    entry(key, cells, "Save", save, "Saved.")
    _button(
        view, f"remove_{key}", "Remove this skill", "Removed.",
        lambda once: terms.remove_need(view.store, view.who or "", int(wanted.id), once),
    )  # fmt: skip


def retire(view: View, service_id: int) -> None:
    """The end of a service on the price list."""
    key = f"retire_{service_id}"
    if needs_a_name(key, to="edit service"):
        return
    st.caption("A retired service is suggested to nobody; contracts, revenue and deals of it stay as they are.")

    def save(typed: Typed, once: str) -> None:
        actions.retire_service(view.store, view.who or "", service_id, typed["retired_on"], once)

    cells = [Cell("retired_on", "No longer offered from", "date", view.as_of)]
    entry(key, cells, "Retire it", save, "Retired from that day on.")


def again(view: View, service_id: int) -> None:
    """The return of a retired service."""
    key = f"again_{service_id}"
    if not needs_a_name(key, to="edit service"):
        _button(
            view, key, "Sell it again", "It is on sale again.",
            lambda once: actions.sell_again(view.store, view.who or "", service_id, once),
        )  # fmt: skip


def _button(view: View, key: str, label: str, done: str, work: Callable[[str], None]) -> None:
    st.button(label, key=key, on_click=pressed, args=(key, token(key), done, work))
