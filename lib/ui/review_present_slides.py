"""The slides of a projected review: the agenda in order, each part and each item a view of its own."""

from dataclasses import dataclass
from typing import Literal

from lib import format as fmt
from lib.agenda.items import Agenda, Item, Part


@dataclass(frozen=True)
class Slide:
    """One view: `number` is that of its part, 1 to 8, `nth` that of its item in the part, from 1."""

    kind: Literal["opening", "part", "item", "end"]
    part: Part | None = None
    number: int = 0
    item: Item | None = None
    nth: int = 0


def slides_of(agenda: Agenda) -> list[Slide]:
    """The opening, each part followed by its items, the end."""
    found = [Slide("opening")]
    for number, part in enumerate(agenda.parts, start=1):
        found.append(Slide("part", part, number))
        found += [Slide("item", part, number, item, nth) for nth, item in enumerate(part.items, start=1)]
    return [*found, Slide("end")]


def first_of(slides: list[Slide], number: int) -> int:
    """Where a part begins."""
    return next(at for at, slide in enumerate(slides) if slide.number == number)


def place(slides: list[Slide], at: int) -> str:
    """How far the meeting is: "12 of 63 · 3. At risk · item 2 of 7"."""
    slide = slides[at]
    words = [f"{at + 1} of {len(slides)}"]
    if slide.part:
        words.append(f"{slide.number}. {slide.part.title}")
    if slide.part and slide.item:
        words.append(f"item {slide.nth} of {len(slide.part.items)}")
    return " · ".join(words)


def in_counts(part: Part) -> str:
    """How many items of a part are shown, and of how many."""
    shown = len(part.items)
    return f"The {shown} that weigh most, of {shown + part.more:,}." if part.more else f"{fmt.counted(shown, 'item')}."
