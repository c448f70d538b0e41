"""The tab of conversations owed: as of past days, closed only with a note, opened where none was."""

from collections.abc import Callable

import pandas as pd
from streamlit.testing.v1 import AppTest

from lib.store.engine import Store
from lib.store.settings import settings
from lib.surveys.follow_up_queries import follow_ups
from tests.page_cases import words_of
from tests.survey_answer_cases import DAY, put_answers, put_firm

App = Callable[..., AppTest]


def opened(app: App, **query: str) -> AppTest:
    at = app("surveys.py", {"surveys_tab": "Follow-ups"}, **({"as_of": DAY} | query))
    assert not at.exception, at.exception[0].value
    return at


def run(at: AppTest) -> AppTest:
    at = at.run()
    assert not at.exception, at.exception[0].value
    return at


def choose(at: AppTest, table: str, row: int = 0) -> AppTest:
    at.session_state[table] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return run(at)


def table(at: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in at.dataframe if column in one.value)


def test_a_conversation_is_read_as_of_the_day_and_closed_only_with_a_note(app: App, store: Store) -> None:
    put_firm(store)
    put_answers(store)
    assert "No conversation was owed yet." in words_of(opened(app, as_of="2026-06-09"))
    assert "**1 conversation** is owed; the next is due in 33 h." in words_of(opened(app, as_of="2026-06-10"))
    at = opened(app)
    assert "**1 conversation** is owed, **1** overdue; the longest is **18 days late**." in words_of(at)
    shown = table(at, "Due").iloc[0]
    assert shown[["Account", "Score", "What they wrote", "Whose"]].tolist() == [
        "Birch", "2 of 10", "Slow replies, call Cy Dole", "Bo Lind",
    ]  # fmt: skip
    at = choose(at, "follow_ups_waiting")
    at = run(at.button(key="follow_up_1_1_take").click())
    assert table(at, "Due")["Whose"].tolist() == ["Ann Berg"]
    at = run(at.button(key="FormSubmitter:entry_follow_up_1_2_close-Close it").click())
    assert "without a note it cannot be closed" in words_of(at)
    at.text_input(key="follow_up_1_2_close_0_note").set_value("We agreed on weekly calls.")
    at = run(at.button(key="FormSubmitter:entry_follow_up_1_2_close-Close it").click())
    stored = follow_ups(store, pd.Timestamp.now().date()).iloc[0]
    assert (stored["state"], stored["note"]) == ("closed", "We agreed on weekly calls.")


def test_a_low_score_without_a_conversation_gets_one_and_the_clock_can_be_changed(app: App, store: Store) -> None:
    put_firm(store)
    put_answers(store)
    at = opened(app)
    assert "Never opened: 2 low scores without a conversation" in words_of(at)
    at = choose(at, "follow_ups_missed")
    number = next(str(one.key) for one in at.button if str(one.key).startswith("open_follow_up_"))
    run(at.button(key=number).click())
    today = pd.Timestamp.now(tz="UTC").date()
    made = follow_ups(store, today).iloc[-1]
    assert (made["person"], made["account"], made["reason"]) == ("Bo Lind", "Birch", "low score")
    at = opened(app)
    at.session_state["follow_up_clock_box"] = True
    at = run(at)
    at.selectbox(key="follow_up_clock_0_clock").set_value("business hours")
    run(at.button(key="FormSubmitter:entry_follow_up_clock-Save").click())
    assert settings(store)["follow_up_clock"] == "business hours"
