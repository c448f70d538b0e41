"""From files to a plan: each part of each mapping makes its lot of rows, in the order in which they need each other."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from lib.demo.world import SETTINGS_FROM, parameters
from lib.importing.answer_sheets import sheets
from lib.importing.comparing import compare
from lib.importing.converting import Columns
from lib.importing.draft import Draft
from lib.importing.identity import identify
from lib.importing.linking import link
from lib.importing.lots import Lot, start_lot
from lib.importing.mapping import FieldRule, Target
from lib.importing.plan import RefusedRow
from lib.importing.rules import refuse_broken
from lib.importing.settling import settle
from lib.importing.sources import Source
from lib.importing.standing import Standing
from lib.importing.values import DecimalMark, Order
from lib.store.base import table_of
from lib.store.tables import Setting

SETTINGS = table_of(Setting)
Progress = Callable[[int, int, str], None]


def draft_plan(
    standing: Standing,
    sources: Sequence[Source],
    *,
    accept: bool = False,
    dates: Order | None = None,
    decimal: DecimalMark | None = None,
    progress: Progress | None = None,
) -> Draft:
    """Everything the files would write to the store as it stands, and everything that cannot be settled."""
    draft = Draft(standing, accept)
    draft.plan.clears_demo = standing.cleared
    total, done = sum(len(source.raw.lines) for source in sources), 0
    for source in sources:
        if progress is not None:
            progress(done, total, source.raw.name)
        _add_source(draft, source, Columns(source.raw, source.file, dates, decimal))
        done += len(source.raw.lines)
    draft.plan.settings = _unset(standing, sources)
    order = {source.raw.name: number for number, source in enumerate(sources)}
    draft.plan.refused.sort(key=lambda row: (order[row.file], row.line))
    if progress is not None:
        progress(total, total, "read")
    return draft


def _unset(standing: Standing, sources: Sequence[Source]) -> dict[str, str]:
    """The settings that the mappings bring and the firm has not made; those of a demo firm go with it."""
    made = standing.connection.execute(select(SETTINGS.c.name, SETTINGS.c.value, SETTINGS.c.starts_on))
    going = {(name, value, SETTINGS_FROM) for name, value in parameters()["settings"].items()}
    there = {row.name for row in made if not standing.cleared or tuple(row) not in going}
    return {name: value for source in sources for name, value in source.file.settings.items() if name not in there}


def _add_source(draft: Draft, source: Source, columns: Columns) -> None:
    long = columns
    if source.file.sheet is not None:
        read = sheets(draft, source, columns)
        columns, long = read.wide, read.long
    first = "survey_response" if source.file.sheet else source.file.into[0].table
    siblings: dict[str, Lot] = {}
    for target in source.file.into:
        lot = start_lot(long if target.each_column else columns, target, siblings)
        _fill_and_settle(draft, lot, target)
        siblings[target.name] = lot
        draft.lots.append(lot)
    for refusal in columns.raw.refused:
        where = (source.raw.name, refusal.line, first)
        draft.plan.refused.append(RefusedRow(*where, refusal.column, refusal.value, refusal.reason))
        draft.counts[source.raw.name, first, "refused"] += 1


def _fill_and_settle(draft: Draft, lot: Lot, target: Target) -> None:
    to_self = [rule for rule in _lookups(lot) if rule.lookup == target.table]
    for rule in _lookups(lot):
        if rule not in to_self:
            link(lot, draft, rule)
    identify(lot, draft)
    _announce(lot, draft, to_self)
    for rule in to_self:
        link(lot, draft, rule)
        _fill_repeats(lot, rule.field)
    compare(lot, draft)
    refuse_broken(lot, draft)
    settle(lot, draft)


def _lookups(lot: Lot) -> list[FieldRule]:
    named = [rule for rule in lot.target.named.values() if lot.columns.has(rule)]
    return [rule for rule in (*lot.rules(), *named) if rule.lookup is not None]


def _fill_repeats(lot: Lot, name: str) -> None:
    for at, place in lot.repeats.items():
        if lot.values[name][place] is None:
            lot.values[name][place] = lot.values[name][at]


def _announce(lot: Lot, draft: Draft, to_self: list[FieldRule]) -> None:
    """Make new names and numbers known, so that rows of the same import can link to their records."""
    for rule in to_self:
        draft.names(lot.table, rule.by, lot.source)
    places = list(lot.places())
    for by, names in draft.loaded_names(lot.table, lot.source):
        values = lot.names_by(by)
        # A record found by its name keeps that name, but the number that this tool has for it is new.
        for at in places if values else ():
            if by == "source_id" or at in lot.fresh:
                names.add(values[at], lot.keys[at])
