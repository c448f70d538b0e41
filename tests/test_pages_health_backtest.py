"""The backtest tab on a planted set counted by hand, on too little data, and on none."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.store.engine import Store
from tests.facts import put
from tests.health_tabs import open_tab, planted, words

TAB = "health_backtest:backtest_tab"


@pytest.fixture
def planted_store(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    put(store, *planted())
    return store


def rules(at: AppTest) -> pd.DataFrame:
    """The table of warnings against what happened, by the rule."""
    table: pd.DataFrame = at.dataframe[0].value
    return table.set_index("Warning 90 days before")


COUNTS = ["Warned, left", "Warned, stayed", "Not warned, left", "Not warned, stayed"]


def test_the_planted_counts_are_found(planted_store: Store) -> None:
    found = rules(open_tab(planted_store.url, TAB))
    assert found["Decisions"].tolist() == [32] * 4
    counted = {rule: found.loc[rule, COUNTS].tolist() for rule in found.index}
    assert counted == {
        "Red": [9, 2, 3, 18],
        "Red or Unknown": [10, 4, 2, 16],
        "Somebody called it leaving": [5, 1, 7, 19],
        "No contact for more than 30 days": [10, 2, 2, 18],
    }
    assert found.loc["Red", "Caught"].startswith("75 % (47 % to 91 %)")
    assert found.loc["Red", "Came true"].startswith("82 % (52 % to 95 %)")


def test_enough_data_is_told_in_words_and_figures(planted_store: Store) -> None:
    at = open_tab(planted_store.url, TAB)
    said = words(at)
    values = {metric.label: metric.value for metric in at.metric}
    assert "Red caught 9 of 12 that left, 90 days ahead" in said
    assert "9 of 11 Red ones left" in said
    assert "Cannot tell yet" not in said
    assert list(values.values()) == ["75 %", "82 %", "86 %"]
    assert "the worse the band, the more left" in said
    assert "There are 12: enough for 0 of the 8 factors" in said


def test_treated_and_untreated_stand_apart(planted_store: Store) -> None:
    """Three departures were treated; of those that stayed one by a decision of the review, one by an escalation."""
    table = open_tab(planted_store.url, TAB).dataframe[1].value.set_index("")
    assert table.loc["Treated"].tolist()[:5] == [5, 3, 2, 0, 0]
    assert table.loc["Untreated"].tolist()[:5] == [27, 6, 0, 3, 18]


def test_calls_are_scored_against_the_base_rate(planted_store: Store) -> None:
    """Two calls a client: those of December as planted, those of March all right."""
    at = open_tab(planted_store.url, TAB)
    scores = at.dataframe[2].value.set_index("Who called")
    wrong, right = 8 * 0.95**2, 56 * 0.05**2
    assert scores.loc["Everybody"].tolist() == [64, f"{(wrong + right) / 64:.3f}", f"{12 * 20 / 32**2:.3f}"]
    assert scores.index.tolist() == ["Everybody", "Account manager", "Ann"]


def test_few_leavers_cannot_tell_yet_and_say_why(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    put(store, *planted(leavers=3))
    said = words(open_tab(url, TAB))
    assert "Cannot tell yet: 3 left, 10 are needed" in said.replace("*", "")


def test_what_happened_after_the_day_is_not_known(planted_store: Store) -> None:
    said = words(open_tab(planted_store.url, TAB, date(2025, 4, 9)))
    assert "no client has decided anything" in said


def test_decisions_without_snapshots_say_when_they_can_be_tested(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    put(store, *(record for record in planted() if type(record).__name__ != "HealthSnapshot"))
    assert "32 decisions on record, none with a health snapshot" in words(open_tab(url, TAB))


def test_an_empty_store_says_what_is_missing(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    said = words(open_tab(store.url, TAB))
    assert "no client has decided anything" in said
    assert "No renewal call is closed yet" in said


def test_every_figure_opens_to_the_decisions_tested(planted_store: Store) -> None:
    at = open_tab(planted_store.url, TAB)
    at.session_state["rows_warning_recall"] = True
    at.run()
    assert len(at.dataframe[-1].value) == 32
