"""What a browser under somebody else's hands may send for a table that can be edited."""

from collections.abc import Iterator, Sequence
from typing import Any

Edits = dict[str, Any]
LONG = "x" * 100_000
WRONG_VALUES: tuple[Any, ...] = (
    None, "", "=1+1", "nobody of this name", LONG, -1, 0, 1e12, 10**400, float("nan"), float("inf"), True,
    [1, "two"], {"id": 1}, "9999-99-99", "0001-01-01", "9999-12-31", "2026-11-30T25:61", "<script>", "\u0000",
)  # fmt: skip


def forged(columns: Sequence[str], locked: Sequence[str], rows: int) -> Iterator[tuple[str, Edits]]:
    """Edits that no table of `rows` rows offers, or offers but must not take; each with a name."""
    first = next(name for name in columns if name not in locked)
    for name in locked:
        yield f"locked {name}", edits({0: {name: "mine"}})
    for place in (rows, 10**9, -1, -rows - 1, "0", "one", None, 0.5):
        yield f"row {place}", edits({place: {first: "mine"}})
    for name in ("id", "version", "account_id", "_index", "", "no such column", "__class__"):
        yield f"column {name}", edits({0: {name: 1}})
    for value in WRONG_VALUES:
        yield f"value {str(value)[:20]}", edits({0: {name: value for name in columns if name not in locked}})
    for gone in ([0], [rows], [-1], [0, 0], ["0"], [None], [[0]], list(range(rows + 1)), {"0": 1}, 7):
        yield f"deleted {str(gone)[:20]}", edits(deleted=gone)
    for added in ([{}], [{first: "mine"}], [{"id": 1, "version": 1}], [None], ["x"], [{"_index": 0}], [[]], 7):
        yield f"added {added}", edits(added=added)
    for value in WRONG_VALUES:
        yield f"added with {str(value)[:20]}", edits(added=[dict.fromkeys(columns, value)])
    for row in (None, [], "x", 7):
        yield f"row is {row}", edits({0: row})
    yield "no rows but a list", {"edited_rows": [], "added_rows": {}, "deleted_rows": "0"}
    yield "nothing", {}


def edits(edited: Any = None, added: Any = (), deleted: Any = ()) -> Edits:
    """The state of a data editor."""
    return {
        "edited_rows": {} if edited is None else edited,
        "added_rows": list(added) if isinstance(added, tuple) else added,
        "deleted_rows": list(deleted) if isinstance(deleted, tuple) else deleted,
    }
