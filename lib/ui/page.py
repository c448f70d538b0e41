"""The first call of every page: the guard against opening it past the frame, and what the frame has chosen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.pages_manager import PagesManager

from lib import format as fmt
from lib.book import Book, only, read_book
from lib.book.queries import is_empty
from lib.errors import StewardError
from lib.periods import add_months, month_start
from lib.store.engine import Store
from lib.ui import session, who, who_sees
from lib.ui.chosen import EVERY_SECTOR, EVERYONE, chosen
from lib.ui.flash import show_flashes
from lib.ui.text import plain

R = TypeVar("R")
# The subjects a book of accounts is read from.
BOOK_SUBJECTS = ("people", "accounts", "money", "growth")

# Streamlit writes white on the button that counts in both themes; on the light blue of the dark one nobody reads it.
# Fixed words only: on a laptop the answer, the figures and the first rows of the table stand above the fold.
_LAYOUT = """<style>
[data-testid="stMainBlockContainer"] {padding: 2.4rem 2.2rem 3rem 2.2rem}
@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding: 3rem 1rem 3rem 1rem}}
@media print {[data-testid="stSidebar"] {display: none}}
[data-testid^="stBaseButton-primary"] {color: light-dark(#FFFFFF, #10161F)}
</style>"""


@dataclass(frozen=True)
class View:
    """What a page is asked to show: the day, the filters, the firm's currency, and who is looking."""

    store: Store
    as_of: date
    owner: str | None
    sector: str | None
    currency: str
    who: str | None
    dark: bool
    controls: DeltaGenerator  # the place for a page's own choices, right of its title

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """The filters as (scope, key) pairs, as the book of accounts takes them."""
        return tuple((s, k) for s, k in (("owner", self.owner), ("sector", self.sector)) if k)

    @property
    def is_empty(self) -> bool:
        """Whether the store holds no account and no deal yet."""
        return bool(session.read(is_empty))

    def read(self, work: Callable[..., R], *args: object) -> R:
        """`work(store, *args)`, kept until anybody writes."""
        return session.read(work, *args)

    def keep(self, name: str, work: Callable[[], R], *more: object, of: tuple[str, ...] | None = None) -> R:
        """`work()`, done once for this view of the data (`more`: other plain values it depends on).

        `of`: the only subjects whose tables it reads; then a write elsewhere leaves it as it is.
        """
        about = (self.as_of, self.scope, self.currency, *more)
        return session.keep(name, about, work) if of is None else session.keep_of(name, of, about, work)

    def book(self, months: int = 0) -> Book:
        """The book of accounts under the frame's filters, with its facts of the last `months` (0: all)."""
        since = add_months(month_start(self.as_of), -months) if months else None
        return self.keep("book", lambda: self._book(months, since), since, of=BOOK_SUBJECTS)

    def _book(self, months: int, since: date | None) -> Book:
        if self.scope:
            # What a filter leaves is taken from what everybody reads, so that a new choice reads nothing.
            book = replace(self, owner=None, sector=None).book(months)
        else:
            book = read_book(self.store, self.as_of, since)
        for scope, key in self.scope:
            book = only(book, scope, key)
        _ = book.lines  # made once and kept with it
        return book


def start() -> None:
    """Page settings; the first call of app.py on every path."""
    # An emoji, not a material icon: the favicon of one is fetched from a stranger's host.
    st.set_page_config(page_title="Steward", page_icon="🧭", layout="wide")
    st.html(_LAYOUT)


def page(title: str) -> View:
    """Guard, title, messages, the filters in words. Stops with one sentence where the store cannot be opened."""
    _through_the_frame()
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    head = row.container(width="content", gap=None)
    head.title(title, anchor=False)
    show_flashes()
    try:
        if reason := who_sees.why_not(title, session.actor()):
            st.info(plain(reason))
            st.stop()
        view = seen(row.container(width="content"))
    except StewardError as error:
        st.error(plain(error))
        st.stop()
    head.caption(_filters_in_words(view))
    return view


def _through_the_frame() -> None:
    # Because pages/ exists, a first request after a start runs the page file without app.py, so without frame
    # and sign-in, until some session has reached st.navigation. The flag is private: a test watches it.
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def seen(controls: DeltaGenerator) -> View:
    """What the frame has chosen, for a page or for a form over one. StewardError: the store cannot be opened."""
    picked = chosen()
    firm = session.firm()
    return View(
        store=session.store(),
        as_of=picked.as_of,
        owner=None if picked.owner == EVERYONE else picked.owner,
        sector=None if picked.sector == EVERY_SECTOR else picked.sector,
        currency=firm["currency"],
        who=who.me(),
        dark=st.context.theme.type == "dark",
        controls=controls,
    )


def _filters_in_words(view: View) -> str:
    parts = [f"As of {fmt.day(view.as_of)}"]
    parts += [f"owner {plain(view.owner)}"] if view.owner else []
    parts += [f"sector {plain(view.sector)}"] if view.sector else []
    return " · ".join(parts)
