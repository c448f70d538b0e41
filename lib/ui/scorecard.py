"""Whose scorecard of which period is open, who may open it, and what it says in one line."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import format as fmt
from lib.accounts.renewal_queries import owners_and_sectors
from lib.checkup.periods import choices, usual
from lib.periods import Period, today
from lib.review.check_up_figures import OWED
from lib.scorecard.development import OVERDUE
from lib.scorecard.told import Duty
from lib.scorecard.visible import scorecards_for
from lib.store.users import role_of
from lib.ui import session, who
from lib.ui.frame import asks_for_a_name
from lib.ui.page import View
from lib.ui.scorecard_read import Chosen, card_of, check_ups_of, goals_of
from lib.ui.text import plain

# One figure of each duty for the line under the title, else the next: a look at each, never a sum.
_FIRST = {
    "revenue growth": (
        ("Growth of own accounts", "growth of own accounts"), ("Revenue of own accounts", "revenue of own accounts"),
    ),
    "great work": (("On time", "on time"), ("Goal met", "goal met")),
    "client goals": (("Objectives on track", "objectives on track"),),
    "agency resources": (("Realisation", "realisation"), ("Written off", "written off")),
    "happy clients": (("Client retention", "clients kept"), ("Promises kept", "promises kept")),
}  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """Whose scorecards may be opened (number → name), and whether anybody at all leads an account."""

    people: Mapping[int, str]
    anybody: bool


def _role() -> str:
    name = who.me()
    return session.read(role_of, name) if name else "viewer"


def leads_the_firm() -> bool:
    """Whether who is looking may change what is expected of the levels: leads and administrators."""
    return _role() in ("lead", "admin")


def allowed(view: View) -> Allowed:
    """Whose scorecards who is looking may open: by who reports to whom today, whatever day is shown."""
    mine = view.read(scorecards_for, who.myself(), _role(), today())
    return Allowed(mine, bool(mine) or bool(view.read(scorecards_for, None, "admin", today())))


def choose(view: View) -> Chosen | None:
    """The person and period chosen beside the title, kept in the address; None: there is nobody to show."""
    people = {name: number for number, name in allowed(view).people.items()}
    if not people:
        return None
    _start_with(view, people)
    row = view.controls.container(horizontal=True, vertical_alignment="bottom")
    name = row.selectbox(
        "Whose scorecard", list(people), None, key="person", bind="query-params", persist_state="session", width=230,
        label_visibility="collapsed", placeholder="Whose scorecard",
    )  # fmt: skip
    period = _period(view, row)
    return None if name not in people else Chosen(people[name], name, period, people[name] == who.myself())


def _start_with(view: View, people: Mapping[str, int]) -> None:
    """One's own first; a name that may not be opened is never replaced by another without a word."""
    state, asked = st.session_state, st.query_params.get("person")
    if state.get("person") is not None and state["person"] not in people:
        state["person"], state["_asked_person"] = None, True
    elif "person" not in state and asked is not None:
        state["_asked_person"] = asked not in people
    elif "person" not in state:
        own = next((name for name, number in people.items() if number == who.myself()), None)
        state["person"] = own or (view.owner if view.owner in people else _first(view, people))


def _first(view: View, people: Mapping[str, int]) -> str:
    """The first by name who leads an account on the day shown: who did so once has little to show; else the first."""
    leading = set(view.read(owners_and_sectors, view.as_of)["owner"])
    return next((name for name in people if name in leading), next(iter(people)))


def _period(view: View, row: DeltaGenerator) -> Period:
    offered = {named(period): period for period in choices(view.as_of)}
    if st.session_state.get("scorecard_period") not in (None, *offered):
        st.session_state.pop("scorecard_period")  # another day has other periods
    picked = row.selectbox(
        "Period", list(offered), list(offered).index(named(usual(view.as_of))), key="scorecard_period",
        bind="query-params", persist_state="session", width=120, label_visibility="collapsed",
    )  # fmt: skip
    return offered.get(picked, usual(view.as_of))


def named(period: Period) -> str:
    """Q3 2026, or 2026."""
    return period.key if period.key.isdigit() else fmt.period(period)


def nobody(view: View) -> None:
    """Why there is no scorecard to see, and the one next step."""
    may = allowed(view)
    if not may.anybody:
        st.info("Nobody leads an account yet. Name who leads each on the account's page, under People.")
        st.page_link("pages/account.py", label="Open an account", icon=":material/badge:")
    elif may.people:
        _nobody_chosen()
    elif not asks_for_a_name("scorecard"):
        _not_allowed()


def _nobody_chosen() -> None:
    if st.session_state.pop("_asked_person", False):
        st.warning("No scorecard of that name is open to you. Choose one above.")
    else:
        st.info("Choose above whose scorecard to open.")


def _not_allowed() -> None:
    me = plain(who.me())
    sees = "A scorecard is seen by the person it is of, those they report to, leads and administrators."
    if who.myself() is None:
        st.info(f"{sees} No person of the firm is called “{me}”: say under “You” in the sidebar who you are.")
    else:
        st.info(f"{sees} {me} leads no account and nobody who does reports to them: there is no scorecard to open yet.")


def answer(view: View, chosen: Chosen) -> str:
    """One figure of each duty, and what is late: in one line, and never one total."""
    card = card_of(view, chosen)
    parts = [words for duty in card.duties if (words := _look_at(view, duty))]
    so_far = " so far" if card.spans.remark else ""
    told = "; ".join(parts) or "none of the five duties can be told in these days"
    return f"**{plain(card.person)}**, {plain(named(chosen.period))}{so_far}: {told}. {_late(view, chosen)}"


def _look_at(view: View, duty: Duty) -> str:
    shown = {one.label: one for one in duty.figures if one.now.value is not None}
    for label, words in _FIRST[duty.name]:
        if label in shown:
            return f"{plain(words)} **{plain(fmt.figure(shown[label].now, shown[label].unit, view.currency))}**"
    return ""


def _late(view: View, chosen: Chosen) -> str:
    owed = int((check_ups_of(view, chosen).rows["state"] == OWED).sum())
    late = int((goals_of(view, chosen)["standing"] == OVERDUE).sum())
    parts = [fmt.counted(owed, "check-up") + " owed"] if owed else []
    parts += [fmt.counted(late, "development goal") + " overdue"] if late else []
    return f"{' and '.join(parts)}." if parts else ""
