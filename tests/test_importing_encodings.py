"""The text of a file is the same whatever encoding it was saved in."""

import pytest

from lib.importing import limits
from lib.importing.encodings import decode
from lib.importing.readers import read_bytes

GERMAN = "Kunde;Straße;Umsatz\nMüller & Söhne;Größeweg 3;1.200,50 €\n"
RUSSIAN = "Имя;Город;Заметка\n" + "Анна Каренина;Москва;Позвонить в понедельник утром\n" * 3


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_text_reads_back_from_each_encoding(codec: str, label: str) -> None:
    assert decode("x.csv", GERMAN.encode(codec)) == (GERMAN, label)


def test_big_endian_utf_16_with_its_mark_is_read() -> None:
    assert decode("x.csv", b"\xfe\xff" + GERMAN.encode("utf-16-be")) == (GERMAN, "UTF-16")


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "utf-16-le"])
def test_text_in_another_script_is_recognised(codec: str) -> None:
    assert decode("x.csv", RUSSIAN.encode(codec))[0] == RUSSIAN


@pytest.mark.parametrize("text", ["é", "Zoë,1", "naïve café", "São Paulo", "Ærø;Åland"])
def test_short_western_text_is_never_guessed(text: str) -> None:
    assert decode("x.csv", text.encode()) == (text, "UTF-8")
    assert decode("x.csv", text.encode("cp1252")) == (text, "cp1252")


def test_a_byte_that_cp1252_lacks_makes_it_latin_1() -> None:
    assert decode("x.csv", b"caf\xe9\x81") == ("café\x81", "Latin-1")


@pytest.mark.parametrize("content", [b"a,b\n1,\0\n", b"a\0,b\n" + b"1,2\n" * 50, b"\xff\xfea\0\0\0", b"\0"])
def test_nul_characters_are_refused(content: bytes) -> None:
    with pytest.raises(limits.NotText, match=r"Line \d of x.csv holds a NUL character"):
        decode("x.csv", content)


def test_bytes_that_break_the_marked_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(limits.NotText, match=r"Line 3 of x\.csv holds bytes that are not UTF-8"):
        decode("x.csv", b"\xef\xbb\xbfa,b\n1,2\n3,\xe9\n")


def test_the_encoding_is_told_in_the_notes() -> None:
    (table,) = read_bytes("kunden.csv", GERMAN.encode("cp1252"))
    assert table.notes == ["encoding cp1252", "delimiter ;"]
    assert table.column("straße") == ["Größeweg 3"]
