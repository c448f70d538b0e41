"""The table in which a person says what each column of an export of answers means, and back from it to a map."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.importing.answer_map import MapInvalid, QuestionMap
from lib.importing.sources import Source
from lib.surveys.tables import SCALES
from lib.ui.editing import editor

SEEN = 6
BETTER = {"higher": "High is good", "lower": "Low is good"}
_PARTS = re.compile(r"\s*[;\n]\s*")
_CODES = re.compile(r"\s*[;,]\s*")
HELP = {
    "Take": "Columns left out are not stored.",
    "Answers": "What stands in the column, the most frequent first.",
    "Blank": "Numbers or words that mean no answer, parted by commas: 11 on a scale of 0–10.",
    "Does not apply": "Numbers or words that mean not applicable, parted by commas: 6 on a scale of 1–5.",
    "From": "The lowest point that counts. Empty: that of the scale.",
    "To": "The highest point that counts. Empty: that of the scale.",
    "Words and points": "Answers in words and what they count: Very satisfied = 5; Satisfied = 4.",
    "Asks about": "What is scored: recommendation, satisfaction, responsiveness, reliability, ease …",
}


def map_table(source: Source, questions: Sequence[QuestionMap], key: str) -> list[QuestionMap]:
    """The map as the person has it now; raises MapInvalid for points that cannot be read."""
    frame = pd.DataFrame([_row(source, one) for one in questions])
    edited = editor(
        frame, key=key, editable=[str(name) for name in frame if name not in ("Column", "Answers")], width="stretch",
        column_config=_looks(), placeholder="–", height="content",
        alt="Each column of the file, and how its answers are read",
    )  # fmt: skip
    return [_question(one, row) for one, row in zip(questions, edited.to_dict("records"), strict=True)]


def _row(source: Source, one: QuestionMap) -> dict[str, Any]:
    return {
        "Take": one.take, "Column": one.heading, "Answers": seen(source.raw.column(one.heading)), "Scale": one.scale,
        "Blank": ", ".join(one.missing), "Does not apply": ", ".join(one.not_applicable),
        "Asks about": one.area or "", "Better": BETTER[one.better], "From": one.low, "To": one.high,
        "Words and points": "; ".join(f"{words} = {points}" for words, points in one.points.items()),
        "Question": one.words,
    }  # fmt: skip


def seen(cells: Sequence[str]) -> str:
    """The most frequent answers of a column; "" where it is empty."""
    counts = Counter(text for cell in cells if (text := " ".join(cell.split())))
    first = [text if len(text) <= 24 else text[:23] + "…" for text, _ in counts.most_common(SEEN)]
    return ", ".join(first) + (", …" if len(counts) > SEEN else "")


def _looks() -> dict[str, ColumnConfig]:
    column = st.column_config
    words = {"Blank": 75, "Does not apply": 128, "Words and points": 260, "Asks about": 130}
    return {
        "Take": column.CheckboxColumn(help=HELP["Take"], width=72),
        "Column": column.TextColumn(width=215, pinned=True),
        "Answers": column.TextColumn(help=HELP["Answers"], width=190),
        "Scale": column.SelectboxColumn(options=list(SCALES), required=True, width=70),
        "Better": column.SelectboxColumn(options=list(BETTER.values()), required=True, width=105),
        "Question": column.TextColumn(required=True, width=300),
        **{name: column.NumberColumn(help=HELP[name], step=1, width=55) for name in ("From", "To")},
        **{name: column.TextColumn(help=HELP[name], width=width) for name, width in words.items()},
    }


def _question(one: QuestionMap, row: Mapping[Any, Any]) -> QuestionMap:
    better = {words: name for name, words in BETTER.items()}
    if row["Scale"] not in SCALES or row["Better"] not in better:
        raise MapInvalid(one.heading, "choose its scale, and whether high or low is good.")
    return QuestionMap(
        heading=one.heading, words=_text(row["Question"]) or one.heading, scale=row["Scale"], take=row["Take"] is True,
        low=_whole(row["From"]), high=_whole(row["To"]), missing=_codes(row["Blank"]),
        not_applicable=_codes(row["Does not apply"]), better=better[row["Better"]],
        area=_text(row["Asks about"]) or None,
        points=_points(one.heading, _text(row["Words and points"])), choices=one.choices,
    )  # fmt: skip


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell).strip()


def _whole(cell: Any) -> int | None:
    return None if pd.isna(cell) else int(float(cell))


def _codes(cell: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _CODES.split(_text(cell)))))


def _points(heading: str, text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in filter(None, _PARTS.split(text)):
        words, _, points = part.rpartition("=")
        if not words.strip() or not points.strip().isdecimal() or len(points.strip()) > 9:
            raise MapInvalid(heading, f'"{part}" is not words and points: write it as Very satisfied = 5.')
        found[words.strip()] = int(points)
    return found
