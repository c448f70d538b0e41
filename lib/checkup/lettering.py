"""Letters and room: which characters the pack's font has, how wide a text is, and where its lines break."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pymupdf_fonts  # type: ignore[import-untyped] # fonts as a package; it has no types
from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "FiraGO"
MISSING = "▯"  # what stands for a letter the font does not have, or cannot set right
MM_PER_POINT = 25.4 / 72
_FACES = {"": "figo", "B": "figbo"}  # regular and bold, as the package calls them
# Joiners and variants have no width; without their emoji they say nothing.
_SILENT = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)}
# Written from the right, or in shapes that depend on their neighbours: single letters in a row would be wrong.
_SHAPED = ((0x0590, 0x08FF), (0x0900, 0x0DFF), (0x0E00, 0x109F), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


@contextmanager
def with_fonts(pdf: FPDF) -> Iterator[FPDF]:
    """The same document with FAMILY in it, regular and bold; fpdf reads the font files until it is put out."""
    with TemporaryDirectory(prefix="steward-fonts-") as folder:
        for style, face in _FACES.items():
            path = Path(folder) / f"{face}.ttf"
            path.write_bytes(pymupdf_fonts.myfont(face))
            pdf.add_font(FAMILY, style, path)
        yield pdf


@cache
def _advances(bold: bool) -> dict[int, float]:
    """How far each character the font can set moves on, as a share of the size."""
    with with_fonts(FPDF()) as pdf:
        font = cast("TTFFont", pdf.fonts[FAMILY.lower() + ("B" if bold else "")])
        return {code: font.cw[code] / 1000 for code in font.cmap if not _is_shaped(code)}


def _is_shaped(code: int) -> bool:
    return any(first <= code <= last for first, last in _SHAPED)


def one_line(text: str) -> str:
    """The text on one line, without characters that are for machines."""
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """The text without controls, halves of pairs and what is no character: files cannot hold them."""
    return "".join(one for one in text if one.isspace() or _is_read(one))


def _is_read(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs") and ord(letter) & 0xFFFE != 0xFFFE


def lettered(text: str) -> str:
    """The text with MISSING for each character that the font lacks; composed first, so that é is one letter."""
    known = _advances(False)
    composed = (one for one in unicodedata.normalize("NFC", one_line(text)) if ord(one) not in _SILENT)
    return "".join(letter if ord(letter) in known else MISSING for letter in composed)


def missing(text: str) -> int:
    """How many characters of a text the font cannot set."""
    return lettered(text).count(MISSING) - text.count(MISSING)


def width(text: str, points: float, bold: bool = False) -> float:
    """The width of a line in millimetres; a character the font lacks is taken as wide as it is high."""
    known = _advances(bold)
    return sum(known.get(ord(letter), 1.0) for letter in text) * points * MM_PER_POINT


@lru_cache(maxsize=8_192)
def wrapped(text: str, room: float, points: float, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text in `room` millimetres, broken at spaces; a longer word is broken where the room ends."""
    lines, line, used = list[str](), "", 0.0
    space = width(" ", points, bold)
    for word in one_line(text).split():
        needs = width(word, points, bold)
        if line and used + space + needs <= room:
            line, used = f"{line} {word}", used + space + needs
            continue
        lines += [line] if line else []
        *whole, line = [word] if needs <= room else _broken(word, room, points, bold)
        lines, used = lines + whole, width(line, points, bold)
    return (*lines, line) if line else tuple(lines)


def _broken(word: str, room: float, points: float, bold: bool) -> list[str]:
    pieces, piece, used = list[str](), "", 0.0
    for letter in word:
        needs = width(letter, points, bold)
        if piece and used + needs > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + letter, used + needs
    return [*pieces, piece]


def clipped(text: str, most: int, room: float, points: float, bold: bool = False) -> str:
    """The text, cut with "…" where it would need more than `most` lines."""
    whole = one_line(text)
    if len(wrapped(whole, room, points, bold)) <= most:
        return whole
    fits, over = 0, len(whole)
    while over - fits > 1:
        middle = (fits + over) // 2
        short = len(wrapped(f"{whole[:middle].rstrip()}…", room, points, bold)) <= most
        fits, over = (middle, over) if short else (fits, middle)
    cut = whole[:fits].rstrip()
    in_a_word = whole[fits : fits + 1].strip() and " " in cut[-20:]
    return f"{cut.rpartition(' ')[0] if in_a_word else cut}…"
