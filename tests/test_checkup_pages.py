"""The PDF, read back without a library: its pages, its letters, its font and pictures."""

import re
import zlib

import pytest

from lib.checkup.layout import laid_out
from lib.checkup.lettering import MISSING, lettered
from lib.checkup.pack import Pack
from lib.checkup.pages import A4, pdf_file
from lib.checkup.story import story
from lib.store.engine import Store
from tests.pack_cases import NAMES, POINT, acme_pack, crowded_pack, empty_pack

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def made(pack: Pack) -> bytes:
    sheets = laid_out(story(pack), A4, pack.client)
    return pdf_file(sheets, pack, lambda _picture: POINT)


def words(pdf: bytes) -> str:
    """What is written on the pages, a line each: glyph numbers of each font back to letters by its own map."""
    objects = dict(re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL))
    maps = [letters(stream(objects[at])) for at in sorted(to_unicode(objects), key=int)]
    found = []
    for body in objects.values():
        content = stream(body)
        if b" Tf" not in content:
            continue
        for font, text in re.findall(rb"/F(\d+) [\d.]+ Tf|\((.*?[^\\]|)\) Tj", content, re.DOTALL):
            if font:
                known = maps[int(font) - 1]
            else:
                codes = unescaped(text)
                found.append("".join(known[codes[at : at + 2]] for at in range(0, len(codes), 2)))
    return "\n".join(found)


def to_unicode(objects: dict[bytes, bytes]) -> list[bytes]:
    return [at for body in objects.values() for at in re.findall(rb"/ToUnicode (\d+) 0 R", body)]


def stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream", body, re.DOTALL)
    if not found:
        return b""
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def letters(cmap: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", cmap)
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def unescaped(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)


def test_the_pages_hold_what_the_story_tells_as_text(store: Store) -> None:
    said = words(made(acme_pack(store)))
    for text in ("Acme", "We spoke 3 times in Q3 2024", "Still owed", "9 of 10", "€7,000.00", "100 → 200 leads"):
        assert text in said, text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_prints_or_shows_a_mark_never_a_question_mark(name: str) -> None:
    said = words(made(empty_pack(name)))
    start = lettered(name).split()[0][:20]
    assert start in said
    assert "?" not in said.replace("until when?", "")


def test_pages_are_a4_across_and_as_many_as_there_are_sheets() -> None:
    pdf = made(crowded_pack())
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == len(laid_out(story(crowded_pack()), A4, "x"))
    assert b"/MediaBox [0 0 841.89 595.28]" in pdf


def test_the_font_is_in_the_file_and_pictures_are_described(store: Store) -> None:
    pdf = made(acme_pack(store))
    assert len(set(re.findall(rb"/FontName /([A-Z+a-zA-Z-]*FiraGO[A-Za-z-]*)", pdf))) == 2
    assert pdf.count(b"/FontFile2") == 2
    assert pdf.count(b"/Alt") == 2


def test_the_same_pack_gives_the_same_file() -> None:
    assert made(empty_pack()) == made(empty_pack())


def test_the_mark_for_a_missing_letter_can_itself_be_printed() -> None:
    assert MISSING * 4 in words(made(empty_pack("株式会社")))
