"""Writing an import: all of it or nothing, in one transaction, as one batch that can be undone."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lib.demo.clearing import clear
from lib.importing.answer_cuts import Cuts, fill_cuts, read_cuts
from lib.importing.answers_written import follow_answers
from lib.importing.bulk import Step, default_of, insert_columns, set_fields
from lib.importing.open_questions import accept_alias, close_answered, keep_open
from lib.importing.plan import Plan, TablePlan
from lib.importing.planning import Progress
from lib.importing.preview import Preview, preview_in
from lib.importing.standing import key_columns, standing, version_of
from lib.importing.tool_numbers import keep_numbers
from lib.schema import content_tables
from lib.store.collecting import uncollected
from lib.store.engine import Store
from lib.store.server import follow_numbers
from lib.store.settings import put_setting
from lib.store.tables import ImportBatch
from lib.store.writing import Write, perform

# A setting of an export holds for all of its history.
FROM_THE_BEGINNING = date(1900, 1, 1)


def apply(
    store: Store, who: str, previewed: Preview, *, token: str | None = None, progress: Progress | None = None
) -> int:
    """Write what was previewed, as `who`; gives the number of the batch.

    Where anything was written since the preview, the files are compared again first, within the transaction. A
    `token` seen before writes nothing. Raises what the store refuses; then nothing is written.
    """
    cuts = read_cuts(store, previewed.plan)
    return int(perform(store, who, "import", lambda write: _write(write, previewed, progress, cuts), token) or 0)


def _write(write: Write, previewed: Preview, progress: Progress | None, cuts: tuple[Cuts, Mapping[int, int]]) -> int:
    current = _without_demo(write, previewed)
    batch = write.add(_batch(write.who, current))
    write.batch_id = batch
    fill_cuts(current.plan, *cuts)
    _write_tables(write, current.plan, progress)
    for (table, given), row_id in current.plan.aliases.items():
        accept_alias(write, table, given, row_id)
    keep_numbers(write, current.plan)
    for name, value in current.plan.settings.items():
        put_setting(write, name, value, FROM_THE_BEGINNING)
    follow_answers(write, current.plan)
    close_answered(write, current.plan)
    keep_open(write, batch, current.plan)
    return batch


def _without_demo(write: Write, previewed: Preview) -> Preview:
    """The preview as it holds now: the demo firm gone, and whatever was written since taken into account."""
    outdated = version_of(write.connection) != previewed.version
    demo = standing(write.connection).cleared
    if demo:
        clear(write)
    if not (demo or outdated):
        return previewed
    choices = (previewed.accept_matches, previewed.dates, previewed.decimal)
    return preview_in(write.connection, previewed.sources, *choices)


def _batch(who: str, current: Preview) -> ImportBatch:
    raws = [source.raw for source in current.sources]
    hashes = list(dict.fromkeys(raw.sha256 for raw in raws))
    return ImportBatch(
        who=who,
        mapping=", ".join(dict.fromkeys(source.file.mapping for source in current.sources)),
        files=", ".join(dict.fromkeys(raw.name for raw in raws)),
        sha256=hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest(),
        rows_new=current.total("new"),
        rows_changed=current.total("changed"),
        rows_same=current.total("same"),
        rows_refused=current.total("refused"),
    )


@uncollected()
def _write_tables(write: Write, plan: Plan, progress: Progress | None) -> None:
    ordered = [plan.tables[table.name] for table in content_tables() if table.name in plan.tables]
    total, done = sum(one.new + len(one.changes) for one in ordered), 0
    for one in ordered:

        def step(rows: int, name: str = one.table.name) -> None:
            nonlocal done
            done += rows
            if progress is not None:
                progress(done, total, name)

        _insert(write, one, step)
        _change(write, one, step)


def _insert(write: Write, plan: TablePlan, step: Step) -> None:
    if not plan.new:
        return
    columns = merged(plan)
    if "batch_id" in plan.table.c:
        columns["batch_id"] = [write.batch_id] * plan.new
    insert_columns(write.connection, plan.table, columns, step)
    follow_numbers(write.connection, plan.table)
    if "batch_id" in plan.table.c:
        write.note("added", plan.table, None, new=f"{plan.new} rows")
        return
    # These rows do not carry the batch's number themselves, so the log says which they are.
    names = key_columns(plan.table)
    for key in sorted(zip(*(columns[name] for name in names), strict=True)):
        numbered = names == ["id"]
        write.note("added", plan.table, key[0] if numbered else None, new=None if numbered else json.dumps(key))


def merged(plan: TablePlan) -> dict[str, list[Any]]:
    """All rows to insert into a table under one set of columns; what a block does not say is the column's default."""
    names = dict.fromkeys(name for block in plan.blocks for name in block.columns)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for block in plan.blocks:
        for name in names:
            given = block.columns.get(name)
            columns[name] += given if given is not None else [default_of(plan.table.c[name])] * len(block)
    return columns


def _change(write: Write, plan: TablePlan, step: Step) -> None:
    if not plan.changes:
        return
    rows = [(key, {name: new for name, (_, new) in change.fields.items()}) for key, change in plan.changes.items()]
    set_fields(write.connection, plan.table, rows)
    for key, change in plan.changes.items():
        for name, (old, new) in change.fields.items():
            write.note("changed", plan.table, key, name, old, new)
    step(len(rows))
