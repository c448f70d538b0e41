"""What people think of one account beside what is computed: renewal calls, a band set for a while, and their forms."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.errors import StewardError
from lib.health.actions import end_override, runs_out
from lib.health.call_queries import LEAD, MANAGER, overrides, renewal_calls
from lib.health.calling import came_round, dispute, missing, newest
from lib.health.queries import snapshots_of
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.health_call_forms import call_form, override_form
from lib.ui.health_judged import band_word, judged_account
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.tabs import tabs
from lib.ui.text import plain

Call = dict[str, Any]


def calls(view: View, account_id: int, place: str = "") -> None:
    """What people call, and what is computed, side by side; `place` tells two of them on one page apart."""
    key = f"calls_{place}{account_id}"
    said, holding = view.read(renewal_calls, view.as_of, account_id), _overrides(view, account_id)
    _side_by_side(view, account_id, key, said, holding)
    due = _due(view, account_id)
    _next_due(due)
    for gap in missing(due, said, view.as_of).to_dict("records"):
        who, day = str(gap["by"]).lower(), fmt.day(gap["due_on"])
        st.caption(f"Missing: the {gap['months']}-month call of the {who} for what falls due on {day}.")
    tabs(
        key,
        {
            "What was said": lambda: _history(view, account_id, said, holding),
            "Make a call": lambda: call_form(view, account_id, key, due),
            "Set a band beside": lambda: override_form(view, account_id, key),
        },
    )


def _overrides(view: View, account_id: int) -> pd.DataFrame:
    """Every override begun by the day, with `ends`: the first day it does not hold; oldest first."""
    found = view.read(overrides, view.as_of, account_id)
    spells = zip(found["starts_on"].dt.date, found["ends_before"], strict=True)
    ends = [runs_out(start, None if pd.isna(end) else end.date()) for start, end in spells]
    return found.assign(ends=np.array(ends, dtype="datetime64[D]"))


def _due(view: View, account_id: int) -> pd.DataFrame:
    return view.keep("what falls due", lambda: _calendar(view, account_id), account_id)


def _calendar(view: View, account_id: int) -> pd.DataFrame:
    written, running = (read(view.store, view.as_of, account_id) for read in (renewals, running_terms))
    return calendar(written, running, view.as_of)


def _next_due(due: pd.DataFrame) -> None:
    for row in due[due["act_on"].notna()].head(1).to_dict("records"):
        service = f" ({plain(row['service'])})" if isinstance(row["service"], str) else ""
        notice = f", last day for notice {fmt.day(row['notice_on'])}" if row["notice_on"] != row["due_on"] else ""
        st.caption(f"Falls due next: {fmt.day(row['due_on'])}{service}{notice}.")


def _side_by_side(view: View, account_id: int, key: str, said: pd.DataFrame, holding: pd.DataFrame) -> None:
    band, score = judged_account(view, account_id)
    manager, lead = (_newest(said, by) for by in (MANAGER, LEAD))
    grid = st.grid(4, min_column_width=190)
    with grid.container(border=True, height="stretch", gap="xxsmall"):
        _box("Computed", band_word(band), [score])
    with grid.container(border=True, height="stretch", gap="xxsmall"):
        _override_box(view, key, holding)
    for title, call in ((MANAGER, manager), (LEAD, lead)):
        with grid.container(border=True, height="stretch", gap="xxsmall"):
            _call_box(title, call)
    if words := dispute(manager.get("call"), lead.get("call"), band):
        st.warning(f"{words[0].upper()}{words[1:]}. It is not averaged away: talk about it, and write what was agreed.")


def _newest(said: pd.DataFrame, by: str) -> Call:
    rows = newest(said, by).to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else {}


def _box(title: str, main: str, lines: Sequence[str]) -> None:
    st.caption(title)
    st.markdown(f"**{plain(main)}**")
    for line in lines:
        st.caption(plain(line))


def _call_box(title: str, call: Call) -> None:
    if not call:
        _box(title, "–", ["No call yet"])
        return
    when = f"{fmt.day(call['made_on'])}, {call['months_ahead']} months ahead"
    _box(title, str(call["call"]).capitalize(), [when, f"{_name(call['person'])}: {call['reason']}"])


def _name(person: object) -> str:
    return str(person) if isinstance(person, str) else "Somebody"


def _override_box(view: View, key: str, holding: pd.DataFrame) -> None:
    day = np.datetime64(view.as_of)
    rows = holding[holding["ends"] > day].to_dict("records")
    if not rows:
        _box("Set by a person", "–", ["Nobody set another band"])
        return
    row = rows[-1]
    left = (row["ends"].date() - view.as_of).days
    until = f"Until {fmt.day(row['ends'])}, {fmt.counted(left, 'day')} left"
    lines = [until, f"{_name(row['person'])}: {row['reason']}"]
    lines += [f"Evidence: {row['evidence']}"] if isinstance(row["evidence"], str) else []
    _box("Set by a person", band_word(str(row["band"])), lines)
    if view.who:
        once = token(f"{key}_end")
        st.button("End it now", key=f"{key}_end", on_click=_end, args=(view, key, int(row["id"]), once))


def _end(view: View, key: str, override_id: int, once: str) -> None:
    try:
        end_override(view.store, view.who or "", override_id, view.as_of, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"{key}_end")
        flash("Ended. What was said stays in the history.")


def _history(view: View, account_id: int, said: pd.DataFrame, holding: pd.DataFrame) -> None:
    if said.empty and holding.empty:
        st.info("Nobody has made a call yet. Six and three months before a renewal each says what they expect and why.")
        return
    shown = pd.concat([_calls_made(said), _bands_set(view, account_id, holding)])
    column = st.column_config
    looks: dict[str, ColumnConfig] = {
        "Who": column.TextColumn(width=120), "As": column.TextColumn(width=115), "Why": column.TextColumn(width=300),
        "Came round": column.TextColumn(width=150, help="Whether the computed band came to agree with the one set."),
    }  # fmt: skip
    table(
        shown.sort_values("When", ascending=False, kind="stable"),
        "Calls made and bands set, newest first, with the reason and whether the computed band agreed later", looks,
    )  # fmt: skip


def _calls_made(said: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "When": said["made_on"], "Who": said["person"], "As": said["by"], "Said": said["call"],
            "For": [f"{months} months ahead" for months in said["months_ahead"]], "Why": said["reason"],
            "Came round": "",
        }
    )  # fmt: skip


def _bands_set(view: View, account_id: int, holding: pd.DataFrame) -> pd.DataFrame:
    over = (holding["ends"] <= np.datetime64(view.as_of)).to_numpy()
    came = came_round(holding, view.read(snapshots_of, account_id, view.as_of)) if over.any() else [""] * len(over)
    return pd.DataFrame(
        {
            "When": holding["starts_on"], "Who": holding["person"], "As": "Band set beside",
            "Said": [band_word(band) for band in holding["band"]],
            "For": [f"until {fmt.day(day)}" for day in holding["ends"]], "Why": holding["reason"],
            "Came round": np.where(over, came, "still in force"),
        }
    )  # fmt: skip
