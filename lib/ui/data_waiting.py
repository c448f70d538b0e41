"""What imports could not settle alone, on the Data page: names to settle, deals without an account, refused lines."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.errors import StewardError, words
from lib.importing.issues import accept_match, assign_account, create_instead, dismiss, open_issues
from lib.importing.unassigned import unassigned, unassigned_count
from lib.ui.data_import import refused_rows
from lib.ui.editing import editor
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

PAGE = 50
NAMES_SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """How much waits for a person: names, deals without an account, refused lines."""

    names: int
    deals: int
    refused: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.names + self.deals + self.refused


def count(view: View) -> Waiting:
    """How much waits."""
    issues = view.read(open_issues)
    kinds = issues["kind"].value_counts()
    return Waiting(int(kinds.get("match", 0)), view.read(unassigned_count), int(kinds.get("refused", 0)))


def answer(waiting: Waiting) -> str:
    """The page's answer in one sentence."""
    if not waiting.total:
        return "Nothing waits for a person. Bring in exports of your other tools, or take everything out again."
    parts = [
        f"**{waiting.names:,}** {'name' if waiting.names == 1 else 'names'} to settle" if waiting.names else "",
        f"**{waiting.deals:,}** {'deal' if waiting.deals == 1 else 'deals'} without an account"
        if waiting.deals
        else "",
        f"**{waiting.refused:,}** refused {'line' if waiting.refused == 1 else 'lines'}" if waiting.refused else "",
    ]
    return "Waiting for a person: " + ", ".join(part for part in parts if part) + "."


def waiting_tab(view: View) -> None:
    """The three lists, each with what to do about it."""
    issues = view.read(open_issues)
    if not count(view).total:
        st.info("Nothing waits. Names that nearly match, deals without account and refused lines land here.")
        return
    if needs_a_name("waiting", to="accept match"):
        return
    # Each list keeps its own place: a grid that moves up when the list before it is settled takes no clicks.
    names, deals, rest = st.container(), st.container(), st.container()
    with names:
        _names(view, issues[issues["kind"] == "match"])
    with deals:
        _deals(view)
    lines = issues[issues["kind"] == "refused"]
    if len(lines):
        titles = {"file": "File", "line": "Line", "field": "Column", "given": "Value", "reason": "Why it is refused"}
        with rest:
            refused_rows(lines[list(titles)].rename(columns=titles))


def _names(view: View, matches: pd.DataFrame) -> None:
    if matches.empty:
        return
    st.subheader("Names that nearly match, or that nobody knows", anchor=False)
    for row in matches.head(NAMES_SHOWN).to_dict("records"):
        _name(view, row)
    if len(matches) > NAMES_SHOWN:
        st.caption(f"{len(matches) - NAMES_SHOWN:,} more names follow once these are settled.")


def _name(view: View, row: dict[Any, Any]) -> None:
    kind, given, proposed = words(row["target_table"]), plain(row["given"]), row["proposed_name"]
    key = f"issue_{row['issue_id']}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
        st.markdown(
            f"**{given}** · {fmt.counted(row['rows'], 'row')} · a {kind} of this name is not known", width="stretch"
        )
        if pd.notna(row["proposed_id"]):
            st.button(f"It is {plain(proposed)}", type="primary", key=f"{key}_yes", on_click=_accept, args=(view, row))
        st.button(f"A new {kind}", key=f"{key}_new", on_click=_create, args=(view, row))
        st.button("Leave it open", key=f"{key}_leave", on_click=_dismiss, args=(view, row))


def _accept(view: View, row: dict[Any, Any]) -> None:
    once = token(f"issue_{row['issue_id']}")
    try:
        rows = accept_match(
            view.store, view.who or "", row["given"], row["target_table"], int(row["proposed_id"]), once
        )
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"{fmt.counted(rows, 'row')} now linked to {row['proposed_name']}; later imports know the name.")


def _create(view: View, row: dict[Any, Any]) -> None:
    try:
        create_instead(view.store, view.who or "", row["given"], row["target_table"], token(f"issue_{row['issue_id']}"))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"{row['given']} was added, and its rows belong to it.")


def _dismiss(view: View, row: dict[Any, Any]) -> None:
    try:
        dismiss(view.store, view.who or "", int(row["issue_id"]))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"{row['given']} stays open in its rows; nobody is asked again.")


def _deals(view: View) -> None:
    total = view.read(unassigned_count)
    if not total:
        return
    st.subheader("Deals without an account", anchor=False)
    pages = -(-total // PAGE)
    page = st.pagination(pages, key="deals_page") if pages > 1 else 1
    found = view.read(unassigned, PAGE, (page - 1) * PAGE)
    names = view.read(account_names)
    shown = _shown(found, view.currency)
    st.caption(f"{total:,} in all. Choose the account of as many as you know, then save; the others keep waiting.")
    key = f"deals_{page}_{int(found['id'].iloc[0])}_{total}"
    edited = editor(
        shown, key=key, editable=["Account"], width="stretch",
        column_config={
            "Account": st.column_config.SelectboxColumn(options=list(names.values()), width=140),
            "Deal": st.column_config.TextColumn(width=275),
            "Opened": st.column_config.DateColumn(format="D MMM YYYY", width=95),
        },
        alt="Deals without an account; the first column takes the account", placeholder="–",
    )  # fmt: skip
    chosen = edited["Account"].tolist()
    st.button(
        "Save accounts", type="primary", disabled=not any(chosen), on_click=_assign,
        args=(view, found, chosen, names, token("assign")),
    )  # fmt: skip


def _shown(found: pd.DataFrame, currency: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Account": pd.Series([None] * len(found), dtype=object), "Deal": found["name"],
            "Service": found["service"], "Owner": found["person"], "Stage": found["stage"],
            "Opened": found["opened_on"],
            f"Amount ({currency})": [None if pd.isna(cents) else cents / 100 for cents in found["amount_cents"]],
        }
    )  # fmt: skip


def _assign(view: View, found: pd.DataFrame, chosen: list[str | None], names: dict[int, str], once: str) -> None:
    numbers = {name: number for number, name in names.items()}
    # Only the column offered is taken, and only names that exist: an editor's answer is not to be trusted.
    picked = {
        int(deal): (int(version), numbers[name])
        for deal, version, name in zip(found["id"], found["version"], chosen, strict=True)
        if name in numbers
    }
    try:
        assign_account(view.store, view.who or "", picked, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend("assign")
        flash(f"{fmt.counted(len(picked), 'deal')} now {'has its' if len(picked) == 1 else 'have their'} account.")
