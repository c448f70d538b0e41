"""An answer taken by phone is stored once, as the link would have stored it; of anonymous waves none is."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.accounts.tables import Account, Contact, Sector
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.periods import today
from lib.respond.wave import Cuts
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.anonymous_actions import Given
from lib.surveys.closing import close_wave
from lib.surveys.phone import Call, answered_already, callable_contacts, take_down
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyInvitation, SurveyResponse
from tests.facts import put
from tests.survey_wave_cases import OPENED, REASON, RECOMMEND, ROLE, SATISFIED, sent

RESPONSE = table_of(SurveyResponse)
NORTH = Cuts("Retail", "North", "Mia Lund")
SAID = (
    Given(RECOMMEND, 4), Given(REASON, words="Slow."), Given(SATISFIED, not_applicable=True), Given(ROLE, words="User"),
)  # fmt: skip
PERSON, STRANGER = 1, 9


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return tmp_path / "respond.db"


def asked(store: Store, form: Path, mode: str = "attributed") -> None:
    """Five invited contacts, one who was not, and the colleague who calls."""
    sent(store, form, mode, [NORTH] * 5)
    put(store, Person(id=PERSON, name="Ann"), Sector(id=1, name="Tourism"), Account(id=9, name="Nine", sector_id=1))
    put(store, Contact(id=STRANGER, account_id=9, name="Not invited"))


def taken(store: Store, contact: int | None = 1, answers: Sequence[Given] = SAID, **call: Any) -> int | None:
    called = {"on": today(), "person_id": PERSON, "wants_contact": False} | call
    return take_down(store, "Ann", 1, Call(contact, **called), answers, "once")


def count(store: Store, table: Any) -> int:
    return int(store.rows(select(func.count()).select_from(table_of(table)))[0][0])


def test_an_answer_by_phone_is_stored_once_with_who_took_it_and_the_invitation_is_answered(
    store: Store, form: Path
) -> None:
    asked(store, form)
    assert taken(store) == taken(store)
    (row,) = store.rows(select(RESPONSE))
    assert (row.contact_id, row.account_id, row.channel, row.person_id) == (1, 1, "phone", PERSON)
    assert (row.segment, row.region, row.manager, row.complete) == ("Retail", "North", "Mia Lund", True)
    assert (count(store, SurveyAnswer), count(store, SurveyFollowUp)) == (4, 1)
    assert store.rows(
        select(table_of(SurveyInvitation).c.state).where(table_of(SurveyInvitation).c.contact_id == 1)
    ) == [("answered",)]
    assert answered_already(store, 1, 1) == (today(), "phone")
    assert answered_already(store, 1, 2) is None
    assert store.rows(select(table_of(Survey).c.frozen_at))[0][0] is not None


def test_who_was_not_invited_counts_for_the_groups_of_the_day(store: Store, form: Path) -> None:
    asked(store, form)
    taken(store, STRANGER, (Given(RECOMMEND, 9),), wants_contact=True)
    (row,) = store.rows(select(RESPONSE))
    assert (row.account_id, row.segment, row.region, row.complete) == (9, "Tourism", None, False)
    (owed,) = store.rows(select(table_of(SurveyFollowUp)))
    assert (owed.reason, owed.account_id, owed.survey_response_id) == ("asked for contact", 9, row.id)


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"contact": None}, "contact_id"), ({"person_id": None}, "person_id"), ({"on": OPENED - timedelta(1)}, "on"),
    ({"on": date(2099, 1, 1)}, "on"), ({"answers": ()}, "answers"), ({"answers": (Given(RECOMMEND, 11),)}, "q1"),
    ({"answers": (Given(RECOMMEND, not_applicable=True),)}, "q1"), ({"answers": (Given(SATISFIED, 2.5),)}, "q3"),
    ({"answers": (Given(ROLE, words="King"),)}, "q4"), ({"answers": (Given(77, 1),)}, "q77"),
)  # fmt: skip


def test_what_cannot_be_is_refused_by_its_field(store: Store, form: Path) -> None:
    asked(store, form)
    for given, field in WRONG:
        with pytest.raises(RefusedValue) as refused:
            taken(store, **given)
        assert refused.value.field == field, given
    assert count(store, SurveyResponse) == 0


def test_r14_nobody_takes_down_an_answer_of_an_anonymous_wave(store: Store, form: Path) -> None:
    asked(store, form, "anonymous")
    with pytest.raises(RefusedValue, match="the survey is anonymous"):
        taken(store)


def test_a_closed_wave_takes_no_answer_by_phone(store: Store, form: Path) -> None:
    asked(store, form)
    close_wave(store, "Ann", 1, form)
    with pytest.raises(RefusedValue, match="late answers cannot join"):
        taken(store)


def test_who_left_is_not_called(store: Store, form: Path) -> None:
    asked(store, form)
    put(store, Contact(id=20, account_id=9, name="Gone", left_on=today() - timedelta(1)))
    assert callable_contacts(store, today())["contact_id"].tolist() == [1, 2, 3, 4, 5, STRANGER]
