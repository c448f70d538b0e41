"""Starting the pages: what is put out of work in Streamlit before the port opens."""

import pytest
from streamlit.runtime.app_session import AppSession

from lib.commands import serving


def test_a_window_that_comes_back_is_given_no_watcher_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit 1.67 gives it one though none are wanted: four times the CPU of the page at each reconnect."""
    assert "register_file_watchers" in vars(AppSession), "Streamlit renamed what is put out of work"
    monkeypatch.setattr(AppSession, "register_file_watchers", AppSession.register_file_watchers)
    serving._watch_no_files()
    assert vars(AppSession)["register_file_watchers"](None) is None
