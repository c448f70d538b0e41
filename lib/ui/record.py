"""The page Record: which form stands open, for which account; every kind of thing that happens has one form."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from lib import format as fmt
from lib.ui import (
    record_deal,
    record_escalation,
    record_exit,
    record_fill,
    record_interaction,
    record_leave,
    record_phone,
    record_promise,
    record_reading,
    record_referral,
    record_request,
    record_scope,
    record_write_off,
)
from lib.ui.chosen import starting_day
from lib.ui.page import View
from lib.ui.record_account import FORM, choose_account
from lib.ui.scorecard_day import usual_day

Form = Callable[[View, int | None], None]
# In the order people use them: each by the words on its button.
FORMS: dict[str, Form] = {
    "Interaction": record_interaction.form,
    "Promise": record_promise.form,
    "Reading of an objective": record_reading.form,
    "Opportunity and stage": record_deal.form,
    "Escalation": record_escalation.form,
    "Client request": record_request.form,
    "Time off": record_leave.form,
    "Write-off": record_write_off.form,
    "Scope change": record_scope.form,
    "Referral": record_referral.form,
    "Exit interview": record_exit.form,
    "Survey answer by phone": record_phone.form,
}
_START = next(iter(FORMS))


def answer(view: View) -> str:
    """What the page is for, in one line, and whether what is stored now shows on the day chosen."""
    line = "Write down what happened in ten seconds: choose what it was, type the client's name, press Enter."
    day, old = starting_day()
    if view.as_of == day:
        newest = f" You look at **{fmt.day(day)}**, the newest day on record; the forms start with today."
        return line + (newest if old else "")
    return f"{line} You look at **{fmt.day(view.as_of)}**: what happened later is stored, but shows on a later day."


def record_tab(view: View) -> None:
    """The choice of form and account, the form, and beside it what would tell us most."""
    label = _choose_form()
    entering, worth_most = st.columns([3, 2], gap="large")
    with entering:
        account_id = choose_account(view)
        with st.container(border=True, key="record_panel"):
            # What is written down happened today, also where the newest record is of a day long ago.
            FORMS[label](replace(view, as_of=usual_day(view)), account_id)
    with worth_most:
        record_fill.fill(view)


def _choose_form() -> str:
    """The words of the form that stands open: at first, and for an unknown one in the address, that of a contact."""
    if st.session_state.get(FORM) is None and st.query_params.get(FORM) not in FORMS:
        st.session_state[FORM] = _START
    return st.pills(
        "What happened", list(FORMS), required=True, key=FORM, bind="query-params", persist_state="session",
        label_visibility="collapsed", wrap=True,
    ) or _START  # fmt: skip
