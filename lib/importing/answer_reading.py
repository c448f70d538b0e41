"""One cell of an export of answers read as its map says: points, words, blank, not applicable, or refused."""

import re
from typing import NamedTuple

from lib.errors import StewardError
from lib.importing.answer_map import SCORED, QuestionMap
from lib.importing.parsed import shown
from lib.required import folded

_WHOLE = re.compile(r"(-?[0-9]{1,4})(?:[.,]0+)?")
_NUMBERS = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_CHOICE_PARTS = re.compile(r"\s*;\s*")


class Answer(NamedTuple):
    """What a cell says; nothing of it: blank."""

    score: int | None = None
    words: str | None = None
    not_applicable: bool = False


BLANK = Answer()


class CodeOutside(StewardError):
    """An answer that the map of its question does not know."""


def number_in(text: str) -> int | None:
    """The whole number that a text is, or the only one in it: 5 of "5 - Very satisfied"; None where there is none."""
    whole = _WHOLE.fullmatch(text.strip())
    if whole:
        return int(whole[1])
    found = _NUMBERS.findall(text)
    alone = len(found) == 1 and len(found[0]) <= 4 and found[0].isdecimal()
    return int(found[0]) if alone else None


def read_answer(question: QuestionMap, cell: str) -> Answer:
    """What a cell says; raises CodeOutside with what to do about it."""
    text = cell.strip()
    number = number_in(text) if question.scale in SCORED else None
    codes = {folded(text)} if number is None else {folded(text), str(number)}
    if not text or codes & set(map(folded, question.missing)):
        return BLANK
    if codes & set(map(folded, question.not_applicable)):
        return Answer(not_applicable=True)
    if question.scale in SCORED:
        return _points(question, text, number)
    return Answer(words=_listed(question, text) if question.choices and question.scale == "choice" else text)


def _points(question: QuestionMap, text: str, number: int | None) -> Answer:
    labelled = {folded(words): points for words, points in question.points.items()}.get(folded(text))
    points = number if labelled is None else labelled
    low, high = question.span
    if points is None:
        raise CodeOutside(
            f"{shown(text)} has no points on the scale {question.scale}: give these words points in the map, "
            "or name them as blank or not applicable."
        )
    if not low <= points <= high:
        raise CodeOutside(
            f"{shown(text)} is not from {low} to {high}: name {points} as blank or not applicable in the map, "
            "or correct the cell."
        )
    return Answer(score=points)


def _listed(question: QuestionMap, text: str) -> str:
    """A choice as the survey writes it."""
    choices = {folded(one): one for one in _CHOICE_PARTS.split(question.choices or "") if one}
    if folded(text) not in choices:
        raise CodeOutside(f"{shown(text)} is none of the choices {', '.join(choices.values())}: correct the cell.")
    return choices[folded(text)]
