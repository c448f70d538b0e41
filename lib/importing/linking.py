"""Links by name: each name in a file becomes the number of the record it means, a new record, or an open question."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from lib.errors import words
from lib.importing.converting import as_stored, map_text, parse_texts
from lib.importing.draft import Draft, unique_sets
from lib.importing.lots import Lot, Unresolved
from lib.importing.mapping import FieldRule, kind_of, table_named
from lib.importing.plan import Block

Beside = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class _Meaning:
    row_id: int | None
    proposed_id: int | None = None
    reason: str = ""


def link(lot: Lot, draft: Draft, rule: FieldRule) -> None:
    """Fill one link of all rows; a name that cannot be settled leaves it empty, or refuses the row where it may not be.

    Names are settled from the most frequent down, so that of two new spellings the usual one becomes the record.
    """
    earlier = lot.values.get(rule.field)  # of a template: the number itself, which wins over the name
    texts = _texts(lot, rule, earlier)
    counts = Counter(texts[at] for at in lot.places() if texts[at])
    beside = _beside(lot, rule, texts)
    meanings = {name: _meaning(lot, draft, rule, name, beside) for name, _ in counts.most_common()}
    numbers = {name: meaning.row_id for name, meaning in meanings.items()}
    found = [numbers.get(text) for text in texts]
    lot.values[rule.field] = found if earlier is None else [
        by_name if number is None else number for number, by_name in zip(earlier, found, strict=True)
    ]  # fmt: skip
    lot.texts[rule.field] = texts
    doubtful = {name: meaning for name, meaning in meanings.items() if meaning.row_id is None or meaning.proposed_id}
    if doubtful:
        _tell(lot, draft, rule, texts, doubtful)


def _texts(lot: Lot, rule: FieldRule, earlier: list[Any] | None) -> list[str]:
    texts = lot.columns.texts(rule)
    chosen = texts if len(lot.rows) == len(lot.columns) else [texts[row] for row in lot.rows]
    if earlier is None:
        return chosen
    return ["" if number is not None else text for number, text in zip(earlier, chosen, strict=True)]


def _tell(lot: Lot, draft: Draft, rule: FieldRule, texts: list[str], doubtful: dict[str, _Meaning]) -> None:
    target, needed = rule.lookup or "", not lot.table.c[rule.field].nullable
    lines: dict[str, set[int]] = {}
    for at in list(lot.places()):
        meaning = doubtful.get(texts[at])
        if meaning is None:
            continue
        lines.setdefault(texts[at], set()).add(lot.line(at))
        if lot.values[rule.field][at] is not None:
            continue
        if needed:
            lot.refuse(at, rule.field, meaning.reason)
        else:
            question = Unresolved(at, rule.field, texts[at], target, meaning.proposed_id, meaning.reason)
            lot.unresolved.append(question)
    for name, found in lines.items():
        if (proposed := doubtful[name].proposed_id) is not None:
            draft.propose(name, target, proposed, lot, found)


def _meaning(lot: Lot, draft: Draft, rule: FieldRule, name: str, beside: Beside) -> _Meaning:
    table = table_named(rule.lookup or "")
    # Where an address is looked up, a text that is none is a name.
    by = "name" if rule.by == "email" and "@" not in name and not rule.create else rule.by
    names = draft.names(table, by, lot.source)
    match, kind = names.match(name, rule.near and by == "name"), words(table.name)
    if match.row_id is not None:
        return _Meaning(match.row_id)
    if match.ambiguous:
        return _Meaning(None, reason=f'Several {kind} records are called "{name}": say which by its number.')
    given = _given(rule, table, name, beside) if rule.create else {}
    proposed = match.proposed_id if match.proposed_id is not None else _twin(draft, table, given)
    if proposed is not None:
        return _nearly(draft, rule, name, proposed)
    if rule.create:
        return _Meaning(_create(lot, draft, rule, table, name, given))
    return _Meaning(None, reason=f'No {kind} is called "{name}": add it, or correct the name.')


def _nearly(draft: Draft, rule: FieldRule, name: str, proposed: int) -> _Meaning:
    """A record that is probably meant; taken, and remembered under this name, only where the person said so."""
    target = rule.lookup or ""
    if draft.accept:
        draft.plan.aliases[target, name] = proposed
        draft.names(table_named(target), "name").alias(name, proposed)
        return _Meaning(proposed, proposed)
    nearest = draft.label(target, proposed)
    reason = f'No {words(target)} is called "{name}"; the nearest is "{nearest}": accept that, or correct the name.'
    return _Meaning(None, proposed, reason)


def _twin(draft: Draft, table: Table, given: dict[str, Any]) -> int | None:
    """A record that already has what only one may have, such as the e-mail address of the one to be created."""
    for columns in unique_sets(table):
        values = tuple(given.get(column) for column in columns)
        if None not in values and (owner := draft.taken(table, columns).get(values)) is not None:
            return int(owner)
    return None


def _beside(lot: Lot, rule: FieldRule, texts: list[str]) -> Beside:
    """For each field of a record to be created that a column fills: by name, what stands first in that column."""
    found: Beside = {}
    for given in rule.given.values():
        if given.columns and lot.columns.has(given):
            cells = lot.columns.texts(given)
            # From the end, so that the first filled cell is the one that stays.
            found[given.field] = {
                texts[at]: cells[lot.rows[at]] for at in reversed(range(len(lot.rows))) if cells[lot.rows[at]]
            }
    return found


def _given(rule: FieldRule, table: Table, name: str, beside: Beside) -> dict[str, Any]:
    """The fields of a record to be created, besides its name."""
    values: dict[str, Any] = {}
    for given in rule.given.values():
        text = beside.get(given.field, {}).get(name, "") if given.columns else given.fixed or map_text(name, given)
        kind = kind_of(table.c[given.field])
        kind = kind if given.columns else as_stored(kind)
        values[given.field] = parse_texts([text], given, kind, "auto", "auto").values[0]
    return values


def _create(lot: Lot, draft: Draft, rule: FieldRule, table: Table, name: str, given: dict[str, Any]) -> int:
    row_id, source = draft.new_id(table), lot.source or ""
    by_source = draft.sources(table, source)
    row = {"id": row_id, rule.by: name, **given, "source": lot.source, "source_id": None if name in by_source else name}
    by_source.setdefault(name, row_id)
    draft.insert(table, Block({column: [value] for column, value in row.items()}), [row_id])
    draft.register(table, row, row_id)
    draft.counts[lot.file, table.name, "new"] += 1
    lot.created.append((table.name, row_id))
    return row_id
