"""Promises to a client and what it asked for: how they stand, and the forms to add and to settle them."""

from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.relationship import standing as of
from lib.relationship.actions import add_promise, settle_promise
from lib.relationship.promise_figures import promise_standing
from lib.relationship.queries import PromiseRow
from lib.relationship.tables import PROMISE_OUTCOMES
from lib.ui.account_head import relationship
from lib.ui.account_requests import requests_part
from lib.ui.account_sides import client_people, our_people, proposed
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_duplicates import ALL_THE_SAME, doubt_cells, refuse_duplicate
from lib.ui.tables import chosen_row
from lib.ui.text import plain


def promises_tab(view: View, account_id: int) -> None:
    """Promises first, then requests."""
    found = relationship(view, account_id)
    st.markdown(_answer(found))
    if found.promises:
        _table(view, found.promises)
    else:
        st.info("No promise is on record. Write down what was promised and by when: it stands here until it is kept.")
    _adding(view, account_id)
    requests_part(view, account_id)


def _answer(found: of.Standing) -> str:
    standings = [promise_standing(one, found.as_of) for one in found.promises]
    late = standings.count("overdue")
    still = standings.count("open") + late
    kept = of.promises_kept(found)
    told = f"**{fmt.figure(kept, 'share', '')}** kept in time in 12 months" if kept.base else "None due in 12 months"
    overdue = f", **{late} overdue**" if late else ""
    carried = f"; {plain(kept.note)}" if kept.note else ""
    return f"**Promises.** {told}; {still or 'none'} open{overdue}{carried}."


def _table(view: View, promises: list[PromiseRow]) -> None:
    shown = pd.DataFrame(
        {
            "Standing": [_standing(one, view.as_of) for one in promises],
            "Promise": [one.what for one in promises],
            "Due": [one.due_on for one in promises],
            "Settled": [one.settled_on for one in promises],
            "To": [one.to for one in promises],
            "By": [one.by for one in promises],
            "Made": [one.made_on for one in promises],
        }
    )
    chosen = chosen_row(
        shown, f"{fmt.counted(len(promises), 'promise')}, the open ones first; choose one to settle it",
        {
            "Standing": st.column_config.TextColumn(width=130), "Promise": st.column_config.TextColumn(width=280),
            "To": st.column_config.TextColumn(width=130), "By": st.column_config.TextColumn(width=130),
            **{day: st.column_config.DateColumn(format="D MMM YYYY", width=95) for day in ("Due", "Settled", "Made")},
        },
        key="promises", ids=[one.id for one in promises], rows=8,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a promise to settle it.")
    elif promises[chosen].outcome is None:
        _settling(view, promises[chosen])
    else:
        st.caption(plain(f"“{promises[chosen].what}” is settled."))


def _standing(promise: PromiseRow, as_of: date) -> str:
    word = promise_standing(promise, as_of)
    if word == "overdue":
        return f"■ overdue {(as_of - promise.due_on).days} d"
    if word == "kept late" and promise.settled_on is not None:
        return f"kept {(promise.settled_on - promise.due_on).days} d late"
    return word


def _settling(view: View, promise: PromiseRow) -> None:
    with st.container(border=True, key=f"settle_{promise.id}"):
        st.markdown(f"**{plain(promise.what)}**, due {fmt.day(promise.due_on)}")
        if needs_a_name("settle"):
            return
        cells = [
            Cell("outcome", "It was", "choice", "kept", {word: word for word in PROMISE_OUTCOMES}),
            Cell("settled_on", "On", "date", view.as_of),
        ]

        def save(typed: Typed, once: str) -> None:
            settle_promise(view.store, view.who or "", promise.id, typed["outcome"], typed["settled_on"], once)

        entry(f"settle_promise_{promise.id}", cells, "Settle", save, "Settled.")


def _adding(view: View, account_id: int) -> None:
    box = st.expander("Add a promise", key=f"add_promise_{account_id}", on_change="rerun")
    if not box.open:
        return
    with box:
        promise_form(view, account_id)


def promise_form(view: View, account_id: int) -> None:
    """A promise to the client, whoever of ours gave it."""
    if needs_a_name("promise"):
        return
    key = f"promise_{account_id}"
    cells = [
        Cell("what", "What was promised"),
        Cell("due_on", "By when", "date"),
        Cell("contact_id", "To", "choice", None, client_people(view, account_id)),
        Cell(
            "person_id", "By", "choice", proposed(view, account_id), our_people(view),
            help="Whoever gave it, sales too: it counts for the client, and is told apart from the account manager's.",
        ),
        Cell("made_on", "Promised on", "date", view.as_of, folded=True),
        *doubt_cells(key),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        refuse_duplicate(view.store, key, "promise", account_id, typed)
        given = {name: value for name, value in typed.items() if name != ALL_THE_SAME}
        add_promise(view.store, view.who or "", account_id, **given, token=once)

    entry(key, cells, "Add", save, "Added.")
