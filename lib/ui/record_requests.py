"""What clients asked for, as a list for each department that has to answer, and what was promised in the sale."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.renewal_queries import owners_and_sectors
from lib.relationship.request_figures import WAITING, Desk, age, desks, owed, untold
from lib.relationship.request_queries import ClientAsk, client_requests
from lib.relationship.tables import DEPARTMENTS
from lib.ui import session
from lib.ui.account_requests import office, settling
from lib.ui.page import View
from lib.ui.record_requests_sales import sales_part
from lib.ui.tables import chosen_row
from lib.ui.text import plain

_EVERY = "Every department"
_STATES = {
    "Still to do": "Waiting for an answer or an end, or closed without the client being told.",
    "Everything": "Closed ones too.",
}
_text, _day = st.column_config.TextColumn, st.column_config.DateColumn


def requests_tab(view: View) -> None:
    """The lists, the form of the request that is chosen, and the promises of the sale."""
    found = under_filters(view, view.read(client_requests, view.as_of))
    if not found:
        st.info("No client request is on record. Take one down under Record: it stands here for who should answer it.")
    else:
        stand = desks([one.row for one in found], view.as_of)
        st.markdown(_answer(stand))
        _lists(view, found, stand)
    sales_part(view, accounts_inside(view))


def under_filters(view: View, found: Sequence[ClientAsk]) -> list[ClientAsk]:
    """Those of accounts under the frame's filters."""
    inside = accounts_inside(view)
    return [one for one in found if inside is None or one.account_id in inside]


def accounts_inside(view: View) -> frozenset[int] | None:
    """The accounts under the frame's filters; None: no filter is set."""
    if not view.scope:
        return None
    whose = view.read(owners_and_sectors, view.as_of)
    for scope, name in view.scope:
        whose = whose[whose[scope] == name]
    return frozenset(whose["account_id"].tolist())


def _answer(stand: Sequence[Desk]) -> str:
    waiting, silent = sum(one.waiting for one in stand), sum(one.untold for one in stand)
    if not waiting:
        told = "**No request waits.**"
    else:
        parts = [f"{one.department} {one.waiting}" for one in stand if one.waiting]
        oldest = max(one.oldest_days or 0 for one in stand)
        told = f"**{fmt.counted(waiting, 'request')} {'waits' if waiting == 1 else 'wait'}** ({', '.join(parts)}), "
        told += f"the oldest for **{fmt.counted(oldest, 'day')}**."
    if not silent:
        return f"{told} Every client was told how theirs ended."
    return f"{told} Of those that ended, **{silent}** {'is' if silent == 1 else 'are'} still to be told to the client."


def _lists(view: View, found: Sequence[ClientAsk], stand: Sequence[Desk]) -> None:
    counts = {one.department: one.waiting + one.untold for one in stand}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        desk = st.pills(
            "For", [_EVERY, *DEPARTMENTS], default=_EVERY, key="requests_for", required=True, wrap=True,
            format_func=lambda name: name if name == _EVERY else f"{name.capitalize()} ({counts[name]})",
        )  # fmt: skip
        state = st.segmented_control(
            "Show", list(_STATES), default="Still to do", key="requests_state", required=True,
            help=" ".join(f"{name}: {words}" for name, words in _STATES.items()),
        )  # fmt: skip
    rows = [one for one in found if desk in (_EVERY, one.row.department)]
    rows = _ordered([one for one in rows if state == "Everything" or owed(one.row)])
    if not rows:
        st.caption("Nothing is to be done here.")
        return
    at = chosen_row(
        _shown(rows, view.as_of), f"{fmt.counted(len(rows), 'request')} of clients, those that wait first", _LOOKS,
        key="record_requests", ids=[one.row.id for one in rows], rows=9,
    )  # fmt: skip
    if at is None:
        st.caption("Choose a request to answer it, close it, or note that the client was told.")
        return
    st.caption(plain(rows[at].account))
    settling(view, rows[at].row, office(session.firm()))


def _ordered(rows: Sequence[ClientAsk]) -> list[ClientAsk]:
    """Those without an answer and then answered ones, the oldest first; then those to be told, and the rest, newest
    first.
    """
    waiting = [one for one in rows if one.row.state in WAITING]  # in the order they were asked
    waiting.sort(key=lambda one: WAITING.index(one.row.state))
    ended = [one for one in reversed(rows) if one.row.state not in WAITING]
    return waiting + sorted(ended, key=lambda one: not untold(one.row))


def _shown(rows: Sequence[ClientAsk], as_of: date) -> pd.DataFrame:
    own = [one.row for one in rows]
    return pd.DataFrame(
        {
            "Standing": [one.state for one in own],
            "Asked for": [one.what for one in own],
            "Account": [one.account for one in rows],
            "For": [one.department for one in own],
            "Age (days)": [age(one, as_of) for one in own],
            "Asked by": [one.by for one in own],
            "With": [one.to for one in own],
            "Client told": [_told(one) for one in rows],
        }
    )


def _told(one: ClientAsk) -> str:
    if one.row.client_told_on is None:
        return "■ not yet" if untold(one.row) else "–"
    by = f" by {one.told_by}" if one.told_by else ""
    return f"{fmt.day(one.row.client_told_on)}{by}"


_LOOKS: dict[str, ColumnConfig] = {
    "Standing": _text(width=78), "Asked for": _text(width=236), "Account": _text(width=145), "For": _text(width=74),
    "Age (days)": st.column_config.NumberColumn(width=80, help="Once nothing is owed: until it was closed."),
    "Asked by": _text(width=120), "With": _text(width=110), "Client told": _text(width=165),
}  # fmt: skip
