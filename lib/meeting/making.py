"""A paper of a meeting as its two files: a page for the browser in one file, and pages for print."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib import format as fmt
from lib.checkup.blocks import Block, Heading, Picture, Slide, Table, Words
from lib.checkup.layout import MOST_LINES, laid_out
from lib.checkup.lettering import without_controls, wrapped
from lib.checkup.pages import A4, pdf_file
from lib.errors import StewardError
from lib.meeting.document import MeetingDoc

PAGES = Path(__file__).parent / "html"
# Marks that turn the direction of all that follows: a name holding one would mirror the sentence it stands in.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_templates = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    finalize=lambda value: without_controls(value).translate(_TURNING) if isinstance(value, str) else value,
)  # fmt: skip


def as_page(doc: MeetingDoc) -> bytes:
    """The paper as one HTML file: everything escaped, no script, nothing fetched from elsewhere."""
    page = _templates.get_template("meeting.html").render(doc=doc, day=fmt.day(doc.day))
    return page.encode("utf-8")


def as_pdf(doc: MeetingDoc) -> bytes:
    """The paper as a PDF, by the pages of check-up packs; its date is `doc.prepared_on`, so it is always the same."""
    lead = " · ".join(part for part in (doc.firm, " ".join(doc.words)) if part)
    slide = Slide("meeting", doc.title, lead, tuple(_blocks(doc)))
    footer = " · ".join(part for part in (doc.firm, doc.subject, fmt.day(doc.day)) if part)
    return pdf_file(laid_out([slide], A4, footer), doc, _no_picture)


def _no_picture(_picture: Picture) -> bytes:
    raise StewardError("A paper of a meeting has no pictures: leave charts to the page.")


def _blocks(doc: MeetingDoc) -> Iterator[Block]:
    for section in doc.sections:
        if section.words or not section.table:
            yield Heading(section.title)
            yield _words(section.words)
        if section.table:
            yield _titled(section.title, section.table, section.below)


def _titled(title: str, table: Table, below: tuple[str, ...]) -> Table:
    """The title heads the first column, so that it stands again where the table goes on; what is below ends it."""
    first, *others = table.columns
    last = [(line, *("" for _ in others)) for line in below]
    return Table((replace(first, title=title), *others), (*table.rows, *last))


def _words(lines: tuple[str, ...]) -> Words:
    return Words(tuple(piece for line in lines for piece in _pieces(line)))


def _pieces(words: str) -> list[str]:
    """A long sentence in pieces that are not cut: a block takes only so many lines."""
    lines = wrapped(words, A4.inner, A4.points("body"))
    return [" ".join(lines[at : at + MOST_LINES]) for at in range(0, len(lines), MOST_LINES)]
