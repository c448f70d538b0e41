"""An export of answers as rows: one for each sheet, with survey, wave and who, and one for each answer on it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.importing.answer_map import AnswerMap, QuestionMap, as_setting, check_map, numbers_only, setting_name
from lib.importing.answer_mapping import guess_map, question_columns, settled
from lib.importing.answer_reading import Answer, number_in
from lib.importing.answer_rows import read_rows, real_rows
from lib.importing.answer_waves import Places, place_sheets
from lib.importing.converting import Columns
from lib.importing.draft import Draft
from lib.importing.mapping import SheetColumns, table_named
from lib.importing.raw_table import RawTable, counted
from lib.importing.sources import Source
from lib.importing.standing_surveys import StoredSurvey, own_number, stored_setting, stored_survey
from lib.importing.survey_files import OF_A_QUESTION, OF_AN_ANSWER

# A zone written in letters behind a time: what counts is the day on their clock.
_ZONE = re.compile(r"(?<=[0-9mM])\s+(?!AM$|PM$)[A-Z]{3,5}$")


@dataclass(frozen=True)
class Sheets:
    """A file as rows of sheets and, `long`, as rows of answers."""

    wide: Columns
    long: Columns


def sheets(draft: Draft, source: Source, columns: Columns) -> Sheets:
    """The sheets and answers of an export as its map, or a guess at it, says; raises AnonymousSurvey, MapInvalid."""
    sheet = source.file.sheet or SheetColumns()
    mapped = source.answers or guess_map(draft.standing, source)
    check_map(mapped)
    stored = stored_survey(draft.standing, mapped.survey)
    tool = source.file.source or ""
    questions = _asked(draft, source, mapped, stored)
    raw, real = real_rows(_dated(source.raw, sheet), sheet)
    draft.notes += [f"{counted(real, 'trial response')} of {source.raw.name} left out."] if real else []
    _tell_codes(draft, raw, questions)
    raw, read = read_rows(raw, questions)
    places = place_sheets(draft, replace(columns, raw=raw), sheet, mapped, stored)
    raw, read = places.kept(raw), [read[row] for row in places.rows]
    _keep_map(draft, tool, mapped)
    wide = replace(columns, raw=_with(raw, places.cells | _who(raw, sheet, mapped)), **_fresh())
    return Sheets(wide, _long(draft, wide, tool, places, questions, read, stored))


def _tell_codes(draft: Draft, raw: RawTable, questions: Sequence[QuestionMap]) -> None:
    """Say which numbers are taken for no answer: a map may have been guessed."""
    for one in questions:
        numbers = Counter(map(number_in, raw.column(one.heading)))
        for codes, meaning in ((one.missing, "blank"), (one.not_applicable, "not applicable")):
            for code in (code for code in codes if number_in(code) is not None and numbers[number_in(code)]):
                times = counted(numbers[number_in(code)], "response")
                draft.notes.append(f'"{one.words}": {code} is read as {meaning}, in {times}.')


def _fresh() -> dict[str, Any]:
    """Nothing read yet: a copy of columns with other cells shares none of what was read of them."""
    return {"_texts": {}, "_typed": {}, "codes": Counter()}


def _asked(draft: Draft, source: Source, mapped: AnswerMap, stored: StoredSurvey | None) -> list[QuestionMap]:
    """The questions to take, as a survey that is there asks them; what a frozen one does not ask is told."""
    there = {title for title, _ in question_columns(source)}
    wanted = [one for one in mapped.questions if one.heading in there]
    asked = [settled(one, stored) for one in wanted]
    unasked = [one.words for one, was in zip(asked, wanted, strict=True) if stored and stored.frozen and not one.take
               and stored.question(was.words) is None]  # fmt: skip
    if unasked and stored:
        quoted = ", ".join(f'"{words}"' for words in unasked)
        draft.notes.append(f'"{stored.row.name}" is frozen and does not ask {quoted}: left out. '
                           "Bring the file into a new survey to keep them.")  # fmt: skip
    taken: dict[str, QuestionMap] = {}
    for one in asked:
        if one.take:
            taken.setdefault(one.words, one)
    return list(taken.values())


def _dated(raw: RawTable, sheet: SheetColumns) -> RawTable:
    """The file with the first of its days of answering filled from the others, and the zones behind them left out."""
    days = [raw.column(name) for name in (*sheet.answered, sheet.started) if name and raw.has(name)]
    first = [
        next((_ZONE.sub("", cell.strip()) for cell in cells if cell.strip()), "") for cells in zip(*days, strict=True)
    ]
    return _with(raw, {sheet.answered[0]: first, "<ended>": list(raw.column(sheet.answered[0]))})


def _with(raw: RawTable, cells: Mapping[str, Sequence[str]]) -> RawTable:
    """The file with columns replaced, or added."""
    columns = dict(zip(raw.header, raw.columns, strict=True))
    titles = {title.strip().casefold(): title for title in raw.header}
    for name, column in cells.items():
        columns[titles.get(name.strip().casefold(), name)] = list(column)
    return replace(raw, header=tuple(columns), columns=list(columns.values()))


def _who(raw: RawTable, sheet: SheetColumns, mapped: AnswerMap) -> dict[str, list[str]]:
    """Who answered, by address or else by name, for which account, and whether to the end."""
    empty = [""] * len(raw.lines)
    email = raw.column(mapped.email) if mapped.email and raw.has(mapped.email) else empty
    parts = [raw.column(name) for name in sheet.contact if raw.has(name)]
    names = [" ".join(filter(None, map(str.strip, row))) for row in zip(*parts, strict=True)] if parts else empty
    ended, partial = raw.column("<ended>"), sheet.partial
    marks = raw.column(partial.column) if partial and raw.has(partial.column) else None
    left = [partial.holds(mark) for mark in marks] if partial and marks is not None else [False] * len(raw.lines)
    return {
        "<who>": [address.strip() or name for address, name in zip(email, names, strict=True)],
        "<account>": list(raw.column(mapped.account)) if mapped.account and raw.has(mapped.account) else empty,
        "<complete>": ["no" if early or not end.strip() else "yes" for early, end in zip(left, ended, strict=True)],
    }


def _keep_map(draft: Draft, tool: str, mapped: AnswerMap) -> None:
    """Have the map kept for the next export of this survey, where it is another than the one kept."""
    name, text = setting_name(tool, mapped.survey), as_setting(mapped)
    if stored_setting(draft.standing, name) != text:
        draft.plan.maps[name] = text


def _long(
    draft: Draft, wide: Columns, tool: str, places: Places, questions: Sequence[QuestionMap],
    read: Sequence[Sequence[Answer]], stored: StoredSurvey | None,
) -> Columns:  # fmt: skip
    """A row for each answer that is not blank, beside all cells of its line."""
    raw = wide.raw
    number = places.cells["<survey id>"]
    found = [(row, at) for row in range(len(raw.lines)) for at in range(len(questions)) if any(_says(read[row][at]))]
    asked = [_of_question(draft, tool, one, at, stored) for at, one in enumerate(questions)]
    made: dict[str, list[str]] = {name: [] for name in OF_AN_ANSWER}
    for row, at in found:
        score, words, not_applicable = read[row][at]
        cells = {**asked[at], "<score>": "" if score is None else str(score), "<text>": words or "",
                 "<no answer>": "yes" if not_applicable else "no"}  # fmt: skip
        cells["<question id>"] = cells["<question id>"] or f"{number[row]} | {cells['<heading>']}"
        for name, cell in cells.items():
            made[name].append(cell)
    long = RawTable(
        raw.name, (*raw.header, *made), [raw.lines[row] for row, _ in found],
        [[cells[row] for row, _ in found] for cells in raw.columns] + list(made.values()), [], [], raw.sha256,
    )  # fmt: skip
    return replace(wide, raw=long, origin=[row for row, _ in found], **_fresh())


def _says(answer: Answer) -> Iterable[bool]:
    return (answer.score is not None, answer.words is not None, answer.not_applicable)


def _of_question(draft: Draft, tool: str, one: QuestionMap, at: int, stored: StoredSurvey | None) -> dict[str, str]:
    """The cells of a question: as the survey asks it, or as it will."""
    asked = stored.question(one.words) if stored else None
    if asked is not None:
        number = own_number(asked, tool)
        draft.sources(table_named("survey_question"), tool)[number] = asked.id
        fields = {name: getattr(asked, name) for name in OF_A_QUESTION}
    else:
        number = ""
        before = len(stored.questions) if stored else 0
        fields = {"position": before + at + 1, "words": one.words, "scale": one.scale, "area": one.area,
                  "better": one.better, "choices": one.choices, "missing_codes": numbers_only(one.missing),
                  "not_applicable_codes": numbers_only(one.not_applicable)}  # fmt: skip
    cells = {f"<{name}>": "" if value is None else str(value) for name, value in fields.items()}
    return cells | {"<heading>": one.heading, "<question id>": number}
