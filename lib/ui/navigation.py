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
    """The page to run; listed are those that are for who is here; whoever may not come in ends here.

    The others can still be asked for by address, by a colleague's link: they answer with why not (`ui.page`), where
    Streamlit would say that there is no such page.
    """
    gate([PurePath(one.file).stem for section in sections.values() for one in section])
    actor = _actor()
    first = who_sees.home(actor)
    shown, refused = dict[str, list[Page]](), list[Page]()
    for name, section in sections.items():
        for one in section:
            if who_sees.why_not(one.title, actor) is None:
                made = st.Page(one.file, title=one.title, icon=one.icon, default=one.title == first)
                shown.setdefault(name, []).append(made)
            else:
                refused.append(st.Page(one.file, title=one.title, icon=one.icon, visibility="hidden"))
    next(iter(shown.values())).extend(refused)  # a section of hidden pages only would be an empty heading
    page = st.navigation(shown)
    on_the_way.go_on([one for section in shown.values() for one in section])
    return page


def _actor() -> Actor:
    try:
        return session.actor()
    except StewardError:  # the store cannot be opened: each page says so
        return Actor(None, "viewer")
