"""How surveys are sent: address of the form, sender, answers to, how often people are asked, and a test message."""

from datetime import timedelta

import streamlit as st

from lib.errors import RefusedValue, StewardError
from lib.periods import today
from lib.required import tidy
from lib.surveys import sending_smtp as smtp
from lib.surveys.mail import Letter
from lib.surveys.sending import try_out
from lib.surveys.sending_form import ADDRESS, DEFAULT_ADDRESS, checked_address, form_of, opens_here_only
from lib.surveys.setting_actions import set_survey_settings
from lib.surveys.throttle_figures import DAYS, SETTING, checked_days, throttle_days
from lib.ui import session
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

FIRM = "firm_name"
FIELDS = (
    Field(FIRM, "Name of the firm, as clients read it"),
    Field(ADDRESS, "Public address of the survey form", help="Links begin with it: https://survey.yourfirm.example"),
    Field(SETTING, "Days between two invitations", "number",
          help=f"Nobody is asked again sooner, whichever survey it is; usual are {DAYS}."),
    Field(smtp.SENDER, "Sender of messages", help="The address that invitations come from."),
    Field(smtp.REPLY_TO, "Answers go to", help="Empty: to the sender."),
)  # fmt: skip


def settings_part(view: View) -> None:
    """The settings, what is missing, and a test message."""
    firm = session.firm()
    address_warning(firm)
    if needs_a_name("survey_settings", to="change survey settings"):
        return
    current: Values = {
        "version": 1, FIRM: firm["firm_name"] or None, ADDRESS: firm.get(ADDRESS, DEFAULT_ADDRESS),
        SETTING: throttle_days(firm), smtp.SENDER: firm.get(smtp.SENDER) or None,
        smtp.REPLY_TO: firm.get(smtp.REPLY_TO) or None,
    }  # fmt: skip

    def save(shown: Values, wanted: Values, _once: str) -> None:
        changed = {name for name in wanted if name != "version" and wanted[name] != shown[name]}
        stored = {name: _stored(name, wanted[name]) for name in sorted(changed)}
        set_survey_settings(view.store, view.who or "", stored, today())

    edit_record("survey_settings", FIELDS, current, save, "Stored; it holds from today.")
    _test(view, firm)


def _stored(name: str, value: object) -> str:
    if name == SETTING:
        return str(checked_days(value if isinstance(value, int) else None))
    text = tidy(str(value)) if value is not None else None
    if name == ADDRESS:
        return checked_address(text)
    if name == FIRM and text is None:
        raise RefusedValue(FIRM, "clients read who asks: give it a name.")
    if name == smtp.SENDER or (name == smtp.REPLY_TO and text):
        return smtp.checked_sender(text, name)
    return text or ""


def address_warning(firm: dict[str, str]) -> None:
    """Say where links would open on this machine only."""
    address = firm.get(ADDRESS, DEFAULT_ADDRESS)
    if opens_here_only(address):
        st.warning(f"Links begin with {plain(address)}: they open on this machine only. Set the public address first.")
    st.caption("Links open while the survey form runs: `make respond` starts it, beside Steward.")


def mail_server() -> smtp.Server | None:
    """The mail server; where there is none, or it cannot be used, why and what to set."""
    try:
        found = smtp.server()
    except smtp.BadServer as error:
        st.warning(plain(error))
        return None
    if found is None:
        st.caption(
            f"Steward sends no mail: no server is configured. Set `{smtp.VARIABLE}` to "
            "`smtp://user:password@host:587` where Steward is started; the password is kept nowhere else."
        )
    return found


def _test(view: View, firm: dict[str, str]) -> None:
    found = mail_server()
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Send a test message to", key="survey_test_to", width=300)
        st.button("Send the test", key="survey_test", on_click=_try, args=(found, firm))


def _try(found: smtp.Server, firm: dict[str, str]) -> None:
    to = st.session_state["survey_test_to"].strip()
    letter = Letter(
        firm["firm_name"] or "Your firm", "A test", "This is a test: its link opens nothing.", 60,
        today() + timedelta(7), anonymous=False,
    )  # fmt: skip
    try:
        what = try_out(smtp.post_of(found, firm), smtp.checked_sender(to, "to"), letter, form_of(firm))
    except StewardError as error:
        flash(str(error), good=False)
        return
    flash(f"{to}: {what.trouble or 'handed over'}", good=what.state == "sent")
