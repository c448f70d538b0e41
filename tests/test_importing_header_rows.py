"""Headers that go on below the first row: choices of questions, or their words."""

from lib.importing.header_rows import told_apart, with_second_header, with_words_below
from lib.importing.readers import read_bytes

FILE = (
    "Respondent,Sent,Recommend us?,Which services?,,Anything else?\n"
    ",,Response,Design,Print,Open-Ended Response\n"
    "r1,2024-05-02,9,Design,,Fine\n"
    "r2,2024-05-01,0,,Print,\n"
)


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


def test_titles_that_repeat_are_told_apart_by_a_number() -> None:
    raw = told_apart(read_bytes("x.csv", b"Id,Ease,ease,Ease\n1,2,3,4\n")[0])
    assert raw.header == ("Id", "Ease", "ease (2)", "Ease (3)")


def test_words_below_name_questions_and_what_is_none_stands_aside() -> None:
    ids = '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""Tier""}"'
    text = f"ResponseId,Q1,Q2,Tier\nResponse ID,How was it?,How was it?,Tier\n{ids}\nR_1,5,4,A\n"
    raw, aside = with_words_below(read_bytes("x.csv", text.encode())[0], ["ResponseId"])
    assert raw.header == ("ResponseId", "How was it? (Q1)", "How was it? (Q2)", "Tier")
    assert (raw.lines, aside) == ([4], {"Tier"})


def test_words_below_without_the_row_of_names_are_known_by_the_title_they_repeat() -> None:
    raw, aside = with_words_below(
        read_bytes("x.csv", b"ResponseId,Q1\nResponse ID,How was it?\nR_1,5\n")[0], ["ResponseId"]
    )
    assert (raw.header, raw.lines, aside) == (("ResponseId", "How was it?"), [3], frozenset())
    bare, _ = with_words_below(read_bytes("x.csv", b"ResponseId,Q1\nR_1,5\n")[0], ["ResponseId"])
    assert (bare.header, bare.lines) == (("ResponseId", "Q1"), [2])
