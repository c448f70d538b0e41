"""Conversations owed, counted: as of past days, in time or late, how long they took."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.accounts.tables import Account, Contact
from lib.store.engine import Store
from lib.surveys import follow_up_figures as figures
from lib.surveys.follow_up_queries import follow_ups, sheets
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyQuestion, SurveyResponse, SurveyWave
from tests.facts import put

DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
SCORES = ((1, 3), (2, 4), (3, 9))  # sheet, score
NOW = pd.Timestamp(DAY + timedelta(days=10))


def rows(*lasted: int | None) -> pd.DataFrame:
    """Conversations opened on DAY, due 48 hours later, closed after so many hours (None: open)."""
    closed = [None if hours is None else DAY + timedelta(hours=hours) for hours in lasted]
    frame = pd.DataFrame({"id": range(len(lasted)), "person": (["Ann", None] * len(lasted))[: len(lasted)]})
    return figures.standing(
        frame.assign(
            opened_at=pd.Timestamp(DAY), due_at=pd.to_datetime(pd.Series([None] * len(lasted)), utc=True),
            closed_at=pd.to_datetime(pd.Series(closed, dtype=object), utc=True),
        ),
        NOW,
    )  # fmt: skip


def test_the_share_closed_in_time_counts_those_overdue_as_late() -> None:
    found = figures.closed_in_time(rows(10, 48, 60, None))
    assert (found.hits, found.base) == (2, 4)
    assert found.low == pytest.approx(0.1500, abs=1e-4)  # Wilson 2 of 4
    assert figures.closed_in_time(rows()).value is None


def test_open_ones_count_in_the_median_with_their_age() -> None:
    assert figures.hours_to_close(rows(10, 20, 30, 40, 50), NOW).value == 30
    found = figures.hours_to_close(rows(10, 20, 30, 40, 50, None, None), NOW)
    assert (found.value, found.base) == (40, 7)
    assert figures.hours_to_close(rows(10, 20, None), NOW).value is None
    assert "Less than half" in figures.hours_to_close(rows(*[10] * 5, *[None] * 6), NOW).why


def test_open_ones_stand_by_whose_they_are_nobodys_too() -> None:
    counts = figures.open_by_owner(rows(None, None, None, 5))
    assert counts.values.tolist() == [["Ann", 2, 2], [None, 1, 1]]
    assert figures.overdue(rows(None, 5)).value == 1


@given(st.floats(-5_000, 5_000))
def test_what_is_due_is_said_in_words_on_the_right_side(hours: float) -> None:
    words = figures.in_words(hours)
    assert words.endswith(" late") == (hours < 0)
    assert words.startswith("due in ") == (hours >= 0)


def test_due_words_are_hours_first_then_days() -> None:
    assert [figures.in_words(h) for h in (5, -0.2, 47, 50, -216)] == [
        "due in 5 h", "less than an hour late", "due in 47 h", "due in 2 days", "9 days late",
    ]  # fmt: skip


def test_a_conversation_stands_on_a_past_day_as_it_stood_then_with_the_answer_behind_it(store: Store) -> None:
    put(
        store, Account(id=1, name="Acme"), Contact(id=1, account_id=1, name="Cy"),
        Survey(id=1, name="Yearly", kind="relationship", mode="attributed"),
        SurveyQuestion(id=1, survey_id=1, position=1, words="Recommend?", scale="0-10", area="recommendation"),
        SurveyQuestion(id=2, survey_id=1, position=2, words="Why?", scale="text", area="reason"),
        SurveyWave(id=1, survey_id=1, name="2026", opens_on=date(2026, 5, 1)),
        *(SurveyResponse(id=n, survey_wave_id=1, contact_id=1, answered_on=date(2026, 6, 1)) for n in (1, 2, 3)),
        *(SurveyAnswer(survey_response_id=n, survey_question_id=1, score=score) for n, score in SCORES),
        SurveyAnswer(survey_response_id=1, survey_question_id=2, words="Too slow."),
        SurveyFollowUp(id=1, survey_response_id=1, contact_id=1, opened_at=DAY, closed_at=DAY + timedelta(days=3),
                       state="closed", note="All said."),
    )  # fmt: skip
    then, now = follow_ups(store, date(2026, 6, 2)).iloc[0], follow_ups(store, date(2026, 6, 9)).iloc[0]
    assert (then["state"], pd.isna(then["note"]), pd.isna(then["closed_at"])) == ("in progress", True, True)
    assert (now["state"], now["score"], now["comment"], now["account"]) == ("closed", 3, "Too slow.", "Acme")
    assert follow_ups(store, date(2026, 5, 31)).empty
    missed = figures.never_opened(sheets(store, date(2026, 6, 9), 365))
    assert missed["response_id"].tolist() == [2]
