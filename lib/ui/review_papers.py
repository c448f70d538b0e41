"""The papers of a weekly review to take away: what to read before it, and the minutes once it is closed."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from lib.meeting.document import MeetingDoc
from lib.review.frozen import FrozenFigure
from lib.review.reading_queries import open_decisions, review_of
from lib.review.standing import completion
from lib.store.settings import settings
from lib.ui.page import View
from lib.ui.review import Meeting

TYPES = {"html": ("Page", "text/html"), "pdf": ("PDF", "application/pdf")}


def papers(
    view: View, review_id: int | None, held: Meeting | None = None, figures: Sequence[FrozenFigure] = ()
) -> None:  # fmt: skip
    """Two downloads, made when one of them is pressed: the minutes of a closed review, else the pre-read of `held`.

    `figures`: those of the page's head, told in the pre-read as they will be frozen.
    """
    read = None if review_id is None else view.read(review_of, review_id)
    if read is not None and read.closed_at is not None:
        name, make = "minutes", lambda: _minutes(view, read.id)
    elif held is not None:
        name, make = "pre-read", lambda: _pre_read(view, held, figures)
    else:
        st.caption("There are no minutes yet: they are made when this review is closed.")
        return
    day = read.held_on if read is not None else held.held_on if held is not None else view.as_of
    _offer(name, f"{name}-{day.isoformat()}", make)


def _offer(name: str, file: str, make: Callable[[], MeetingDoc]) -> None:
    row = st.container(horizontal=True)
    for kind, (label, mime) in TYPES.items():
        row.download_button(
            f"{name.capitalize()} ({label})", partial(_file, kind, make), f"{file}.{kind}", mime,
            key=f"paper_{file}_{kind}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _file(kind: str, make: Callable[[], MeetingDoc]) -> bytes:
    # Writing PDF takes libraries that only this needs: a page whose papers nobody takes does not wait for them.
    from lib.meeting.making import as_page, as_pdf

    return as_page(make()) if kind == "html" else as_pdf(make())


def _minutes(view: View, review_id: int) -> MeetingDoc:
    from lib.meeting.minutes import minutes

    return minutes(review_of(view.store, review_id))


def _pre_read(view: View, held: Meeting, figures: Sequence[FrozenFigure]) -> MeetingDoc:
    from lib.meeting.pre_read import pre_read

    firm = settings(view.store)
    return pre_read(
        held.agenda, firm=firm["firm_name"], currency=view.currency, figures=figures,
        open_decisions=open_decisions(view.store, view.as_of), completion=completion(view.store, view.as_of),
    )  # fmt: skip
