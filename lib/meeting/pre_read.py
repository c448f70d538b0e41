"""The pre-read of a weekly review: its agenda as the records make it, what is still to be done, the figures."""

from collections.abc import Sequence

from lib import format as fmt
from lib.agenda.items import Agenda, Item, Part
from lib.checkup.blocks import Table
from lib.measure import Measure
from lib.meeting.document import MeetingDoc, Section, column, table
from lib.meeting.wording import beside, figures_table, optional_day
from lib.review.decided import Decided
from lib.review.frozen import FrozenFigure
from lib.review.review_figures import standing


def pre_read(
    agenda: Agenda, *, firm: str, currency: str, open_decisions: Sequence[Decided], completion: Measure,
    figures: Sequence[FrozenFigure] = (),
) -> MeetingDoc:  # fmt: skip
    """The paper to read before the meeting of `agenda.as_of`; `completion` is that of decisions (a share)."""
    parts = [_part(number, part) for number, part in enumerate(agenda.parts, start=1)]
    told = figures_table(figures, {("currency", None): currency})
    last = [Section("The figures", (), told)] if told else []
    return MeetingDoc(
        title=f"Pre-read for the weekly review of {fmt.day(agenda.as_of)}", day=agenda.as_of, firm=firm,
        subject="Pre-read", prepared_on=agenda.as_of, words=(agenda.words, _kept(completion)),
        sections=(*parts, _to_do(open_decisions, agenda), *last),
    )  # fmt: skip


def _kept(completion: Measure) -> str:
    if completion.value is None:
        return f"How many decisions are done by their day cannot be said: {completion.why}."
    share, base = fmt.figure(completion, "share", ""), completion.base or 0
    of = f" of {fmt.counted(base, 'decision')}" if not fmt.in_counts(completion) else " decisions"
    return f"Done by their day in the last 90 days: {share}{of} ({fmt.interval(completion, 'share', '')})."


def _part(number: int, part: Part) -> Section:
    words = () if part.items else (part.empty_words or "Nothing is on the agenda.",)
    below = (f"And {part.more:,} more.",) if part.more else ()
    return Section(f"{number}. {part.title}", words, _items(part.items), below)


def _items(items: Sequence[Item]) -> Table | None:
    columns = (column("To talk about", 9), column("Figures", 4))
    return table(columns, [(item.words, beside(item.figures)) for item in items])


def _to_do(decisions: Sequence[Decided], agenda: Agenda) -> Section:
    columns = (
        column("What", 5), column("Client", 3), column("Who", 2), column("Due", 2), column("Standing", 2),
        column("Expected effect", 3),
    )  # fmt: skip
    rows = [
        (
            one.what, one.account or "", one.person or "", optional_day(one.due_on), standing(one, agenda.as_of),
            one.expected_effect or "",
        )
        for one in decisions
    ]  # fmt: skip
    if not rows:
        return Section("Still to be done", ("No decision is waiting to be done.",))
    late = sum(one.overdue(agenda.as_of) for one in decisions)
    counts = f"{len(rows):,}, {late:,} past due" if late else f"{len(rows):,}"
    return Section(f"Still to be done ({counts})", (), table(columns, rows))
