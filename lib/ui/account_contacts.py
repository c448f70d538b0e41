"""The forms of people at a client: one to add somebody, one to change somebody or mark them as left."""

import streamlit as st

from lib.accounts.profile_actions import add_contact, edit_contact
from lib.accounts.profile_queries import CONTACT_FIELDS, ContactRow
from lib.accounts.tables import CONTACT_ROLES
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

_ROLES: dict[str | None, str] = {None: "–", **{role: role for role in CONTACT_ROLES}}
_INFLUENCE = "1 (little) to 5 (decides)"


def contact_forms(view: View, account_id: int, chosen: ContactRow | None) -> None:
    """The form of the chosen contact, and a closed one to add another."""
    if chosen is not None:
        with st.container(border=True, key=f"contact_{chosen.id}"):
            st.markdown(f"**{plain(chosen.name)}**")
            if not needs_a_name("contact"):
                _edit(view, chosen)
    box = st.expander("Add a contact", key=f"add_contact_{account_id}", on_change="rerun")
    if box.open:
        with box:
            if not needs_a_name("add_contact"):
                _add(view, account_id)


def _edit(view: View, chosen: ContactRow) -> None:
    fields = [
        Field("name", "Name"), Field("title", "Title"), Field("role", "Role", "choice", _ROLES),
        Field("influence", "Influence", "number", help=_INFLUENCE), Field("email", "Email"), Field("phone", "Phone"),
        Field("left_on", "Left on", "date", help="The day they left the client; empty while they are there."),
    ]  # fmt: skip
    values = chosen._asdict()
    current = {"version": chosen.version, **{name: values[name] for name in CONTACT_FIELDS}}

    def save(shown: Values, wanted: Values, once: str) -> None:
        edit_contact(view.store, view.who or "", chosen.id, shown, wanted, once)

    edit_record(f"contact_{chosen.id}", fields, current, save, "Saved.")


def _add(view: View, account_id: int) -> None:
    cells = [
        Cell("name", "Name"), Cell("title", "Title"), Cell("role", "Role", "choice", None, _ROLES),
        Cell("influence", "Influence", "whole", help=_INFLUENCE), Cell("email", "Email"), Cell("phone", "Phone"),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        add_contact(view.store, view.who or "", account_id, typed, once)

    entry(f"new_contact_{account_id}", cells, "Add", save, "Added.")
