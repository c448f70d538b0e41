"""The map of an export of answers before a person has seen it: as kept, as the survey asks, else guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lib.errors import StewardError
from lib.importing.answer_guessing import ends_at_five, guess_question, looks_like
from lib.importing.answer_map import (
    AnswerMap,
    QuestionMap,
    kept_columns,
    kept_questions,
    setting_name,
)
from lib.importing.converting import Columns
from lib.importing.mapping import FieldRule, SheetColumns, table_named
from lib.importing.raw_table import RawTable, plain_name
from lib.importing.sources import Source
from lib.importing.standing import Standing
from lib.importing.standing_surveys import StoredSurvey, stored_setting, stored_survey
from lib.required import folded

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}", re.IGNORECASE)
_IP_TITLES = frozenset({"ip", "ip address", "ipaddress"})


def guess_map(
    standing: Standing, source: Source, survey: str | None = None, wave: str | None = None, kind: str = "relationship"
) -> AnswerMap:
    """How a file would be read into a survey (default: one called as the file); raises AnonymousSurvey."""
    name = survey or file_title(source.raw)
    stored = stored_survey(standing, name)
    setting = stored_setting(standing, setting_name(source.file.source or "", stored.row.name if stored else name))
    kept = kept_questions(setting)
    guessed = _guessed(source)
    questions = [settled(kept.get(one.heading, one), stored) for one in guessed]
    people = {"email": _email(source), "account": _account(standing, source)} | kept_columns(setting)
    there = {name for name in people.values() if name is not None and source.raw.has(name)}
    columns = {key: column if column in there else None for key, column in people.items()}
    asked = tuple(replace(one, take=False) if one.heading in there else one for one in questions)
    return AnswerMap(stored.row.name if stored else name, wave or name, stored.row.kind if stored else kind,
                     **columns, questions=asked)  # fmt: skip


def file_title(raw: RawTable) -> str:
    """The file's name without its ending."""
    return raw.name.split(" · ")[0].rpartition(".")[0]


def first_month(source: Source) -> str:
    """What a wave may be called: the month of the first response; the file's title where no day can be read."""
    sheet = _sheet(source)
    begun = next(name for name in (sheet.started, *sheet.answered) if name and source.raw.has(name))
    rule = FieldRule("answered_on", (begun,), formats=sheet.formats)
    try:
        days = [day for day in Columns(source.raw, source.file).typed(rule, "date").values if day is not None]
    except StewardError:
        return file_title(source.raw)
    return f"{min(days):%B %Y}" if days else file_title(source.raw)


def settled(question: QuestionMap, stored: StoredSurvey | None) -> QuestionMap:
    """A question as the survey asks it, where it does; one that a frozen survey does not ask is left out."""
    if stored is None:
        return question
    asked = stored.question(question.words)
    if asked is None:
        return replace(question, take=False) if stored.frozen else question
    return _as_asked(question, asked)


def _as_asked(question: QuestionMap, asked: Any) -> QuestionMap:
    same = question.scale == asked.scale
    missing = _codes(asked.missing_codes) + (question.missing if same else ())
    not_applicable = _codes(asked.not_applicable_codes) + question.not_applicable
    return replace(
        question, words=asked.words, scale=asked.scale, better=asked.better, area=asked.area, choices=asked.choices,
        low=question.low if same else None, high=question.high if same else None,
        points=question.points if same else {}, missing=tuple(dict.fromkeys(missing)),
        not_applicable=tuple(dict.fromkeys(not_applicable)),
    )  # fmt: skip


def _codes(kept: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (kept or "").split(",") if code.strip())


def question_columns(source: Source) -> Iterator[tuple[str, list[str]]]:
    """Title and cells of each column that is neither the tool's own nor an address in the net."""
    sheet = _sheet(source)
    own = {plain_name(name) for name in (*sheet.names, *source.file.header, *source.file.optional)}
    own -= set(map(plain_name, sheet.words))
    for title, cells in zip(source.raw.header, source.raw.columns, strict=True):
        if title and plain_name(title) not in own and title not in source.aside and not _is_ip(title, cells):
            yield title, cells


def _guessed(source: Source) -> list[QuestionMap]:
    columns = list(question_columns(source))
    five = any(ends_at_five(cells) for _, cells in columns)
    found = [guess_question(title, cells, five) for title, cells in columns]
    words = {plain_name(short): text for short, text in _sheet(source).words.items()}
    named = [replace(one, words=words.get(plain_name(one.heading), one.words)) for one in found]
    ten = [one for one in named if one.scale == "0-10"]
    # The only question from 0 to 10 is whether they recommend us, in whatever language.
    return [replace(one, area="recommendation") if [one] == ten else one for one in named]


def _sheet(source: Source) -> SheetColumns:
    return source.file.sheet or SheetColumns()


def _is_ip(title: str, cells: list[str]) -> bool:
    return plain_name(title) in _IP_TITLES or looks_like(cells, _IP)


def people_columns(source: Source) -> list[str]:
    """The columns that may say who answered."""
    sheet = _sheet(source)
    named = {plain_name(name) for name in (*sheet.email, *sheet.account, *sheet.perhaps)}
    asked = {title for title, _ in question_columns(source)} | source.aside
    return [title for title in source.raw.header if plain_name(title) in named or title in asked]


def _email(source: Source) -> str | None:
    named = next((name for name in _sheet(source).email if source.raw.has(name)), None)
    asked = (title for title, cells in question_columns(source) if looks_like(cells, _ADDRESS))
    return named or next(asked, None)


def _account(standing: Standing, source: Source) -> str | None:
    sheet = _sheet(source)
    named = next((name for name in sheet.account if source.raw.has(name)), None)
    if named is not None:
        return named
    known = {folded(row.name) for row in standing.rows(table_named("account"), ["name"])}
    perhaps = [name for name in (*sheet.perhaps, *sorted(source.aside)) if source.raw.has(name)]
    return next((name for name in perhaps if _are(source.raw.column(name), known)), None)


def _are(cells: list[str], known: set[str]) -> bool:
    """Whether at least a third of the filled cells are among the names known."""
    filled = [folded(cell) for cell in cells if cell.strip()]
    return bool(filled) and 3 * sum(cell in known for cell in filled) >= len(filled)
