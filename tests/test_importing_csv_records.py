"""Records are found with their right lines, and the delimiter is the one that makes a table of the text."""

import pytest

from lib.importing import limits
from lib.importing.csv_records import csv_records, find_delimiter
from lib.importing.readers import read_bytes


def records(text: str) -> list[tuple[int, list[str]]]:
    return list(csv_records("x.csv", text, ","))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_record_begins_on_its_first_line_whatever_ends_the_lines(end: str) -> None:
    text = end.join(["a,b", '1,"two', 'lines"', "3,4", "", '5,"', "", '6"', "7,8"])
    assert records(text) == [
        (1, ["a", "b"]),
        (2, ["1", "two\nlines"]),
        (4, ["3", "4"]),
        (5, []),
        (6, ["5", "\n\n6"]),
        (9, ["7", "8"]),
    ]


def test_a_quotation_mark_inside_of_a_cell_is_text() -> None:
    assert records('a,b\n5" pipe,"say ""hi"""\n') == [(1, ["a", "b"]), (2, ['5" pipe', 'say "hi"'])]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quotation_mark_left_open_is_told_with_its_line(end: str) -> None:
    """Otherwise the rows behind it would silently become one cell."""
    with pytest.raises(limits.UnclosedQuote, match=r"begins on line 2 of x\.csv is never closed"):
        records('a,b\n1,"2\n3,4\n5,6' + end)


def test_a_quotation_mark_left_open_far_above_the_end_is_a_cell_too_long() -> None:
    with pytest.raises(limits.CellTooLong, match="begins on line 3"):
        records('a,b\n1,2\n3,"4\n' + "5,6\n" * 50_000)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1;2;3\n", ";"),
        ("a\tb\tc\n1\t2\t3\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("Name;Preis;Menge\nA;1,50;2,25\nB;3,10;4,75\n", ";"),
        ("Preis;Menge\n1,5;2,5\n3,5;4,5\n", ";"),
        ("Name, first;Amount, EUR\nA, b;1,50\nC, d;2,50\n", ";"),
        ("id,tags\n1,a;b\n2,c;d\n3,e;f\n", ","),
        ('name,note\n"x;y;z","a;b"\n"u;v;w","c;d"\n', ","),
        ('name;note\n"one, two";"a, b\nc, d"\n"three, four";"e, f"\n', ";"),
        ("Report of Jan 1, 2026\n\nName;Hours\nA;1,5\nB;2,5\nC;3,5\n", ";"),
        ("Name,Note; remark,Date", ","),
        ("Summary\tDescription\nfix, now\tfirst; then, second\n", "\t"),
        ("only\none\ncolumn\n", ","),
        ("single", ","),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert find_delimiter(text, ()) == delimiter


def test_a_known_header_decides_the_delimiter() -> None:
    text = "a|b,c|d\n1|2,3|4\n"
    assert find_delimiter(text, [frozenset({"a|b", "c|d"})]) == ","
    assert find_delimiter(text, [frozenset({"a", "d"})]) == "|"


def test_a_delimiter_named_in_the_first_line_is_taken() -> None:
    (table,) = read_bytes("x.csv", b"sep=;\r\na,b;c\r\n1,2;3\r\n")
    assert table.header == ("a,b", "c")
    assert (table.lines, table.columns) == ([3], [["1,2"], ["3"]])


def test_the_delimiter_of_a_long_file_is_found_from_its_beginning() -> None:
    text = "a;b\n" + 'x;"long, text, with commas"\n' * 20_000
    assert find_delimiter(text, ()) == ";"
