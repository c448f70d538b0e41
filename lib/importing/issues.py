"""What imports could not settle, shown to a person and settled by them: names, refused lines, deals of no account."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select

from lib.errors import StewardError, words
from lib.exporting.layout import readable_column
from lib.growth.tables import Opportunity
from lib.importing.bulk import set_fields
from lib.importing.mapping import table_named
from lib.importing.mapping_checks import FILLED
from lib.importing.open_questions import ISSUES, accept_alias, settle
from lib.importing.standing import pieces
from lib.money.tables import Revenue
from lib.required import folded
from lib.schema import models
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

REVENUE = table_of(Revenue)
# What revenue takes over from the deal it came from.
FOLLOWING = ("account_id", "service_id", "person_id")
AT_ONCE = 5_000


class NothingOpen(StewardError):
    """A question that nobody waits for any more."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not open any more: somebody settled it, reload the page.")


class NeedsMore(StewardError):
    """A record that cannot be made from a name alone."""

    def __init__(self, table: str, missing: Sequence[str]) -> None:
        needed = ", ".join(map(words, missing))
        super().__init__(f"A new {words(table)} needs {needed} too: add it on its own page, then accept it here.")


def open_issues(store: Store) -> pd.DataFrame:
    """One row per open name (of all rows that give it) and per refused line, names with most rows first.

    Columns: kind (match, refused), given, target_table, table_name and field (where it stands), proposed_id,
    proposed_name, rows, file, line, reason, issue_id and batch_id (of the first).
    """
    alone = case((ISSUES.c.kind == "refused", ISSUES.c.id), else_=0)
    least = ("table_name", "field", "proposed_id", "file", "line", "reason", "batch_id")
    statement = (
        select(
            ISSUES.c.kind, ISSUES.c.given, ISSUES.c.proposed_table.label("target_table"),
            *(func.min(ISSUES.c[name]).label(name) for name in least),
            func.count().label("rows"), func.min(ISSUES.c.id).label("issue_id"),
        )
        .where(ISSUES.c.state == "open")
        .group_by(ISSUES.c.kind, ISSUES.c.given, ISSUES.c.proposed_table, alone)
        .order_by(ISSUES.c.kind, func.count().desc(), func.min(ISSUES.c.id))
    )  # fmt: skip
    found = store.frame(statement)
    names = {table: _names(store, table) for table in found["target_table"].dropna().unique()}
    pairs = zip(found["target_table"], found["proposed_id"], strict=True)
    found.insert(9, "proposed_name", [names.get(table, {}).get(number) for table, number in pairs])
    return found


def _names(store: Store, name: str) -> dict[int, str]:
    table = table_named(name)
    label = readable_column(table) or "id"
    proposed = select(ISSUES.c.proposed_id).where(ISSUES.c.proposed_table == name, ISSUES.c.state == "open")
    return {row[0]: row[1] for row in store.rows(select(table.c.id, table.c[label]).where(table.c.id.in_(proposed)))}


def accept_match(store: Store, who: str, given: str, table: str, target_id: int, token: str | None = None) -> int:
    """Take `given` as a name of a record, here and in later imports; gives how many rows were linked to it.

    All rows that wait for this name are linked, and the revenue of deals among them. Raises NotFound, NothingOpen.
    """

    def work(write: Write) -> int:
        issues = _waiting(write, given, table)
        write.read(models()[table], target_id)
        accept_alias(write, table, given, target_id)
        return _answer(write, issues, target_id, "accepted")

    return perform(store, who, "accept match", work, token) or 0


def create_instead(store: Store, who: str, given: str, table: str, token: str | None = None) -> int:
    """Add `given` as a new record and link all rows that wait for it; gives its number.

    Raises NothingOpen, and NeedsMore where a name alone makes no such record.
    """

    def work(write: Write) -> int:
        issues = _waiting(write, given, table)
        row_id = write.add(models()[table](**{_name_column(table): given}))
        _answer(write, issues, row_id, "created")
        return row_id

    return perform(store, who, "create instead of match", work, token) or 0


def dismiss(store: Store, who: str, issue_id: int, token: str | None = None) -> int:
    """Put aside a refused line, or an open name with all rows that wait for it; they stay as they are.

    Later imports of the same do not ask again. Gives how many issues were put aside; raises NothingOpen.
    """

    def work(write: Write) -> int:
        chosen = select(ISSUES).where(ISSUES.c.id == issue_id, ISSUES.c.state == "open")
        issue = write.connection.execute(chosen).first()
        if issue is None:
            raise NothingOpen("This line")
        alike = _waiting(write, issue.given, issue.proposed_table) if issue.kind == "match" else [issue]
        settle(write, [one.id for one in alike], "dismissed")
        return len(alike)

    return perform(store, who, "dismiss import issue", work, token) or 0


def assign_account(store: Store, who: str, choices: Mapping[int, tuple[int, int]], token: str | None = None) -> int:
    """Give opportunities their account: number → (version shown, account); their revenue follows. All or nothing.

    Gives how many. Raises StaleEdit where somebody saved one of them meanwhile, NotFound where one is gone.
    """

    def work(write: Write) -> int:
        for row_id, (version, account_id) in choices.items():
            shown = {"version": version, "account_id": None}
            write.edit(Opportunity, row_id, shown, {"account_id": account_id})
            follow_deal(write, [row_id], "account_id", account_id)
        _close(write, "opportunity", "account_id", list(choices))
        return len(choices)

    return perform(store, who, "assign account", work, token) or 0


def follow_deal(write: Write, deals: Sequence[int], name: str, value: int) -> None:
    """Give the revenue of deals the account, service or person that the deals now have, where it has none."""
    for some in pieces(deals, AT_ONCE):
        empty = select(REVENUE.c.id).where(REVENUE.c.opportunity_id.in_(some), REVENUE.c[name].is_(None))
        _fill(write, "revenue", name, [row.id for row in write.connection.execute(empty)], value)


def _waiting(write: Write, given: str, table: str) -> list[Any]:
    """The open issues of a name for records of a table."""
    chosen = select(ISSUES).where(ISSUES.c.kind == "match", ISSUES.c.state == "open", ISSUES.c.proposed_table == table)
    found = [row for row in write.connection.execute(chosen) if folded(row.given) == folded(given)]
    if not found:
        raise NothingOpen(f'"{given}"')
    return found


def _answer(write: Write, issues: Sequence[Any], target_id: int, state: str) -> int:
    """Link all rows that waited and are still without a link; gives how many."""
    places: dict[tuple[str, str], list[int]] = {}
    for issue in issues:
        places.setdefault((issue.table_name, issue.field), []).append(issue.row_id)
    count = 0
    for (table, name), numbers in places.items():
        empty = _still_empty(write, table, name, numbers)
        _fill(write, table, name, empty, target_id)
        if table == "opportunity" and name in FOLLOWING:
            follow_deal(write, empty, name, target_id)
        count += len(empty)
    settle(write, [issue.id for issue in issues], state)
    return count


def _still_empty(write: Write, name: str, field: str, numbers: Sequence[int]) -> list[int]:
    table = table_named(name)
    found: list[int] = []
    for some in pieces(numbers, AT_ONCE):
        chosen = select(table.c.id).where(table.c.id.in_(some), table.c[field].is_(None))
        found += [row.id for row in write.connection.execute(chosen)]
    return found


def _fill(write: Write, name: str, field: str, numbers: Iterable[int], value: int) -> None:
    table, rows = table_named(name), list(numbers)
    set_fields(write.connection, table, [(number, {field: value}) for number in rows])
    for number in rows:
        write.note("changed", table, number, field, None, value)


def _close(write: Write, table: str, field: str, numbers: Sequence[int]) -> None:
    """Close the open names of links that were filled by hand."""
    chosen = select(ISSUES.c.id).where(
        ISSUES.c.state == "open", ISSUES.c.table_name == table, ISSUES.c.field == field, ISSUES.c.row_id.in_(numbers)
    )
    settle(write, [row.id for row in write.connection.execute(chosen)], "accepted")


def _name_column(name: str) -> str:
    table = table_named(name)
    label = readable_column(table) or ""
    must = {column.name for column in table.columns if not column.nullable and column.default is None}
    if missing := sorted(must - FILLED - {label}):
        raise NeedsMore(name, missing)
    return label
