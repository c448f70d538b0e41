"""One client's whole history: every kind of thing, in words, only what had happened by the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.accounts.actions import edit_account, hand_over
from lib.accounts.profile_actions import change_profile, edit_contact
from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Renewal, Sector, Service
from lib.book.timeline import timeline
from lib.delivery.tables import Project, ScopeChange
from lib.events import GROUPS, Event, days_late, newest_first, sides
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Referral, Stage
from lib.money.tables import Invoice
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.tables import (
    ClientRequest,
    Departure,
    DepartureReason,
    Escalation,
    EscalationUpdate,
    ExitInterview,
    Interaction,
    InteractionContact,
    InteractionPerson,
    OnboardingStep,
    Promise,
)
from lib.store.base import Base
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put

APRIL, MAY, JUNE, JULY = (date(2026, month, 10) for month in (4, 5, 6, 7))
END = date(2026, 12, 31)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@pytest.fixture
def firm(store: Store) -> Store:
    put(
        store, Sector(id=1, name="retail"), Sector(id=2, name="media"), Account(id=1, name="Acme", sector_id=1),
        Account(id=2, name="Bolt"), Person(id=1, name="Ann"), Person(id=2, name="Bo"), Service(id=1, name="Audit"),
        Contact(id=1, account_id=1, name="Cy", role="sponsor"), Contact(id=2, account_id=1, name="Di"),
    )  # fmt: skip
    return store


def told(store: Store, *records: Base, as_of: date = END) -> list[tuple[date, str, str, str]]:
    put(store, *records)
    return [(one.day, one.title, one.words, one.who) for one in timeline(store, 1, as_of)]


def test_contact_names_both_sides_also_where_it_is_kept_on_a_person(firm: Store) -> None:
    lines = told(
        firm, Interaction(id=1, happened_on=MAY, kind="call", summary="Budget", formal_update=True),
        InteractionContact(interaction_id=1, contact_id=1), InteractionPerson(interaction_id=1, person_id=1),
        InteractionPerson(interaction_id=1, person_id=2),
        Interaction(id=2, account_id=1, happened_on=JUNE, kind="email", direction="outbound"),
        Interaction(id=3, account_id=1, happened_on=JULY, kind="note", direction="outbound", summary="Moves office"),
        Interaction(id=4, account_id=2, happened_on=JULY, kind="call"),
    )  # fmt: skip
    assert lines == [
        (JULY, "Note", "Moves office", ""),
        (JUNE, "Email sent", "", ""),
        (MAY, "Call, formal update", "Budget", "Cy with Ann, Bo"),
    ]


def test_promises_and_requests_are_told_as_they_went(firm: Store) -> None:
    lines = told(
        firm,
        Promise(account_id=1, what="Plan", made_on=APRIL, due_on=MAY, settled_on=JUNE, outcome="kept", person_id=1),
        ClientRequest(
            account_id=1, what="Quote", department="sales", asked_at=moment(APRIL), first_answer_at=moment(MAY),
            state="done", closed_on=JUNE, client_told_on=JULY, contact_id=1,
        ),
    )  # fmt: skip
    assert [line[:2] for line in lines] == [
        (JULY, "Client told what became of a request"),
        (JUNE, "Promise kept, 31 days late"),
        (JUNE, "Request done"),
        (MAY, "Request answered"),
        (APRIL, "Promise made, due 10 May 2026"),
        (APRIL, "Request to sales"),
    ]


def test_escalations_onboarding_and_leaving_are_told(firm: Store) -> None:
    lines = told(
        firm, Escalation(id=1, account_id=1, severity=3, what="Down", opened_on=APRIL, closed_on=JUNE, person_id=1,
                         resolution="Fixed"),
        EscalationUpdate(escalation_id=1, given_on=MAY, words="Called", person_id=2),
        OnboardingStep(account_id=1, milestone="Access", name="Logins", due_on=APRIL, done_on=APRIL + timedelta(1)),
        Departure(id=1, account_id=1, decided_on=JUNE, last_day_on=JULY),
        DepartureReason(departure_id=1, voice="client", weight="primary", reason="price", words="Too dear"),
        ExitInterview(departure_id=1, held_on=JULY, person_id=1, words="Friendly", would_refer="no"),
    )  # fmt: skip
    assert [line[1:] for line in lines] == [
        ("Exit interview", "Friendly · Would they refer us? no", "Ann"),
        ("Last day we worked for the client", "", ""),
        ("Escalation closed", "Down: Fixed", "Ann"),
        ("The client decided to leave", "", ""),
        ("Why they left, the client says: price", "Too dear", ""),
        ("Update on an escalation", "Down: Called", "Bo"),
        ("Onboarding step done, 1 day late", "Access: Logins", ""),
        ("Escalation of severity 3 opened", "Down", "Ann"),
    ]


def test_objectives_tell_old_and_new_terms_readings_and_confirmation(firm: Store) -> None:
    lines = told(
        firm, Objective(id=1, account_id=1, name="Leads", unit="a month", closed_on=END),
        ObjectiveTerm(objective_id=1, starts_on=APRIL, ends_before=JUNE, baseline=40, target=60, due_on=JULY),
        ObjectiveTerm(objective_id=1, starts_on=JUNE, baseline=40, target=75.5, due_on=JULY, reason="Budget grew"),
        ObjectiveReading(objective_id=1, read_on=MAY, actual=52, confirmed_by_id=1, confirmed_on=JULY),
        ObjectiveReading(objective_id=1, read_on=JULY, actual=70, confirmed_by_id=2, confirmed_on=JULY, evidence="CRM"),
    )  # fmt: skip
    assert [line[1:] for line in lines] == [
        ("Objective closed", "Leads", ""),
        ("Result confirmed by the client", "Leads: 52 a month", "Cy"),
        ("Objective measured, confirmed by the client", "Leads: 70 a month (CRM)", "Di"),
        ("Objective changed", "Leads: target 60 a month → 75.5 a month (Budget grew)", ""),
        ("Objective measured", "Leads: 52 a month", ""),
        ("Goal agreed", "Leads: from 40 a month to 60 a month by 10 Jul 2026", ""),
    ]


def test_a_project_is_late_against_the_due_day_agreed_last(firm: Store) -> None:
    lines = told(
        firm, Project(id=1, account_id=1, name="Site", starts_on=APRIL, original_due_on=MAY, delivered_on=JULY,
                      goal="Launch", goal_met=False, judged_on=END),
        ScopeChange(project_id=1, asked_on=MAY, what="Shop", fee_cents=5_00, new_due_on=JULY - timedelta(2),
                    decision="approved", decided_on=JUNE, decided_by_id=1),
        ScopeChange(project_id=1, asked_on=JULY, what="Blog", new_due_on=END, decision="approved", decided_on=END),
    )  # fmt: skip
    assert [line[1:] for line in lines] == [
        ("Goal of a project not met", "Site: Launch", ""),
        ("Change of scope approved, now due 31 Dec 2026", "Site: Blog", ""),
        ("Project delivered, 2 days late", "Site", ""),
        ("Change of scope asked for", "Site: Blog", ""),
        ("Change of scope approved, now due 8 Jul 2026", "Site: Shop", "Cy"),
        ("Change of scope asked for", "Site: Shop", ""),
        ("Project started", "Site", ""),
    ]


def test_invoices_surveys_and_deals_are_told(firm: Store) -> None:
    put(firm, *(Stage(id=at, name=name, kind=kind, position=at) for at, (name, kind) in enumerate(
        [("Idea", "open"), ("Offer", "open"), ("Won", "won"), ("Lost", "lost")], start=1)))  # fmt: skip
    lines = told(
        firm, Invoice(account_id=1, number="A1", issued_on=APRIL, due_on=MAY, amount_cents=9_00, paid_on=JUNE),
        Invoice(account_id=1, issued_on=APRIL, due_on=MAY, amount_cents=1_00, paid_on=MAY),
        Survey(id=1, name="s", kind="relationship", mode="attributed"),
        SurveyQuestion(id=1, survey_id=1, position=1, words="Recommend?", scale="0-10"),
        SurveyQuestion(id=2, survey_id=1, position=2, words="Why?", scale="text"),
        SurveyWave(id=1, survey_id=1, name="May 2026", opens_on=APRIL),
        SurveyResponse(id=1, survey_wave_id=1, contact_id=1, answered_on=MAY),
        SurveyAnswer(survey_response_id=1, survey_question_id=1, score=9),
        SurveyAnswer(survey_response_id=1, survey_question_id=2, words="Quick"),
        LossReason(id=1, name="Price"),
        Opportunity(id=1, account_id=1, stage_id=3, name="Shop", opened_on=APRIL, closed_on=JULY, amount_cents=7_00),
        OpportunityStage(opportunity_id=1, stage_id=1, entered_on=APRIL),
        OpportunityStage(opportunity_id=1, stage_id=2, entered_on=MAY),
        OpportunityStage(opportunity_id=1, stage_id=3, entered_on=JULY),
        Opportunity(account_id=1, stage_id=4, service_id=1, closed_on=JULY, loss_reason_id=1, person_id=2),
        Referral(account_id=1, asked_on=APRIL, made_on=JUNE, referred="Zed"),
    )  # fmt: skip
    assert [line[1:] for line in lines] == [
        ("Won", "Shop", ""),
        ("Lost", "Audit: Price", "Bo"),
        ("Invoice A1 paid, 31 days late", "", ""),
        ("Referral made", "Zed", ""),
        ("Answered “May 2026”: 9 of 10", "Quick", "Cy"),
        ("Stage: Idea → Offer", "Shop", ""),
        ("Invoice A1 issued", "", ""),
        ("Invoice issued", "", ""),
        ("Opportunity opened", "Shop", ""),
        ("Referral asked for", "Zed", ""),
    ]
    assert [one.cents for one in timeline(firm, 1, END) if one.cents] == [7_00, 9_00, 9_00, 1_00]


def test_contracts_that_follow_each_other_are_renewed_not_ended(firm: Store) -> None:
    def retainer(number: int, starts: date, ends: date | None, **more: object) -> Contract:
        return Contract(  # type: ignore[arg-type]
            id=number, account_id=1, kind="retainer", service_id=1, starts_on=starts, ends_before=ends, **more
        )

    lines = told(
        firm, retainer(1, APRIL, JUNE, monthly_fee_cents=1_00), retainer(2, JUNE, JULY, notice_given_on=JUNE),
        Renewal(contract_id=1, due_on=JUNE, target_cents=1_00, outcome="renewed", decided_on=MAY),
    )  # fmt: skip
    assert [line[:3] for line in lines] == [
        (JULY - timedelta(1), "Contract ended", "Retainer for Audit"),
        (JUNE, "Contract renewed", "Retainer for Audit"),
        (JUNE, "Notice given", "Retainer for Audit"),
        (MAY, "Renewal: renewed", "Audit"),
        (APRIL, "Contract began", "Retainer for Audit, a month"),
    ]


def test_hand_overs_and_people_who_left_are_told(firm: Store) -> None:
    put(firm, AccountOwner(account_id=1, person_id=1, starts_on=APRIL))
    hand_over(firm, "Max", 1, 2, JUNE, "t")
    edit_contact(firm, "Max", 1, {"version": 1, "left_on": None}, {"left_on": JULY}, "u")
    assert told(firm) == [
        (JULY, "Cy left the client", "sponsor", ""),
        (JUNE, "Handed over from Ann to Bo", "", ""),
        (APRIL, "Ann looks after the account", "", ""),
    ]


def test_changed_fields_are_told_old_and_new_with_who(firm: Store) -> None:
    edit_account(
        firm, "Max", 1, {"version": 1, "sector_id": 1, "client_since": None, "name": "Acme"},
        {"sector_id": 2, "client_since": MAY}, "t",
    )  # fmt: skip
    edit_contact(firm, "Mia", 2, {"version": 1, "title": None}, {"title": "Director"}, "u")
    assert sorted(line[1:] for line in told(firm, as_of=today())) == [
        ("Account, client since: – → 10 May 2026", "", "Max"),
        ("Account, sector: retail → media", "", "Max"),
        ("Contact Di, title: – → Director", "", "Mia"),
    ]
    assert told(firm, as_of=today() - timedelta(1)) == []


def test_a_change_of_the_profile_is_told_once_on_the_day_it_holds_from(firm: Store) -> None:
    put(firm, AccountProfile(account_id=1, starts_on=APRIL, risk_appetite="low", sponsor_id=1))
    shown = {"version": 1, "risk_appetite": "low", "sponsor_id": 1, "cadence_days": None}
    change_profile(firm, "Max", 1, shown, shown | {"risk_appetite": "high", "sponsor_id": 2}, JUNE, "t")
    assert told(firm) == [
        (JUNE, "Risk appetite: low → high", "", "Max"),
        (JUNE, "Sponsor: Cy → Di", "", "Max"),
    ]


def test_what_was_recorded_more_than_a_week_later_is_marked(firm: Store) -> None:
    entered = [MAY + timedelta(days) for days in (0, 7, 8)]
    put(
        firm,
        *(
            Interaction(account_id=1, happened_on=MAY, kind="call", summary=str(at), recorded_at=moment(day))
            for at, day in enumerate(entered)
        ),
    )
    late = {one.words: one.entered_late for one in timeline(firm, 1, END)}
    assert late == {"0": None, "1": None, "2": entered[2]}


def test_an_account_with_nothing_recorded_has_no_history(firm: Store) -> None:
    assert timeline(firm, 2, END) == []


@pytest.mark.parametrize("account", [1, 4, 7, 14])
@pytest.mark.parametrize("day", [date(2026, 8, 3), date(2025, 3, 1)])
def test_the_history_as_of_a_day_is_the_later_one_cut_there(account: int, day: date, demo_store: Store) -> None:
    everything = timeline(demo_store, account, END)
    assert timeline(demo_store, account, day) == [one for one in everything if one.day <= day]


EVENTS = some.lists(some.builds(Event, some.dates(), some.sampled_from(GROUPS), some.text(max_size=3)))


@given(EVENTS)
def test_a_history_runs_backwards_and_loses_nothing(events: list[Event]) -> None:
    ordered = newest_first(events)
    assert sorted(map(repr, ordered)) == sorted(map(repr, events))
    assert [one.day for one in ordered] == sorted((one.day for one in events), reverse=True)


def test_words_for_who_took_part_and_how_late() -> None:
    assert sides("Cy", "Ann") == "Cy with Ann"
    assert sides(None, "Ann") == "Ann"
    assert days_late(JUNE, MAY) == ", 31 days late"
    assert days_late(MAY, MAY) == days_late(MAY, JUNE) == days_late(MAY, None) == ""
