"""A preview in words, for the command line."""

from lib.errors import words
from lib.importing.plan import RefusedRow
from lib.importing.preview import Preview, Proposal

MOST_REFUSED = 20


def told(preview: Preview) -> str:
    """What an import would do, line by line: counts by file and table, refused lines, names to settle, notes."""
    lines = [f"{'new':>9} {'changed':>9} {'same':>9} {'refused':>9}"]
    lines += [
        f"{one.new:>9,} {one.changed:>9,} {one.same:>9,} {one.refused:>9,}  {one.table} ({one.file})"
        for one in preview.counts
    ]
    lines += [_refused(row) for row in preview.refused[:MOST_REFUSED]]
    if len(preview.refused) > MOST_REFUSED:
        lines.append(f"… and {len(preview.refused) - MOST_REFUSED:,} more refused lines.")
    lines += [_proposal(one) for one in preview.proposals]
    if preview.unknown:
        lines.append(f"{preview.unknown:,} links name a record nobody knows: the rows are kept, the links left open.")
    return "\n".join(lines + preview.notes)


def _refused(row: RefusedRow) -> str:
    where = f'{row.column} "{row.value}"' if row.column else f'"{row.value}"'
    return f"Refused: {row.file}, line {row.line:,}, {where}: {row.reason}"


def _proposal(one: Proposal) -> str:
    kind = words(one.table)
    if one.accepted:
        return f'"{one.given}" ({one.rows:,} rows) is taken as the {kind} "{one.proposed}".'
    return f'"{one.given}" ({one.rows:,} rows) may be the {kind} "{one.proposed}": --accept-matches takes it.'
