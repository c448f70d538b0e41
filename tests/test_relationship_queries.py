"""What passed between us and one client, as it was known on a day."""

from datetime import UTC, date, datetime

from lib.accounts.tables import Account, Contact
from lib.people.tables import Person
from lib.relationship.escalation_queries import escalation_updates, escalations
from lib.relationship.onboarding_queries import onboarding_steps, onboarding_templates
from lib.relationship.queries import contact_days, last_two_way, meetings, promises, requests
from lib.relationship.tables import (
    ClientRequest,
    Escalation,
    EscalationUpdate,
    Interaction,
    InteractionContact,
    InteractionPerson,
    OnboardingStep,
    OnboardingTemplate,
    OnboardingTemplateStep,
    Promise,
)
from lib.store.engine import Store
from tests.facts import put

MAY, JUNE, JULY = date(2026, 5, 10), date(2026, 6, 10), date(2026, 7, 10)


def put_two_clients(store: Store) -> None:
    put(
        store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Person(id=1, name="Ann"),
        Person(id=2, name="Bo"), Contact(id=1, account_id=1, name="Cy"), Contact(id=2, account_id=2, name="Di"),
    )  # fmt: skip


def talk(number: int, day: date, account: int | None = 1, **more: object) -> Interaction:
    return Interaction(id=number, account_id=account, happened_on=day, **({"kind": "call"} | more))  # type: ignore[arg-type]


def test_contact_on_a_person_counts_for_the_account(store: Store) -> None:
    put_two_clients(store)
    put(store, talk(1, MAY), talk(2, JUNE, None), InteractionContact(interaction_id=2, contact_id=1))
    put(store, talk(3, JUNE, None), InteractionContact(interaction_id=3, contact_id=2))
    assert [one.day for one in contact_days(store, 1, JULY)] == [JUNE, MAY]
    assert [one.day for one in contact_days(store, 2, JULY)] == [JUNE]


def test_what_another_account_logged_stays_there_even_with_our_contact_in_it(store: Store) -> None:
    put_two_clients(store)
    put(store, talk(1, MAY, 2), InteractionContact(interaction_id=1, contact_id=1))
    assert contact_days(store, 1, JULY) == []


def test_the_last_two_way_contact_is_no_note_no_unanswered_mail_and_not_in_the_future(store: Store) -> None:
    put_two_clients(store)
    put(store, talk(1, MAY), talk(2, JUNE, direction="outbound"), talk(3, JUNE, kind="note"), talk(4, JULY))
    assert last_two_way(contact_days(store, 1, JUNE)) == MAY
    assert last_two_way(contact_days(store, 1, JULY)) == JULY
    assert last_two_way(contact_days(store, 1, date(2026, 1, 1))) is None


def test_meetings_name_both_sides_and_who_is_from_elsewhere(store: Store) -> None:
    put_two_clients(store)
    put(store, talk(1, MAY), talk(2, JUNE), talk(3, JUNE, direction="inbound"))
    put(store, *(InteractionContact(interaction_id=1, contact_id=number) for number in (1, 2)))
    put(store, InteractionPerson(interaction_id=1, person_id=1), InteractionPerson(interaction_id=1, person_id=2))
    found = meetings(store, 1, JULY)
    assert len(found[found["id"] == 1]) == 4
    assert set(zip(found["contact"], found["contact_of"].fillna(""), strict=True)) >= {("Cy", ""), ("Di", "Bolt")}
    assert found[found["id"] == 2]["contact_id"].isna().all()
    assert 3 not in found["id"].tolist()
    assert meetings(store, 1, date(2026, 1, 1)).empty


def test_a_promise_settled_later_is_still_open_then(store: Store) -> None:
    put_two_clients(store)
    put(
        store,
        Promise(id=1, account_id=1, what="a", made_on=MAY, due_on=JUNE, settled_on=JUNE, outcome="kept", person_id=1),
        Promise(id=2, account_id=1, what="b", made_on=MAY, due_on=JULY, contact_id=1),
        Promise(id=3, account_id=1, what="c", made_on=JULY, due_on=JULY),
        Promise(id=4, account_id=2, what="d", made_on=MAY, due_on=JULY),
    )
    then = promises(store, 1, MAY)
    assert [(one.id, one.outcome, one.settled_on) for one in then] == [(1, None, None), (2, None, None)]
    assert [(one.id, one.outcome) for one in promises(store, 1, JUNE)] == [(2, None), (1, "kept")]
    assert [(one.by, one.to) for one in then] == [("Ann", None), (None, "Cy")]


def test_a_promise_settled_on_an_unknown_day_counts_from_its_due_day(store: Store) -> None:
    put_two_clients(store)
    put(store, Promise(account_id=1, what="a", made_on=MAY, due_on=JUNE, outcome="kept"))
    assert promises(store, 1, MAY)[0].outcome is None
    assert promises(store, 1, JUNE)[0].settled_on == JUNE


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_request_stands_as_it_was_known(store: Store) -> None:
    put_two_clients(store)
    put(
        store,
        ClientRequest(
            account_id=1, what="a", department="sales", asked_at=moment(MAY), first_answer_at=moment(JUNE),
            state="done", closed_on=JULY, client_told_on=JULY,
        ),
    )  # fmt: skip
    assert requests(store, 1, date(2026, 5, 9)) == []
    told = {day: requests(store, 1, day)[0] for day in (MAY, JUNE, JULY)}
    assert [one.state for one in told.values()] == ["open", "answered", "done"]
    assert [one.first_answer_at for one in told.values()] == [None, moment(JUNE), moment(JUNE)]
    assert [one.client_told_on for one in told.values()] == [None, None, JULY]


def test_escalations_come_worst_first_with_their_last_update(store: Store) -> None:
    put_two_clients(store)
    put(
        store,
        Escalation(id=1, account_id=1, severity=2, what="a", opened_on=MAY, person_id=1),
        Escalation(id=2, account_id=1, severity=4, what="b", opened_on=MAY, closed_on=JULY, resolution="done"),
        EscalationUpdate(escalation_id=1, given_on=JUNE, words="x", person_id=2),
        EscalationUpdate(escalation_id=1, given_on=JULY, words="y"),
    )
    then = escalations(store, 1, JUNE)
    assert [(one.id, one.closed_on, one.updates, one.updated_on) for one in then] == [
        (2, None, 0, None), (1, None, 1, JUNE),
    ]  # fmt: skip
    assert [(one.id, one.resolution) for one in escalations(store, 1, JULY)] == [(1, None), (2, "done")]
    assert [(one.words, one.by) for one in escalation_updates(store, 1, JULY)] == [("y", None), ("x", "Bo")]
    assert [one.words for one in escalation_updates(store, 1, JUNE)] == ["x"]


def test_an_onboarding_is_there_from_its_start_on_and_a_step_done_later_is_to_do(store: Store) -> None:
    put_two_clients(store)
    put(
        store, OnboardingTemplate(id=1, name="New client"), OnboardingTemplate(id=2, name="Without steps"),
        OnboardingTemplateStep(
            id=1, onboarding_template_id=1, position=1, milestone="Kick-off", name="Meet", due_after_days=31
        ),
        OnboardingStep(
            account_id=1, onboarding_template_step_id=1, milestone="Kick-off", name="Meet", due_on=JUNE, done_on=JULY
        ),
    )  # fmt: skip
    assert onboarding_steps(store, 1, date(2026, 5, 9)) == []
    assert onboarding_steps(store, 1, MAY)[0].done_on is None
    assert onboarding_steps(store, 1, JULY)[0].done_on == JULY
    assert [(one.name, one.steps, one.days) for one in onboarding_templates(store)] == [("New client", 1, 31)]
