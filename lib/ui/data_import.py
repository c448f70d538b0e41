"""The import on the Data page: choose files, see what would happen, write it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import StewardError, words
from lib.exporting import frame_csv
from lib.importing.apply import apply
from lib.importing.mapping_files import mappings
from lib.importing.preview import Preview, preview
from lib.importing.sources import read_uploads
from lib.ui import session
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

RECOGNISE = "Recognise by the header"
DATES = {"auto": "Decide from the values", "dmy": "Day first: 31/12/2026", "mdy": "Month first: 12/31/2026"}
SHOWN = 200


def import_tab(view: View) -> None:
    """Files in, a preview, one button."""
    if watch("import"):
        return
    files = st.file_uploader("Exports of other tools, or Steward's own templates", ["csv", "tsv", "txt", "xlsx"], True)
    known = {mapping.name: mapping.title for mapping in mappings()}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    wanted = left.selectbox("Mapping", [None, *known], format_func=lambda name: known.get(name or "", RECOGNISE))
    dates = middle.selectbox("Dates", list(DATES), format_func=DATES.__getitem__)
    accept = right.checkbox(
        "Accept proposed names", help="A name that nearly matches a known record is taken as that record."
    )
    if not files:
        st.caption(
            "CSV (any usual delimiter and encoding) or XLSX. Nothing is written before you have seen what would "
            f"happen. Up to {st.get_option('server.maxUploadSize')} MB a file here; the command line takes larger: "
            "`python manage.py import FILE`."
        )
        return
    found = _previewed(view, [(file.name, file.getvalue()) for file in files], wanted, dates, accept)
    if found is not None:
        show_preview(found)
        offer(view, found)


def _previewed(
    view: View, files: list[tuple[str, bytes]], wanted: str | None, dates: str, accept: bool
) -> Preview | None:
    """The preview, made once for these files, choices and state of the store."""
    marks = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in files)

    def work() -> Preview:
        with bar("Reading and comparing") as progress:
            order: Any = None if dates == "auto" else dates
            sources = read_uploads(files, wanted)
            return preview(view.store, sources, accept_matches=accept, dates=order, progress=progress)

    try:
        return kept_preview((marks, wanted, dates, accept), work)
    except StewardError as error:
        st.error(plain(error))
        return None


def kept_preview(about: tuple[Any, ...], work: Callable[[], Preview]) -> Preview:
    """`work()`, done once for what it is about and the state of the store."""
    about = (*about, session.version())
    kept = st.session_state.get("_preview")
    if kept is not None and kept[0] == about:
        return kept[1]  # type: ignore[no-any-return]
    found = work()
    st.session_state["_preview"] = (about, found)
    return found


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A progress bar that stands for as long as the body works."""
    bar = st.progress(0.0, f"{title} …")

    def tell(done: int, total: int, what: str) -> None:
        bar.progress(min(done / total, 1.0) if total else 0.0, plain(f"{title}: {what}"))

    yield tell
    bar.empty()


def show_preview(found: Preview) -> None:
    """What would happen: counts by file and table, names to settle, refused lines, things to know."""
    refusals = found.total("refused")
    st.markdown(
        f"**{fmt.counted(found.total('new'), 'row')} new**, {found.total('changed'):,} changed, "
        f"{found.total('same'):,} the same; {fmt.counted(refusals, 'line')} {'is' if refusals == 1 else 'are'} refused."
    )
    table(counts(found), "Rows by file and table: new, changed, same, refused")
    for note in found.notes:
        st.caption(plain(note))
    for one in found.proposals:
        sentence = f'"{one.given}" ({fmt.counted(one.rows, "row")}) may be the {words(one.table)} "{one.proposed}"'
        fate = "is taken as that." if one.accepted else "is left open: settle it under Waiting, or accept it above."
        st.info(plain(f"{sentence}: it {fate}"))
    if found.refused:
        refused_rows(refused(found))


def counts(found: Preview) -> pd.DataFrame:
    """The counts of a preview as a person reads them."""
    rows = [(one.file, words(one.table), one.new, one.changed, one.same, one.refused) for one in found.counts]
    return pd.DataFrame(rows, columns=["File", "Becomes", "New", "Changed", "Same", "Refused"])


def refused(found: Preview) -> pd.DataFrame:
    """The refused lines as a person reads them."""
    rows = [(one.file, one.line, one.column, one.value, one.reason) for one in found.refused]
    return pd.DataFrame(rows, columns=["File", "Line", "Column", "Value", "Why it is refused"])


def refused_rows(rows: pd.DataFrame) -> None:
    """Refused lines: the first ones on screen, all of them to take away."""
    st.markdown(f"**{fmt.counted(len(rows), 'refused line')}.** The rest goes in without them.")
    looks = {
        "Line": st.column_config.NumberColumn(width=60),
        "Why it is refused": st.column_config.TextColumn(width="large"),
    }
    table(rows.head(SHOWN), "Refused lines with column, value and reason", looks, wrap=6)
    st.download_button("Download refused lines", lambda: frame_csv(rows), "refused.csv", "text/csv", on_click="ignore")


def offer(view: View, found: Preview) -> None:
    """The button that writes what was previewed, once the person has a name."""
    if needs_a_name("import", to="import"):
        return
    plan = found.plan
    some = found.total("new") + found.total("changed") + len(found.refused) + len(plan.numbers) + len(plan.aliases)
    if not some:
        st.success("Everything in these files is here already. There is nothing to import.")
        return
    st.button("Import", type="primary", on_click=_begin, args=(view, found, token("import")))


def _begin(view: View, found: Preview, once: str) -> None:
    who = view.who or ""

    def work(progress: Progress) -> str:
        batch = apply(view.store, who, found, token=once, progress=progress)
        new, changed = fmt.counted(found.total("new"), "new row"), found.total("changed")
        return f"Imported as batch {batch}: {new}, {changed:,} changed."

    begin("import", "Importing", work)
    spend("import")
    st.session_state.pop("_preview", None)
