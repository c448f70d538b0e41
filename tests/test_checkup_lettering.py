"""Letters the font has and lacks, and lines that end where the room does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checkup.lettering import MISSING, clipped, lettered, missing, one_line, width, wrapped

SIZE = 12.0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łódź & Sons – 5 € “½”", "Łódź & Sons – 5 € “½”"),
        ("Ζωή, Жанна, Ngô Đình", "Ζωή, Жанна, Ngô Đình"),
        ("Zoe\u0301", "Zoé"),
        ("株式会社 Tokyo", f"{MISSING * 4} Tokyo"),
        ("a 😀 b", f"a {MISSING} b"),
        ("👩\u200d👧", MISSING * 2),
        ("שלום", MISSING * 4),
        ("bell\x07 and\n\ttab", "bell and tab"),
        ("→ ●", "→ ●"),
    ],
)
def test_what_the_font_lacks_stands_as_a_mark_never_as_a_question_mark(text: str, shown: str) -> None:
    assert lettered(text) == shown


def test_characters_the_font_lacks_are_counted() -> None:
    assert missing("株式会社 Łódź") == 4
    assert missing(f"a {MISSING} somebody typed") == 0


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_lettered_and_stays_on_one_line(text: str) -> None:
    shown = lettered(text)
    assert shown == lettered(shown)
    assert len(shown.splitlines()) <= 1
    assert width(shown, SIZE) >= 0
    assert one_line(text).encode("utf-8").decode("utf-8") == one_line(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("abcWi 株ł-"), max_size=200), st.floats(8, 80))
def test_no_line_is_wider_than_the_room_and_no_letter_is_lost(text: str, room: float) -> None:
    lines = wrapped(text, room, SIZE)
    assert all(width(line, SIZE) <= room + 1e-9 for line in lines)
    assert "".join(lines).replace(" ", "") == one_line(text).replace(" ", "")


@settings(deadline=None)
@given(st.text(st.sampled_from("abcWi 株ł-"), max_size=200), st.floats(15, 80), st.integers(1, 4))
def test_a_text_is_cut_to_its_lines_and_says_so(text: str, room: float, most: int) -> None:
    cut = clipped(text, most, room, SIZE)
    assert len(wrapped(cut, room, SIZE)) <= most
    whole = len(wrapped(text, room, SIZE)) <= most
    assert cut == one_line(text) if whole else cut.endswith("…")
