"""Slides laid out on sheets of a given size: what does not fit goes on the next sheet, under the same title."""

from collections.abc import Iterator, Sequence

from lib.checkup.blocks import Block, Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.grids import PADDING, grid_of, how_many, table_rows
from lib.checkup.sheets import Box, Item, Look, Paper, Sheet, Shown, Text, line_height, text_of

CARD_GAP, MOST_LINES = 4.0, 4
COVER: tuple[Look, ...] = ("strong", "body", "strong", "muted")


def laid_out(slides: Sequence[Slide], paper: Paper, footer: str) -> list[Sheet]:
    """Every slide on as many sheets as it needs; all but the first have a footer with their number."""
    sheets = [sheet for slide in slides for sheet in _sheets(slide, paper)]
    for number, sheet in enumerate(sheets[1:], start=2):
        sheet.items += _footer(paper, footer, f"{number} of {len(sheets)}")
    return sheets


def _footer(paper: Paper, words: str, number: str) -> Iterator[Text]:
    y, side = paper.height - 10, 30.0
    yield text_of(words, "muted", 1, paper.margin, y, paper.inner - side, paper)
    points = paper.points("muted")
    at = paper.width - paper.margin - side
    yield Text(at, y, side, line_height(points), number, "muted", points, "right")


def _sheets(slide: Slide, paper: Paper) -> list[Sheet]:
    if slide.key == "cover":
        return [_cover(slide, paper)]
    sheets = [_headed(slide, paper, first=True)]
    for block, following in zip(slide.blocks, (*slide.blocks[1:], None), strict=False):
        _pour(sheets, slide, paper, block, following)
    return sheets


def _cover(slide: Slide, paper: Paper) -> Sheet:
    sheet = Sheet(slide.title, [Box(0, 0, 8, paper.height, "accent")], paper.height * 0.26)
    _write(sheet, paper, slide.title, "cover", 3)
    lines = [line for block in slide.blocks if isinstance(block, Words) for line in block.lines]
    for look, line in zip(COVER, lines, strict=False):
        sheet.y += 0 if look == "body" else 4
        _write(sheet, paper, line, look, 2)
    for line in lines[len(COVER) :]:
        _write(sheet, paper, line, "muted", 3)
    return sheet


def _headed(slide: Slide, paper: Paper, *, first: bool) -> Sheet:
    sheet = Sheet(slide.title if first else f"{slide.title} (continued)", [], 12.0)
    _write(sheet, paper, sheet.title, "title", 2)
    if slide.lead and first:
        _write(sheet, paper, slide.lead, "lead", 3)
    sheet.y += 4
    return sheet


def _write(sheet: Sheet, paper: Paper, text: str, look: Look, most: int) -> None:
    made = text_of(text, look, most, paper.margin, sheet.y, paper.inner, paper)
    sheet.items.append(made)
    sheet.y += made.height + 1.5


def _pour(sheets: list[Sheet], slide: Slide, paper: Paper, block: Block, following: Block | None) -> None:
    """Put a block under what stands already; on a new sheet where its first piece (or what it heads) has no room."""
    if isinstance(block, Table):
        _pour_table(sheets, slide, paper, block)
        return
    pieces = [Words((line,)) for line in block.lines] if isinstance(block, Words) else [block]
    for piece in pieces:
        items, height = _piece(piece, paper)
        more = _least(following, paper) if isinstance(block, Heading) and following else 0.0
        if sheets[-1].y + height + more > paper.bottom:
            sheets.append(_headed(slide, paper, first=False))
        sheet = sheets[-1]
        sheet.items += [_lowered(item, sheet.y) for item in items]
        sheet.y += height + (1.5 if isinstance(piece, Words | Heading) else 5)


def _least(block: Block, paper: Paper) -> float:
    """The height that the first piece of a block needs."""
    if isinstance(block, Table):
        return sum(row.height for row in table_rows(block, paper)[:2])
    first = Words(block.lines[:1]) if isinstance(block, Words) else block
    return _piece(first, paper)[1]


def _piece(block: Block, paper: Paper) -> tuple[list[Item], float]:
    """What a block that is not broken is made of, from the height 0 on, and how high it is."""
    if isinstance(block, Facts):
        return _facts(block, paper)
    if isinstance(block, Picture):
        return _picture(block, paper)
    heading = isinstance(block, Heading)
    words = block.text if isinstance(block, Heading) else " ".join(block.lines if isinstance(block, Words) else ())
    made = text_of(words, "strong" if heading else "body", MOST_LINES, paper.margin, 0, paper.inner, paper)
    return [made], made.height


def _lowered(item: Item, by: float) -> Item:
    # Every item has its place as x and y.
    return type(item)(**{**vars(item), "y": item.y + by})


def _facts(block: Facts, paper: Paper) -> tuple[list[Item], float]:
    count = len(block.items)
    width = (paper.inner - CARD_GAP * (count - 1)) / count
    inner, items, heights = width - 4 * PADDING, list[list[Item]](), list[float]()
    for at, fact in enumerate(block.items):
        x, y = paper.margin + at * (width + CARD_GAP) + 2 * PADDING, 2 * PADDING
        told: list[Item] = []
        for words, look, most in ((fact.label, "label", 1), (fact.value, "value", 1), (fact.remark, "muted", 3)):
            made = text_of(words, look, most, x, y, inner, paper)  # type: ignore[arg-type] # looks, as written above
            told.append(made)
            y += made.height + 0.5
        items.append(told)
        heights.append(y + PADDING)
    height = max(heights)
    cards: list[Item] = [Box(paper.margin + at * (width + CARD_GAP), 0, width, height, "card") for at in range(count)]
    return cards + [one for told in items for one in told], height


def _picture(block: Picture, paper: Paper) -> tuple[list[Item], float]:
    """Over the whole width, or as wide as a sheet of its own leaves room for."""
    most = paper.bottom - 46 * max(paper.letters, 0.8)
    height = min(paper.inner * block.height, most)
    width = height / block.height
    return [Shown(paper.margin + (paper.inner - width) / 2, 0, width, height, block)], height


def _pour_table(sheets: list[Sheet], slide: Slide, paper: Paper, table: Table) -> None:
    header, *rows = table_rows(table, paper)
    while rows:
        room = paper.bottom - sheets[-1].y - header.height
        fits = how_many(rows, room)
        lonely = fits == 1 and len(rows) > 2 and sheets[-1].y > paper.height / 2
        if not fits or lonely:
            sheets.append(_headed(slide, paper, first=False))
            fits = max(how_many(rows, paper.bottom - sheets[-1].y - header.height), 1)
        part, rows = [header, *rows[:fits]], rows[fits:]
        grid = grid_of(table, paper, part, sheets[-1].y)
        sheets[-1].items.append(grid)
        sheets[-1].y += sum(grid.heights) + 5
