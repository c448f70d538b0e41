"""From files to a plan: each part of each mapping makes its lot of rows, in the order in which they need each other."""

from collections.abc import Callable, Sequence
from typing import Any

from lib.exporting.layout import link_target
from lib.importing.comparing import compare
from lib.importing.converting import Columns
from lib.importing.draft import Draft
from lib.importing.identity import identify
from lib.importing.linking import link
from lib.importing.lots import Lot, Unresolved, start_lot
from lib.importing.mapping import OWN, FieldRule, Target
from lib.importing.plan import Block, Change, OpenLink, RefusedRow
from lib.importing.rules import refuse_broken
from lib.importing.sources import Source
from lib.importing.standing import Standing
from lib.importing.unpivot import by_column
from lib.importing.values import DecimalMark, Order
from lib.store.base import table_of
from lib.store.tables import Setting

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
    """The settings that the mappings bring and the firm has not made."""
    there = {name for (name,) in standing.rows(table_of(Setting), ["name"])}
    return {name: value for source in sources for name, value in source.file.settings.items() if name not in there}


def _add_source(draft: Draft, source: Source, columns: Columns) -> None:
    first = source.file.into[0].table
    for refusal in source.raw.refused:
        where = (source.raw.name, refusal.line, first)
        draft.plan.refused.append(RefusedRow(*where, refusal.column, refusal.value, refusal.reason))
        draft.counts[source.raw.name, first, "refused"] += 1
    siblings: dict[str, Lot] = {}
    long = by_column(columns) if any(target.each_column for target in source.file.into) else columns
    for target in source.file.into:
        lot = start_lot(long if target.each_column else columns, target, siblings)
        _fill_and_settle(draft, lot, target)
        siblings[target.name] = lot
        draft.lots.append(lot)


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
    _settle(lot, draft)


def _lookups(lot: Lot) -> list[FieldRule]:
    named = [rule for rule in lot.target.named.values() if lot.columns.has(rule)]
    return [rule for rule in (*lot.rules(), *named) if rule.lookup is not None]


def _fill_repeats(lot: Lot, name: str) -> None:
    for at, place in lot.repeats.items():
        if lot.values[name][place] is None:
            lot.values[name][place] = lot.values[name][at]


def _announce(lot: Lot, draft: Draft, to_self: list[FieldRule]) -> None:
    """Make new records known by name, so that rows of the same file can link to them."""
    for rule in to_self:
        draft.names(lot.table, rule.by, lot.source)
    fresh = [at for at in lot.places() if at in lot.fresh]
    for by, names in draft.loaded_names(lot.table, lot.source):
        values = lot.names_by(by)
        for at in fresh if values else ():
            names.add(values[at], lot.keys[at])


def _settle(lot: Lot, draft: Draft) -> None:
    _forget_refused(lot, draft)
    places = list(lot.places())
    fresh = [at for at in places if at in lot.fresh]
    changed = sum(_change(lot, draft, at, fields) for at, fields in lot.changes.items() if at not in lot.refused)
    if fresh:
        _insert(lot, draft, fresh)
    _ask(lot, draft)
    draft.plan.refused.extend(lot.refused.values())
    counted = {"new": len(fresh), "changed": changed, "same": len(places) - len(fresh) - changed}
    for word, count in (counted | {"refused": len(lot.refused)}).items():
        draft.counts[lot.file, lot.table.name, word] += count


def _forget_refused(lot: Lot, draft: Draft) -> None:
    """A new record that was refused is nobody's name and nobody's link."""
    refused = [at for at in lot.refused if at in lot.fresh]
    if not refused:
        return
    for at in refused:
        if lot.source_ids:
            draft.sources(lot.table, lot.source or OWN).pop(lot.source_ids[at] or "", None)
        for by, names in draft.loaded_names(lot.table, lot.source):
            values = lot.names_by(by)
            names.drop(values[at] if values else None, lot.keys[at])
    gone = {lot.keys[at] for at in refused}
    for name, values in lot.values.items():
        if link_target(lot.table.c[name]) is not lot.table:
            continue
        for at in list(lot.places()):
            if values[at] in gone:
                given, reason = str(lot.texts.get(name, {at: ""})[at]), "The row it names was refused."
                lot.unresolved.append(Unresolved(at, name, given, lot.table.name, None, reason))
                values[at] = lot.changes.get(at, {}).pop(name, (None,))[0]
                if not lot.changes.get(at, True):
                    del lot.changes[at]


def _change(lot: Lot, draft: Draft, at: int, fields: dict[str, tuple[Any, Any]]) -> bool:
    """Plan the changes of one row; whether it is a row of the store, not one that this import adds itself."""
    changes, key = draft.plan.of(lot.table.name).changes, lot.keys[at]
    if key in draft.planned(lot.table):
        block, row = draft.planned(lot.table)[key]
        for name, (_, new) in fields.items():
            block.columns.setdefault(name, [None] * len(block))[row] = new
        return False
    if key in changes:
        before = changes[key].fields
        fields = before | {name: (before.get(name, pair)[0], pair[1]) for name, pair in fields.items()}
    changes[key] = Change(fields)
    return True


def _insert(lot: Lot, draft: Draft, fresh: list[int]) -> None:
    keys = [lot.keys[at] for at in fresh]
    columns = {name: [values[at] for at in fresh] for name, values in lot.values.items()}
    if "id" in lot.table.c:
        columns["id"] = keys
    if "source" in lot.table.c and not lot.columns.file.own:
        columns |= {"source": [lot.source] * len(fresh), "source_id": [lot.source_ids[at] for at in fresh]}
    draft.insert(lot.table, Block(columns), keys)


def _ask(lot: Lot, draft: Draft) -> None:
    """Keep the links that could not be settled, each once a record, where nobody has settled them since."""
    asked: set[tuple[Any, str]] = set()
    for question in lot.unresolved:
        at = lot.repeats.get(question.at, question.at)
        key = lot.keys[at]
        out = at in lot.refused or at in lot.silent or (key, question.field) in asked
        if out or lot.values[question.field][at] is not None:
            continue
        asked.add((key, question.field))
        draft.plan.links.append(
            OpenLink(
                lot.file, lot.line(question.at), lot.table.name, key, question.field, question.given, question.target,
                question.proposed_id, question.reason,
            )
        )  # fmt: skip
