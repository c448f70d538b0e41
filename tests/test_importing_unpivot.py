"""Survey files with a column for each question become a row for each answer."""

from datetime import date
from pathlib import Path

import pytest

from lib.importing.readers import read_bytes
from lib.importing.unpivot import scale_of, with_second_header
from lib.store.engine import Store
from tests.importing_cases import counts, imported, previewed, rows

SURVEY = """
name = "survey"
source = "form"
[[file]]
header = ["Respondent", "Sent"]
second_header = true
[[file.into]]
table = "survey"
key = ["<file>"]
[file.into.fields]
name = "<file>"
kind = { fixed = "relationship" }
mode = { fixed = "attributed" }
[[file.into]]
table = "survey_wave"
key = ["<file>"]
[file.into.fields]
survey_id = { same_row = "survey" }
name = "<file>"
opens_on = { column = "Sent", pick = "least" }
closes_on = { column = "Sent", pick = "greatest" }
[[file.into]]
table = "survey_response"
key = ["<file>", "Respondent"]
[file.into.fields]
survey_wave_id = { same_row = "survey_wave" }
answered_on = "Sent"
channel = { fixed = "import" }
[[file.into]]
table = "survey_question"
each_column = true
key = ["<file>", "<heading>"]
[file.into.fields]
survey_id = { same_row = "survey" }
position = "<position>"
words = "<heading>"
scale = "<scale>"
[[file.into]]
table = "survey_answer"
each_column = true
key = ["<file>", "Respondent", "<heading>"]
[file.into.fields]
survey_response_id = { same_row = "survey_response" }
survey_question_id = { same_row = "survey_question" }
words = "<cell>"
"""
FILE = (
    "Respondent,Sent,Recommend us?,Which services?,,Anything else?\n"
    ",,Response,Design,Print,Open-Ended Response\n"
    "r1,2024-05-02,9,Design,,Fine\n"
    "r2,2024-05-01,0,,Print,\n"
)


def test_each_answer_is_a_row_of_its_question_and_sheet(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, SURVEY, FILE)
    assert rows(store, "survey", "name") == ["file1"]
    assert rows(store, "survey_wave", "opens_on", "closes_on") == [(date(2024, 5, 1), date(2024, 5, 2))]
    assert rows(store, "survey_question", "position", "words", "scale") == [
        (1, "Recommend us?", "0-10"),
        (2, "Which services? – Design", "text"),
        (4, "Anything else?", "text"),
        (3, "Which services? – Print", "text"),
    ]
    assert rows(store, "survey_answer", "survey_response_id", "survey_question_id", "words") == [
        (1, 1, "9"), (1, 2, "Design"), (1, 3, "Fine"), (2, 1, "0"), (2, 4, "Print"),
    ]  # fmt: skip
    assert counts(previewed(store, tmp_path, SURVEY, FILE))["survey_answer"] == (0, 0, 5, 0)


def test_answers_of_a_refused_sheet_are_left_out_with_it(store: Store, tmp_path: Path) -> None:
    plan = previewed(store, tmp_path, SURVEY, FILE.replace("2024-05-02", "someday"))
    assert counts(plan)["survey_answer"] == (2, 0, 0, 0)
    assert [(row.line, row.value) for row in plan.refused] == [(3, "someday")]


def test_a_second_header_row_names_untitled_columns() -> None:
    raw = with_second_header(read_bytes("x.csv", FILE.encode())[0], ["Respondent", "Sent"])
    assert raw.header[2:] == (
        "Recommend us?", "Which services? – Design", "Which services? – Print", "Anything else?",
    )  # fmt: skip
    assert raw.lines == [3, 4]


def test_without_a_second_header_row_the_first_response_is_one_and_untitled_columns_are_counted() -> None:
    first, _, *others = FILE.splitlines(keepends=True)
    raw = with_second_header(read_bytes("x.csv", (first + "".join(others)).encode())[0], ["respondent", "sent"])
    assert raw.header[2:] == ("Recommend us?", "Which services?", "Which services? – 2", "Anything else?")
    assert raw.lines == [2, 3]
    untitled = with_second_header(read_bytes("x.csv", b",,Sent\nr1,,2024-05-02\n")[0], ["Sent"])
    assert untitled.header == ("", "", "Sent")


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["1", "5", ""], "1-5"),
        (["1", "6"], "1-7"),
        (["0", "5"], "0-10"),
        (["10", "7"], "0-10"),
        (["11", "3"], "text"),
        (["3.5", "4"], "text"),
        (["yes", "no", "yes", "no"], "choice"),
        (["fine", "very good"], "text"),
        (["", ""], "text"),
    ],
)
def test_the_scale_of_a_question_is_told_by_its_answers(cells: list[str], scale: str) -> None:
    assert scale_of(cells) == scale
