"""Conversations owed: opened once, taken, noted, closed only with a note, opened again."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account, AccountOwner, Contact
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import perform
from lib.surveys import follow_up_actions as actions
from lib.surveys.follow_up_rules import BUSINESS_HOURS, HOURS, due_at, is_low
from lib.surveys.tables import Survey, SurveyFollowUp, SurveyResponse, SurveyWave
from tests.facts import put

ROW = table_of(SurveyFollowUp)
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def firm(store: Store) -> Store:
    """Acme, led by Ann until October and by Bo since; one sheet of its contact."""
    put(
        store, Person(id=1, name="Ann"), Person(id=2, name="Bo"), Account(id=1, name="Acme"),
        AccountOwner(account_id=1, person_id=1, starts_on=date(2025, 1, 1), ends_before=date(2026, 10, 1)),
        AccountOwner(account_id=1, person_id=2, starts_on=date(2026, 10, 1)),
        Contact(id=1, account_id=1, name="Cy"), Survey(id=1, name="Yearly", kind="relationship", mode="attributed"),
        SurveyWave(id=1, survey_id=1, name="2026", opens_on=date(2026, 11, 1)),
        SurveyResponse(id=1, survey_wave_id=1, contact_id=1, answered_on=date(2026, 11, 20)),
    )  # fmt: skip
    return store


def row(store: Store, number: int) -> SurveyFollowUp:
    found = store.rows(select(ROW).where(ROW.c.id == number))[0]
    return SurveyFollowUp(**found._mapping)


def opened(store: Store, token: str = "t") -> int:
    return actions.open_for_answer(store, "Ann", 1, "low score", HOURS, token) or 0


def test_it_falls_to_who_led_the_account_that_day_and_is_due_by_the_firms_clock(firm: Store) -> None:
    def work(write: actions.Write) -> int:
        return actions.open_follow_up(
            write, reason="asked for contact", wave_id=1, account_id=1, opened_at=FRIDAY, clock=BUSINESS_HOURS
        )

    made = row(firm, perform(firm, "test", "open", work) or 0)
    assert (made.person_id, made.state, made.due_at) == (2, "open", datetime(2026, 11, 24, 15, tzinfo=UTC))


def test_a_wish_without_an_account_is_nobodys(firm: Store) -> None:
    def work(write: actions.Write) -> int:
        return actions.open_follow_up(
            write, reason="asked for contact", wave_id=1, name="Petra", opened_at=FRIDAY, clock=HOURS
        )

    made = row(firm, perform(firm, "test", "open", work) or 0)
    assert (made.person_id, made.name, made.account_id) == (None, "Petra", None)


def test_a_second_click_opens_nothing_and_an_open_one_is_not_opened_twice(firm: Store) -> None:
    first = opened(firm)
    assert opened(firm) == first
    assert (row(firm, first).account_id, row(firm, first).survey_wave_id) == (1, 1)
    with pytest.raises(RefusedValue, match="is open already"):
        opened(firm, "another")
    with pytest.raises(RefusedValue, match="choose the answer"):
        actions.open_for_answer(firm, "Ann", None, "low score", HOURS, "x")


def test_it_closes_only_with_a_note_and_can_be_opened_again(firm: Store) -> None:
    number = opened(firm)
    with pytest.raises(RefusedValue, match="without a note"):
        actions.close_follow_up(firm, "Ann", number, 1, "  ", "a")
    actions.hand_over(firm, "Ann", number, 1, 1, "b")
    actions.note_down(firm, "Ann", number, 2, "called twice", "c")
    assert (row(firm, number).state, row(firm, number).person_id) == ("in progress", 1)
    actions.close_follow_up(firm, "Ann", number, 3, "agreed a plan", "d")
    closed = row(firm, number)
    assert (closed.state, closed.note, closed.closed_at is not None) == ("closed", "agreed a plan", True)
    with pytest.raises(RefusedValue, match="is closed"):
        actions.hand_over(firm, "Bo", number, 4, 2, "e")
    actions.reopen(firm, "Bo", number, 4, "f")
    assert (row(firm, number).state, row(firm, number).closed_at) == ("in progress", None)
    log = table_of(ChangeLog)
    kept = firm.rows(select(log.c.old).where(log.c.table_name == "survey_follow_up", log.c.field == "closed_at"))
    assert closed.closed_at is not None
    assert closed.closed_at.isoformat() in [old for (old,) in kept]


def test_a_row_that_somebody_changed_meanwhile_is_refused(firm: Store) -> None:
    number = opened(firm)
    actions.hand_over(firm, "Bo", number, 1, 2, "a")
    with pytest.raises(RefusedValue, match="changed this conversation meanwhile"):
        actions.close_follow_up(firm, "Ann", number, 1, "done", "b")


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [("2026-11-20T15", "2026-11-24T15"), ("2026-11-21T10", "2026-11-25T00"), ("2026-11-18T15", "2026-11-20T15")],
)
def test_business_hours_run_from_monday_to_friday(opened_at: str, due: str) -> None:
    moment = datetime.fromisoformat(f"{opened_at}:00+00:00")
    assert due_at(moment, BUSINESS_HOURS) == datetime.fromisoformat(f"{due}:00+00:00")


def test_what_is_low_depends_on_the_area_the_scale_and_which_end_is_better() -> None:
    assert [is_low("0-10", "recommendation", score) for score in (0, 6, 7, None)] == [True, True, False, False]
    assert [is_low("1-5", "satisfaction", score) for score in (1, 2, 3)] == [True, True, False]
    assert [is_low("1-5", "satisfaction", score, "lower") for score in (3, 4)] == [False, True]
    assert not is_low("1-5", "reliability", 1)
