"""A button that writes once."""

from streamlit.testing.v1 import AppTest


def test_a_second_click_on_what_was_drawn_brings_the_same_word() -> None:
    def script() -> None:
        import streamlit as st

        from lib.ui import forms

        words = st.session_state.setdefault("words", [])
        drawn = forms.token("undo")
        for _ in range(2):
            forms.pressed("undo", drawn, "Taken back.", words.append)
        words.append(forms.token("undo"))

    at = AppTest.from_function(script).run()
    assert not at.exception
    first, second, fresh = at.session_state["words"]
    assert first == second, "the store knows the word and writes nothing again"
    assert fresh != first
