"""The head of an account's page: who it is, one line that says how things stand, the headline figures."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.profile_queries import Identity, identity
from lib.measure import Measure, undefined
from lib.money.account_queries import account_revenue
from lib.money.figures import revenue
from lib.money.queries import first_revenue_day
from lib.money.timeline_queries import first_revenue_of
from lib.periods import trailing_year
from lib.relationship import standing as of
from lib.relationship.figures import DUE, ON_TRACK, OVERDUE, cadence_kept
from lib.relationship.promise_figures import promise_standing
from lib.relationship.standing import CHECK_IN, Due, Standing, due_next
from lib.ui.account_figures import Told, told
from lib.ui.page import View
from lib.ui.text import plain

# Never colour alone: the shape says it too.
MARKS = {ON_TRACK: "●", DUE: "▲", OVERDUE: "■"}


def relationship(view: View, account_id: int) -> Standing:
    """How the relationship with an account stands on the day, read once for each state of the data."""
    return view.read(of.standing, account_id, view.as_of)


def head(view: View, account_id: int) -> None:
    """Name, the answer in words, and five figures."""
    who = view.read(identity, account_id, view.as_of)
    found = relationship(view, account_id)
    st.subheader(plain(who.name), anchor=False)
    st.markdown(" ".join([_who_looks_after(view, who, found), _last_contact(found), _next(found)]))
    told(view, _figures(view, account_id, found))


def _who_looks_after(view: View, who: Identity, found: Standing) -> str:
    sector = f" ({plain(who.sector)})" if who.sector else ""
    owner = f"**{plain(who.owner)}** looks after it" if who.owner else "**Nobody** looks after it"
    if found.left_on:
        return f"No longer a client{sector}: the last day we worked for it was {fmt.day(found.left_on)}."
    since = _client_since(view, who)
    known = f"a client since {fmt.day(since)}" if since else "not a client yet: no contract and no revenue on record"
    put_away = f" Archived on {fmt.day(who.archived_on)}." if who.archived_on and who.archived_on <= view.as_of else ""
    return f"{owner}{sector}, {known}.{put_away}"


def _client_since(view: View, who: Identity) -> date | None:
    paid = view.read(first_revenue_of, who.id, view.as_of)
    known = [who.client_since] if who.client_since else [day for day in (who.first_contract_on, paid) if day]
    return min((day for day in known if day <= view.as_of), default=None)


def _last_contact(found: Standing) -> str:
    if found.last is None:
        return "No two-way contact is recorded yet: log the first one."
    measured, (ideal, maximum) = of.contact_gap(found), found.gaps
    ago = days_ago(found.last, found.as_of)
    if found.left_on:
        return f"The last two-way contact was {ago}."
    agreed = _agreed(ideal, maximum)
    stands = f"**{MARKS[measured.note]} {measured.note}**, {agreed}" if measured.note in MARKS else agreed
    return f"The last two-way contact was **{ago}** ({fmt.day(found.last)}): {stands}."


def _agreed(ideal: int | None, maximum: int | None) -> str:
    if ideal is None and maximum is None:
        return "no gap is agreed with this client, set one under Profile"
    parts = [f"ideal {ideal}" if ideal else "", f"at most {maximum}" if maximum else ""]
    return f"{', '.join(filter(None, parts))} days"


def days_ago(day: date, as_of: date) -> str:
    """How long before the day shown another lies: "on the same day", "12 days ago"."""
    days = (as_of - day).days
    return f"{fmt.counted(days, 'day')} ago" if days else "on the same day"


def _next(found: Standing) -> str:
    due = due_next(found)
    past = [one for one in due if one.day < found.as_of]
    coming = [one for one in due if one.day >= found.as_of]
    # Between the ideal and the maximum gap a check-in is due, not overdue yet.
    waiting = [one for one in past if one.words == CHECK_IN and of.contact_gap(found).note != OVERDUE]
    late = [one for one in past if one not in waiting]
    parts = [f"**{_late(late)}**"] if late else []
    parts += [f"A check-in is due since {fmt.day(one.day)}" for one in waiting]
    parts += [f"Next due: {_said(coming[0])} on {fmt.day(coming[0].day)}"] if coming else []
    return ". ".join(parts) + "." if parts else "Nothing is due."


def _late(late: list[Due]) -> str:
    more = f" and {len(late) - 1} more" if len(late) > 1 else ""
    return f"Overdue: {_said(late[0])}, since {fmt.day(late[0].day)}{more}"


def _said(due: Due) -> str:
    return plain(due.words)


def _figures(view: View, account_id: int, found: Standing) -> list[Told]:
    return [
        Told(
            "Days since contact", _with_limits(found), "count",
            "Days since both sides last spoke, against the gaps agreed with this client. Contact kept on one of its "
            "people counts; notes and unanswered messages do not.",
            rows=lambda: _contact_rows(found),
        ),
        Told(
            "Updates kept", cadence_kept(found.cadence), "share",
            "Formal updates made, of those due by the client's own plan in the last 90 days. Any contact logged "
            "restarts the clock; an interval without any is an update missed.", "of the last 90 days",
            rows=lambda: _cadence_rows(found),
        ),
        Told(
            "Promises kept", of.promises_kept(found), "share",
            "Promises kept by their due day, of those due in the last twelve months. Open and past due counts as "
            "broken; withdrawn ones stay out.", "of the last 12 months",
            rows=lambda: _promise_rows(found),
        ),
        Told(
            "Live contacts", of.breadth(found), "count",
            "People at the client who had a two-way contact with us in the last 90 days, and our colleagues who had "
            "one. One live thread on either side is single-threaded.",
            rows=lambda: _thread_rows(found),
        ),
        Told(
            "Yearly revenue", _revenue(view, account_id), "money",
            "Revenue recognised in the twelve months to this day, credits taken off.",
            rows=lambda: _revenue_rows(view, account_id),
        ),
    ]  # fmt: skip


def _with_limits(found: Standing) -> Measure:
    measured = of.contact_gap(found)
    if measured.note not in MARKS:
        return measured
    return replace(measured, note=f"{MARKS[measured.note]} {measured.note}")


def _contact_rows(found: Standing) -> pd.DataFrame:
    names = ("Day", "Kind", "Direction", "Formal update", "What")
    return pd.DataFrame(found.contact[:50], columns=list(names))


def _cadence_rows(found: Standing) -> pd.DataFrame:
    kept, missed = found.cadence.made, found.cadence.missed if found.cadence.logged else ()
    days = [(day, "update made") for day in kept] + [(day, "missed") for day in missed]
    return pd.DataFrame(sorted(days, reverse=True), columns=["Day", "What"])


def _promise_rows(found: Standing) -> pd.DataFrame:
    rows = [
        (one.what, one.due_on, one.settled_on, promise_standing(one, found.as_of))
        for one in found.promises
        if one.due_on in found.year
    ]
    return pd.DataFrame(rows, columns=["Promise", "Due", "Settled", "Standing"])


def _thread_rows(found: Standing) -> pd.DataFrame:
    sides = {"client": (of.live_contacts(found), "contact"), "us": (of.live_colleagues(found), "person")}
    rows = [
        (of.names_of(found, who)[number], side, thread.days, thread.recent)
        for side, (live, who) in sides.items()
        for (number,), thread in live.items()
    ]
    return pd.DataFrame(rows, columns=["Who", "Side", "Days since the last", "In 90 days"])


def _revenue(view: View, account_id: int) -> Measure:
    year, begun = trailing_year(view.as_of), view.read(first_revenue_day)
    if begun is None or view.read(first_revenue_of, account_id, view.as_of) is None:
        return undefined("no revenue of this account is recorded")
    lines = view.read(account_revenue, account_id, year)
    measured = revenue(lines["amount_cents"].to_numpy())
    return replace(measured, note=f"records begin on {fmt.day(begun)}") if begun > year.start else measured


def _revenue_rows(view: View, account_id: int) -> pd.DataFrame:
    lines = view.read(account_revenue, account_id, trailing_year(view.as_of))
    shown = {"Day": lines["day"], "Service": lines["service"], "Kind": lines["kind"]}
    return pd.DataFrame(shown | {f"Amount ({view.currency})": lines["amount_cents"] / 100})
