"""The lines of an export of answers that can be read: trials left out, lines with a code of no meaning refused."""

from collections.abc import Sequence
from dataclasses import replace

from lib.importing.answer_map import QuestionMap
from lib.importing.answer_reading import BLANK, Answer, CodeOutside, read_answer
from lib.importing.mapping import SheetColumns
from lib.importing.raw_table import RawTable, Refusal


def real_rows(raw: RawTable, sheet: SheetColumns) -> tuple[RawTable, int]:
    """The lines that somebody outside answered, and how many were trials of the tool's own."""
    trial = sheet.not_real
    if trial is None or not raw.has(trial.column):
        return raw, 0
    real = [row for row, cell in enumerate(raw.column(trial.column)) if not trial.holds(cell)]
    return only_rows(raw, real), len(raw.lines) - len(real)


def only_rows(raw: RawTable, rows: Sequence[int]) -> RawTable:
    """Some lines of a file."""
    if len(rows) == len(raw.lines):
        return raw
    columns = [[cells[row] for row in rows] for cells in raw.columns]
    return replace(raw, lines=[raw.lines[row] for row in rows], columns=columns)


def read_rows(raw: RawTable, questions: Sequence[QuestionMap]) -> tuple[RawTable, list[list[Answer]]]:
    """The lines whose answers all have a meaning, with these answers by question; the others are refused whole."""
    texts = [raw.column(one.heading) for one in questions]
    columns = [(_read_column(cells, one), cells) for cells, one in zip(texts, questions, strict=True)]
    kept: list[int] = []
    answers: list[list[Answer]] = []
    refused = list(raw.refused)
    for row, line in enumerate(raw.lines):
        read = [column[cells[row]] for column, cells in columns]
        wrong = [(one.heading, said) for one, said in zip(questions, read, strict=True) if isinstance(said, str)]
        if wrong:
            refused.append(_refusal(raw, row, line, wrong))
        else:
            kept.append(row)
            answers.append([said for said in read if isinstance(said, Answer)])
    return replace(only_rows(raw, kept), refused=refused), answers


def _read_column(cells: Sequence[str], question: QuestionMap) -> dict[str, Answer | str]:
    """What each distinct cell says, or why it has no meaning."""
    return {cell: _read(question, cell) for cell in dict.fromkeys(cells)}


def _read(question: QuestionMap, cell: str) -> Answer | str:
    if not cell.strip():
        return BLANK
    try:
        return read_answer(question, cell)
    except CodeOutside as error:
        return str(error)


def _refusal(raw: RawTable, row: int, line: int, wrong: Sequence[tuple[str, str]]) -> Refusal:
    """One refusal for a line: the first wrong cell, and where the others stand."""
    (heading, reason), *others = wrong
    also = "; ".join(f'"{raw.column(title)[row].strip()}" in {title}' for title, _ in others)
    return Refusal(line, heading, raw.column(heading)[row].strip(), f"{reason} Also: {also}." if others else reason)
