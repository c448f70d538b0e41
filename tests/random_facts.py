"""Random facts of a few accounts in a real store, for properties that must hold whatever was recorded."""

import random
from datetime import UTC, date, datetime, time, timedelta

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.delivery.tables import Deliverable, Project, ScopeChange, TimeEntry
from lib.money.tables import Invoice, Revenue
from lib.people.tables import CostRate, Person
from lib.relationship.tables import (
    Escalation,
    EscalationUpdate,
    Interaction,
    InteractionContact,
    InteractionPerson,
)
from lib.schema import METADATA
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.tables import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRelease,
    SurveyResponse,
    SurveyWave,
)
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm

ACCOUNTS = 12
FIRST, LAST = date(2024, 1, 1), date(2025, 6, 30)  # every fact lies between them; plans may reach beyond


def put_random_facts(store: Store, seed: int) -> None:
    """Twelve accounts under contract with random work, contacts, money, objectives, escalations, surveys."""
    chance = random.Random(seed)
    rows: list[Base] = [
        *(Person(id=n, name=f"P{n}") for n in (1, 2, 3)),
        *(CostRate(person_id=n, cents_per_hour=chance.randrange(3000, 9000), starts_on=FIRST) for n in (1, 2)),
        Survey(id=1, name="S", kind="relationship", mode="attributed"),
        SurveyQuestion(id=1, survey_id=1, position=1, words="?", scale="0-10"),
        SurveyWave(id=1, survey_id=1, name="W", opens_on=FIRST),
    ]
    for account in range(1, ACCOUNTS + 1):
        rows += [Account(id=account, name=f"A{account}"), *_account(chance, account)]
    rows += _asked(random.Random(seed + 1000))
    perform(store, "test", "put random facts", lambda write: _put_all(write, rows))


def _put_all(write: Write, rows: list[Base]) -> None:
    """All rows of a table at once, those that others are linked to first: a row at a time takes ten times as long."""
    order = {table.name: at for at, table in enumerate(METADATA.sorted_tables)}
    for model in sorted({type(row) for row in rows}, key=lambda model: order[table_of(model).name]):
        told = [row.model_dump() for row in rows if type(row) is model]
        numbered = [row for row in told if row.get("id", 0) is not None]
        write.add_many(model, numbered)
        write.add_many(model, [{n: v for n, v in row.items() if n != "id"} for row in told if row.get("id", 0) is None])


def _asked(chance: random.Random) -> list[Base]:
    """People asked in the attributed wave and in two anonymous ones with what was released; few groups, some withheld.

    A chance of its own: what the seeds gave before they still give.
    """
    rows: list[Base] = [SurveyWave(id=4, survey_id=1, name="W4", opens_on=FIRST, closes_on=FIRST)]
    rows += [Survey(id=2, name="Anon", kind="relationship", mode="anonymous")]
    areas = (("0-10", "recommendation"), ("1-5", "satisfaction"), ("1-5", "reliability"))
    for number, (scale, area) in enumerate(areas, 2):
        rows.append(SurveyQuestion(id=number, survey_id=2, position=number, words="?", scale=scale, area=area))
    for wave in (2, 3):
        closed = datetime.combine(_day(chance), time(12), tzinfo=UTC)
        rows.append(SurveyWave(id=wave, survey_id=2, name=f"W{wave}", opens_on=FIRST, closed_at=closed))
        for cut, key in (("whole", None), ("segment", "S0"), ("segment", "S1"), ("region", "R0"), ("manager", "M0")):
            rows += [_released(chance, wave, question, cut, key) for question in (2, 3, 4)]
    for account in range(1, ACCOUNTS + 1):
        cuts = {"segment": chance.choice([None, "S0", "S1"]), "region": chance.choice([None, "R0"]), "manager": "M0"}
        for contact in range(account * 10, account * 10 + 3):
            rows += [
                SurveyInvitation(
                    survey_wave_id=wave, contact_id=contact, sent_on=_day(chance), **(cuts if wave in (2, 3) else {}),
                    account_id=chance.choice([None, account]),
                    state=chance.choice(["sent", "sent", "listed", "bounced"]),
                )
                for wave in (1, 2, 3, 4) if chance.random() < 0.4
            ]  # fmt: skip
            if chance.random() < 0.3:
                rows.append(SurveyResponse(survey_wave_id=1, contact_id=contact, answered_on=_day(chance)))
    return rows


def _released(chance: random.Random, wave: int, question: int, cut: str, key: str | None) -> SurveyRelease:
    withheld = chance.random() < 0.2
    figure, value = ("nps", chance.uniform(-1, 1)) if question == 2 else ("top two", chance.random())
    return SurveyRelease(
        survey_wave_id=wave, survey_question_id=question, cut=cut, cut_key=key, figure=figure, withheld=withheld,
        value=None if withheld else value, base=None if withheld else chance.randrange(5, 9),
    )  # fmt: skip


def _day(chance: random.Random, first: date = FIRST, last: date = LAST) -> date:
    """Some day, half of the time one of the last six weeks: what is fresh can be judged, and can go stale."""
    if chance.random() < 0.5:
        first = max(first, last - timedelta(days=42))
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def _maybe(chance: random.Random, first: date) -> date | None:
    return None if chance.random() < 0.3 else _day(chance, first)


def _account(chance: random.Random, account: int) -> list[Base]:
    rows: list[Base] = [
        Contract(
            account_id=account, kind="retainer", starts_on=FIRST,
            included_minutes_per_month=chance.choice([None, 600, 3000]), auto_renews=chance.random() < 0.5,
            ends_before=chance.choice([None, date(2026, 1, 1), date(2025, 12, 1)]),
        ),
        *(Contact(id=account * 10 + n, account_id=account, name=f"C{n}") for n in range(3)),
    ]  # fmt: skip
    rows.append(
        AccountProfile(
            account_id=account, starts_on=FIRST, cadence_days=chance.choice([None, 7, 30, 120]),
            sponsor_id=chance.choice([None, account * 10, account * 10]),
        )
    )  # fmt: skip
    for make in (_contacts, _objectives, _work, _money, _trouble):
        rows += make(chance, account)
    return rows


def _contacts(chance: random.Random, account: int) -> list[Base]:
    rows: list[Base] = []
    for n in range(chance.randrange(0, 40)):
        number = account * 1000 + n
        on_a_person = chance.random() < 0.3
        rows.append(
            Interaction(
                id=number, account_id=None if on_a_person else account, happened_on=_day(chance),
                kind=chance.choice(["meeting", "call", "email", "note"]),
                direction=chance.choice(["two way", "two way", "outbound", "inbound"]),
                formal_update=chance.random() < 0.5,
            )
        )  # fmt: skip
        if on_a_person or chance.random() < 0.7:
            rows.append(InteractionContact(interaction_id=number, contact_id=account * 10 + chance.randrange(3)))
        if chance.random() < 0.8:
            rows.append(InteractionPerson(interaction_id=number, person_id=chance.randrange(1, 4)))
    return rows


def _objectives(chance: random.Random, account: int) -> list[Base]:
    rows: list[Base] = []
    for n in range(chance.randrange(0, 2)):
        number = account * 10 + n
        began = _day(chance, FIRST, date(2025, 1, 1))
        rhythm = chance.choice(["monthly", "quarterly", "yearly"])
        rows.append(Objective(id=number, account_id=account, name=f"O{n}", reviewed=rhythm))
        target = chance.choice([-20.0, 20.0, 100.0])
        due = began + timedelta(days=chance.randrange(30, 900))
        rows.append(ObjectiveTerm(objective_id=number, starts_on=began, baseline=0, target=target, due_on=due))
        for _ in range(chance.randrange(0, 7)):
            actual = chance.uniform(-0.2, 1.2) * target
            rows.append(ObjectiveReading(objective_id=number, read_on=_day(chance, began), actual=actual))
    return rows


def _work(chance: random.Random, account: int) -> list[Base]:
    rows: list[Base] = []
    for n in range(chance.randrange(0, 4)):
        number = account * 10 + n
        starts = _day(chance, FIRST, date(2025, 3, 1))
        due = starts + timedelta(days=chance.randrange(5, 300))
        rows.append(
            Project(
                id=number, account_id=account, name=f"P{n}", starts_on=starts, original_due_on=due,
                delivered_on=_maybe(chance, starts), scoped_minutes=chance.choice([None, 600, 3000]),
            )
        )  # fmt: skip
        rows += [
            ScopeChange(
                project_id=number, asked_on=starts, what="more", minutes=chance.randrange(0, 600),
                new_due_on=due + timedelta(days=20), decision="approved", decided_on=_day(chance, starts),
            )
            for _ in range(chance.randrange(0, 2))
        ]  # fmt: skip
        rows += [
            Deliverable(project_id=number, name="D", due_on=_day(chance, starts), delivered_on=_maybe(chance, starts))
            for _ in range(chance.randrange(0, 3))
        ]
        rows += [
            TimeEntry(
                person_id=chance.randrange(1, 4), project_id=number, worked_on=_day(chance, starts),
                minutes=chance.randrange(30, 480),
            )
            for _ in range(chance.randrange(0, 12))
        ]  # fmt: skip
    return rows


def _money(chance: random.Random, account: int) -> list[Base]:
    lines = chance.randrange(0, 18)
    rows: list[Base] = [
        Revenue(account_id=account, earned_on=_day(chance), amount_cents=chance.randrange(-500, 90_000), kind="project")
        for _ in range(lines)
    ]
    for _ in range(chance.randrange(0, 6)):
        issued = _day(chance)
        rows.append(
            Invoice(
                account_id=account, issued_on=issued, due_on=issued + timedelta(days=30), amount_cents=1000,
                paid_on=_maybe(chance, issued),
            )
        )  # fmt: skip
    return rows


def _trouble(chance: random.Random, account: int) -> list[Base]:
    rows: list[Base] = []
    for n in range(chance.randrange(0, 3)):
        number, opened = account * 10 + n, _day(chance)
        severity = chance.randrange(1, 5)
        rows.append(
            Escalation(
                id=number, account_id=account, severity=severity, what="!", opened_on=opened,
                closed_on=_maybe(chance, opened),
            )
        )  # fmt: skip
        rows.append(EscalationUpdate(escalation_id=number, given_on=_day(chance, opened), words="so"))
    for n in range(chance.randrange(0, 3)):
        number = account * 10 + n
        rows.append(SurveyResponse(id=number, survey_wave_id=1, account_id=account, answered_on=_day(chance)))
        rows.append(SurveyAnswer(survey_response_id=number, survey_question_id=1, score=chance.randrange(0, 11)))
    return rows
