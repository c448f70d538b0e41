"""What a paper of a meeting is made of, before it is a page for the browser or for print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.checkup.blocks import Column, Table

MOST_LINES = 30  # of a cell: what a person wrote is told whole


@dataclass(frozen=True)
class Section:
    """One part of the paper: sentences, a table where there is one, and what to say below it."""

    title: str
    words: tuple[str, ...] = ()
    table: Table | None = None
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingDoc:
    """A pre-read or minutes: everything in it is words already, so that the same paper always gives the same file.

    `day` is that of the meeting, `prepared_on` the day of what it tells; `firm` may be empty.
    """

    title: str
    day: date
    firm: str
    subject: str
    prepared_on: date
    words: tuple[str, ...]
    sections: tuple[Section, ...]


def column(title: str, share: float, right: bool = False) -> Column:
    """A column as wide as its share beside the others'."""
    return Column(title, share, "right" if right else "left", MOST_LINES)


def table(columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]) -> Table | None:
    """A table without the columns that no row has anything in; None where there is no row."""
    used = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    if not used:
        return None
    return Table(tuple(columns[at] for at in used), tuple(tuple(row[at] for at in used) for row in rows))
