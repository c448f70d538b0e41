"""The forms that write to opportunities: a new one, its fields, another stage, won, lost, opened again."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.queries import account_names, services
from lib.errors import StaleEdit, StewardError
from lib.growth import actions, closing_actions
from lib.growth.deal_queries import FORM
from lib.growth.pipeline_queries import loss_reasons
from lib.growth.tables import OPPORTUNITY_KINDS
from lib.people.queries import current_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, token
from lib.ui.frame import needs_a_name
from lib.ui.growth import known_stages
from lib.ui.page import View

KINDS = {word: word.capitalize() for word in OPPORTUNITY_KINDS}
STEP_HELP = "What happens next, and by when: one without the other is refused."
Names = dict[Any, str]


def open_stages(view: View) -> Names:
    """The open stages that can be chosen on the page's day, in the firm's order: number → name."""
    known = known_stages(view, usable=True)
    kept = known[known["kind"] == "open"]
    return {int(number): str(name) for number, name in zip(kept["id"], kept["name"], strict=True)}


def new_opportunity(view: View, key: str, account_id: int | None = None, quick: bool = False) -> None:
    """A new opportunity; of one account, or of one to choose. `quick` folds what can wait."""
    if needs_a_name(key):
        return
    stages = open_stages(view)
    if not stages:
        st.info("The firm has no open stage yet: add one under “Lists” of the pipeline first.")
        return
    sign = fmt.sign(view.currency).strip()
    whose = [] if account_id is not None else [Cell("account_id", "Client", "choice", None, view.read(account_names))]
    cells = [
        *whose,
        Cell("service_id", "Service", "choice", None, _services(view)),
        Cell("kind", "Kind", "choice", None if account_id is None else "expansion", KINDS, folded=quick),
        Cell("stage_id", "Stage", "choice", next(iter(stages)), stages),
        Cell("amount_cents", f"Amount ({sign})", "whole", help="Left empty, the list price of the service stands in."),
        Cell("expected_close_on", "Expected close", "date", folded=quick),
        Cell("next_step", "Next step", help=STEP_HELP),
        Cell("next_step_on", "Next step by", "date"),
        Cell("person_id", "Who sells it", "choice", None, {None: "–"} | view.read(current_people), folded=quick),
        Cell(
            "reason_quoted", "Why, in their words", folded=quick,
            help="The need they told of: it stands beside the opportunity.",
        ),
        Cell("opened_on", "Opened on", "date", view.as_of, folded=quick),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        values: Values = {"account_id": account_id} | typed | {"amount_cents": _cents(typed["amount_cents"])}
        actions.open_opportunity(view.store, view.who or "", **values, token=once)

    entry(key, cells, "Open it", save, "It stands in the pipeline.")


def _services(view: View) -> Names:
    found = view.read(services).sort_values("name")
    return {int(number): str(name) for number, name in zip(found["id"], found["name"], strict=True)}


def edit_form(view: View, opportunity_id: int, stored: Mapping[str, Any], key: str) -> None:
    """The fields of an open opportunity, as `deal_queries.deal_form` gives them."""
    sign = fmt.sign(view.currency).strip()
    clients, people = view.read(account_names), view.read(current_people)
    fields = [
        Field("account_id", "Client", "choice", {None: "no client yet"} | clients),
        Field("service_id", "Service", "choice", {None: "–"} | _services(view)),
        Field("kind", "Kind", "choice", {None: "not said"} | KINDS),
        Field("amount_cents", f"Amount ({sign})", "number", help="Left empty, the list price stands in."),
        Field("expected_close_on", "Expected close", "date"),
        Field("person_id", "Who sells it", "choice", {None: "–"} | people),
        Field("next_step", "Next step", help=STEP_HELP),
        Field("next_step_on", "Next step by", "date"),
        Field("name", "Name"),
        Field("reason_quoted", "Why, in their words"),
    ]

    def save(shown: Values, wanted: Values, once: str) -> None:
        changed = [name for name in wanted if wanted[name] != shown[name]]
        before, after = ({name: _stored(name, side[name]) for name in changed} for side in (shown, wanted))
        ground = before | {"version": shown["version"]}
        try:
            actions.edit_opportunity(view.store, view.who or "", opportunity_id, ground, after, once)
        except StaleEdit as clash:
            raise _in_units(clash) from clash

    edit_record(f"{key}_edit_{opportunity_id}", fields, _units({n: stored[n] for n in FORM}), save, "Saved.")


def _cents(units: int | None) -> int | None:
    return None if units is None else units * 100


def _units(values: Mapping[str, Any]) -> Values:
    """The amount in whole units of the currency, as it is typed; left alone it keeps its cents."""
    return {n: round(v / 100) if n == "amount_cents" and v is not None else v for n, v in values.items()}


def _stored(name: str, value: Any) -> Any:
    return _cents(value) if name == "amount_cents" else value


def _in_units(clash: StaleEdit) -> StaleEdit:
    shown, mine, theirs = (_units(side) for side in (clash.shown, clash.mine, clash.theirs))
    return StaleEdit("opportunity", clash.version, shown, mine, theirs, clash.who)


def move_form(view: View, opportunity_id: int, stored: Mapping[str, Any], key: str) -> None:
    """Another stage, as of a day: also one that was forgotten to be written down."""
    others = {number: name for number, name in open_stages(view).items() if number != stored["stage_id"]}
    cells = [Cell("stage_id", "Stage", "choice", None, others), Cell("moved_on", "Since", "date", view.as_of)]
    shown: int = stored["stage_id"]

    def save(typed: Typed, once: str) -> None:
        actions.move_stage(view.store, view.who or "", opportunity_id, shown, **typed, token=once)

    # The stage is part of the key: a form drawn for one stage never moves a deal out of another.
    entry(f"{key}_move_{opportunity_id}_{shown}", cells, "Move it", save, "Moved.")


def move_in_place(view: View, opportunity_id: int, version: int, shown_stage_id: int, stage_id: int) -> None:
    """What a choice on the board or in the table does at once; said at the top of the next run."""
    if view.who is None:
        st.session_state["_pipeline_asks"] = True
        flash("Say who you are first; then move it.", good=False)
        return
    # One word for each version of a deal: an event that comes twice moves it once.
    once = token(f"pipeline_{opportunity_id}_{version}_{stage_id}")
    try:
        actions.move_stage(view.store, view.who, opportunity_id, shown_stage_id, stage_id, view.as_of, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"Moved as of {fmt.day(view.as_of)}.")


def won_form(view: View, opportunity_id: int, stored: Mapping[str, Any], key: str) -> None:
    """It was won: on which day, for how much."""
    sign = fmt.sign(view.currency).strip()
    asked = stored["amount_cents"]
    cells = [
        Cell("closed_on", "Won on", "date", view.as_of),
        Cell(
            "amount_cents", f"What was won ({sign})", "whole", None if asked is None else round(asked / 100),
            help="What they agreed to pay; it starts with what was asked.",
        ),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        kept = asked is not None and typed["amount_cents"] == round(asked / 100)
        amount = asked if kept else _cents(typed["amount_cents"])
        closing_actions.win(
            view.store, view.who or "", opportunity_id, stored["version"], typed["closed_on"], amount, once
        )  # fmt: skip

    entry(f"{key}_won_{opportunity_id}_{stored['version']}", cells, "It is won", save, "Won. Well done.")


def lost_form(view: View, opportunity_id: int, stored: Mapping[str, Any], key: str) -> None:
    """It was lost: on which day, under which category, and why in words."""
    reasons = usable_reasons(view)
    if not reasons:
        st.info("No category of lost deals is in use: add one under “Lists” of the pipeline first.")
        return
    cells = [
        Cell("closed_on", "Lost on", "date", view.as_of),
        Cell("loss_reason_id", "Category", "choice", None, reasons),
        Cell(
            "loss_words", "Why, in words", help="What they said, or what you learnt: a category alone teaches little."
        ),
    ]

    def save(typed: Typed, once: str) -> None:
        closing_actions.lose(view.store, view.who or "", opportunity_id, stored["version"], **typed, token=once)

    entry(
        f"{key}_lost_{opportunity_id}_{stored['version']}", cells, "It is lost", save, "Written down with its reason."
    )


def usable_reasons(view: View) -> Names:
    """The categories of lost deals that can be chosen on the page's day: number → name."""
    found = view.read(loss_reasons)
    kept = found[~(found["retired_on"] <= pd.Timestamp(view.as_of))]
    return {int(number): str(name) for number, name in zip(kept["id"], kept["name"], strict=True)}


def reopen_button(view: View, opportunity_id: int, version: int, key: str) -> None:
    """Take back that it was won or lost."""
    once = token(f"{key}_reopen_{opportunity_id}_{version}")
    st.button(
        "It was a mistake: open it again", key=f"{key}_reopen_{opportunity_id}", on_click=_reopen,
        args=(view, opportunity_id, version, once),
        help="It stands in its last open stage again; the change log keeps what is taken back.",
    )  # fmt: skip


def _reopen(view: View, opportunity_id: int, version: int, once: str) -> None:
    try:
        closing_actions.reopen(view.store, view.who or "", opportunity_id, version, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash("It is open again.")
