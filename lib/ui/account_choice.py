"""Which account a page is about: chosen by typing its name, kept in the address."""

from collections.abc import Sequence

import streamlit as st

from lib.accounts.profile_queries import Choice, account_choices
from lib.ui.account_log import log_button
from lib.ui.empty import empty_store
from lib.ui.page import View
from lib.ui.text import plain


def choose(view: View) -> int:
    """The account chosen, at first the first one under the frame's filters. Stops with a sentence where there is none.

    Any account can be opened whatever the filters are; those under them come first.
    """
    choices = choices_of(view)
    if not choices:
        empty_store()
        st.stop()
    by_name = {one.name: one.id for one in choices}
    asked = st.query_params.get("account")
    _start_with(choices, asked)
    row = view.controls.container(horizontal=True, vertical_alignment="bottom")
    name = row.selectbox(
        "Account", list(by_name), None, key="account", bind="query-params", persist_state="session", width=330,
        label_visibility="collapsed", placeholder="Type the name of an account",
    )  # fmt: skip
    if name is None:
        _say_nothing_is_open(asked)
        st.stop()
    st.session_state["_account_open"] = by_name[name]
    log_button(row)
    return by_name[name]


def choices_of(view: View) -> list[Choice]:
    """Every account by name, those under the frame's filters first."""

    def outside(one: Choice) -> bool:
        return (view.owner not in (None, one.owner)) or (view.sector not in (None, one.sector))

    return sorted(view.read(account_choices, view.as_of), key=outside)


def _start_with(choices: Sequence[Choice], asked: str | None) -> None:
    """Where nothing was chosen yet: the first account. Where the open one was renamed: the same under its new name."""
    state, names = st.session_state, [one.name for one in choices]
    if "account" not in state and asked is None and names:
        state["account"] = names[0]
    elif state.get("account") not in (None, *names):
        state["account"] = next((one.name for one in choices if one.id == state.get("_account_open")), None)


def _say_nothing_is_open(asked: str | None) -> None:
    if asked is not None:
        st.warning(plain(f"No account is called “{asked}”. Choose one above: type the beginning of its name."))
    else:
        st.info("Choose an account above: type the beginning of its name.")
