"""The minutes of a closed review, made of its frozen rows alone: later edits of anything leave them as they are."""

from collections.abc import Sequence

from lib import format as fmt
from lib.errors import StewardError
from lib.meeting.document import MeetingDoc, Section, column, table
from lib.meeting.wording import beside, figures_table, optional_day
from lib.review.frozen import FrozenDecision, ReviewRead
from lib.review.tables import PARTS

OF_PART = "part"  # the scope of what is frozen of a part as a whole, its name as key
TITLE, MORE, EMPTY = "title", "more", "empty"  # the figures of that scope


class NotClosed(StewardError):
    """Minutes of a review that can still change."""

    def __init__(self) -> None:
        super().__init__("This review is not closed yet: close it, then its minutes can be made.")


def minutes(read: ReviewRead) -> MeetingDoc:
    """The paper to keep after the meeting. Raises NotClosed."""
    if read.closed_at is None:
        raise NotClosed
    by = f" by {read.closed_by}" if read.closed_by else ""
    told = figures_table([one for one in read.figures if one.scope != OF_PART], read.names)
    figures = [Section("The figures as they stood", (), told)] if told else []
    return MeetingDoc(
        title=f"Minutes of the weekly review of {fmt.day(read.held_on)}", day=read.held_on,
        firm=read.names.get(("firm", None), ""), subject="Minutes", prepared_on=read.closed_at.date(),
        words=(f"Closed on {fmt.day(read.closed_at.date())} at {read.closed_at:%H:%M} UTC{by}.",),
        sections=(_decided(read), *_risks(read), *_parts(read), *figures),
    )  # fmt: skip


def _about(read: ReviewRead, one: FrozenDecision) -> str:
    """The item a decision is about in its own words; else the client."""
    item = next((item for item in read.items if item.id == one.review_item_id), None)
    return item.words if item else read.names.get(("account", one.account_id), "")


def _who(read: ReviewRead, one: FrozenDecision) -> str:
    return read.names.get(("person", one.person_id), "")


def _decided(read: ReviewRead) -> Section:
    columns = (
        column("What", 5), column("About", 5), column("Who", 3), column("Due", 3), column("Expected effect", 4),
        column("Look again", 3),
    )  # fmt: skip
    rows = [
        (
            one.what, _about(read, one), _who(read, one), optional_day(one.due_on), one.expected_effect or "",
            optional_day(one.check_on),
        )
        for one in read.decisions
        if one.kind == "decision"
    ]  # fmt: skip
    if not rows:
        return Section("What we decided", ("Nothing was decided.",))
    return Section(f"What we decided ({len(rows):,})", (), table(columns, rows))


def _risks(read: ReviewRead) -> list[Section]:
    columns = (column("Why", 5), column("About", 6), column("Who", 3), column("Look again", 2))
    rows = [
        (one.what, _about(read, one), _who(read, one), optional_day(one.check_on))
        for one in read.decisions
        if one.kind != "decision"
    ]
    return [Section(f"Risks we accepted ({len(rows):,})", (), table(columns, rows))] if rows else []


def _parts(read: ReviewRead) -> list[Section]:
    return [_part(read, number, part) for number, part in enumerate(PARTS, start=1)]


def _part(read: ReviewRead, number: int, part: str) -> Section:
    items = [item for item in read.items if item.part == part]
    columns = (column("What we looked at", 8), column("Figures", 4), column("Decided", 4))
    rows = [(item.words, beside(item.figures), _on(read, item.id)) for item in items]
    of_part = {one.figure: one.value or "" for one in read.figures if one.scope == OF_PART and one.key == part}
    words = () if items else (of_part.get(EMPTY) or "Nothing was on the agenda.",)
    below = (f"And {of_part[MORE]} more.",) if of_part.get(MORE) else ()
    return Section(f"{number}. {of_part.get(TITLE) or part.capitalize()}", words, table(columns, rows), below)


def _on(read: ReviewRead, item_id: int) -> str:
    made: Sequence[str] = [
        one.what if one.kind == "decision" else f"Risk accepted: {one.what}"
        for one in read.decisions
        if one.review_item_id == item_id
    ]
    return " · ".join(made)
