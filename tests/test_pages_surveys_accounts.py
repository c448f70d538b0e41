"""The tab of accounts: estimates beside counts, who answered by role, released groups only of anonymous waves."""

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.store.engine import Store
from lib.surveys.account_rule_figures import account_rules
from tests.page_cases import words_of
from tests.survey_answer_cases import DAY, put_anonymous, put_answers, put_firm

App = Callable[..., AppTest]


def opened(app: App, **query: str) -> AppTest:
    at = app("surveys.py", {"surveys_tab": "Accounts"}, **({"as_of": DAY} | query))
    assert not at.exception, at.exception[0].value
    return at


def test_accounts_stand_by_estimate_with_counts_and_roles_and_one_opens_its_sheets(app: App, store: Store) -> None:
    put_firm(store)
    put_answers(store)
    at = opened(app)
    shown = next(one.value for one in at.dataframe if "Estimate" in one.value)
    assert shown["Account"].tolist() == ["Birch", "Cove", "Acme"]
    assert shown["Counts"].tolist() == ["0 · 0 · 3", "0 · 1 · 0", "2 · 1 · 0"]
    assert shown["Answered"].tolist() == ["3 of 3", "1 of 2", "3 of 4"]
    assert shown["Who"].tolist()[2] == "User 8, 9, ? · No role 10"
    assert -100 < shown["Estimate"].iloc[0] < shown["Estimate"].iloc[1] < shown["Estimate"].iloc[2] < 100
    assert all(" to " in bounds for bounds in shown["95 % interval"])
    rules = next(one.value for one in at.dataframe if "Rule" in one.value)
    assert rules["n"].tolist()[:2] == ["7 answers", "3 accounts"]
    at.session_state["survey_accounts"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at = at.run()
    assert "Contact 20: **2**" in words_of(at)
    assert "Deadlines slip" in next(one.value for one in at.dataframe if "Words" in one.value)["Words"].tolist()
    alone = opened(app, owner="Ann Berg")
    assert "Accounts cannot be told apart: only one has answers." in words_of(alone)
    assert not any("Estimate" in one.value for one in alone.dataframe)


def test_an_anonymous_wave_shows_released_groups_and_never_an_account(app: App, store: Store) -> None:
    put_firm(store)
    put_anonymous(store, 12)
    at = opened(app)
    shown = next(one.value for one in at.dataframe if "Group" in one.value)
    assert shown.iloc[0][["Name", "n", "95 % interval"]].tolist()[:2] == ["the whole wave", "12"]
    assert "no result is ever shown for an account or a person" in words_of(at)
    assert not any(name in str(one.value.to_dict()) for one in at.dataframe for name in ("Acme", "Birch", "Cove"))
    early = opened(app, as_of="2026-06-10")
    assert "Nothing of an anonymous wave is counted or shown before it is closed." in words_of(early)
    assert not any("Group" in one.value for one in early.dataframe)


def test_the_three_rules_differ_where_one_account_answers_most() -> None:
    values, accounts = np.array([1.0, 1, 1, 1, 1, 0]), np.array(["A"] * 5 + ["B"])  # surveys.md: 83.33 and 50.00
    everyone, once, money = account_rules(values, accounts, np.array([0.0] * 5 + [10]), (-1.0, 1.0))
    assert (everyone.measure.value, once.measure.value) == (pytest.approx(5 / 6), pytest.approx(0.5))
    assert money.measure.value is None
    assert account_rules(values[:4], accounts[:4], values[:4], (-1.0, 1.0))[0].measure.why.startswith("Too few")


def test_without_a_survey_each_tab_says_what_will_stand_there(app: App, store: Store) -> None:
    put_firm(store)
    at = opened(app)
    assert "No survey was opened by this day." in words_of(at)
    for tab, words in (
        ("Comments", "No survey was opened by this day."),
        ("Follow-ups", "No conversation was owed yet."),
    ):
        at.session_state["surveys_tab"] = tab
        at = at.run()
        assert not at.exception, at.exception[0].value
        assert words in words_of(at)
