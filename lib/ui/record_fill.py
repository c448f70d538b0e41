"""The five entries that would tell us most, each one press from the form or page where it is made."""

from collections.abc import Sequence

import streamlit as st

from lib.accounts.queries import account_names
from lib.agenda.fill import empty_words, fill_list
from lib.agenda.ground import ground_of
from lib.agenda.items import Item
from lib.ui import session
from lib.ui.links import data_link
from lib.ui.page import View
from lib.ui.record_account import open_form
from lib.ui.text import plain

# The form of Record where an input of `lib.health.filling_figures.INPUTS` is entered; the others come by an import.
FORM_OF = {"contact": "Interaction", "reading": "Reading of an objective", "survey": "Survey answer by phone"}


def fill(view: View) -> None:
    """Draw the list: what to enter for whom, what it would tell, and the button that opens it."""
    st.markdown("**Five minutes that would tell us most**")
    items, nothing = view.keep("record fill", lambda: _found(view))
    if not items:
        st.caption(plain(nothing))
    names = view.read(account_names)
    for at, item in enumerate(items):
        told, open_it = st.columns([4, 1], vertical_alignment="center", gap="small")
        told.markdown(f":small[{plain(item.words)}]")
        with open_it:
            _opening(item, names.get(item.account_id or 0), at)


def _found(view: View) -> tuple[Sequence[Item], str]:
    ground = ground_of(view.store, view.as_of, None, session.keep_of, view.scope)
    return fill_list(ground), empty_words(ground)


def _opening(item: Item, account: str | None, at: int) -> None:
    if label := FORM_OF.get(item.query["input"]):
        st.button(
            "Enter", key=f"fill_open_{at}", help=f"Opens “{label}” for this account.", on_click=open_form,
            args=(label, account),
        )  # fmt: skip
    else:
        data_link("Import")
