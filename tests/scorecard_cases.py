"""A firm whose scorecards can be worked out by hand: two clients, one of which changed hands in the quarter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from lib.accounts.tables import Account, AccountOwner, Contact
from lib.delivery.tables import Deliverable, Project, RevisionRound, Roadblock, ScopeChange, TimeEntry
from lib.growth.tables import GrowthTarget
from lib.money.tables import BillRate, Revenue, WriteOff
from lib.people.tables import CostRate, Person, ReportingLine
from lib.periods import parse
from lib.relationship.tables import Interaction, InteractionPerson, Promise
from lib.store.base import Base
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyQuestion, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put

ANN, BO, MIA, SAL = 1, 2, 3, 4
ACME, BREE = 1, 2
QUARTER, DAY = parse("2026Q2"), date(2026, 7, 31)
HANDED = date(2026, 5, 16)


def on(text: str) -> date:
    """2026-05-01 from 05-01."""
    return date.fromisoformat(f"2026-{text}")


def put_firm(store: Store) -> None:
    """Ann leads Acme up to 15 May and Bree; Bo leads Acme from 16 May on; Sal sells; Mia is Ann's manager."""
    put(store, *_people(), *_revenue(), *_work())
    put(store, *_goals(), *_surveys(), *_contact())


def _people() -> Iterator[Base]:
    yield from (Person(id=n, name=name) for n, name in enumerate(["Ann", "Bo", "Mia", "Sal"], start=1))
    yield ReportingLine(person_id=ANN, manager_id=MIA, starts_on=on("01-01"))
    yield from (Account(id=n, name=name) for n, name in ((ACME, "Acme"), (BREE, "Bree")))
    yield AccountOwner(account_id=ACME, person_id=ANN, starts_on=date(2024, 1, 1), ends_before=HANDED)
    yield AccountOwner(account_id=ACME, person_id=BO, starts_on=HANDED)
    yield AccountOwner(account_id=BREE, person_id=ANN, starts_on=date(2024, 1, 1))
    yield Contact(id=1, account_id=BREE, name="Cara")


def _revenue() -> Iterator[Base]:
    amounts = {
        "2024-12-10": (BREE, 10), "2025-04-10": (ACME, 100), "2025-06-10": (ACME, 100), "2025-05-05": (BREE, 200),
        "2026-02-01": (ACME, 100), "2026-02-02": (BREE, 100), "2026-04-10": (ACME, 150), "2026-06-10": (ACME, 300),
        "2026-05-05": (BREE, 250),
    }  # fmt: skip
    for day, (account, amount) in amounts.items():
        yield Revenue(
            account_id=account, earned_on=date.fromisoformat(day), amount_cents=amount * 100, kind="project"
        )  # fmt: skip
    yield GrowthTarget(
        person_id=ANN, kind="revenue", amount_cents=500_00, starts_on=QUARTER.start, ends_before=QUARTER.end
    )  # fmt: skip
    yield WriteOff(account_id=ACME, person_id=ANN, written_off_on=on("06-01"), amount_cents=30_00, reason="rework")
    yield BillRate(cents_per_hour=100_00, starts_on=date(2024, 1, 1))
    yield CostRate(person_id=SAL, cents_per_hour=50_00, starts_on=date(2024, 1, 1))


def _work() -> Iterator[Base]:
    brief = {"goal": "More leads", "scoped_minutes": 600}
    yield Project(
        id=1, account_id=ACME, name="Launch", state="delivered", starts_on=on("04-02"), original_due_on=on("04-30"),
        delivered_on=on("05-02"), goal_met=True, judged_on=on("05-10"), **brief,
    )  # fmt: skip
    yield ScopeChange(project_id=1, asked_on=on("04-18"), what="One week more", decision="approved",
                      decided_on=on("04-20"), new_due_on=on("05-05"))  # fmt: skip
    yield Project(
        id=2, account_id=ACME, name="Shop", state="delivered", starts_on=on("04-03"), original_due_on=on("06-20"),
        delivered_on=on("06-25"), goal_met=False, judged_on=on("07-01"), **brief,
    )  # fmt: skip
    yield Project(id=3, account_id=BREE, name="Film", starts_on=on("04-05"), scoped_minutes=60,
                  original_due_on=on("12-01"))  # fmt: skip
    yield Roadblock(project_id=1, what="No access", cause="roadblock", opened_on=on("04-10"), closed_on=on("04-20"),
                    days_lost=5)  # fmt: skip
    yield Roadblock(project_id=3, what="No designer", cause="capacity", opened_on=on("06-01"))
    yield Deliverable(id=1, project_id=1, name="Page", delivered_on=on("05-01"), rounds_in_scope=1)
    yield from (RevisionRound(deliverable_id=1, asked_on=on(day)) for day in ("04-20", "04-25"))
    hours = (("04-01", BREE, None, 60), ("04-15", ACME, 1, 120), ("06-15", ACME, 2, 60))
    for day, account, project, minutes in hours:
        yield TimeEntry(person_id=SAL, account_id=account, project_id=project, worked_on=on(day), minutes=minutes)


def _goals() -> Iterator[Base]:
    yield Objective(id=1, account_id=ACME, name="Leads", kind="promised outcome")
    yield ObjectiveTerm(objective_id=1, baseline=0, target=10, due_on=on("05-01"), starts_on=on("01-01"))
    yield ObjectiveReading(objective_id=1, read_on=on("04-27"), actual=12, confirmed_by_id=1, confirmed_on=on("04-28"))
    yield Objective(id=2, account_id=BREE, name="Visits", kind="goal")
    yield ObjectiveTerm(objective_id=2, baseline=0, target=100, due_on=on("12-31"), starts_on=on("01-01"))
    yield ObjectiveReading(objective_id=2, read_on=on("06-20"), actual=50)


def _surveys() -> Iterator[Base]:
    yield Survey(id=1, name="Clients", kind="relationship", mode="attributed")
    yield SurveyQuestion(id=1, survey_id=1, position=1, words="Recommend?", scale="0-10", area="recommendation")
    yield SurveyQuestion(id=2, survey_id=1, position=2, words="Satisfied?", scale="1-5", area="satisfaction")
    yield SurveyWave(id=1, survey_id=1, name="Spring", opens_on=on("04-01"))
    sheets = ((ACME, "05-02", 9, 5), (ACME, "06-02", 3, 2), (BREE, "05-20", 7, 3))
    for number, (account, day, score, satisfied) in enumerate(sheets, start=1):
        yield SurveyResponse(id=number, survey_wave_id=1, account_id=account, answered_on=on(day))
        yield SurveyAnswer(survey_response_id=number, survey_question_id=1, score=score)
        yield SurveyAnswer(survey_response_id=number, survey_question_id=2, score=satisfied)
    opened = datetime(2026, 6, 2, 9, tzinfo=UTC)
    yield SurveyFollowUp(survey_response_id=2, account_id=ACME, opened_at=opened, due_at=opened + timedelta(hours=48),
                         closed_at=opened + timedelta(hours=20), state="closed")  # fmt: skip


def _contact() -> Iterator[Base]:
    yield Promise(account_id=BREE, person_id=SAL, what="A free audit", made_on=on("04-01"), due_on=on("05-20"),
                  settled_on=on("05-19"), outcome="kept")  # fmt: skip
    yield Promise(account_id=BREE, person_id=ANN, what="The plan", made_on=on("06-01"), due_on=on("06-20"))
    for number, (account, people) in enumerate(((BREE, (ANN, SAL)), (ACME, (BO,))), start=1):
        yield Interaction(id=number, account_id=account, happened_on=on("06-15"), kind="meeting")
        yield from (InteractionPerson(interaction_id=number, person_id=person) for person in people)
