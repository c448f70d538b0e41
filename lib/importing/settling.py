"""What a lot adds to the plan, once it is known which of its rows stand."""

from typing import Any

from lib.exporting.layout import link_target
from lib.importing.draft import Draft
from lib.importing.lots import Lot, Unresolved
from lib.importing.mapping import OWN, table_named
from lib.importing.plan import Block, Change, OpenLink


def settle(lot: Lot, draft: Draft) -> None:
    """Plan the rows that stand and the questions they leave open; what only refused rows brought is forgotten."""
    _forget_refused(lot, draft)
    _withdraw_unused(lot, draft)
    places = list(lot.places())
    fresh = [at for at in places if at in lot.fresh]
    changed = sum(_change(lot, draft, at, fields) for at, fields in lot.changes.items() if at not in lot.refused)
    if fresh:
        _insert(lot, draft, fresh)
    _keep_numbers(lot, draft)
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
        if lot.source_ids and "source" in lot.table.c:
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


def _withdraw_unused(lot: Lot, draft: Draft) -> None:
    """Take back the records that lookups created and no row links to: the lines that named them were refused."""
    unused = set(lot.created) - _linked(lot) if lot.created else set()
    for name in sorted({table for table, _ in unused}):
        keys = {key for table, key in unused if table == name}
        draft.withdraw(table_named(name), keys)
        draft.counts[lot.file, name, "new"] -= len(keys)


def _linked(lot: Lot) -> set[tuple[str, Any]]:
    """Table and number of all records that the standing rows link to, or ask about."""
    places, found = list(lot.places()), set[tuple[str, Any]]()
    for name, values in lot.values.items():
        if (target := link_target(lot.table.c[name])) is not None:
            found |= {(target.name, values[at]) for at in places}
    standing = {*places, *(at for at, place in lot.repeats.items() if place not in lot.refused)}
    return found | {(one.target, one.proposed_id) for one in lot.unresolved if one.at in standing}


def _keep_numbers(lot: Lot, draft: Draft) -> None:
    """Keep the number that this tool has for a record of another, so that files which name it find it ever after."""
    if lot.columns.file.own or not lot.target.key:
        return
    for at in lot.by_name.difference(lot.refused):
        adopted = "source_id" in lot.changes.get(at, {})
        if not adopted and (number := lot.source_ids[at]):
            draft.plan.numbers[lot.table.name, lot.source or "", number] = lot.keys[at]


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
