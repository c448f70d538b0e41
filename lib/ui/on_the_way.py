"""Where somebody was going when Steward asked to sign in: the provider brings people back to the front page only."""

import time
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

_SECONDS, _MOST = 900, 1_000
# A browser (by the random mark that Streamlit gives each) → when, and the page and its choices. Lost at a restart.
_TARGETS: dict[bytes, tuple[float, str, list[tuple[str, str]]]] = {}


def keep() -> None:
    """Keep where this browser is, for after the sign-in."""
    browser, parts = _browser(), urlsplit(st.context.url or "")
    name = parts.path.rstrip("/").rpartition("/")[2]
    query = [(key, value) for key, value in parse_qsl(parts.query) if len(key) <= 40 and len(value) <= 200][:20]
    if browser is None or not (name or query):
        return
    if len(_TARGETS) >= _MOST:
        _TARGETS.clear()
    _TARGETS[browser] = (time.monotonic(), name, query)


def go_on(pages: Sequence[Page]) -> None:
    """Open what this browser was on the way to, once, where it is a page of who is here."""
    browser = _browser() if _TARGETS else None
    found = _TARGETS.pop(browser, None) if browser else None
    if found is None or time.monotonic() - found[0] > _SECONDS:
        return
    for page in pages:
        if page.url_path == found[1]:
            st.switch_page(page, query_params=found[2])


def _browser() -> bytes | None:
    token, _ = decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))
    return token
