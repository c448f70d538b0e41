"""A column of text turned into values, and the choice between two ways to read it, made from all of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from lib.errors import StewardError

T = TypeVar("T")


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value for each cell of a column, None where it is empty or refused; the refused ones with their row index."""

    values: list[T | None]
    refusals: list[tuple[int, str]]


class UndecidableColumn(StewardError):
    """A column that can be read in two ways, which differ; each case below says how to tell which one is meant."""


class UndecidableDates(UndecidableColumn):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, and the other dates of this column do not decide it: "
            'say dates = "dmy" or "mdy" in the mapping, or --dates on the command line.'
        )


class UndecidableNumbers(UndecidableColumn):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, and the other numbers of this column do not decide it: "
            'say decimal = "." or "," in the mapping, or --decimal on the command line.'
        )


class UndecidableDurations(UndecidableColumn):
    def __init__(self, example: str) -> None:
        super().__init__(
            f"{shown(example)} can be hours or seconds, and the other durations of this column do not decide it: "
            'say unit = "hours" or "seconds" in the mapping.'
        )


class Tie(NamedTuple):
    """Two readings that fit equally many cells: a cell which only the first fits, and one which only the second fits.

    Where both fit all the cells that either fits, both are the first cell that reads differently.
    """

    first: str
    second: str


def prefer(
    counts: Mapping[str, int], first: Mapping[str, T | None], second: Mapping[str, T | None]
) -> Literal["first", "second"] | Tie:
    """The reading that fits more cells of a column; `counts` says how often each text occurs in it.

    Readings that agree wherever they fit are no tie: the first is as good.
    """
    only_first = {text: count for text, count in counts.items() if first[text] is not None and second[text] is None}
    only_second = {text: count for text, count in counts.items() if first[text] is None and second[text] is not None}
    lead = sum(only_first.values()) - sum(only_second.values())
    if lead:
        return "first" if lead > 0 else "second"
    if only_first:
        return Tie(next(iter(only_first)), next(iter(only_second)))
    differing = next((text for text in counts if first[text] != second[text]), None)
    return "first" if differing is None else Tie(differing, differing)


def by_cell(cells: Sequence[str], values: Mapping[str, T | None], reasons: Mapping[str, str]) -> Parsed[T]:
    """The values and refusals of distinct texts, given back to every cell they stand in."""
    refusals = [(index, reasons[cell]) for index, cell in enumerate(cells) if cell in reasons] if reasons else []
    return Parsed(list(map(values.get, cells)), refusals)


def shown(text: str) -> str:
    """A cell as a reason quotes it."""
    text = text.strip()
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
