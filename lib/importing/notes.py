"""What is worth saying about an import besides its numbers: dirt that was kept, codes read as empty, gaps."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lib.errors import words
from lib.importing.draft import Draft
from lib.importing.lots import Lot
from lib.importing.mapping import FieldRule, Remark, table_named
from lib.importing.raw_table import counted, plain_name
from lib.importing.sources import Source
from lib.importing.standing import demo_accounts

MOST_NAMES = 12


def notes_of(draft: Draft, sources: Sequence[Source]) -> list[str]:
    """Sentences for a person, the weightiest first."""
    found: list[str] = []
    if draft.plan.clears_demo:
        found.append(f"The demo firm ({demo_accounts(draft.standing.connection):,} accounts) will be cleared.")
    found += [note for source in sources for note in source.notes]
    found += [f"The setting {words(name)} becomes {value}." for name, value in draft.plan.settings.items()]
    found += draft.notes
    found += [note for lot in draft.lots for note in _answered(lot)]
    found += _numbers(draft)
    found += [note for remark in _remarks(sources) for note in _remarked(draft, remark)]
    found += [note for lot in draft.lots for note in _suspects(lot)]
    found += [note for lot in draft.lots for note in _codes(lot)]
    found += [f"{source.raw.name}: {note}." for source in sources for note in source.raw.notes if " left out" in note]
    return list(dict.fromkeys(found))


def _numbers(draft: Draft) -> Iterator[str]:
    counts = Counter((table, source) for table, source, _ in draft.plan.numbers)
    for (table, source), count in counts.items():
        yield f"For {counted(count, words(table))} found by name the {source} number is kept."


def _answered(lot: Lot) -> Iterator[str]:
    """Of answer sheets: how many name a contact, how many were left early; how many answers became others."""
    places = list(lot.places())
    if lot.columns.file.sheet is None or not places:
        return
    if lot.table.name == "survey_response":
        nobody = sum(lot.values["contact_id"][at] is None for at in places)
        early = sum(lot.values["complete"][at] is False for at in places)
        if nobody:
            yield f"{lot.file}: {counted(nobody, 'response')} of {len(places):,} without a known contact."
        if early:
            yield f"{lot.file}: {counted(early, 'response')} left before the end, kept as partial."
    if lot.table.name == "survey_answer" and lot.changes:
        yield f"{lot.file}: {counted(len(lot.changes), 'answer')} changed since the last import."


def _remarks(sources: Iterable[Source]) -> list[Remark]:
    return list(dict.fromkeys(remark for source in sources for remark in source.file.remarks))


def _remarked(draft: Draft, remark: Remark) -> Iterator[str]:
    lots = [lot for lot in draft.lots if remark.table in (lot.table.name, lot.target.name)]
    if not lots:
        return
    if remark.unused is None:
        count = sum(lot.values.get(remark.field, {at: None})[at] is None for lot in lots for at in lot.places())
        names = ""
    else:
        of = [lot for lot in draft.lots if lot.target.name == remark.unused]
        used = {lot.values[remark.field][at] for lot in lots if remark.field in lot.values for at in lot.places()}
        unused = sorted(_label(lot, draft, at) for lot in of for at in lot.places() if lot.keys[at] not in used)
        count, names = len(unused), listed(unused)
    if count:
        yield remark.say.format(count=f"{count:,}", names=names)


def _label(lot: Lot, draft: Draft, at: int) -> str:
    return draft.label(lot.table.name, lot.keys[at]) if "name" in table_named(lot.table.name).c else str(lot.keys[at])


def _suspects(lot: Lot) -> Iterator[str]:
    for rule in lot.target.fields.values():
        if rule.suspect and lot.columns.has(rule):
            yield from _misspelt(lot, rule)


def _misspelt(lot: Lot, rule: FieldRule) -> Iterator[str]:
    texts = lot.columns.texts(rule)
    counts = Counter(texts[row] for row in lot.rows if plain_name(texts[row]) in rule.suspect)
    column = " + ".join(lot.columns.present(rule))
    for text, count in counts.items():
        usual = rule.suspect[plain_name(text)]
        yield f'{column} "{text}" ({counted(count, "row")}) is kept as written; usual spelling: {usual}.'


def _codes(lot: Lot) -> Iterator[str]:
    for (column, text), count in sorted(lot.columns.codes.items()):
        yield f'{lot.file}: {column} "{text}" is read as empty ({counted(count, "row")}).'


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first."""
    shown = ", ".join(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES:,} more"
