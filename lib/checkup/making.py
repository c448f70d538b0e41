"""A pack as its two files, step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lib import format as fmt
from lib.checkup.blocks import Bound, Column, Fact, Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.layout import laid_out
from lib.checkup.lettering import MISSING, missing
from lib.checkup.pack import Pack
from lib.checkup.pages import A4, pdf_file
from lib.checkup.pictures import pngs
from lib.checkup.slides import SCREEN, pptx_file
from lib.checkup.story import story
from lib.checkup.wording import period_name

Progress = Callable[[int, int, str], None]
STEPS = 3


@dataclass(frozen=True)
class Made:
    """The two files with their number of pages; `missing` characters are shown as a mark in the PDF."""

    pptx: bytes
    pdf: bytes
    slides: int
    pages: int
    missing: int


def make(pack: Pack, tell: Progress) -> Made:
    """The slides and the pages of a pack; `tell` hears how far it is."""
    footer = " · ".join(part for part in (pack.firm, pack.client, period_name(pack.period)) if part)
    return bound(story(pack), pack, footer, tell)


def bound(told: Sequence[Slide], about: Bound, footer: str, tell: Progress) -> Made:
    """Slides as their two files, the first slide as cover; `tell` hears how far it is."""
    pictures = [block for slide in told for block in slide.blocks if isinstance(block, Picture)]
    tell(0, STEPS, f"drawing {fmt.counted(len(pictures), 'chart')}")
    drawn = dict(zip(map(id, pictures), pngs([one.draw() for one in pictures]), strict=True)) if pictures else {}
    tell(1, STEPS, "writing the slides")
    slides = laid_out(told, SCREEN, footer)
    pptx = pptx_file(slides, about, lambda picture: drawn[id(picture)])
    tell(2, STEPS, "writing the PDF")
    unset = sum(missing(text) for text in _texts(told))
    pages = laid_out(_with_note(told, unset), A4, footer)
    pdf = pdf_file(pages, about, lambda picture: drawn[id(picture)])
    return Made(pptx, pdf, len(slides), len(pages), unset)


def _with_note(told: Sequence[Slide], unset: int) -> list[Slide]:
    """Where the PDF's font lacks letters, its cover says so."""
    if not unset:
        return list(told)
    note = (
        f"{fmt.counted(unset, 'character')} of this pack {'is' if unset == 1 else 'are'} in a script that the font of "
        f"this file does not have, and shown as {MISSING}. The slides of the same pack hold them."
    )
    cover, *others = told
    return [replace(cover, blocks=(*cover.blocks, Words((note,)))), *others]


def _texts(told: Sequence[Slide]) -> list[str]:
    texts = [text for slide in told for text in (slide.title, slide.lead)]
    for block in (block for slide in told for block in slide.blocks):
        if isinstance(block, Words):
            texts += block.lines
        elif isinstance(block, Heading):
            texts.append(block.text)
        elif isinstance(block, Facts):
            texts += [text for fact in block.items for text in _fact(fact)]
        elif isinstance(block, Table):
            texts += [*map(_title, block.columns), *(text for row in block.rows for text in row)]
    return texts


def _fact(fact: Fact) -> tuple[str, str, str]:
    return fact.label, fact.value, fact.remark


def _title(column: Column) -> str:
    return column.title
