"""Which pages stand in the navigation of who is here, and the page that somebody was on the way to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st
from streamlit.navigation.page import Page

from lib.errors import StewardError
from lib.store.actors import Actor
from lib.ui import on_the_way, session, who_sees
from lib.ui.sign_in_page import gate


@dataclass(frozen=True)
class Screen:
    """One page of the navigation: its file, its title (the words its `ui.page` says) and its icon."""

    file: str
    title: str
    icon: str


def navigate(sections: Mapping[str, Sequence[Screen]]) -> Page:
    """The page to run, out of those that are for who is here; whoever may not come in ends here."""
    gate([PurePath(one.file).stem for section in sections.values() for one in section])
    actor = _actor()
    first = who_sees.home(actor)
    shown = {
        name: [st.Page(one.file, title=one.title, icon=one.icon, default=one.title == first) for one in screens]
        for name, section in sections.items()
        if (screens := [one for one in section if who_sees.why_not(one.title, actor) is None])
    }
    page = st.navigation(shown)
    on_the_way.go_on([one for section in shown.values() for one in section])
    return page


def _actor() -> Actor:
    try:
        return session.actor()
    except StewardError:  # the store cannot be opened: each page says so
        return Actor(None, "viewer")
