"""Record: a client was asked for a referral, named somebody, or one of those became a client."""

from collections.abc import Callable

import streamlit as st

from lib.growth.referral_actions import ask_referral
from lib.growth.referral_queries import confirmed_accounts, referrals
from lib.ui.entry import Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.growth_targets_referrals import ASKED, asking_cells, steps
from lib.ui.page import View
from lib.ui.record_account import choose_first


def form(view: View, account_id: int | None) -> None:
    """The step that happened; those that could follow an earlier one are offered beside the asking."""
    if account_id is None:
        choose_first()
        return
    found = view.read(referrals, view.as_of)
    own = found[found["account_id"] == account_id].reset_index(drop=True)
    forms: dict[str, Callable[[], None]] = {"A client was asked": lambda: _ask(view, account_id), **steps(view, own)}
    step = "A client was asked"
    if len(forms) > 1:
        chosen = st.segmented_control(
            "Which step", list(forms), default=step, key=f"record_referral_step_{account_id}", required=True
        )
        step = chosen if chosen in forms else step
    forms[step]()


def _ask(view: View, account_id: int) -> None:
    if account_id not in view.read(confirmed_accounts, view.as_of):
        st.caption("This client has confirmed no outcome yet: the right to ask for a referral is earned by one.")
    if needs_a_name("record_referral"):
        return

    def save(typed: Typed, once: str) -> None:
        ask_referral(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"record_referral_{account_id}", asking_cells(view), "Record", save, ASKED)
