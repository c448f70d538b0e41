"""The door: asked first in every run; it shows a sign-in page or one sentence to whoever may not come in."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.errors import StewardError
from lib.signin.proving import NotSignedIn
from lib.store.actors import SignInRefused
from lib.ui import on_the_way, session, signing_in
from lib.ui.text import plain


def gate(paths: Sequence[str]) -> None:
    """Return only where who is here may come in; else draw why not, and end the run. `paths`: of all pages."""
    if bad := signing_in.refused():
        _only(paths, lambda: _misconfigured(bad))
    if not signing_in.signed_in():
        return
    try:
        signing_in.identity()
        signing_in.actor(session.opened())
    except NotSignedIn as asked:
        sentence = str(asked)
        on_the_way.keep()
        _only(paths, lambda: _sign_in(sentence))
    except SignInRefused as refused:
        sentence = str(refused)
        _only(paths, lambda: _sign_in(sentence, wrong=True))
    except StewardError:
        return  # the store cannot be opened: whichever page says so


def _only(paths: Sequence[str], draw: Callable[[], None]) -> None:
    """Nothing but this, and the address stays as it was typed; st.navigation is reached, so no page file runs."""
    pages = [st.Page(draw, title="Steward", url_path="", default=True)]
    pages += [st.Page(draw, title="Steward", url_path=path) for path in paths]
    st.navigation(pages, position="hidden").run()
    st.stop()


def _misconfigured(sentences: tuple[str, ...]) -> None:
    st.title("Steward", anchor=False)
    for sentence in sentences:
        st.error(plain(sentence))


def _sign_in(sentence: str, *, wrong: bool = False) -> None:
    st.title("Steward", anchor=False)
    (st.error if wrong else st.write)(plain(sentence))
    found = signing_in.configured()
    if found.mode == "proxy":
        st.caption("Reload the page to go through the firm's sign-in again.")
        return
    for name in found.providers:
        label = f"Sign in with {plain(name.capitalize())}" if name else "Sign in"
        if st.button(label, type="primary", icon=":material/login:", key=f"sign_in_{name}"):
            st.login(name or None)


@st.fragment(run_every=60)
def stay_signed_in() -> None:
    """Drawn where people sign in: a page that lies open unused ends within a minute of its sign-in."""
    try:
        signing_in.actor(session.opened(), at_work=False)
    except SignInRefused:
        st.rerun()
