"""What a client asked for: how fast it was answered, what waits, whether the client was told."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.periods import today
from lib.relationship.figures import response_time, slow_response_time
from lib.relationship.office_hours import OfficeHours, business_hours, office_hours
from lib.relationship.promise_figures import answer_hours, unanswered
from lib.relationship.queries import RequestRow, requests
from lib.relationship.request_actions import add_request, answer_request, close_request, tell_client
from lib.relationship.tables import DEPARTMENTS
from lib.ui import session
from lib.ui.account_sides import client_people, our_people, proposed
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_duplicates import ALL_THE_SAME, doubt_cells, refuse_duplicate
from lib.ui.tables import chosen_row
from lib.ui.text import plain

_HOURS, _ZONE = "9-17", "UTC"


def office(firm: dict[str, str]) -> OfficeHours:
    """The firm's office hours: its settings `office_hours` and `time_zone`, else nine to five in UTC."""
    return office_hours(firm.get("office_hours", _HOURS), firm.get("time_zone", _ZONE))


def requests_part(view: View, account_id: int) -> None:
    """The requests of an account with the forms to answer, close and add one."""
    hours, asked = office(session.firm()), view.read(requests, account_id, view.as_of)
    st.markdown(_answer(asked, hours))
    if asked:
        _table(view, asked, hours)
    box = st.expander("Add a request", key=f"add_request_{account_id}", on_change="rerun")
    if box.open:
        with box:
            request_form(view, account_id, hours)


def _answer(asked: list[RequestRow], hours: OfficeHours) -> str:
    if not asked:
        return "**Requests.** The client has asked for nothing yet, as far as it was written down."
    times, waiting = answer_hours(asked, hours), unanswered(asked)
    middle, slow = response_time(times), slow_response_time(times)
    told = "None was answered yet" if middle.value is None else f"First answer after **{_hours(middle.value)}**"
    tail = f" (median; nine of ten within {_hours(slow.value)})" if slow.value is not None and len(times) > 1 else ""
    wait = f"; **{waiting} without an answer**" if waiting else ""
    untold = sum(one.state in ("done", "declined") and one.client_told_on is None for one in asked)
    silent = f"; of {untold} closed the client was not told" if untold else ""
    return f"**Requests.** {told}{tail}{wait}{silent}."


def _hours(value: float) -> str:
    return f"{value:.1f} business hours" if value < 10 else f"{value:.0f} business hours"


def _table(view: View, asked: list[RequestRow], hours: OfficeHours) -> None:
    shown = pd.DataFrame(
        {
            "Standing": [one.state for one in asked],
            "Asked for": [one.what for one in asked],
            "Asked": [one.asked_at.date() for one in asked],
            "Of": [one.department for one in asked],
            "Answer after (h)": pd.array([_answered_after(one, hours) for one in asked], dtype="Float64"),
            "Client told": [one.client_told_on for one in asked],
            "By": [one.by for one in asked],
            "With": [one.to for one in asked],
        }
    )
    text, day = st.column_config.TextColumn, st.column_config.DateColumn
    chosen = chosen_row(
        shown, f"{fmt.counted(len(asked), 'request')} of the client, those that wait first; choose one to answer it",
        {
            "Standing": text(width=90), "Asked for": text(width=225), "Of": text(width=85), "By": text(width=125),
            "With": text(width=120), "Asked": day(format="D MMM YYYY", width=95),
            "Client told": day(format="D MMM YYYY", width=95),
            "Answer after (h)": st.column_config.NumberColumn(
                format="%.1f", width=115,
                help=f"Business hours to the first answer: Monday to Friday, {hours.opens:g} to {hours.closes:g}.",
            ),
        },
        key="requests", ids=[one.id for one in asked], rows=6,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a request to answer or close it.")
    else:
        settling(view, asked[chosen], hours)


def _answered_after(one: RequestRow, hours: OfficeHours) -> float | None:
    return None if one.first_answer_at is None else business_hours(one.asked_at, one.first_answer_at, hours)


def settling(view: View, one: RequestRow, hours: OfficeHours) -> None:
    """The forms of what is still to be done about one request: answer it, close it, tell the client."""
    with st.container(border=True, key=f"request_{one.id}"):
        st.markdown(f"**{plain(one.what)}**, asked on {fmt.day(one.asked_at.date())}")
        if one.state in ("done", "declined") and one.client_told_on is not None:
            st.caption("It is closed, and the client was told.")
        elif not needs_a_name("request_end"):
            if one.first_answer_at is None:
                _answering(view, one, hours)
            if one.state in ("done", "declined"):
                _telling(view, one)
            else:
                _closing(view, one)


def _answering(view: View, one: RequestRow, hours: OfficeHours) -> None:
    cells = [Cell("answered_at", "First answer at", "moment", _clock(view.as_of, hours))]

    def save(typed: Typed, once: str) -> None:
        answer_request(view.store, view.who or "", one.id, _aware(typed["answered_at"], hours), once)

    entry(f"answer_request_{one.id}", cells, "It was answered", save, "Answer kept.")


def _telling(view: View, one: RequestRow) -> None:
    def save(typed: Typed, once: str) -> None:
        tell_client(view.store, view.who or "", one.id, typed["client_told_on"], once)

    st.caption(f"It ended as {one.state}, but the client does not know yet.")
    cells = [Cell("client_told_on", "Client told on", "date", view.as_of)]
    entry(f"tell_client_{one.id}", cells, "The client was told", save, "Kept: the client knows.")


def _closing(view: View, one: RequestRow) -> None:
    cells = [
        Cell("state", "It was", "choice", "done", {"done": "done", "declined": "declined"}),
        Cell("closed_on", "On", "date", one.closed_on or view.as_of),
        Cell("client_told_on", "Client told on", "date", help="Empty: the client does not know yet."),
    ]

    def save(typed: Typed, once: str) -> None:
        told = typed["client_told_on"]
        close_request(view.store, view.who or "", one.id, typed["state"], typed["closed_on"], told, once)

    entry(f"close_request_{one.id}", cells, "Close", save, "Closed.")


def request_form(view: View, account_id: int, hours: OfficeHours) -> None:
    """What the client asked for, and the department that should answer."""
    if needs_a_name("request"):
        return
    key = f"request_{account_id}"
    cells = [
        Cell("what", "What the client asked for"),
        Cell("department", "Who should answer", "choice", None, {word: word for word in DEPARTMENTS}),
        Cell("asked_at", "Asked at", "moment", _clock(view.as_of, hours)),
        Cell("contact_id", "By", "choice", None, client_people(view, account_id)),
        Cell("person_id", "Taken by", "choice", proposed(view, account_id), our_people(view)),
        *doubt_cells(key),
    ]

    def save(typed: Typed, once: str) -> None:
        asked: dict[str, Any] = typed | {"asked_at": _aware(typed["asked_at"], hours)}
        refuse_duplicate(view.store, key, "request", account_id, asked)
        given = {name: value for name, value in asked.items() if name != ALL_THE_SAME}
        add_request(view.store, view.who or "", account_id, **given, token=once)

    entry(key, cells, "Add", save, "Added.")


def _clock(day: date, hours: OfficeHours) -> datetime:
    """What a clock proposes: this quarter of an hour where today is shown, else the end of that day's work."""
    now = datetime.now(hours.zone).replace(tzinfo=None, second=0, microsecond=0)
    if day >= today():
        return now.replace(minute=now.minute - now.minute % 15)
    return datetime(day.year, day.month, day.day, int(hours.closes) % 24)


def _aware(moment: datetime | None, hours: OfficeHours) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=hours.zone)
