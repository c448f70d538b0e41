"""Sheets as a PDF: A4 across, real text in a font that is in the file, charts as pictures with a description."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from itertools import accumulate

from fpdf import FPDF

from lib.checkup.blocks import Align, Bound, Picture
from lib.checkup.grids import PADDING, right_of
from lib.checkup.lettering import FAMILY, lettered, with_fonts, wrapped
from lib.checkup.sheets import (
    ACCENT,
    BOLD,
    CARD,
    COLOURS,
    INK,
    RULE,
    Box,
    Grid,
    Item,
    Paper,
    Sheet,
    Shown,
    Text,
    line_height,
)

A4 = Paper(width=297, height=210, letters=0.82)


def pdf_file(sheets: Sequence[Sheet], about: Bound, draw: Callable[[Picture], bytes]) -> bytes:
    """The file; `draw` gives the PNG of a picture. Letters the font lacks stand as `lettering.MISSING`."""
    with with_fonts(FPDF(unit="mm", format=(A4.width, A4.height))) as pdf:
        _describe(pdf, about)
        for sheet in sheets:
            pdf.add_page()
            pdf.start_section(lettered(sheet.title))
            for item in sheet.items:
                _put(pdf, item, draw)
        return bytes(pdf.output())


def _describe(pdf: FPDF, about: Bound) -> None:
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_auto_page_break(False)
    pdf.set_lang("en")
    pdf.set_title(lettered(about.title))
    pdf.set_author(lettered(about.firm) or "Steward")
    pdf.set_creation_date(datetime.combine(about.prepared_on, time(), UTC))


def _put(pdf: FPDF, item: Item, draw: Callable[[Picture], bytes]) -> None:
    if isinstance(item, Text):
        bold, colour = item.look in BOLD, COLOURS.get(item.look, INK)
        _lines(pdf, item.text, item.x, item.y, item.width, item.points, bold, colour, item.align)
    elif isinstance(item, Box):
        _fill(pdf, item.x, item.y, item.width, item.height, ACCENT if item.kind == "accent" else CARD)
    elif isinstance(item, Shown):
        file = io.BytesIO(draw(item.picture))
        pdf.image(file, item.x, item.y, item.width, item.height, alt_text=lettered(item.picture.alt))
    else:
        _table(pdf, item)


def _lines(
    pdf: FPDF, text: str, x: float, y: float, width: float, points: float, bold: bool, colour: str, align: Align
) -> None:  # fmt: skip
    pdf.set_font(FAMILY, "B" if bold else "", points)
    pdf.set_text_color(*_rgb(colour))
    high = line_height(points)
    for at, line in enumerate(wrapped(lettered(text), width, points, bold)):
        pdf.set_xy(x, y + at * high)
        pdf.cell(width, high, line, align="R" if align == "right" else "L")


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue


def _fill(pdf: FPDF, x: float, y: float, width: float, height: float, colour: str) -> None:
    pdf.set_fill_color(*_rgb(colour))
    pdf.rect(x, y, width, height, style="F")


def _table(pdf: FPDF, item: Grid) -> None:
    lefts = [item.x + left for left in accumulate(item.widths, initial=0.0)]
    tops = [item.y + top for top in accumulate(item.heights, initial=0.0)]
    _fill(pdf, item.x, item.y, sum(item.widths), item.heights[0], CARD)
    pdf.set_draw_color(*_rgb(RULE))
    for at, row in enumerate(item.rows):
        for left, width, text, align in zip(lefts, item.widths, row, item.aligns, strict=False):
            place = (left + PADDING, tops[at] + PADDING, width - PADDING - right_of(align))
            _lines(pdf, text, *place, item.points, at == 0, INK, align)
        pdf.line(item.x, tops[at + 1], item.x + sum(item.widths), tops[at + 1])
