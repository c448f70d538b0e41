"""The frame around every page: choices in the sidebar, what kind of data this is, and who is looking."""

import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.health.keeping import first_visit
from lib.periods import today
from lib.store.permissions import needed
from lib.store.users import accounts_of, sign_me_out
from lib.ui import session, signing_in, who
from lib.ui.chosen import choose, starting_day
from lib.ui.flash import flash
from lib.ui.sign_in_page import stay_signed_in
from lib.ui.text import plain


def frame() -> None:
    """Draw the sidebar under the navigation. A store that cannot be opened leaves it to the page to say so."""
    try:
        session.store()
    except StewardError:
        return
    _log_anywhere()
    with st.sidebar:
        _what_data()
        choose()
        _who_is_here() if signing_in.signed_in() else _who_are_you()
    _keep_this_week()


def _log_anywhere() -> None:
    """The form of a contact, from any page."""
    from lib.ui.record_dialog import log_button  # its form asks for a name, as every form of this module does

    log_button()


def _keep_this_week() -> None:
    """The first visit of a week keeps the health of every account, whichever page it is and whatever day is shown."""
    session.keep("first visit", (today(),), lambda: first_visit(session.opened(), "Steward", today()))


def _what_data() -> None:
    if session.firm()["demo"] == "yes":
        st.badge("Demo data", icon=":material/science:", color="orange")
    here = session.actor()
    if here.confined and here.user_id is not None:
        count = len(session.read(accounts_of, here.user_id))
        st.caption(f"You see {count} account{'' if count == 1 else 's'}; every figure counts these alone.")
    day, stale = starting_day()
    if stale:
        st.caption(f"The newest record is from {fmt.day(day)}, so Steward starts there, not today.")


def _who_is_here() -> None:
    here = session.actor()
    with st.popover(plain(here.name or ""), icon=":material/person:", width="stretch"):
        st.caption(f"Your role is {here.role}." + (" You see some accounts of the firm." if here.confined else ""))
        if signing_in.configured().mode == "oidc":
            st.button("Sign out", icon=":material/logout:", on_click=_sign_out)
        else:
            st.caption("Signed in by the firm's proxy: sign out there.")
    stay_signed_in()


def _sign_out() -> None:
    """End this sign-in everywhere: the browser's cookie alone would still be good for whoever copied it."""
    sign_me_out(session.store())
    st.logout()


def _who_are_you() -> None:
    name = who.me()
    label = f"You: {plain(name)}" if name else "Who are you?"
    with st.popover(label, icon=":material/person:", width="stretch"):
        _name_form("who", name)


def _name_form(key: str, name: str | None) -> None:
    with st.form(key, border=False):
        st.text_input("Your name", value=name or "", key=f"{key}_name", max_chars=80)
        st.caption("Stands beside what you change. Sign-in is not set up: only this machine can open Steward.")
        st.form_submit_button("Save", type="primary", on_click=_introduce, args=(key,))


def _introduce(key: str) -> None:
    try:
        who.introduce(st.session_state[f"{key}_name"])
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash("Thank you. Your name now stands beside what you change.")


def needs_a_name(key: str, to: str | None = None) -> bool:
    """In place of a form: ask for a name where nobody gave one, say whose role is too low for it; True in both cases.

    `to`: the action the form is for (`lib.store.permissions`); without it any that an editor may do.
    """
    here, least = session.actor(), needed(to) if to else "editor"
    if asks_for_a_name(key):
        return True
    if least is None or not here.may(least):
        words = "You may look, not change" if not here.may("editor") else f"This is for the role {least} and above"
        st.info(f"{words}: your role is {here.role}. Ask an administrator of Steward.")
        return True
    return False


def asks_for_a_name(key: str) -> bool:
    """The same for what depends on who is looking, whatever their role."""
    if session.actor().name is not None:
        return False
    st.info("Who are you? The change log needs a name before anything is written; Steward asks once.")
    _name_form(f"who_{key}", None)
    return True
