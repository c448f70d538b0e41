"""Facts entered after a review was closed are told beside it; what was frozen stays as it was."""

from datetime import date, datetime, timedelta

from lib.delivery.tables import Project, TimeEntry
from lib.money.tables import Revenue
from lib.relationship.tables import ClientRequest, Interaction, Promise
from lib.review.closing_actions import close_review
from lib.review.late_queries import FACTS, Late, entered_late
from lib.review.reading_queries import review_of
from lib.review.tables import Review
from lib.store.base import Fact, table_of
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading
from tests.facts import put
from tests.review_cases import ACME, AGENDA, ANN, BOLT, HELD, REVENUE, at, put_firm

CLOSED, LATER = at(HELD, 11), at(HELD, 11) + timedelta(seconds=1)


def met(day: date, recorded: datetime, account: int | None = ACME) -> Interaction:
    return Interaction(account_id=account, happened_on=day, kind="call", recorded_at=recorded)


def test_only_what_happened_by_the_day_and_was_recorded_after_closing_is_late(store: Store) -> None:
    put_firm(store)
    put(store, Review(id=9, held_on=HELD - timedelta(1), closed_at=CLOSED))
    put(
        store, met(HELD - timedelta(1), LATER), met(HELD - timedelta(9), LATER, BOLT), met(HELD, LATER, None),
        met(HELD - timedelta(1), CLOSED), met(HELD - timedelta(40), LATER, None),
    )  # fmt: skip
    assert entered_late(store, 9) == [Late("interaction", 3, ("Acme", "Bolt & Sons"))]
    assert entered_late(store, 1) == entered_late(store, 99) == []  # open; not there


def test_each_kind_of_fact_is_counted_with_the_client_it_leads_to(store: Store) -> None:
    put_firm(store)
    day = HELD - timedelta(3)
    put(store, Review(id=9, held_on=HELD - timedelta(1), closed_at=CLOSED))
    put(
        store, Project(id=1, account_id=BOLT, name="Site"), Objective(id=1, account_id=ACME, name="Leads"),
        Survey(id=1, name="S", kind="relationship", mode="attributed"),
        SurveyWave(id=1, survey_id=1, name="W", opens_on=day),
    )  # fmt: skip
    rows: list[Fact] = [
        Promise(account_id=ACME, what="X", made_on=day, due_on=HELD),
        ClientRequest(account_id=ACME, department="sales", what="X", asked_at=at(day)),
        ClientRequest(account_id=ACME, department="sales", what="On the day after", asked_at=at(HELD, 0)),
        ObjectiveReading(objective_id=1, read_on=day, actual=1),
        Revenue(account_id=BOLT, earned_on=day, amount_cents=1, kind="project"),
        Revenue(earned_on=day, amount_cents=1, kind="project"),
        TimeEntry(person_id=ANN, project_id=1, worked_on=day, minutes=5),
        TimeEntry(person_id=ANN, account_id=ACME, project_id=1, worked_on=day, minutes=5),
        SurveyResponse(survey_wave_id=1, account_id=ACME, answered_on=day),
    ]  # fmt: skip
    put(store, *(row.model_copy(update={"recorded_at": LATER}) for row in rows))
    assert {one.words: one.accounts for one in entered_late(store, 9)} == {
        "1 promise": ("Acme",), "1 client request": ("Acme",), "1 reading of an objective": ("Acme",),
        "2 entries of revenue": ("Bolt & Sons",), "2 time entries": ("Acme", "Bolt & Sons"),
        "1 survey answer": ("Acme",),
    }  # fmt: skip


def test_late_facts_leave_the_closed_review_as_it_was(store: Store) -> None:
    review = put_firm(store)
    close_review(store, "Ann", review, AGENDA, [REVENUE], "close")
    before = review_of(store, review)
    closed_at = before.closed_at
    assert closed_at is not None
    put(store, met(HELD, closed_at + timedelta(days=1)))
    assert entered_late(store, review) == [Late("interaction", 1, ("Acme",))]
    assert review_of(store, review) == before


def test_every_kind_has_a_day_and_a_way_to_a_client() -> None:
    for kind in FACTS:
        columns = table_of(kind.model).c
        assert kind.day in columns, kind.noun
        assert "account_id" in columns or kind.through in columns, kind.noun
