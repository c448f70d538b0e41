"""Reading a posted form: what was typed, the answers it makes, and what has to be put right first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from lib.errors import StewardError
from lib.respond.questions import Asked
from lib.respond.wave import Answer, Question

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
MOST_WORDS, MOST_NAME = 2000, 200  # characters
NOT_APPLICABLE, NO_ANSWER = "na", ""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line feed: no keyboard types them


class BadBody(StewardError):
    """A body that no browser sends from our form; the link stays unspent."""

    def __init__(self) -> None:
        super().__init__("What arrived is not this form: open your link again and fill in the form there.")


@dataclass(frozen=True)
class Filled:
    """A form as it came: `typed` by field, `problems` by field in a sentence each; answers count without problems."""

    typed: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    wants_contact: bool = False
    name: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def fields_of(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a posted form, control characters taken out; raises BadBody."""
    if content_type.split(";")[0].strip().lower() != FORM_TYPE:
        raise BadBody
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:  # also what is not ASCII, not UTF-8
        raise BadBody from error
    fields = {name: CONTROL.sub("", value.replace("\r\n", "\n")) for name, value in pairs}
    if len(fields) < len(pairs):
        raise BadBody
    return fields


def read(asked: Asked, fields: Mapping[str, str]) -> Filled:
    """The answers in posted fields, with a problem for each field that cannot stand; raises BadBody."""
    known = {field_of(question): question for question in asked.questions}
    if fields.keys() - known.keys() - ({"contact", "name"} if asked.wave.anonymous else {"contact"}):
        raise BadBody
    problems = {name: fault for name, question in known.items() if (fault := _fault(question, fields.get(name, "")))}
    answers = [_answer(question, fields.get(name, "")) for name, question in known.items() if name not in problems]
    given = tuple(answer for answer in answers if answer is not None)
    wants, name = "contact" in fields, fields.get("name", "").strip()
    problems |= _wish_problems(asked, wants, name)
    if not (given or wants or problems):
        problems = {field_of(asked.questions[0]): "Nothing is answered yet: answer at least one question."}
    return Filled(fields, given, wants, name, problems)


def field_of(question: Question) -> str:
    """The name of a question's field in the form."""
    return f"q{question.number}"


def _fault(question: Question, value: str) -> str | None:
    if question.scale == "text":
        over = len(value.strip()) - MOST_WORDS
        return f"This is {over:,} characters too long; {MOST_WORDS:,} fit." if over > 0 else None
    allowed = {NO_ANSWER, *_values(question), *([NOT_APPLICABLE] if question.may_not_apply else [])}
    return None if value in allowed else "Choose one of the answers shown."


def _values(question: Question) -> list[str]:
    """What the form sends for each option: the number on a scale, the place among choices."""
    return [str(place) for place in range(len(question.choices))] if question.choices else list(question.options)


def _answer(question: Question, value: str) -> Answer | None:
    if question.scale == "text":
        return Answer(question.number, words=value.strip()) if value.strip() else None
    if value == NO_ANSWER:
        return None
    if value == NOT_APPLICABLE:
        return Answer(question.number, not_applicable=True)
    if question.choices:
        return Answer(question.number, words=question.choices[int(value)])
    return Answer(question.number, score=int(value))


def _wish_problems(asked: Asked, wants: bool, name: str) -> dict[str, str]:
    if not asked.wave.anonymous:
        return {}
    if wants and not name:
        return {"name": "Type your name, so that we know whom to contact, or untick the box above."}
    if name and not wants:
        return {"name": "Tick the box above, or clear your name: it is kept only where you ask to be contacted."}
    return {"name": f"A name has at most {MOST_NAME} characters."} if len(name) > MOST_NAME else {}
