"""Answers of attributed waves that a colleague takes down on the phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib import format as fmt
from lib.accounts.groups import account_groups
from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.writing import Write, perform
from lib.surveys.anonymous_actions import Given
from lib.surveys.building_actions import freeze
from lib.surveys.collecting_sheets import (
    NewSheet,
    OpenWave,
    groups_of,
    invitation_of,
    keep_sheet,
    open_wave,
    whole,
)
from lib.surveys.follow_up_rules import CLOCK_SETTING, HOURS
from lib.surveys.score_figures import ENDS
from lib.surveys.tables import SurveyResponse

_GROUPS = {"account_id": "account_id", "segment": "sector", "region": "region", "manager": "manager"}
RESPONSE, CONTACT = table_of(SurveyResponse), table_of(Contact)


@dataclass(frozen=True)
class Call:
    """A call in which a contact answered: on which day, who took it down, and whether they wish to be contacted."""

    contact_id: int | None
    on: date | None
    person_id: int | None
    wants_contact: bool = False


def take_down(
    store: Store, who: str, wave_id: int, call: Call, answers: Sequence[Given], token: str | None = None
) -> int | None:  # fmt: skip
    """Store what a contact said to the questions of an open attributed wave; the number of the response.

    A question left blank has no answer. The invitation, where there is one, is answered; a low score or a wish opens a
    conversation. Raises RefusedValue: field "on", "contact_id", "person_id", `q<number>` of a question, or
    "survey_wave_id".
    """
    clock = settings(store).get(CLOCK_SETTING, HOURS)
    groups = _groups_now(store, call)

    def work(write: Write) -> int | None:
        wave = open_wave(write, wave_id)
        _check(wave, call, answers)
        contact_id = int(call.contact_id or 0)
        invitation = invitation_of(write, wave_id, contact_id)
        freeze(write, wave.survey_id)
        sheet = NewSheet(
            contact_id, call.on, "phone", tuple(answers),
            groups if invitation is None else groups_of(write, invitation), whole(wave.questions, answers),
            call.wants_contact, call.person_id,
        )  # fmt: skip
        return keep_sheet(write, wave, sheet, None, clock)

    return perform(store, who, "take an answer by phone", work, token)


def answered_already(store: Store, wave_id: int, contact_id: int) -> tuple[date, str] | None:
    """The day and the way (link, phone, import) of the last answer of a contact in a wave."""
    theirs = select(RESPONSE.c.answered_on, RESPONSE.c.channel).where(
        RESPONSE.c.survey_wave_id == wave_id, RESPONSE.c.contact_id == contact_id
    )
    rows = store.rows(theirs.order_by(RESPONSE.c.answered_on.desc(), RESPONSE.c.id.desc()).limit(1))
    return (rows[0].answered_on, rows[0].channel) if rows else None


def callable_contacts(store: Store, as_of: date) -> pd.DataFrame:
    """Contacts who had not left by a day, by account: contact_id, contact, account, owner, sector."""
    here = CONTACT.c.left_on.is_(None) | (CONTACT.c.left_on > as_of)
    names = (CONTACT.c.id.label("contact_id"), CONTACT.c.name.label("contact"), CONTACT.c.account_id)
    found = store.frame(select(*names).where(here))
    groups = account_groups(store, as_of)[["account_id", "account", "owner", "sector"]]
    return found.merge(groups, on="account_id").sort_values(["account", "contact"], ignore_index=True)


def _groups_now(store: Store, call: Call) -> Mapping[str, Any]:
    """The groups of a contact on the day of the call, for one who was not invited."""
    if call.contact_id is None or call.on is None:
        return {}
    found = store.rows(select(CONTACT.c.account_id).where(CONTACT.c.id == call.contact_id))
    groups = account_groups(store, call.on)
    own = groups[groups["account_id"].isin([row.account_id for row in found])].to_dict("records")
    return {name: own[0][of] for name, of in _GROUPS.items()} if own else {}


def _check(wave: OpenWave, call: Call, answers: Sequence[Given]) -> None:
    if call.contact_id is None:
        raise RefusedValue("contact_id", "choose who answered.")
    if call.person_id is None:
        raise RefusedValue("person_id", "choose who took the answer down.")
    if call.on is None or not wave.opens_on <= call.on <= today():
        raise RefusedValue("on", f"choose a day from {fmt.day(wave.opens_on)}, when the wave opened, until today.")
    if not answers and not call.wants_contact:
        raise RefusedValue("answers", "nothing is answered yet: answer at least one question.")
    for answer in answers:
        _check_answer(wave, answer)


def _check_answer(wave: OpenWave, answer: Given) -> None:
    question, field = wave.questions.get(answer.question_id), f"q{answer.question_id}"
    if question is None:
        raise RefusedValue(field, "it is no question of this survey: reload the page.")
    if answer.not_applicable:
        if not question["may_not_apply"] or question["scale"] == "text":
            raise RefusedValue(field, "“does not apply” is no answer to this question.")
    elif question["scale"] in ENDS:
        first, last = ENDS[question["scale"]]
        if answer.score is None or answer.score != int(answer.score) or not first <= answer.score <= last:
            raise RefusedValue(field, f"a whole number from {first} to {last} is needed.")
    elif not answer.words:
        raise RefusedValue(field, "words are needed.")
    elif question["scale"] == "choice" and answer.words not in str(question["choices"]).split("; "):
        raise RefusedValue(field, f"“{answer.words}” is none of its choices.")
