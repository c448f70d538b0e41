"""Writing down contact, promises, requests, escalations and onboarding: stored once, refused in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account, Contact
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.actions import Talk, add_promise, log_interaction, settle_promise
from lib.relationship.escalation_actions import add_update, close_escalation, open_escalation
from lib.relationship.escalation_queries import escalations
from lib.relationship.onboarding_actions import add_step, start_onboarding, tick_step
from lib.relationship.onboarding_queries import onboarding_steps
from lib.relationship.queries import contact_days, meetings, promises, requests
from lib.relationship.request_actions import add_request, answer_request, close_request
from lib.relationship.tables import OnboardingTemplate, OnboardingTemplateStep
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.facts import put

LOG = table_of(ChangeLog)
TODAY, TOMORROW, YESTERDAY = today(), today() + timedelta(1), today() - timedelta(1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def firm(store: Store) -> Store:
    """Two clients with a contact each, one colleague."""
    put(
        store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Person(id=1, name="Ann"),
        Contact(id=1, account_id=1, name="Cy"), Contact(id=2, account_id=2, name="Di"),
    )  # fmt: skip
    return store


def test_a_contact_is_logged_with_those_who_took_part_and_a_second_click_stores_nothing(firm: Store) -> None:
    talk = Talk(TODAY, "call", contact_ids=[1], person_ids=[1], summary="Budget", formal_update=True)
    assert log_interaction(firm, "Ann", 1, talk, "t") == log_interaction(firm, "Ann", 1, talk, "t")
    (day,) = contact_days(firm, 1, TODAY)
    assert (day.day, day.kind, day.formal_update, day.summary) == (TODAY, "call", True, "Budget")
    assert meetings(firm, 1, TODAY)[["contact", "person"]].to_numpy().tolist() == [["Cy", "Ann"]]
    logged = firm.rows(select(LOG.c.who, LOG.c.table_name).where(LOG.c.action == "log interaction"))
    assert [row.table_name for row in logged] == ["interaction", "interaction_contact", "interaction_person"]
    assert {row.who for row in logged} == {"Ann"}


@pytest.mark.parametrize(
    ("talk", "field"),
    [
        (Talk(TOMORROW, "call"), "happened_on"),
        (Talk(None, "call"), "happened_on"),
        (Talk(TODAY, None), "kind"),
        (Talk(TODAY, "shout"), "kind"),
        (Talk(TODAY, "call", contact_ids=[2]), "contact_id"),
        (Talk(TODAY, "call", next_step="Send it"), "next_step_on"),
        (Talk(TODAY, "call", next_step_on=TOMORROW), "next_step"),
        (Talk(TODAY, "call", next_step="Send it", next_step_on=TODAY - timedelta(1)), "next_step_on"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_beside_its_field(firm: Store, talk: Talk, field: str) -> None:
    refused(field, lambda: log_interaction(firm, "Ann", 1, talk, "t"))
    assert contact_days(firm, 1, TOMORROW) == []
    assert promises(firm, 1, TOMORROW) == []


def test_a_next_step_is_a_promise_stored_with_its_contact_in_one_write(firm: Store) -> None:
    talk = Talk(TODAY, "call", contact_ids=[1], person_ids=[1], next_step="Send it", next_step_on=TOMORROW)
    for _ in range(2):
        log_interaction(firm, "Ann", 1, talk, "t")
    (made,) = promises(firm, 1, TODAY)
    assert (made.what, made.made_on, made.due_on, made.by, made.to) == ("Send it", TODAY, TOMORROW, "Ann", "Cy")
    assert {row.action for row in firm.rows(select(LOG.c.action).where(LOG.c.table_name == "promise"))} == {
        "log interaction"
    }


def refused(field: str, work: Callable[[], object]) -> None:
    with pytest.raises(RefusedValue) as told:
        work()
    assert told.value.field == field


def a_promise(firm: Store, token: str = "p", **changed: Any) -> int | None:
    given: dict[str, Any] = {
        "what": "Send the plan", "due_on": TOMORROW, "made_on": TODAY, "person_id": 1, "contact_id": 1
    }  # fmt: skip
    return add_promise(firm, "Ann", 1, **(given | changed), token=token)


def test_a_promise_is_made_and_settled_once(firm: Store) -> None:
    number = a_promise(firm, made_on=YESTERDAY)
    assert number is not None
    settle_promise(firm, "Ann", number, "kept", TODAY, "s")
    (kept,) = promises(firm, 1, TODAY)
    assert (kept.outcome, kept.settled_on, kept.by, kept.to) == ("kept", TODAY, "Ann", "Cy")
    refused("outcome", lambda: settle_promise(firm, "Bo", number, "broken", TODAY, "other"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": None}, "what"), ({"due_on": None}, "due_on"), ({"due_on": YESTERDAY}, "due_on"),
        ({"made_on": TOMORROW}, "made_on"), ({"contact_id": 2}, "contact_id"),
    ],
)  # fmt: skip
def test_a_promise_that_cannot_be_is_refused(firm: Store, changed: dict[str, Any], field: str) -> None:
    refused(field, lambda: a_promise(firm, **changed))


def test_a_promise_is_not_settled_in_the_future_nor_before_it_was_made(firm: Store) -> None:
    number = a_promise(firm) or 0
    refused("settled_on", lambda: settle_promise(firm, "Ann", number, "kept", TOMORROW, "s"))
    refused("settled_on", lambda: settle_promise(firm, "Ann", number, "kept", YESTERDAY, "s"))
    refused("outcome", lambda: settle_promise(firm, "Ann", number, None, TODAY, "s"))
    assert promises(firm, 1, TODAY)[0].outcome is None


def a_request(firm: Store, **changed: Any) -> int:
    given: dict[str, Any] = {
        "what": "A quote", "department": "sales", "asked_at": NOON, "contact_id": 1, "person_id": 1
    }  # fmt: skip
    return add_request(firm, "Ann", 1, **(given | changed), token="r") or 0


def test_a_request_is_answered_closed_and_the_client_told(firm: Store) -> None:
    number = a_request(firm)
    answer_request(firm, "Ann", number, NOON + timedelta(hours=3), "a")
    assert requests(firm, 1, TODAY)[0].state == "answered"
    close_request(firm, "Ann", number, "done", TODAY, TODAY, "c")
    (done,) = requests(firm, 1, TODAY)
    assert (done.state, done.closed_on, done.client_told_on) == ("done", TODAY, TODAY)
    refused("answered_at", lambda: answer_request(firm, "Ann", number, NOON + timedelta(hours=4), "again"))


def test_a_request_that_cannot_be_is_refused(firm: Store) -> None:
    refused("what", lambda: a_request(firm, what=None))
    refused("department", lambda: a_request(firm, department=None))
    refused("asked_at", lambda: a_request(firm, asked_at=datetime.now(UTC) + timedelta(hours=1)))
    number = a_request(firm)
    refused("answered_at", lambda: answer_request(firm, "Ann", number, NOON - timedelta(hours=1), "a"))
    refused("closed_on", lambda: close_request(firm, "Ann", number, "done", date(2026, 5, 1), None, "c"))
    refused("client_told_on", lambda: close_request(firm, "Ann", number, "done", TODAY, TOMORROW, "c"))
    refused("state", lambda: close_request(firm, "Ann", number, None, TODAY, None, "c"))


def an_escalation(firm: Store, **changed: Any) -> int:
    given: dict[str, Any] = {"severity": 3, "what": "Wrong prices", "opened_on": YESTERDAY, "person_id": 1}
    return open_escalation(firm, "Ann", 1, **(given | changed), token="e") or 0


def test_an_escalation_is_opened_told_of_and_closed(firm: Store) -> None:
    number = an_escalation(firm)
    add_update(firm, "Ann", number, words="Called them", given_on=TODAY, person_id=1, token="u")
    (opened,) = escalations(firm, 1, TODAY)
    assert (opened.severity, opened.owner, opened.updates, opened.updated_on) == (3, "Ann", 1, TODAY)
    close_escalation(firm, "Ann", number, resolution="Credited", closed_on=TODAY, token="c")
    assert escalations(firm, 1, TODAY)[0].resolution == "Credited"
    refused("given_on", lambda: add_update(firm, "A", number, words="x", given_on=TODAY, person_id=1, token="v"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"severity": None}, "severity"), ({"what": None}, "what"), ({"person_id": None}, "person_id"),
        ({"opened_on": TOMORROW}, "opened_on"),
    ],
)  # fmt: skip
def test_an_escalation_needs_severity_words_owner_and_day(firm: Store, changed: dict[str, Any], field: str) -> None:
    refused(field, lambda: an_escalation(firm, **changed))


def test_an_update_and_a_resolution_need_words_and_a_day_it_was_open(firm: Store) -> None:
    number, before = an_escalation(firm), YESTERDAY - timedelta(1)
    refused("words", lambda: add_update(firm, "A", number, words=None, given_on=TODAY, person_id=1, token="u"))
    refused("given_on", lambda: add_update(firm, "A", number, words="x", given_on=before, person_id=1, token="u"))
    refused("resolution", lambda: close_escalation(firm, "A", number, resolution=None, closed_on=TODAY, token="c"))
    refused("closed_on", lambda: close_escalation(firm, "A", number, resolution="x", closed_on=before, token="c"))


def put_template(firm: Store) -> None:
    steps: list[Base] = [
        OnboardingTemplateStep(
            onboarding_template_id=1, position=at, milestone="Kick-off", name=name, due_after_days=7 * at
        )
        for at, name in enumerate(["Meet", "Agree goals"])
    ]
    put(firm, OnboardingTemplate(id=1, name="New client"), OnboardingTemplate(id=2, name="Empty"), *steps)


def test_a_template_puts_its_steps_on_the_account_and_a_step_is_ticked_and_unticked(firm: Store) -> None:
    put_template(firm)
    assert start_onboarding(firm, "Ann", 1, template_id=1, starts_on=TODAY, person_id=1, token="o") == 2
    first, second = onboarding_steps(firm, 1, TODAY)
    assert (first.due_on, second.due_on) == (TODAY, TODAY + timedelta(7))
    tick_step(firm, "Ann", first.id, TODAY, "t")
    assert onboarding_steps(firm, 1, TODAY)[0].done_on == TODAY
    tick_step(firm, "Ann", first.id, None, "n")
    assert onboarding_steps(firm, 1, TODAY)[0].done_on is None
    refused("done_on", lambda: tick_step(firm, "Ann", first.id, TOMORROW, "f"))


def test_a_template_under_way_without_steps_or_not_chosen_is_refused(firm: Store) -> None:
    put_template(firm)
    start_onboarding(firm, "Ann", 1, template_id=1, starts_on=TODAY, person_id=None, token="o")
    for number in (1, 2, None):
        refused(
            "template_id",
            lambda number=number: start_onboarding(
                firm, "Ann", 1, template_id=number, starts_on=TODAY, person_id=None, token="again"
            ),
        )
    refused(
        "starts_on",
        lambda: start_onboarding(firm, "Ann", 2, template_id=1, starts_on=None, person_id=None, token="day"),
    )


def test_a_step_is_added_by_hand(firm: Store) -> None:
    def step(**changed: Any) -> int | None:
        given: dict[str, Any] = {"milestone": "Access", "name": "Logins", "due_on": TODAY, "person_id": None}
        return add_step(firm, "Ann", 1, **(given | changed), token="s")

    for field in ("milestone", "name", "due_on"):
        refused(field, lambda field=field: step(**{field: None}))
    step()
    assert [(one.milestone, one.name, one.template) for one in onboarding_steps(firm, 1, TODAY)] == [
        ("Access", "Logins", None)
    ]
