"""Small mappings and files for the tests of importing: written in the test, read as an import reads them."""

from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import select, text

from lib.importing.apply import apply
from lib.importing.mapping import recognise
from lib.importing.mapping_files import read_mapping
from lib.importing.preview import Preview, preview
from lib.importing.readers import read_bytes
from lib.importing.sources import Source, source_of
from lib.schema import METADATA, content_tables
from lib.store.engine import Store

ACCOUNTS = """
name = "crm"
source = "crm"
[[file]]
header = ["Id", "Company"]
optional = ["Sector", "Staff", "Parent", "Since", "Site"]
[[file.into]]
table = "account"
key = ["Id"]
[file.into.fields]
name = "Company"
sector_id = { column = "Sector", lookup = "sector", create = true }
employees = "Staff"
parent_id = { column = "Parent", lookup = "account" }
client_since = "Since"
website = "Site"
"""

DEALS = """
name = "deals"
source = "crm"
[[file]]
header = ["Deal", "Company", "Stage"]
optional = ["Service", "Opened", "Closed", "Amount"]
[[file.into]]
table = "opportunity"
key = ["Deal"]
[file.into.fields]
name = "Deal"
account_id = { column = "Company", lookup = "account" }
service_id = { column = "Service", lookup = "service" }
opened_on = "Opened"
closed_on = "Closed"
amount_cents = "Amount"
stage_id = { column = "Stage", lookup = "stage", create = true, with = { kind = { Won = "won", else = "open" } } }
[[file.into]]
table = "revenue"
key = ["Deal"]
when = { column = "Stage", in = ["won"] }
[file.into.fields]
account_id = { same_row = "opportunity", field = "account_id" }
service_id = { same_row = "opportunity", field = "service_id" }
opportunity_id = { same_row = "opportunity" }
earned_on = "Closed"
amount_cents = "Amount"
kind = { fixed = "project" }
"""

HOURS = """
name = "hours"
source = "clock"
[[file]]
header = ["Who", "Client", "Day", "Hours"]
optional = ["Mail", "Billable"]
[[file.into]]
table = "time_entry"
[file.into.fields]
person_id = { column = "Who", lookup = "person", create = true, with = { email = { column = "Mail" } } }
account_id = { column = "Client", lookup = "account", create = true }
worked_on = "Day"
minutes = "Hours"
billable = { column = "Billable", map = { Yes = true, No = false } }
"""

# Most tables of most stores are empty: which of them have rows is asked at once.
FILLED = "SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM "{table.name}") AS "{table.name}"' for table in content_tables())


def sources_of(folder: Path, mapping: str, *files: str) -> list[Source]:
    """Files (their text, the first line the header) as sources of one mapping."""
    path = folder / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")
    read = read_mapping(path)
    raws = [read_bytes(f"file{number}.csv", text.strip().encode())[0] for number, text in enumerate(files, 1)]
    return [source_of(raw, recognise(raw, None, [read])) for raw in raws]


def previewed(store: Store, folder: Path, mapping: str, *files: str, **choices: Any) -> Preview:
    """What an import of such files would do."""
    return preview(store, sources_of(folder, mapping, *files), **choices)


def imported(store: Store, folder: Path, mapping: str, *files: str, **choices: Any) -> int:
    """Import such files; gives the batch."""
    return apply(store, "Ann", previewed(store, folder, mapping, *files, **choices))


def rows(store: Store, table: str, *columns: str) -> list[Any]:
    """Some columns of all rows of a table, in the order of their numbers; one column as plain values."""
    chosen = METADATA.tables[table]
    found = store.rows(select(*(chosen.c[name] for name in columns)).order_by(*chosen.primary_key.columns))
    return [row[0] if len(columns) == 1 else tuple(row) for row in found]


def counts(plan: Preview) -> dict[str, tuple[int, int, int, int]]:
    """Per table: rows new, changed, same, refused, all files together."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for one in plan.counts:
        before = found.get(one.table, (0, 0, 0, 0))
        now = (one.new, one.changed, one.same, one.refused)
        found[one.table] = tuple(a + b for a, b in zip(before, now, strict=True))  # type: ignore[assignment]
    return found


def content(store: Store, *without: str) -> dict[str, pd.DataFrame]:
    """All content of a store, table by table, without the columns named; tables without rows are left out."""
    found: dict[str, pd.DataFrame] = {}
    [filled] = store.rows(text(FILLED))
    for table, some in zip(content_tables(), filled, strict=True):
        if some:
            columns = [column for column in table.columns if column.name not in without]
            found[table.name] = store.frame(select(*columns).order_by(*table.primary_key.columns))
    return found


def assert_same_content(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    """Raises where two stores differ, naming the table."""
    assert list(one) == list(other)
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], obj=name)
