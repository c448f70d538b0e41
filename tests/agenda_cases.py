"""A firm whose week can be told by hand: Acme and Bolt, a review closed on 3 March 2025, the next on the 10th."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Renewal, Service
from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person, WeeklyHours
from lib.relationship.tables import Interaction, Promise
from lib.review.tables import Decision, Review, Win
from lib.store.base import Base
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyQuestion, SurveyResponse, SurveyWave
from lib.team.tables import Booking
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put

BEGIN, SINCE, AS_OF = date(2024, 1, 1), date(2025, 3, 3), date(2025, 3, 10)
ANN, BO, ACME, BOLT = 1, 2, 1, 2


def day(words: str) -> date:
    """A day of 2025: `03-01`."""
    return date.fromisoformat(f"2025-{words}")


def put_week(store: Store) -> None:
    """Everything a week can tell, once for each part."""
    put(store, *_firm(), *_said(), *_owed(), *_asked(), *_done())


def _firm() -> Iterator[Base]:
    yield from (Person(id=ANN, name="Ann"), Person(id=BO, name="Bo"))
    for number, name, owner in ((ACME, "Acme", ANN), (BOLT, "Bolt", BO)):
        yield Account(id=number, name=name)
        yield AccountOwner(account_id=number, person_id=owner, starts_on=BEGIN)
        yield Contact(id=number, account_id=number, name=f"{name[0]}. Client")
        yield Revenue(account_id=number, earned_on=day("01-31"), amount_cents=12_000_00 // number, kind="recurring")
    yield Service(id=1, name="Care")
    yield Contract(
        id=1, account_id=ACME, service_id=1, kind="retainer", starts_on=BEGIN, ends_before=day("06-01"),
        monthly_fee_cents=100_000, notice_days=30, notice_given_on=day("03-07"),
    )  # fmt: skip
    yield Contract(
        id=2, account_id=BOLT, service_id=1, kind="retainer", starts_on=BEGIN, ends_before=day("05-01"),
        monthly_fee_cents=50_000, notice_days=30,
    )  # fmt: skip
    yield WeeklyHours(person_id=ANN, minutes_per_week=2400, starts_on=BEGIN)
    yield WeeklyHours(person_id=BO, minutes_per_week=2400, starts_on=BEGIN)
    yield Booking(person_id=ANN, account_id=ACME, minutes_per_week=2880, starts_on=day("03-17"))


def _said() -> Iterator[Base]:
    yield Review(id=1, held_on=SINCE, closed_at=datetime(2025, 3, 3, 10, tzinfo=UTC), closed_by="Ann")
    yield Decision(
        id=1, review_id=1, account_id=ACME, person_id=ANN, what="Call the sponsor", due_on=day("03-05"),
        expected_effect="They stay", check_on=day("03-10"), done_on=day("03-06"),
    )  # fmt: skip
    yield Decision(id=2, review_id=1, account_id=BOLT, person_id=BO, what="Plan the year", due_on=day("03-07"))


def _owed() -> Iterator[Base]:
    yield Promise(
        account_id=ACME, person_id=ANN, contact_id=ACME, what="Send the plan", made_on=day("02-01"), due_on=day("03-01")
    )
    yield AccountProfile(account_id=BOLT, starts_on=BEGIN, ideal_gap_days=14, maximum_gap_days=30)
    yield Interaction(account_id=BOLT, happened_on=day("01-29"), kind="call")
    yield Interaction(account_id=ACME, happened_on=day("03-04"), kind="call")
    for number, (name, kind) in enumerate([("Talking", "open"), ("Signed", "won")], start=1):
        yield Stage(id=number, name=name, kind=kind, position=number)
    deal = {"account_id": BOLT, "person_id": BO, "opened_on": day("02-01")}
    yield Opportunity(id=1, **deal, stage_id=1, name="Site", amount_cents=1_000_000)
    yield Opportunity(
        id=2, **deal, stage_id=1, name="Film", amount_cents=500_000, next_step="Send terms", next_step_on=day("03-06")
    )
    yield Opportunity(id=3, **deal, stage_id=2, name="Fair", amount_cents=250_000, closed_on=day("03-05"))
    yield OpportunityStage(opportunity_id=1, stage_id=1, entered_on=day("02-08"))


def _asked() -> Iterator[Base]:
    yield Survey(id=1, name="Pulse", kind="relationship", mode="attributed")
    question = {"survey_id": 1, "words": "Would you recommend us?"}
    yield SurveyQuestion(id=1, position=1, scale="0-10", area="recommendation", **question)
    yield SurveyQuestion(id=2, survey_id=1, position=2, words="Why?", scale="text")
    closed = datetime(2025, 3, 8, 20, tzinfo=UTC)
    yield SurveyWave(id=1, survey_id=1, name="Spring", opens_on=day("02-20"), closes_on=day("03-08"), closed_at=closed)
    for number, score, words in ((ACME, 3, "Slow answers."), (BOLT, 9, "You think along.")):
        yield SurveyResponse(id=number, survey_wave_id=1, contact_id=number, answered_on=day("03-05"))
        yield SurveyAnswer(survey_response_id=number, survey_question_id=1, score=score)
        yield SurveyAnswer(survey_response_id=number, survey_question_id=2, words=words)
    opened = datetime(2025, 3, 4, 9, tzinfo=UTC)
    yield SurveyFollowUp(reason="asked for contact", account_id=BOLT, contact_id=BOLT, person_id=BO, opened_at=opened)


def _done() -> Iterator[Base]:
    yield Win(happened_on=day("03-04"), account_id=BOLT, person_id=BO, words="Saved the fair.", thanks_from="the CEO")
    yield Win(happened_on=day("02-20"), account_id=BOLT, person_id=BO, words="Told before.")
    yield Renewal(
        contract_id=2, due_on=day("02-01"), target_cents=900_000, final_cents=600_000, outcome="reduced",
        decided_on=day("03-06"),
    )  # fmt: skip
    yield Objective(id=1, account_id=BOLT, name="Leads", kind="promised outcome", unit="leads")
    yield ObjectiveTerm(objective_id=1, starts_on=BEGIN, baseline=10, target=20, due_on=day("12-31"))
    yield ObjectiveReading(objective_id=1, read_on=day("03-01"), actual=21, confirmed_by_id=BOLT, confirmed_on=SINCE)
