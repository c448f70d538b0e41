"""Sheets as a PowerPoint file: titles, text and tables stay text and tables, charts are pictures with a description."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from lib.checkup.blocks import Align, Bound, Picture
from lib.checkup.grids import PADDING, right_of
from lib.checkup.lettering import one_line
from lib.checkup.sheets import ACCENT, BOLD, CARD, COLOURS, INK, RULE, Box, Grid, Paper, Sheet, Shown, Text

FONT = "Arial"  # on every machine, or a font of the same widths
# Measured in another font: Arial's letters are up to a twelfth wider.
SCREEN = Paper(width=338.67, height=190.5, spread=1.09)
_TITLE_ONLY = 5  # of the default template's layouts: a slide with a title that outlines and screen readers find
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT}


def pptx_file(sheets: Sequence[Sheet], about: Bound, draw: Callable[[Picture], bytes]) -> bytes:
    """The file; `draw` gives the PNG of a picture."""
    deck: Any = Presentation()
    _widen(deck)
    _describe(deck.core_properties, about)
    for sheet in sheets:
        _slide(deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY]), sheet, draw)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _widen(deck: Any) -> None:
    """From the template's 4:3 to 16:9, its layouts too, so that slides added by hand look right."""
    wide, high = Mm(SCREEN.width) / deck.slide_width, Mm(SCREEN.height) / deck.slide_height
    deck.slide_width, deck.slide_height = Mm(SCREEN.width), Mm(SCREEN.height)
    shapes = [shape for page in (deck.slide_master, *deck.slide_layouts) for shape in page.placeholders]
    # Read before any is moved: a layout's place may be its master's.
    places = [(shape.left, shape.top, shape.width, shape.height) for shape in shapes]
    for shape, (left, top, width, height) in zip(shapes, places, strict=True):
        shape.left, shape.width = int(left * wide), int(width * wide)
        shape.top, shape.height = int(top * high), int(height * high)


def _describe(properties: Any, about: Bound) -> None:
    properties.title = one_line(about.title)
    properties.author = properties.last_modified_by = one_line(about.firm) or "Steward"
    properties.subject, properties.keywords, properties.comments = about.subject, "", ""
    properties.created = properties.modified = datetime.combine(about.prepared_on, time(), UTC).replace(tzinfo=None)


def _slide(slide: Any, sheet: Sheet, draw: Callable[[Picture], bytes]) -> None:
    for item in sheet.items:
        if isinstance(item, Text):
            titled = item.look in ("title", "cover")
            _text(slide.shapes.title if titled else slide.shapes.add_textbox(0, 0, 0, 0), item)
        elif isinstance(item, Box):
            _box(slide, item)
        elif isinstance(item, Shown):
            _picture(slide, item, draw)
        else:
            _table(slide, item, sheet.title)


def _text(shape: Any, item: Text) -> None:
    shape.left, shape.top, shape.width, shape.height = Mm(item.x), Mm(item.y), Mm(item.width), Mm(item.height)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _write(frame, item.text, item.points, item.look in BOLD, COLOURS.get(item.look, INK), item.align)


def _write(frame: Any, text: str, points: float, bold: bool, colour: str, align: Align) -> None:
    paragraph = frame.paragraphs[0]
    paragraph.alignment = _ALIGNED[align]
    run = paragraph.add_run()
    run.text = one_line(text)
    run.font.name, run.font.size, run.font.bold = FONT, Pt(points), bold
    run.font.color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call] # python-pptx left its maker untyped


def _box(slide: Any, item: Box) -> None:
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Mm(item.x), Mm(item.y), Mm(item.width), Mm(item.height)
    )  # fmt: skip
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(ACCENT if item.kind == "accent" else CARD)
    shape._element.remove(shape._element.find("{*}style"))  # the theme's border and shadow


def _picture(slide: Any, item: Shown, draw: Callable[[Picture], bytes]) -> None:
    place = (Mm(item.x), Mm(item.y), Mm(item.width), Mm(item.height))
    picture = slide.shapes.add_picture(io.BytesIO(draw(item.picture)), *place)
    picture._element.nvPicPr.cNvPr.set("descr", one_line(item.picture.alt))


def _table(slide: Any, item: Grid, title: str) -> None:
    place = (Mm(item.x), Mm(item.y), Mm(sum(item.widths)), Mm(sum(item.heights)))
    frame = slide.shapes.add_table(len(item.rows), len(item.widths), *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(f"Table: {title}"))
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN_TABLE
    for column, width in zip(table.columns, item.widths, strict=True):
        column.width = Mm(width)
    for at, (row, height) in enumerate(zip(table.rows, item.heights, strict=True)):
        row.height = Mm(height)
        for cell, text, align in zip(row.cells, item.rows[at], item.aligns, strict=True):
            _cell(cell, text, item.points, at == 0, align)


def _cell(cell: Any, text: str, points: float, header: bool, align: Align) -> None:
    cell.margin_left = cell.margin_top = cell.margin_bottom = Mm(PADDING)
    cell.margin_right = Mm(right_of(align))
    cell.vertical_anchor = MSO_ANCHOR.TOP
    line = f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(line))
    if header:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(CARD)
    _write(cell.text_frame, text, points, header, INK, align)
