"""What the tests of pages share: reading what stands on a page, and choosing on it."""

import re

from streamlit.testing.v1 import AppTest


def words_of(at: AppTest) -> str:
    """All that stands on the page, as one text."""
    parts = [*at.title, *at.markdown, *at.caption, *at.info, *at.error, *at.warning, *at.success]
    return re.sub(r"\\(.)", r"\1", "\n".join(str(part.value) for part in parts))


def choose_first_account(at: AppTest) -> AppTest:
    at.session_state["portfolio_accounts"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    return at.run()


def form_of(at: AppTest) -> str:
    """The key of the account whose form is open."""
    return next(
        w.key for w in at.text_input if str(w.key).endswith("_name") and str(w.key).startswith("account_")
    ).removesuffix("_name")


def panel_of(at: AppTest) -> str:
    """The account whose panel is open; empty where none is."""
    return next((str(head.value) for head in at.subheader), "")


def plainly(at: AppTest) -> str:
    return re.sub(r"\\(.)", r"\1", panel_of(at))
