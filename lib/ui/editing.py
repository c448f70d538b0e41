"""Tables a person types into: of what a browser sends only what the table offers is taken."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

Edits = dict[str, Any]
MOST_CHARACTERS = 5_000
MOST_NUMBER = 2**53  # beyond it a browser's numbers are not whole any more
MOST_ADDED = 1_000


def editor(frame: pd.DataFrame, *, key: str, editable: Collection[str], whole_rows: bool = False, **looks: Any) -> Any:
    """`frame` with its `editable` columns open; rows may be added and removed where `whole_rows`. What it is now.

    The browser alone keeps people off the other columns and rows, so edits that do not fit are put aside.
    """
    sent = st.session_state.get(key)
    if sent is not None and not fits(sent, editable, len(frame), whole_rows=whole_rows):
        del st.session_state[key]
        st.warning("What your browser sent does not fit this table and was put aside. Type it again.")
    closed = [str(name) for name in frame if name not in editable]
    return st.data_editor(
        frame, key=key, disabled=closed, num_rows="dynamic" if whole_rows else "fixed", hide_index=True, **looks
    )


def fits(edits: Any, editable: Collection[str], rows: int, *, whole_rows: bool = False) -> bool:
    """Whether all that was sent is offered."""
    return isinstance(edits, Mapping) and fitting(edits, editable, rows, whole_rows=whole_rows) == {
        "edited_rows": {}, "added_rows": [], "deleted_rows": [], **edits
    }  # fmt: skip


def fitting(edits: Any, editable: Collection[str], rows: int, *, whole_rows: bool = False) -> Edits:
    """What of a browser's edits a table of `rows` rows offers; the rest is left out."""
    sent = edits if isinstance(edits, Mapping) else {}
    return {
        "edited_rows": dict(_edited(sent.get("edited_rows"), editable, rows)),
        "added_rows": list(_added(sent.get("added_rows"), editable)) if whole_rows else [],
        "deleted_rows": list(dict.fromkeys(_deleted(sent.get("deleted_rows"), rows))) if whole_rows else [],
    }


def _edited(sent: Any, editable: Collection[str], rows: int) -> Iterator[tuple[int, Edits]]:
    for at, cells in sent.items() if isinstance(sent, Mapping) else ():
        if _is_row(at, rows) and isinstance(cells, Mapping) and (kept := _offered(cells, editable)):
            yield at, kept


def _added(sent: Any, editable: Collection[str]) -> Iterator[Edits]:
    for cells in sent[:MOST_ADDED] if isinstance(sent, list) else ():
        if isinstance(cells, Mapping):
            yield _offered(cells, editable)


def _deleted(sent: Any, rows: int) -> Iterator[int]:
    yield from (at for at in (sent if isinstance(sent, list) else ()) if _is_row(at, rows))


def _is_row(at: Any, rows: int) -> bool:
    return isinstance(at, int) and not isinstance(at, bool) and 0 <= at < rows


def _offered(cells: Mapping[Any, Any], editable: Collection[str]) -> Edits:
    return {name: value for name, value in cells.items() if name in editable and _is_plain(value)}


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_CHARACTERS and "\0" not in value
    if isinstance(value, int | float):
        return abs(value) <= MOST_NUMBER  # so that what is no number does not pass
    return value is None
