"""Choosing whom a wave asks: who may be invited, and each who is not with the reason."""

import pandas as pd
import streamlit as st

from lib.surveys.inviting import candidates, invite
from lib.surveys.inviting_queries import invited_counts
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys import narrowed
from lib.ui.surveys_waves_pressed import button
from lib.ui.surveys_waves_read import OneWave, rules
from lib.ui.tables import table
from lib.ui.text import plain

NO_ROLE = "role not known"
SHOWN = 8


def inviting_part(view: View, wave: OneWave) -> None:
    """Filters, those who may be invited, the button that lists them, and those who may not be with why."""
    asking = rules(view)
    found = view.keep(
        "candidates", lambda: candidates(view.store, wave.wave_id, asking), wave.wave_id, asking.day, asking.days
    )
    found = narrowed(view, found.assign(role=found["role"].fillna(NO_ROLE)))
    if found.empty:
        st.info("No contact is recorded under the page's filters. Add contacts on the page of an account.")
        return
    free, out = _chosen(wave, found[found["why"].isna()]), found[found["why"].notna()]
    people = "1 person" if len(free) == 1 else f"{len(free)} people"
    often = f" Nobody is asked again within {asking.days} days, whichever survey it is." if asking.days else ""
    st.markdown(f"**{people}** may be invited; **{len(out)}** left out, each with the reason below.{often}")
    if len(free):
        table(_people(free), "Who may be invited, with account, role and e-mail", key=f"free_{wave.wave_id}",
              height=38 + 35 * min(len(free), SHOWN))  # fmt: skip
        _no_address(free)
        _list(view, wave, free)
    elif view.read(invited_counts).get(wave.wave_id, (0, 0))[0]:
        st.caption("All who may be asked are on the list: give out their links on the tab “Send”.")
    _left_out(wave, out)


def _chosen(wave: OneWave, free: pd.DataFrame) -> pd.DataFrame:
    """Those whom the person wants: by role, by account, or one by one; all where nothing is chosen."""
    key = f"invite_{wave.wave_id}"
    with st.container(horizontal=True):
        roles = st.multiselect("Roles", sorted(free["role"].unique()), key=f"{key}_roles", placeholder="Every role")
        accounts = st.multiselect(
            "Accounts", sorted(free["account"].unique()), key=f"{key}_accounts", placeholder="Every account"
        )
        if roles:
            free = free[free["role"].isin(roles)]
        if accounts:
            free = free[free["account"].isin(accounts)]
        named = dict(zip(free["contact_id"].tolist(), free["contact"] + ", " + free["account"], strict=True))
        only = st.multiselect(
            "Only these people", list(named), key=f"{key}_only", placeholder="All of them",
            format_func=lambda one: named.get(one, "–"),
        )  # fmt: skip
    return free[free["contact_id"].isin(only)] if only else free


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"Contact": rows["contact"], "Account": rows["account"], "Role": rows["role"], "E-mail": rows["email"]}
    )


def _no_address(free: pd.DataFrame) -> None:
    without = free.loc[free["email"].isna(), "contact"].tolist()
    if without:
        st.caption(plain(f"Without e-mail, so a link only by the list: {_some(without)}."))


def _some(names: list[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _list(view: View, wave: OneWave, free: pd.DataFrame) -> None:
    key = f"list_{wave.wave_id}"
    if needs_a_name(key, to="list people in a wave"):
        return
    wanted = free["contact_id"].tolist()
    asking = rules(view)
    people = "1 person" if len(wanted) == 1 else f"{len(wanted)} people"
    button(
        view, key, f"List {people}", f"{people} listed. Nothing was sent: look at the tab Send.",
        lambda once: invite(view.store, view.who or "", wave.wave_id, wanted, asking, once), main=True,
    )  # fmt: skip


def _left_out(wave: OneWave, out: pd.DataFrame) -> None:
    if out.empty:
        return
    shown = _people(out).drop(columns="E-mail").assign(Reason=out["why"])
    st.markdown("Not invited, and why")
    table(shown, "Who is not invited, with account, role and reason", key=f"out_{wave.wave_id}",
          height=38 + 35 * min(len(out), SHOWN))  # fmt: skip
