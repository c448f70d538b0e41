"""The tab of results on the page of surveys: known numbers, nothing yet, an anonymous wave before and after release."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contact, Sector
from lib.people.tables import Person
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.writing import perform
from lib.surveys.anonymous_actions import store_release
from lib.surveys.release_figures import WITHHELD, release
from lib.surveys.tables import (
    AnonymousAnswer,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)
from tests.facts import put
from tests.page_cases import words_of
from tests.surveys_release_cases import PLANS, answers, mixed
from tests.surveys_release_cases import wave as closed_wave

App = Callable[..., AppTest]
DAY, SECRET = "2026-11-20", "Tiny segment"
MARCH, SEPTEMBER, AUTUMN = 1, 2, 3
NOW = [9, 9, 10, 10, 9, 7, 8, 8, 7, 3, 0]  # 5 promoters, 4 passives, 2 detractors of 11: +27
THEN = [9, 9, 10, 10, 9, 9, 9, 9, 9, 9, 9]
QUICK = [5, 4, 4, 4, 3, 2, 5, 4, 1, None]  # 6 of 9 gave 4 or 5, one not applicable, the eleventh blank


def firm() -> Iterator[Base]:
    """Two accounts with seven contacts each, one owner each."""
    yield from (Person(id=number, name=name) for number, name in enumerate(["Ann", "Bo"], start=1))
    yield from (Sector(id=number, name=name) for number, name in enumerate(["retail", "media"], start=1))
    for number, name in enumerate(["Acme", "Bolt"], start=1):
        yield Account(id=number, name=name, sector_id=number)
        yield AccountOwner(account_id=number, person_id=number, starts_on=date(2024, 1, 1))
    for number in range(1, 15):
        role = "decision maker" if number in (1, 12) else "sponsor" if number == 8 else "user"
        yield Contact(id=number, account_id=1 if number <= 7 else 2, name=f"Contact {number}", role=role)


def attributed() -> Iterator[Base]:
    """A survey of the relationship with two waves: eleven of fourteen answered each time."""
    yield Survey(id=1, name="Relationship", kind="relationship", mode="attributed")
    asked = (("Would you recommend us?", "0-10", "recommendation"), ("Are we quick?", "1-5", "responsiveness"))
    for number, (words, scale, area) in enumerate(asked, start=1):
        yield SurveyQuestion(id=number, survey_id=1, position=number, words=words, scale=scale, area=area)
    yield from wave(MARCH, "March 2026", date(2026, 3, 1), THEN)
    yield from wave(SEPTEMBER, "September 2026", date(2026, 9, 1), NOW)


def wave(number: int, name: str, opens: date, scores: list[int]) -> Iterator[Base]:
    closes = opens.replace(day=20)
    closed = datetime(opens.year, opens.month, 21, tzinfo=UTC)
    yield SurveyWave(id=number, survey_id=1, name=name, opens_on=opens, closes_on=closes, closed_at=closed)
    for contact in range(1, 15):
        state = "answered" if contact <= 11 else "bounced" if contact == 14 else "sent"
        yield SurveyInvitation(survey_wave_id=number, contact_id=contact, state=state, sent_on=opens)
    for contact, score in enumerate(scores, start=1):
        sheet = number * 100 + contact
        yield SurveyResponse(
            id=sheet, survey_wave_id=number, contact_id=contact, answered_on=opens.replace(day=1 + contact),
            complete=contact < 11,
        )  # fmt: skip
        yield SurveyAnswer(survey_response_id=sheet, survey_question_id=1, score=score)
        if contact <= len(QUICK):
            quick = QUICK[contact - 1]
            yield SurveyAnswer(
                survey_response_id=sheet, survey_question_id=2, score=quick, not_applicable=quick is None
            )  # fmt: skip


def anonymous(closed: bool) -> Iterator[Base]:
    """An anonymous survey with one wave; who is invited is on record, nothing else."""
    yield Survey(id=2, name="Pulse", kind="relationship", mode="anonymous")
    for number, (scale, area) in enumerate((("0-10", "recommendation"), ("1-5", "satisfaction")), start=11):
        yield SurveyQuestion(id=number, survey_id=2, position=number, words="Well?", scale=scale, area=area)
    at = datetime(2026, 10, 20, tzinfo=UTC) if closed else None
    yield SurveyWave(
        id=AUTUMN, survey_id=2, name="Autumn", opens_on=date(2026, 10, 1), closes_on=date(2026, 12, 24), closed_at=at
    )  # fmt: skip


def results(app: App, *unfolded: str, **query: str) -> Any:
    """The tab of results, drawn; `unfolded`: keys of what is folded away until somebody opens it."""
    at = app("surveys.py", **({"as_of": DAY} | query))
    for key in unfolded:
        at.session_state[key] = True
    at = at.run() if unfolded else at
    assert not at.exception
    return at.tabs[0]


def cards(tab: Any) -> dict[str, list[str]]:
    """Each figure: its value and the lines that stand under it in the same box."""
    found: dict[str, list[str]] = {}

    def look(block: Any) -> None:
        own = [child for child in block.children.values() if not hasattr(child, "children")]
        for metric in (child for child in own if child.type == "metric"):
            lines = [plainly(child.value) for child in own if child.type == "caption" or child.type == "markdown"]
            found[metric.label] = [metric.value, *lines]
        for child in block.children.values():
            if hasattr(child, "children"):
                look(child)

    look(tab)
    return found


def plainly(text: str) -> str:
    return text.replace("\\", "")


def rows(tab: Any, *columns: str) -> pd.DataFrame:
    found: pd.DataFrame = next(one.value for one in tab.dataframe if set(columns) <= set(one.value.columns))
    return found


def test_every_score_stands_with_its_answers_base_and_interval(app: App, store: Store) -> None:
    put(store, *firm(), *attributed())
    tab = results(app)
    shown = cards(tab)
    assert shown["NPS"][:3] == ["+27", "n = 11 of 11 who answered", "95 % interval -20 to +63"]
    assert shown["Answered to the end (RR1)"][:3] == ["71 %", "10 of 14 asked", "95 % interval 45 % to 88 %"]
    assert shown["Answered at all (RR2)"][:2] == ["79 %", "11 of 14 asked"]
    assert shown["Accounts covered"][:2] == ["2 of 2", "2 of 2 accounts asked"]
    heard = shown["Decision makers heard"]
    assert heard[:2] == ["1 of 2", "1 of 2 accounts asked"]
    assert "In 1 more account a sponsor answered, who is not counted here" in heard
    for label, lines in shown.items():
        assert any(" of " in line for line in lines), label
        assert any("95 % interval" in line for line in lines), label
    tables = [one.value for one in tab.dataframe if {"95 % interval"} <= set(one.value.columns)]
    assert len(tables) == 5  # response, scores, areas, change, trend
    for frame in tables:
        assert {"n", "Answers", "Asked"} & set(frame.columns)
        assert frame["95 % interval"].str.contains(" to ").all()


def test_areas_change_and_the_missing_are_told_with_their_bases(app: App, store: Store) -> None:
    put(store, *firm(), *attributed())
    tab = results(app, "results_silent")
    said = words_of(tab)
    # Two were silent and one bounced: 3 of 14 could move the score from (5 - 2 - 3) / 14 to (5 - 2 + 3) / 14.
    assert "2 without an answer, 1 bounced: unknown, kept among those asked, 1 answered in part" in said
    assert "11 of 14 asked gave a recommendation: with the others the NPS would lie between 0 and +43" in said
    area = rows(tab, "Good answers", "Blank").iloc[0]
    assert area[["Area", "Good answers", "n", "N/a", "Blank", "4"]].tolist() == [
        "Responsiveness (4 or 5)", "6 of 9", 9, 1, 1, "4 (44 %)",
    ]  # fmt: skip
    change = rows(tab, "Verdict", "p (Holm)").iloc[0]
    assert change[["Before", "Now", "Change", "Verdict"]].tolist() == ["+100", "+27", "-73 points", "▼ down"]
    assert change["Answers"] == "11 → 11 (11 both times)"
    assert change["Test, or why there is none"].startswith("the same people twice")
    assert rows(tab, "Wave", "NPS")[["Wave", "NPS", "n"]].to_numpy().tolist() == [
        ["March 2026", "+100", 11], ["September 2026", "+27", 11],
    ]  # fmt: skip
    assert "2 people at 1 account** reached in two closed waves" in plainly(tab.expander[0].label)
    assert rows(tab, "Contact", "Waves asked")["Contact"].tolist() == ["Contact 12", "Contact 13"]


def test_filters_narrow_and_an_open_wave_says_how_many_answered_so_far(app: App, store: Store) -> None:
    put(store, *firm(), *attributed())
    bolt = results(app, sector="media", as_of="2026-09-20")
    assert "still open: 4 answers so far" in words_of(bolt)
    shown = cards(bolt)
    assert shown["NPS"][:3] == ["0 of 4 gave 9 or 10", "n = 4 of 4 who answered", "Too few answers for a score or an "
                                "interval"]  # fmt: skip
    assert "what it says so far is not compared with a whole wave" in words_of(bolt)
    early = results(app, as_of="2026-03-01")
    assert "No answer is in yet" in words_of(early)


def test_without_a_survey_the_tab_says_the_next_step(app: App, store: Store) -> None:
    put(store, *firm())
    assert "Build a survey on the tab Build" in words_of(results(app))


def test_answers_of_people_nobody_noted_as_asked_have_scores_and_no_response(app: App, store: Store) -> None:
    put(store, *firm(), *(row for row in attributed() if not isinstance(row, SurveyInvitation)))
    tab = results(app)
    assert "Nobody is on record as asked in this wave" in words_of(tab)
    assert cards(tab)["NPS"][0] == "+27"


def test_before_its_release_an_anonymous_wave_says_one_sentence_whatever_came_in(app: App, store: Store) -> None:
    put(store, *firm(), *anonymous(closed=False))
    before = results(app, survey="Pulse")
    given = [
        {"key": f"key {at}", "survey_wave_id": AUTUMN, "survey_question_id": 11, "sheet": f"sheet {at}", "score": at,
         "not_applicable": False}
        for at in range(9)
    ]  # fmt: skip
    perform(store, "test", "answers come in", lambda write: write.add_many(AnonymousAnswer, given))
    after = results(app, survey="Pulse")
    sentence = "Results of Autumn are shown when the wave is closed on 24 Dec 2026: until then nothing is counted."
    assert words_of(before) == words_of(after) == sentence
    assert not [*after.metric, *after.dataframe, *after.get("vega_lite_chart"), *after.get("download_button")]


@pytest.fixture
def pulse(store: Store) -> list[dict[str, Any]]:
    """The released wave: 12 and 9 people in two segments, and 2 in one that must not be told; its rows."""
    put(store, *firm(), *anonymous(closed=True))
    people = {("large", None, None): mixed(12), ("medium", None, None): mixed(9), (SECRET, None, None): [0.0, 10.0]}
    closed = closed_wave(people)
    satisfied = answers({key: [1 + at % 5 for at in range(len(scores))] for key, scores in people.items()}, 2)
    both = pd.concat([closed.answers, satisfied], ignore_index=True)
    given = release(type(closed)(both, closed.invited, closed.k), PLANS)
    moved = [
        row | {"survey_question_id": row["survey_question_id"] and row["survey_question_id"] + 10} for row in given
    ]
    perform(store, "test", "release", lambda write: store_release(write, AUTUMN, moved))
    return moved


def test_an_anonymous_wave_shows_what_was_released_and_nothing_else(
    app: App, store: Store, pulse: list[dict[str, Any]]
) -> None:
    tab = results(app, survey="Pulse", owner="Ann")
    said = words_of(tab)
    assert "The owner and sector filters do nothing here" in said
    assert WITHHELD in said
    nps = next(row for row in pulse if (row["cut"], row["figure"]) == ("whole", "nps"))
    shown = cards(tab)
    assert shown["NPS"][1] == f"n = {nps['base']} who answered the question"
    assert shown["Answered"][1].startswith("23 of 38 invited")
    assert all(any("95 % interval" in line for line in lines) for lines in shown.values())
    groups = rows(tab, "By", "Group").set_index("Group")
    assert groups.loc[SECRET, ["Answered", "NPS", "Satisfaction, 4 or 5"]].tolist() == ["withheld"] * 3
    told = [cell for cell in groups["NPS"] if cell != "withheld"]
    assert told
    assert all("n\u00a0=\u00a0" in cell and " to " in cell for cell in told)
    [drawn] = tab.get("vega_lite_chart")
    assert not [name for name in (SECRET, "large", "medium") if name in drawn.proto.spec]
    [data] = (convert_arrow_bytes_to_pandas_df(one.data.data) for one in drawn.proto.datasets)
    assert {*data["row"]} == {f"Recommendation|n = {nps['base']}", f"Satisfaction|n = {nps['base']}"}
    whole = {row["value"] for row in pulse if row["cut"] == "whole" and str(row["figure"]).startswith("points")}
    assert sorted(data["share"].unique()) == pytest.approx(sorted(whole))
