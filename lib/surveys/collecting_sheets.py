"""Answer sheets of attributed waves on their way into the store: sheet, answers, invitation, conversations owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.store.base import now, table_of
from lib.store.writing import Write
from lib.surveys.anonymous_actions import Given
from lib.surveys.follow_up_actions import open_follow_up
from lib.surveys.follow_up_rules import is_low
from lib.surveys.tables import Survey, SurveyAnswer, SurveyFollowUp, SurveyInvitation, SurveyQuestion, SurveyResponse
from lib.surveys.tables import SurveyWave as Wave

QUESTION, INVITATION = table_of(SurveyQuestion), table_of(SurveyInvitation)
FOLLOW_UP, CONTACT = table_of(SurveyFollowUp), table_of(Contact)
ASKED, LOW = "asked for contact", "low score"
CUTS = ("segment", "region", "manager")
# Why nobody may write down what somebody said on the phone, or fetch while a wave is open (R14).
ANONYMOUS = (
    "the survey is anonymous: whoever takes an answer down knows whose it is, and when it came. "
    "The link in the invitation is the only way to answer it."
)


@dataclass(frozen=True)
class NewSheet:
    """What one person answered; of a wish alone, without answers, no sheet is kept.

    `groups`: account_id, segment, region and manager that it counts for. `source_id`: its name in the survey form.
    """

    contact_id: int
    answered_on: date | None
    channel: str
    answers: tuple[Given, ...]
    groups: Mapping[str, Any]
    complete: bool = True
    wants_contact: bool = False
    person_id: int | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class OpenWave:
    """An attributed wave that still takes answers, and its questions: number → row of survey_question."""

    wave_id: int
    survey_id: int
    opens_on: date
    questions: Mapping[int, Mapping[str, Any]]


def open_wave(write: Write, wave_id: int) -> OpenWave:
    """The wave as it stands in this transaction; raises RefusedValue where it is closed or anonymous, NotFound."""
    wave = write.read(Wave, wave_id)
    if write.read(Survey, wave["survey_id"])["mode"] == "anonymous":
        raise RefusedValue("survey_wave_id", ANONYMOUS)
    if wave["closed_at"] is not None:
        raise RefusedValue("survey_wave_id", "the wave is closed: late answers cannot join it.")
    rows = write.connection.execute(select(QUESTION).where(QUESTION.c.survey_id == wave["survey_id"])).mappings()
    return OpenWave(wave_id, wave["survey_id"], wave["opens_on"], {int(row["id"]): dict(row) for row in rows})


def invitation_of(write: Write, wave_id: int, contact_id: int) -> dict[str, Any] | None:
    """The invitation of a contact to a wave."""
    theirs = select(INVITATION).where(INVITATION.c.survey_wave_id == wave_id, INVITATION.c.contact_id == contact_id)
    row = write.connection.execute(theirs).mappings().first()
    return None if row is None else dict(row)


def groups_of(write: Write, invitation: Mapping[str, Any]) -> dict[str, Any]:
    """The groups frozen with an invitation; its account is the contact's where it names none."""
    account = invitation["account_id"] or write.read(Contact, invitation["contact_id"])["account_id"]
    return {"account_id": account} | {name: invitation[name] for name in CUTS}


def keep_sheet(write: Write, wave: OpenWave, sheet: NewSheet, source: str | None, clock: str) -> int | None:
    """Store a sheet: its response and answers, the invitation answered, one conversation where one is owed.

    The number of the response; None for a wish alone. Whoever asked to be contacted and gave a low score is owed one
    conversation, not two.
    """
    response = _keep_answers(write, wave, sheet, source) if sheet.answers else None
    invitation = invitation_of(write, wave.wave_id, sheet.contact_id)
    if invitation is not None and sheet.answers:
        write.set(SurveyInvitation, invitation["id"], {"state": "answered"}, invitation)
    low = any(_is_low(wave, answer) for answer in sheet.answers)
    if (sheet.wants_contact or low) and not (response is None and _wished(write, wave.wave_id, sheet.contact_id)):
        open_follow_up(
            write, reason=ASKED if sheet.wants_contact else LOW, wave_id=wave.wave_id, response_id=response,
            account_id=sheet.groups["account_id"], contact_id=sheet.contact_id, opened_at=_since(sheet.answered_on),
            clock=clock,
        )  # fmt: skip
    return response


def _keep_answers(write: Write, wave: OpenWave, sheet: NewSheet, source: str | None) -> int:
    response = SurveyResponse(
        survey_wave_id=wave.wave_id, contact_id=sheet.contact_id, channel=sheet.channel,
        answered_on=sheet.answered_on or now().date(),
        complete=sheet.complete, person_id=sheet.person_id, source=source, source_id=sheet.source_id, **sheet.groups,
    )  # fmt: skip
    number = write.add(response)
    common = {"survey_response_id": number, "recorded_at": now(), "version": 1}
    write.add_many(SurveyAnswer, [common | _row(answer) for answer in sheet.answers])
    return number


def _row(answer: Given) -> dict[str, Any]:
    return {
        "survey_question_id": answer.question_id, "score": answer.score, "words": answer.words,
        "not_applicable": answer.not_applicable,
    }  # fmt: skip


def _is_low(wave: OpenWave, answer: Given) -> bool:
    question = wave.questions[answer.question_id]
    return is_low(question["scale"], question["area"], answer.score, question["better"])


def _wished(write: Write, wave_id: int, contact_id: int) -> bool:
    """Whether a wish without answers was kept before: it has no name of its own by which to tell it again."""
    theirs = select(FOLLOW_UP.c.id).where(
        FOLLOW_UP.c.survey_wave_id == wave_id, FOLLOW_UP.c.contact_id == contact_id, FOLLOW_UP.c.reason == ASKED
    )
    return write.connection.execute(theirs.limit(1)).first() is not None


def _since(answered_on: date | None) -> datetime:
    """When the clock of a conversation starts: now, or where the answer came on an earlier day, at the end of that."""
    if answered_on is None:
        return now()
    return min(now(), datetime.combine(answered_on + timedelta(1), time(), UTC))


def whole(questions: Mapping[int, Mapping[str, Any]], answers: Sequence[Given]) -> bool:
    """Whether every question that is not answered in words has its answer, or does not apply."""
    asked = {number for number, question in questions.items() if question["scale"] != "text"}
    return asked <= {answer.question_id for answer in answers}
