"""What a slide of a pack is made of, before anybody knows how large a page is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Fact:
    """One figure: its value stands large, the remark says what to know of it."""

    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Facts:
    """Figures side by side."""

    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Words:
    """Sentences below each other; each is cut after four lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """The title of a part of a slide; stays with what follows it."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table: `share` of the width beside the others', and at how many lines a cell is cut."""

    title: str
    share: float
    align: Align = "left"
    most_lines: int = 4


@dataclass(frozen=True)
class Table:
    """Rows of text under columns; goes on on the next page where it does not fit."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart over the whole width: `height` is its share of the width, `draw` builds it, `alt` says what it shows."""

    alt: str
    height: float
    draw: Callable[[], Any]


Block = Facts | Words | Heading | Table | Picture


@dataclass(frozen=True)
class Slide:
    """One part of the pack: `title` is its finding, `lead` the sentence below; `counts` what a preview tells of it."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]
    counts: str = ""


class Bound(Protocol):
    """What slides are bound into files as: what a file says of itself, beside its pages."""

    @property
    def title(self) -> str:
        """The title in the file's properties."""

    @property
    def subject(self) -> str:
        """What kind of file it is."""

    @property
    def firm(self) -> str:
        """Who made it; empty where the firm has no name."""

    @property
    def prepared_on(self) -> date:
        """The day it was made."""
