"""The frame's choices: as-of day, owner and sector, kept in the address so that a pasted link shows the same."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from lib.book.queries import newest_fact, owner_names, sector_names
from lib.periods import today
from lib.ui import session

EVERYONE, EVERY_SECTOR = "Everyone", "All sectors"
STALE_AFTER = timedelta(days=45)


@dataclass(frozen=True)
class Chosen:
    """What the frame's widgets hold."""

    as_of: date
    owner: str
    sector: str


def chosen() -> Chosen:
    """The choices as they stand in this run; the defaults before the frame was drawn."""
    state = st.session_state
    return Chosen(
        state.get("as_of") or starting_day()[0], state.get("owner") or EVERYONE, state.get("sector") or EVERY_SECTOR
    )


def starting_day() -> tuple[date, bool]:
    """The day to start with, and whether it is the newest fact's because that is more than 45 days old."""
    now, newest = today(), session.read(newest_fact)
    stale = newest is not None and now - newest > STALE_AFTER
    return (newest, True) if newest is not None and stale else (now, False)


def choose() -> None:
    """Draw the three widgets; in app.py, so that their words stay in the address on every page."""
    day, _ = starting_day()
    _move_with_the_records(day)
    st.date_input(
        "As of", day, key="as_of", bind="query-params", format="YYYY-MM-DD", min_value=date(1990, 1, 1),
        max_value=max(day, today()),
        help="Every figure is shown as it stood at the end of this day.",
    )  # fmt: skip
    _pick("Owner", EVERYONE, session.read(owner_names), "owner")
    _pick("Sector", EVERY_SECTOR, session.read(sector_names), "sector")


def _move_with_the_records(day: date) -> None:
    """Where nobody chose a day, an import or a new midnight brings the newest one; a day somebody chose stays."""
    state = st.session_state
    before, state["_starting_day"] = state.get("_starting_day"), day
    if before not in (None, day) and state.get("as_of") == before:
        state["as_of"] = day


def _pick(label: str, everything: str, names: list[str], key: str) -> None:
    st.selectbox(label, [everything, *names], key=key, bind="query-params")
