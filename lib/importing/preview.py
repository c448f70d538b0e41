"""What an import would do, before it does it: rows new, changed, same and refused, names to settle, things to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection

from lib.errors import StewardError
from lib.importing.draft import Draft
from lib.importing.notes import notes_of
from lib.importing.plan import Plan, RefusedRow
from lib.importing.planning import Progress, draft_plan
from lib.importing.sources import Source
from lib.importing.standing import standing, version_of
from lib.importing.survey_promises import refuse_broken_promises
from lib.importing.values import DecimalMark, Order
from lib.store.collecting import uncollected
from lib.store.engine import Store


class UnknownChoice(StewardError):
    """An order of dates or a decimal mark that there is not."""

    def __init__(self, dates: str | None, decimal: str | None) -> None:
        given = " and ".join(f"'{one}'" for one in (dates, decimal) if one is not None)
        super().__init__(f"{given} is not known: the order of dates is dmy, mdy or ymd, the decimal mark . or a comma.")


@dataclass(frozen=True, slots=True)
class Count:
    """What becomes of the rows that one file gives for one table; `refused` counts lines."""

    file: str
    table: str
    new: int
    changed: int
    same: int
    refused: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that nearly is a known record's: `proposed` the record's name, `rows` the lines that have it."""

    given: str
    table: str
    proposed_id: int
    proposed: str
    rows: int
    accepted: bool


@dataclass(frozen=True)
class Preview:
    """An import ready to be applied, and all that a person should see before.

    `unassigned`: opportunities of the files without an account. `unknown`: links left empty without a proposal.
    `version` is that of the store it was compared with; `sources` and the three choices are kept to compare again.
    """

    counts: list[Count]
    refused: list[RefusedRow]
    proposals: list[Proposal]
    unassigned: int
    unknown: int
    notes: list[str]
    plan: Plan
    version: tuple[tuple[str, int], ...]
    sources: Sequence[Source]
    accept_matches: bool = False
    dates: Order | None = None
    decimal: DecimalMark | None = None

    def total(self, word: str) -> int:
        """All rows `new`, `changed`, `same` or `refused`."""
        return sum(getattr(count, word) for count in self.counts)


def preview(
    store: Store,
    sources: Sequence[Source],
    *,
    accept_matches: bool = False,
    dates: Order | None = None,
    decimal: DecimalMark | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Compare files with the store; nothing is written.

    `accept_matches` takes all proposed records for names that nearly match. `dates` and `decimal` decide for columns
    of mappings that leave it open. Raises UnknownChoice for others than these, and UndecidableCells for a column that
    can be read in two ways, PromiseBroken for a survey that was sent.
    """
    if dates not in (None, *get_args(Order)) or decimal not in (None, *get_args(DecimalMark)):
        raise UnknownChoice(dates, decimal)
    with store.read() as connection:
        return preview_in(connection, sources, accept_matches, dates, decimal, progress)


@uncollected()
def preview_in(
    connection: Connection,
    sources: Sequence[Source],
    accept_matches: bool,
    dates: Order | None,
    decimal: DecimalMark | None,
    progress: Progress | None = None,
) -> Preview:
    """The same within a transaction already begun."""
    now = standing(connection)
    draft = draft_plan(now, sources, accept=accept_matches, dates=dates, decimal=decimal, progress=progress)
    refuse_broken_promises(now, draft.plan)
    return Preview(
        counts=_counts(draft),
        refused=draft.plan.refused,
        proposals=_proposals(draft),
        unassigned=_unassigned(draft),
        unknown=sum(link.proposed_id is None for link in draft.plan.links),
        notes=notes_of(draft, sources),
        plan=draft.plan,
        version=version_of(connection),
        sources=sources,
        accept_matches=accept_matches,
        dates=dates,
        decimal=decimal,
    )


def _counts(draft: Draft) -> list[Count]:
    pairs = dict.fromkeys((file, table) for file, table, _ in draft.counts)
    words = ("new", "changed", "same", "refused")
    found = [Count(file, table, *(draft.counts[file, table, word] for word in words)) for file, table in pairs]
    return [count for count in found if count.new or count.changed or count.same or count.refused]


def _proposals(draft: Draft) -> list[Proposal]:
    found = [
        Proposal(given, table, row_id, draft.label(table, row_id), len(lines), draft.accept)
        for (given, table), (row_id, lines) in draft.proposals.items()
    ]
    return sorted(found, key=lambda one: (-one.rows, one.given))


def _unassigned(draft: Draft) -> int:
    lots = [lot for lot in draft.lots if lot.table.name == "opportunity"]
    return sum(lot.values.get("account_id", {at: None})[at] is None for lot in lots for at in lot.places())
