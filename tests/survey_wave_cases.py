"""One wave as it is sent: a survey, contacts in groups, invitations, links offered in a form's file, and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lib.accounts.tables import Account, Contact
from lib.periods import today
from lib.respond.exchange import offer
from lib.respond.filled import Filled
from lib.respond.links import hash_of, new_token
from lib.respond.sheets import keep
from lib.respond.wave import Answer, Cuts, Link, Question, Wave
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyInvitation, SurveyQuestion, SurveyWave
from tests.facts import put

RECOMMEND, REASON, SATISFIED, ROLE = 1, 2, 3, 4
OPENED = today() - timedelta(14)
CHOICES = ("Decision maker", "User")
ASKED = (
    SurveyQuestion(id=RECOMMEND, survey_id=1, position=1, words="How likely are you to recommend us?", scale="0-10",
                   area="recommendation", may_not_apply=False),
    SurveyQuestion(id=REASON, survey_id=1, position=2, words="What is the main reason?", scale="text", area="reason"),
    SurveyQuestion(id=SATISFIED, survey_id=1, position=3, words="How satisfied are you?", scale="1-5",
                   area="satisfaction"),
    SurveyQuestion(id=ROLE, survey_id=1, position=4, words="Which describes your role?", scale="choice", area="role",
                   choices="; ".join(CHOICES)),
)  # fmt: skip
FORM = tuple(
    Question(
        one.id or 0, one.words, one.scale, CHOICES if one.scale == "choice" else (), may_not_apply=one.may_not_apply
    )
    for one in ASKED
)


@dataclass(frozen=True)
class Asked:
    """A wave that was sent: its number, and the token of each contact by the contact's number."""

    wave_id: int
    tokens: Mapping[int, str]
    form: Path


def sent(
    store: Store, form: Path, mode: str, groups: Sequence[Cuts], k: int = 5, closes_on: date | None = None
) -> Asked:
    """Ask one contact for each of `groups` in the first wave of a survey; contact 1 is of account 1, and so on."""
    wave = Wave("wave-1", "How are we doing?", "Northwind", mode, closes_on or today() + timedelta(30), k=k)
    put(store, Survey(id=1, name=wave.title, kind="relationship", mode=mode, least_group=k), *ASKED)
    put(store, SurveyWave(id=1, survey_id=1, name="Autumn", opens_on=OPENED, closes_on=wave.closes_on, code=wave.code))
    people = range(1, len(groups) + 1)
    put(store, *(Account(id=at, name=f"Client {at:03}") for at in people))
    put(store, *(Contact(id=at, account_id=at, name=f"Kim {at:03}", role="user") for at in people))
    tokens = {at: new_token() for at in people}
    put(store, *(_invitation(mode, at, tokens[at], cuts) for at, cuts in zip(people, groups, strict=True)))
    named = zip(people, groups, strict=True)
    links = {hash_of(tokens[at]): Link(cuts, None if wave.anonymous else hash_of(tokens[at])) for at, cuts in named}
    offer(form, wave, FORM, links)
    return Asked(1, tokens, form)


def _invitation(mode: str, at: int, token: str, cuts: Cuts) -> SurveyInvitation:
    return SurveyInvitation(
        survey_wave_id=1, contact_id=at, token_hash=None if mode == "anonymous" else hash_of(token), state="sent",
        sent_on=OPENED, account_id=at, role="user", segment=cuts.segment, region=cuts.region, manager=cuts.manager,
    )  # fmt: skip


def answers(score: int | None = 9, words: str | None = None, satisfied: int | None = None) -> tuple[Answer, ...]:
    """A sheet of the form; satisfied None: it does not apply."""
    given = [Answer(RECOMMEND, score=score)] if score is not None else []
    given += [Answer(REASON, words=words)] if words else []
    last = Answer(SATISFIED, not_applicable=True) if satisfied is None else Answer(SATISFIED, score=satisfied)
    return (*given, last, Answer(ROLE, words=CHOICES[0]))


def answered(asked: Asked, contact: int, filled: Filled | None = None, **given: Any) -> None:
    """A contact answers by their link today."""
    assert keep(asked.form, asked.tokens[contact], today(), filled or Filled(answers=answers(**given)))
