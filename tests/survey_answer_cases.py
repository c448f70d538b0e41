"""A firm whose clients answered: one attributed wave of three accounts, one anonymous wave with its release."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pandas as pd

from lib.accounts.tables import Account, AccountOwner, Contact, Sector
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.users import introduce
from lib.store.writing import perform
from lib.surveys.anonymous_actions import store_release
from lib.surveys.release_figures import Closed, release
from lib.surveys.released_question_figures import released_question
from lib.surveys.tables import (
    AnonymousAnswer,
    Survey,
    SurveyAnswer,
    SurveyFollowUp,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)
from tests.facts import put
from tests.surveys_release_cases import invited

DAY = "2026-06-30"
ASKED, CLOSED = date(2026, 6, 1), datetime(2026, 6, 20, 12, tzinfo=UTC)
# Account → the scores of its contacts in turn (None: asked, no answer).
SCORES: dict[int, Sequence[int | None]] = {1: (10, 8, 9, None), 2: (2, 3, 1), 3: (8, None)}
WROTE = {(1, 0): "Kind team, answers fast", (2, 0): "Slow replies, call Cy Dole", (2, 1): "Deadlines slip"}


def put_firm(store: Store) -> None:
    """Acme (Ann), Birch and Cove (Bo); Ann Berg is at the keyboard."""
    put(
        store, Sector(id=1, name="Media"), Person(id=1, name="Ann Berg"), Person(id=2, name="Bo Lind"),
        *(Account(id=n, name=name, sector_id=1) for n, name in ((1, "Acme"), (2, "Birch"), (3, "Cove"))),
        *(AccountOwner(account_id=n, person_id=1 if n == 1 else 2, starts_on=date(2025, 1, 1)) for n in (1, 2, 3)),
        Revenue(account_id=1, earned_on=date(2026, 2, 1), amount_cents=1_000_000, kind="recurring"),
    )  # fmt: skip
    introduce(store, "Ann Berg")


def put_answers(store: Store) -> None:
    """The yearly survey of 2026: seven of nine asked answered, three wrote; a call owed to the first of Birch."""
    put(store, *_survey(1, "Yearly", "attributed"), *_sheets())
    put(store, SurveyFollowUp(id=1, survey_wave_id=1, survey_response_id=20, account_id=2, contact_id=20, person_id=2,
                              opened_at=datetime(2026, 6, 10, 9, tzinfo=UTC)))  # fmt: skip


def put_anonymous(store: Store, people: int) -> None:
    """The pulse, closed: `people` answered and wrote; released with their comments."""
    put(store, *_survey(2, "Pulse", "anonymous"))
    rows = [row for at in range(people) for row in _sheet(at)]
    perform(store, "test", "answers", lambda write: write.add_many(AnonymousAnswer, rows))
    frame = pd.DataFrame(rows).rename(columns={"survey_question_id": "question_id"})
    closed = Closed(frame, invited({("Media",): people}))
    found = release(closed, [released_question(4, "0-10")], [5])
    perform(store, "test", "release", lambda write: store_release(write, 2, found))


def _survey(number: int, name: str, mode: str) -> list[Base]:
    first = 3 * number - 2
    return [
        Survey(id=number, name=name, kind="relationship", mode=mode),
        SurveyQuestion(id=first, survey_id=number, position=1, words="Recommend?", scale="0-10", area="recommendation"),
        SurveyQuestion(id=first + 1, survey_id=number, position=2, words="Why?", scale="text", area="reason"),
        SurveyWave(id=number, survey_id=number, name="2026", opens_on=ASKED, closed_at=CLOSED),
    ]


def _sheets() -> list[Base]:
    made: list[Base] = []
    for account, scores in SCORES.items():
        for at, score in enumerate(scores):
            number = 10 * account + at
            made.append(Contact(id=number, account_id=account, name=f"Contact {number}", role="user" if at else None))
            made.append(SurveyInvitation(survey_wave_id=1, contact_id=number, state="sent", sent_on=ASKED))
            if score is not None:
                made.append(
                    SurveyResponse(id=number, survey_wave_id=1, contact_id=number, answered_on=date(2026, 6, 9))
                )
                made.append(SurveyAnswer(id=number, survey_response_id=number, survey_question_id=1, score=score))
            if (account, at) in WROTE:
                words = WROTE[account, at]
                made.append(SurveyAnswer(id=100 + number, survey_response_id=number, survey_question_id=2, words=words))
    return made


def _sheet(at: int) -> list[dict[str, object]]:
    about = {"survey_wave_id": 2, "sheet": f"sheet{at}", "segment": "Media", "region": None, "manager": None}
    words = f"Ann Berg is slow {at}" if at == 0 else f"Too slow {at}"
    return [
        about | {"key": f"score{at}", "survey_question_id": 4, "score": float((0, 8, 10)[at % 3]), "words": None,
                 "not_applicable": False},
        about | {"key": f"secret{at}", "survey_question_id": 5, "score": None, "words": words,
                 "not_applicable": False},
    ]  # fmt: skip
