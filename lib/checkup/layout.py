"""Where everything stands: slides on sheets of a given size, in millimetres; what does not fit goes on the next sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lib.checkup.blocks import Align, Block, Fact, Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.lettering import MM_PER_POINT, clipped, wrapped

Look = Literal["title", "lead", "body", "strong", "value", "label", "muted", "cover"]
POINTS: dict[Look, float] = {
    "title": 26, "lead": 15, "body": 13, "strong": 14, "value": 22, "label": 11, "muted": 11, "cover": 40,
}  # fmt: skip
BOLD: tuple[Look, ...] = ("title", "strong", "value", "cover")
LINE = 1.25  # height of a line as a share of its letters
CELL, PADDING = 11.5, 1.4  # points of letters in a table; millimetres around them
MOST_LINES = 4


@dataclass(frozen=True)
class Paper:
    """A page: width and height in millimetres, letters as a share of those of a slide, and `room` for letters that
    are wider where they are read than here (another font)."""

    width: float
    height: float
    letters: float = 1.0
    room: float = 1.0
    margin: float = 15.0

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin


@dataclass(frozen=True)
class Text:
    """Lines of one look in a box."""

    x: float
    y: float
    width: float
    height: float
    text: str
    look: Look
    points: float
    align: Align = "left"


@dataclass(frozen=True)
class Box:
    """A filled rectangle behind others."""

    x: float
    y: float
    width: float
    height: float
    kind: Literal["card", "accent"]


@dataclass(frozen=True)
class Shown:
    """A picture in its place."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture


@dataclass(frozen=True)
class Grid:
    """A table in its place: columns' widths, and rows' heights with the header first."""

    x: float
    y: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...]
    points: float


Item = Text | Box | Shown | Grid


@dataclass
class Sheet:
    """One page: its title (also that of the slide in an outline), what stands on it, and how full it is."""

    title: str
    key: str
    items: list[Item] = field(default_factory=list)
    y: float = 0.0


def laid_out(slides: Sequence[Slide], paper: Paper, footer: str) -> list[Sheet]:
    """Every slide on as many sheets as it needs, with page numbers."""
    sheets = [sheet for slide in slides for sheet in _Flow(slide, paper).sheets()]
    for number, sheet in enumerate(sheets[1:], start=2):
        sheet.items += _footer(paper, footer, f"{number} of {len(sheets)}")
    return sheets


def _footer(paper: Paper, words: str, number: str) -> Iterator[Text]:
    points, y = POINTS["muted"] * paper.letters, paper.height - 10
    height, side = points * MM_PER_POINT * LINE, 30.0
    kept = clipped(words, 1, (paper.inner - side) / paper.room, points)
    yield Text(paper.margin, y, paper.inner - side, height, kept, "muted", points)
    yield Text(paper.width - paper.margin - side, y, side, height, number, "muted", points, "right")


class _Flow:
    """One slide poured onto sheets from top to bottom."""

    def __init__(self, slide: Slide, paper: Paper) -> None:
        self.slide, self.paper = slide, paper
        self.done: list[Sheet] = []
        self.sheet = Sheet(slide.title, slide.key)

    def sheets(self) -> list[Sheet]:
        """The sheets of the slide; those after the first say that they go on."""
        if self.slide.key == "cover":
            self._cover()
        else:
            self._head()
            for block, following in zip(self.slide.blocks, [*self.slide.blocks[1:], None], strict=True):
                self._pour(block, following)
        self.done.append(self.sheet)
        return self.done

    @property
    def bottom(self) -> float:
        return self.paper.height - 14

    @property
    def free(self) -> float:
        return self.bottom - self.sheet.y

    def _cover(self) -> None:
        paper = self.paper
        self.sheet.items.append(Box(0, 0, 8, paper.height, "accent"))
        self.sheet.y = paper.height * 0.26
        self._write(self.slide.title, "cover", 3)
        words = self.slide.blocks[0]
        assert isinstance(words, Words)
        for at, line in enumerate(words.lines):
            self.sheet.y += 6 if at in (0, 2) else 0
            self._write(line, ("strong", "body", "strong", "muted")[at], 2)

    def _head(self) -> None:
        self.sheet.y = 12
        again = " (continued)" if self.done else ""
        self._write(self.slide.title + again, "title", 2)
        self.sheet = replace(self.sheet, title=self.slide.title + again)
        if self.slide.lead and not self.done:
            self._write(self.slide.lead, "lead", 3)
        self.sheet.y += 4

    def _write(self, text: str, look: Look, most: int, gap: float = 1.5) -> None:
        """Sentences over the whole width, cut after `most` lines."""
        points = POINTS[look] * self.paper.letters
        room, bold = self.paper.inner / self.paper.room, look in BOLD
        kept = clipped(text, most, room, points, bold)
        height = max(len(wrapped(kept, room, points, bold)), 1) * points * MM_PER_POINT * LINE
        self.sheet.items.append(Text(self.paper.margin, self.sheet.y, self.paper.inner, height, kept, look, points))
        self.sheet.y += height + gap

    def _next(self) -> None:
        self.done.append(self.sheet)
        self.sheet = Sheet(self.slide.title, self.slide.key)
        self._head()
