"""One person's week on the screen: overdue, due today and in the next seven days, each with the way to do it."""

from collections.abc import Sequence

import streamlit as st

from lib import format as fmt
from lib.agenda.my_week import Duty, MyWeek, my_week
from lib.ui import session, who
from lib.ui.account_sides import our_people
from lib.ui.page import View
from lib.ui.text import plain

# All that a duty can come from.
SUBJECTS = ("people", "accounts", "relationship", "value", "surveys", "growth", "review")
SHOWN = 12  # of a group before "all of them" is asked for
WHERE = {
    "account": "Open the account", "value": "Value and goals", "growth": "Upsell opportunities",
    "surveys": "Survey results", "record": "Record", "health": "Account health",
}  # fmt: skip


def my_week_tab(view: View) -> None:
    """What the person at the keyboard owes; a lead can look at another person's week."""
    person = _person(view)
    if person is None:
        st.info("Choose whose week to show. Once you have said who you are (in the sidebar), yours opens by itself.")
        return
    found = view.keep("my week", lambda: my_week(view.store, person, view.as_of, session.keep_of), person, of=SUBJECTS)
    st.markdown(f"**{plain(answer(found))}**")
    for title, duties in (
        ("Overdue", found.overdue), ("Due today", found.today), ("In the next seven days", found.ahead),
    ):  # fmt: skip
        if duties:
            _group(found, title, duties)
    if found.later:
        st.caption(f"{fmt.counted(found.later, 'duty') if found.later == 1 else f'{found.later:,} duties'} later on.")


def _person(view: View) -> int | None:
    """Whose week: one's own, or chosen by whoever may look at others' or is no person of the firm."""
    people, own = our_people(view), who.myself()
    if own in people and not who.sees_costs():
        return own
    options = list(people)
    return st.selectbox(
        "Whose week", options, options.index(own) if own in people else None, key="my_week_person", width=320,
        format_func=lambda number: people.get(number, "–"), placeholder="Choose a person",
    )  # fmt: skip


def answer(found: MyWeek) -> str:
    """The week in one sentence."""
    if found.empty_words:
        return found.empty_words
    late = f"{len(found.overdue):,} overdue" if found.overdue else "nothing overdue"
    return f"{found.person}: {late}, {len(found.today):,} due today, {len(found.ahead):,} in the seven days after."


def _group(found: MyWeek, title: str, duties: Sequence[Duty]) -> None:
    st.subheader(f"{title} ({len(duties):,})", anchor=False)
    for at, duty in enumerate(duties[:SHOWN]):
        _duty(found, duty, f"{title}_{at}")
    if len(duties) > SHOWN:
        rest = st.expander(f"{len(duties) - SHOWN:,} more", key=f"my_week_more_{title}", on_change="rerun")
        if rest.open:
            with rest:
                for at, duty in enumerate(duties[SHOWN:], start=SHOWN):
                    _duty(found, duty, f"{title}_{at}")


def _duty(found: MyWeek, duty: Duty, key: str) -> None:
    late = (found.as_of - duty.day).days
    ago = f", {fmt.counted(late, 'day')} ago" if late > 0 else ""
    with st.container(key=f"my_week_{key}", gap=None):
        st.markdown(plain(duty.words))
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.caption(plain(f"{fmt.day(duty.day)}{ago} · {duty.kind}"), width="content")
        # What reviews decided is in the next tab: the link leads to the account it is about.
        page = "account" if duty.page == "review" else duty.page
        if page in WHERE and (page != "account" or duty.query):
            row.page_link(
                f"pages/{page}.py", label=WHERE[page], icon=":material/arrow_forward:", query_params=dict(duty.query)
            )
