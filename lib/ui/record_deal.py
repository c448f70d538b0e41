"""Record: an opportunity heard of, or what became of one: another stage, won, lost."""

import streamlit as st

from lib.growth.account_queries import account_opportunities
from lib.growth.deal_queries import deal_form
from lib.ui import growth_pipeline_forms as forms
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_account import choose_first
from lib.ui.text import plain

_NEW = "A new opportunity"
_MOVES = {"Another stage": forms.move_form, "Won": forms.won_form, "Lost": forms.lost_form}


def form(view: View, account_id: int | None) -> None:
    """A new opportunity of the account, or what became of one that is open."""
    if account_id is None:
        choose_first()
        return
    chosen = _chosen(view, account_id)
    if chosen is None:
        forms.new_opportunity(view, f"record_deal_{account_id}", account_id, quick=True)
    elif not needs_a_name("record_deal"):
        _what_became(view, chosen)


def _chosen(view: View, account_id: int) -> int | None:
    """One that is open now, the oldest at first; None: a new one."""
    found = view.read(account_opportunities, account_id, view.as_of)
    is_open = found[found["stage_kind"] == "open"]
    called = is_open["name"].fillna(is_open["service"]).fillna("Without a name") + " · " + is_open["stage"]
    names: dict[int | None, str] = {int(n): str(name) for n, name in zip(is_open["id"], called, strict=True)}
    names |= {None: _NEW}
    return st.selectbox("Opportunity", list(names), key=f"record_deal_of_{account_id}", format_func=names.__getitem__)


def _what_became(view: View, opportunity_id: int) -> None:
    stored = view.read(deal_form, opportunity_id)
    move = st.segmented_control(
        "What became of it", list(_MOVES), default="Another stage", required=True, key=f"record_move_{opportunity_id}"
    )
    st.caption(f"It stands in “{plain(stored['stage'])}”.")
    _MOVES[move](view, opportunity_id, stored, "record_deal")
