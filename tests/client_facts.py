"""One client with a little of everything a check-up tells: Acme in the third quarter of 2024, and its neighbour."""

from collections.abc import Iterator
from datetime import date

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Renewal, Service, ServicePrice
from lib.delivery.tables import Deliverable, Project, RevisionRound, Roadblock, ScopeChange, TimeEntry
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, ServiceDecline, Stage
from lib.money.tables import BillRate, Invoice, PassThroughCost, Revenue, WriteOff
from lib.people.tables import CostRate, Person
from lib.relationship.tables import Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import Base
from lib.surveys.tables import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm

BEGIN, AS_OF = date(2024, 1, 1), date(2024, 11, 20)
SECRET = "nobody outside may read this"  # internal words that a pack must not hold


def on(day: str) -> date:
    """A day of 2024: `07-15`."""
    return date.fromisoformat(f"2024-{day}")


def acme() -> Iterator[Base]:
    """Account 1 with all its facts; account 2 has some of its own, which must never show with the first."""
    yield from (Person(id=number, name=name) for number, name in enumerate(["Ann", "Bo"], start=1))
    yield from (Account(id=number, name=name) for number, name in enumerate(["Acme", "Bolt"], start=1))
    yield AccountOwner(account_id=1, person_id=1, starts_on=BEGIN)
    yield from (Service(id=1, name="Care", margin_share=0.5), Service(id=2, name="Build", margin_share=0.25))
    for number, name in enumerate(["Cleo", "Dora", "Emil"], start=1):
        yield Contact(id=number, account_id=1, name=name, title="Head of sales", role="sponsor")
    yield Contact(id=9, account_id=2, name="Stranger")
    yield AccountProfile(account_id=1, starts_on=BEGIN, sponsor_id=1, cadence_days=30, needs=SECRET)
    for make in (_relationship, _work, _money, _surveys, _goals, _growth):
        yield from make()


def _relationship() -> Iterator[Base]:
    spoken = [("06-20", True), ("07-10", True), ("08-05", False), ("09-25", True), ("10-30", True)]
    for number, (day, formal) in enumerate(spoken, start=1):
        yield Interaction(
            id=number, account_id=1, happened_on=on(day), kind="call", formal_update=formal, summary=SECRET
        )
        yield InteractionContact(interaction_id=number, contact_id=1 + number % 2)
        yield InteractionPerson(interaction_id=number, person_id=1)
    promised = {"what": "Send the plan", "account_id": 1, "person_id": 1, "made_on": on("07-01")}
    yield Promise(**promised, due_on=on("07-20"), settled_on=on("07-19"), outcome="kept")
    yield Promise(**promised, due_on=on("08-20"), settled_on=on("09-01"), outcome="kept")
    yield Promise(**promised | {"what": "Still owed"}, due_on=on("12-01"))


def _work() -> Iterator[Base]:
    project = {"account_id": 1, "service_id": 2, "person_id": 1}
    yield Project(
        id=1, **project, name="Site", state="delivered", starts_on=on("05-01"), original_due_on=on("07-31"),
        delivered_on=on("08-20"), scoped_minutes=6000, goal="More leads", goal_met=True, judged_on=on("09-10"),
    )  # fmt: skip
    yield Project(
        id=2, **project, name="Film", state="running", starts_on=on("08-01"), original_due_on=on("09-15"),
        scoped_minutes=1200,
    )  # fmt: skip
    yield Project(id=3, **project, name="Fair", state="planned", starts_on=on("12-10"), original_due_on=on("12-20"))
    yield Project(id=4, **project, name="Gone", state="cancelled", starts_on=on("03-01"), original_due_on=on("07-05"))
    yield Project(id=9, account_id=2, name="Other", starts_on=on("08-01"), original_due_on=on("08-02"))
    asked = {"project_id": 1, "what": "A second language", "minutes": 600, "asked_on": on("07-05")}
    yield ScopeChange(**asked, new_due_on=on("08-25"), decision="approved", decided_on=on("07-12"), decided_by_id=1)
    yield ScopeChange(project_id=2, what="Longer cut", minutes=120, fee_cents=50_000, asked_on=on("09-20"))
    yield Deliverable(id=1, project_id=1, name="Concept", due_on=on("06-30"), rounds_in_scope=1)
    yield from (RevisionRound(deliverable_id=1, asked_on=on(day)) for day in ("06-01", "06-15", "11-30"))
    yield Roadblock(project_id=2, person_id=2, what="No access", cause="roadblock", opened_on=on("10-01"))
    for day, minutes, of in (("05-10", 600, 1), ("07-10", 480, 1), ("08-10", 900, 2), ("10-10", 600, 2)):
        yield TimeEntry(person_id=1, account_id=1, project_id=of, worked_on=on(day), minutes=minutes, invoiced=True)
    yield TimeEntry(person_id=2, project_id=2, worked_on=on("10-11"), minutes=60, billable=False)
    yield TimeEntry(person_id=2, account_id=2, project_id=9, worked_on=on("10-11"), minutes=600)


def _money() -> Iterator[Base]:
    for month in range(1, 12):
        day = date(2024, month, 3)
        yield Revenue(account_id=1, service_id=1, earned_on=day, amount_cents=100_000, kind="recurring")
    yield Revenue(account_id=1, service_id=2, earned_on=on("08-20"), amount_cents=400_000, kind="project")
    yield Revenue(account_id=2, earned_on=on("08-20"), amount_cents=999_999, kind="project")
    yield Invoice(account_id=1, number="A-1", issued_on=on("09-01"), due_on=on("10-01"), amount_cents=70_000)
    paid = {"issued_on": on("09-01"), "due_on": on("10-01"), "amount_cents": 5}
    yield Invoice(account_id=1, number="A-2", paid_on=on("11-25"), **paid)
    yield Invoice(account_id=1, number="A-3", paid_on=on("10-25"), **paid)
    yield PassThroughCost(account_id=1, spent_on=on("08-01"), amount_cents=50_000, what="Print")
    for day, amount in (("06-01", 9_000), ("10-01", 1_000)):
        yield WriteOff(account_id=1, written_off_on=on(day), amount_cents=amount, reason="rework", words=SECRET)
    yield from (CostRate(person_id=number, starts_on=BEGIN, cents_per_hour=6_000) for number in (1, 2))
    yield BillRate(starts_on=BEGIN, cents_per_hour=10_000)
    yield Contract(
        id=1, account_id=1, service_id=1, kind="retainer", starts_on=on("02-01"), ends_before=date(2025, 2, 1),
        monthly_fee_cents=100_000, notice_days=30, auto_renews=True,
    )  # fmt: skip
    yield Contract(id=9, account_id=2, kind="retainer", starts_on=on("02-01"))
    yield Renewal(contract_id=1, due_on=date(2025, 2, 1), target_cents=1_300_000, forecast_cents=1_111_100)
    yield Renewal(
        contract_id=1, due_on=on("02-01"), target_cents=1_200_000, forecast_cents=1_200_000, final_cents=1_200_000,
        outcome="renewed", decided_on=on("01-20"),
    )  # fmt: skip


def _surveys() -> Iterator[Base]:
    for number, mode in ((1, "attributed"), (2, "anonymous")):
        yield Survey(id=number, name=f"Our {mode} one", kind="relationship", mode=mode)
        words = {"survey_id": number, "words": "Would you recommend us?"}
        yield SurveyQuestion(id=number, position=1, scale="0-10", area="recommendation", **words)
        yield SurveyQuestion(id=10 + number, survey_id=number, position=2, words="Why?", scale="text", area="reason")
        yield SurveyWave(id=number, survey_id=number, name="Summer", opens_on=on("07-01"), closes_on=on("07-20"))
        for contact in (1, 2, 3):
            state = "answered" if contact == 1 else "sent"
            yield SurveyInvitation(survey_wave_id=number, contact_id=contact, state=state, sent_on=on("07-01"))
    yield SurveyWave(id=3, survey_id=1, name="Autumn", opens_on=on("10-01"), closes_on=on("10-20"))
    yield SurveyInvitation(survey_wave_id=3, contact_id=2, state="sent", sent_on=on("10-01"), reminded_on=on("10-10"))
    yield SurveyResponse(id=1, survey_wave_id=1, contact_id=1, answered_on=on("07-08"))
    yield SurveyAnswer(survey_response_id=1, survey_question_id=1, score=9)
    yield SurveyAnswer(survey_response_id=1, survey_question_id=11, words="You think along")


def _goals() -> Iterator[Base]:
    yield Objective(id=1, account_id=1, name="Leads a month", kind="promised outcome", unit="leads")
    yield ObjectiveTerm(objective_id=1, starts_on=BEGIN, baseline=100, target=200, due_on=on("12-31"))
    yield ObjectiveReading(objective_id=1, read_on=on("09-30"), actual=190, confirmed_by_id=1, confirmed_on=on("10-05"))
    yield Objective(id=2, account_id=1, name="Old one", closed_on=on("03-01"))


def _growth() -> Iterator[Base]:
    for number, (name, kind) in enumerate(
        [("Talking", "open"), ("Offer", "open"), ("Won", "won"), ("Lost", "lost")], 1
    ):
        yield Stage(id=number, name=name, kind=kind, position=number)
    yield ServicePrice(service_id=2, list_price_cents=250_000, starts_on=BEGIN)
    yield LossReason(id=1, name="Price")
    deal = {"account_id": 1, "service_id": 2, "person_id": 1}
    yield Opportunity(id=1, **deal, stage_id=2, opened_on=on("09-01"), next_step="Call", next_step_on=on("11-01"))
    yield Opportunity(id=2, **deal, stage_id=3, opened_on=on("06-01"), closed_on=on("10-01"), amount_cents=300_000)
    yield Opportunity(
        id=3, **deal, stage_id=4, opened_on=on("02-01"), closed_on=on("04-01"), amount_cents=0, loss_reason_id=1,
        loss_words="Too dear",
    )  # fmt: skip
    for of, stage, day in ((1, 1, "09-01"), (1, 2, "10-15"), (2, 1, "06-01"), (2, 2, "08-01"), (2, 3, "10-01")):
        yield OpportunityStage(opportunity_id=of, stage_id=stage, entered_on=on(day))
    yield ServiceDecline(
        account_id=1, service_id=2, declined_on=on("05-01"), not_before_on=date(2025, 1, 1), words="Not now"
    )
