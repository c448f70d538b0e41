"""A page and what stands where on it, in millimetres: the ground that slides and pages are drawn from."""

from dataclasses import dataclass, field
from typing import Literal

from lib.checkup.blocks import Align, Picture
from lib.checkup.lettering import MM_PER_POINT, clipped, wrapped

Look = Literal["title", "lead", "body", "strong", "value", "label", "muted", "cover"]
POINTS: dict[Look, float] = {
    "title": 27, "lead": 16, "body": 14, "strong": 15, "value": 21, "label": 12, "muted": 12, "cover": 40,
}  # fmt: skip
BOLD: tuple[Look, ...] = ("title", "strong", "value", "cover")
INK, MUTED, ACCENT, CARD, RULE = "16202C", "5B6672", "0072B2", "F4F6F8", "DFE3E8"
COLOURS: dict[Look, str] = {"lead": MUTED, "label": MUTED, "muted": MUTED}  # others are INK
LINE = 1.25  # height of a line as a share of its letters


@dataclass(frozen=True)
class Paper:
    """A page: width and height in millimetres, `letters` as a share of a slide's, and how much wider letters may be
    where they are read than here (`spread`: another font)."""

    width: float
    height: float
    letters: float = 1.0
    spread: float = 1.0
    margin: float = 15.0

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def bottom(self) -> float:
        """Where the footer begins."""
        return self.height - 13

    def points(self, look: Look) -> float:
        """The size of letters of a look."""
        return POINTS[look] * self.letters


@dataclass(frozen=True)
class Text:
    """Words of one look in a box that holds all their lines."""

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
    """A table in its place: widths of columns, heights of rows; the header is the first row."""

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
    """One page: its title as an outline shows it, what stands on it, and how far down it is filled."""

    title: str
    items: list[Item] = field(default_factory=list)
    y: float = 0.0


def line_height(points: float) -> float:
    """Millimetres from one line to the next."""
    return points * MM_PER_POINT * LINE


def fitted(text: str, most: int, room: float, paper: Paper, points: float, bold: bool) -> tuple[str, float]:
    """The text cut to at most so many lines of `room` millimetres, and the height it then needs."""
    narrow = room / paper.spread
    kept = clipped(text, most, narrow, points, bold)
    return kept, max(len(wrapped(kept, narrow, points, bold)), 1) * line_height(points)


def text_of(text: str, look: Look, most: int, x: float, y: float, width: float, paper: Paper) -> Text:
    """Words in a box of a width, as high as they need."""
    points = paper.points(look)
    kept, height = fitted(text, most, width, paper, points, look in BOLD)
    return Text(x, y, width, height, kept, look, points)
