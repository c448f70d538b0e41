"""What an import could not settle alone, kept in the store: refused lines, links to names nobody knows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from lib.importing.bulk import set_fields
from lib.importing.plan import OpenLink, Plan, RefusedRow
from lib.required import folded
from lib.store.base import table_of
from lib.store.tables import ImportIssue, NameAlias
from lib.store.writing import Write

ISSUES, ALIASES = table_of(ImportIssue), table_of(NameAlias)


def keep_open(write: Write, batch: int, plan: Plan) -> None:
    """Keep each refused line and open link of a plan, unless the same is waiting, or was put aside, already."""
    write.add_many(ImportIssue, [*_refused(write, batch, plan.refused), *_links(write, batch, plan.links)])


def _refused(write: Write, batch: int, rows: Iterable[RefusedRow]) -> list[dict[str, Any]]:
    names = ("file", "line", "table_name", "field", "given", "reason")
    known = {tuple(row) for row in _kept(write, "refused", names)} if rows else set()
    found = [(row.file, row.line, row.table, row.column or None, row.value or None, row.reason) for row in rows]
    return [
        dict(zip(names, values, strict=True)) | _frame(batch, "refused") | _NOTHING_LINKED
        for values in dict.fromkeys(found)
        if values not in known
    ]


def _links(write: Write, batch: int, links: Iterable[OpenLink]) -> list[dict[str, Any]]:
    names = ("table_name", "row_id", "field", "given")
    known = {tuple(row) for row in _kept(write, "match", names)} if links else set()
    return [
        {
            "file": link.file, "line": link.line, "table_name": link.table, "row_id": link.key, "field": link.field,
            "given": link.given, "reason": link.reason, "proposed_table": link.target,
            "proposed_id": link.proposed_id,
        } | _frame(batch, "match")
        for link in links
        if (link.table, link.key, link.field, link.given) not in known
    ]  # fmt: skip


_NOTHING_LINKED = {"row_id": None, "proposed_table": None, "proposed_id": None}


def _frame(batch: int, kind: str) -> dict[str, Any]:
    return {"batch_id": batch, "kind": kind, "state": "open"}


def _kept(write: Write, kind: str, names: tuple[str, ...]) -> Iterable[Any]:
    columns = [ISSUES.c[name] for name in names]
    waiting = ISSUES.c.state.in_(("open", "dismissed"))
    return write.connection.execute(select(*columns).where(ISSUES.c.kind == kind, waiting)).all()


def close_answered(write: Write, plan: Plan) -> None:
    """Close the open links that this plan fills, each with its line in the change log, so that undo opens it again."""
    columns = (ISSUES.c.id, ISSUES.c.table_name, ISSUES.c.row_id, ISSUES.c.field)
    waiting = select(*columns).where(ISSUES.c.kind == "match", ISSUES.c.state == "open")
    answered: list[int] = []
    for issue, table, row_id, field in write.connection.execute(waiting):
        change = plan.tables[table].changes.get(row_id) if table in plan.tables else None
        if change is not None and change.fields.get(field, (None, None))[1] is not None:
            answered.append(issue)
    settle(write, answered, "accepted")


def settle(write: Write, issues: Sequence[int], state: str) -> None:
    """Put open issues into their final state."""
    set_fields(write.connection, ISSUES, [(issue, {"state": state}) for issue in issues])
    for issue in issues:
        write.note("changed", ISSUES, issue, "state", "open", state)


def accept_alias(write: Write, table: str, given: str, row_id: int) -> None:
    """Remember another name of a record; one remembered before now means this record."""
    rows = write.connection.execute(select(ALIASES.c.id, ALIASES.c.given).where(ALIASES.c.table_name == table))
    same = [number for number, name in rows.all() if folded(name) == folded(given)]
    for number in same:
        current = write.read(NameAlias, number)
        write.set(NameAlias, number, {"row_id": row_id, "accepted_by": write.who}, current)
    if not same:
        batch = write.batch_id
        write.add(NameAlias(table_name=table, given=given, row_id=row_id, accepted_by=write.who, batch_id=batch))
