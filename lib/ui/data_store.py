"""The store on the Data page: imports so far with undo, export and templates, the change log, clearing the demo."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.demo.clearing import clear_demo
from lib.errors import StewardError, words
from lib.exporting import template
from lib.exporting.bundle import bundle
from lib.importing.undo import undo
from lib.periods import today
from lib.schema import content_tables
from lib.store.queries import change_log, changed_tables, import_batches
from lib.store.settings import set_settings
from lib.ui import session
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain
from lib.ui.who import may

LOG_PAGE = 100
OTHER_CURRENCIES = ("AUD", "CAD", "CHF", "CZK", "DKK", "INR", "NOK", "PLN", "SEK", "SGD", "ZAR")


def imports_tab(view: View) -> None:
    """Every import so far; a chosen one can be undone."""
    batches = view.read(import_batches)
    if batches.empty:
        st.info("Nothing has been imported yet. An import appears here with its counts, and can be taken back whole.")
        return
    shown = pd.DataFrame(
        {
            "Batch": batches["id"], "When": _moments(batches["at"]), "Who": batches["who"],
            "Mapping": batches["mapping"],
            "Files": [_in_short(names) for names in batches["files"]], "New": batches["rows_new"],
            "Changed": batches["rows_changed"], "Refused": batches["rows_refused"],
            "Undone": _moments(batches["undone_at"]),
        }
    )  # fmt: skip
    chosen = chosen_row(
        shown, "Imports, newest first; choose one to undo it", {}, key="batches", ids=batches["id"].tolist(), rows=8
    )
    if chosen is None:
        st.caption("Choose an import to take it back.")
        return
    batch = int(shown["Batch"].iloc[chosen])
    st.caption(plain(f"Batch {batch} read {batches['files'].iloc[chosen]}."))
    if shown["Undone"].iloc[chosen]:
        st.caption(f"Batch {batch} was undone already.")
    elif not needs_a_name("undo", to="undo import"):
        st.button(f"Undo batch {batch}: rows it added go, values it changed return", on_click=_undo, args=(view, batch))


def _in_short(files: str) -> str:
    first, *others = files.split(", ")
    return f"{first} and {len(others)} more" if others else first


def _undo(view: View, batch: int) -> None:
    try:
        undo(view.store, view.who or "", batch)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"Batch {batch} was undone.")


def _moments(column: "pd.Series[pd.Timestamp]") -> list[str]:
    return [f"{fmt.day(at.date())}, {at:%H:%M} UTC" if pd.notna(at) else "" for at in column]


def export_tab(view: View) -> None:
    """Everything out again, and empty templates to fill by hand."""
    if may("export everything"):
        _everything(view)
    else:
        st.caption("Taking every table along is for leads and administrators. Templates are for everybody.")
    st.markdown(
        "**Templates.** One for each table: fill it in a spreadsheet and import it. A link can be filled by name."
    )
    known = {one.name: one for one in content_tables()}
    picked = st.selectbox("Table", sorted(known), format_func=lambda one: words(one).capitalize())
    st.download_button(
        "Download the template", lambda: template(known[picked]), f"{picked}.csv", "text/csv", on_click="ignore"
    )  # fmt: skip


def _everything(view: View) -> None:
    st.markdown(
        "**Everything as files.** What is exported can be imported into an empty store and gives the same content."
    )
    left, right = st.columns(2)
    name = f"steward-{today():%Y-%m-%d}"
    left.download_button(
        "All tables as CSV (ZIP)", lambda: bundle(view.store, "csv"), f"{name}.zip", "application/zip",
        on_click="ignore", width="stretch", icon=":material/download:",
    )  # fmt: skip
    right.download_button(
        "All tables as one XLSX", lambda: bundle(view.store, "xlsx"), f"{name}.xlsx", on_click="ignore",
        width="stretch", icon=":material/download:",
    )  # fmt: skip


def log_tab(view: View) -> None:
    """Who changed what and when, old and new, newest first."""
    tables = view.read(changed_tables)
    left, right = st.columns([3, 1])
    picked = left.selectbox(
        "Changes of", [None, *tables], format_func=lambda one: words(one).capitalize() if one else "everything"
    )
    page = right.number_input("Page", 1, value=1, step=1, help=f"{LOG_PAGE} entries a page, newest first")
    log = view.read(change_log, LOG_PAGE, (int(page) - 1) * LOG_PAGE, picked)
    if log.empty:
        st.info("No entries here. Every change, by a form or an import, is kept with who, when, old and new.")
        return
    shown = pd.DataFrame(
        {
            "When": _moments(log["at"]), "Who": log["who"], "Action": log["action"], "Change": log["kind"],
            "What": [words(name) for name in log["table_name"]], "Record": log["row_id"].astype("Int64"),
            "Field": [words(name) if isinstance(name, str) else "" for name in log["field"]],
            "Old": log["old"], "New": log["new"],
        }
    )  # fmt: skip
    table(shown, "The change log: when, who, which record and field, old and new value", height=500)


def firm_tab(view: View) -> None:
    """What holds for the whole firm: its name and its currency."""
    firm = session.firm()
    if needs_a_name("firm", to="change settings"):
        return
    if "firm_name" not in st.session_state:
        _fill_firm(firm)
    # A change is told by what the form was filled with, not by what others saved since.
    shown = st.session_state["_shown_firm"]
    with st.form("firm", border=False):
        left, right = st.columns(2)
        left.text_input("Name of the firm", key="firm_name", max_chars=80)
        codes = sorted({*fmt.SIGNS, *OTHER_CURRENCIES, firm["currency"], shown["currency"]})
        right.selectbox("Currency of all amounts", codes, key="firm_currency")
        st.caption("Amounts are not converted: the currency says what the recorded amounts are in.")
        st.form_submit_button("Save", type="primary", on_click=_save_firm, args=(view, shown))


def _fill_firm(firm: dict[str, str]) -> None:
    state = st.session_state
    state["_shown_firm"], state["firm_name"], state["firm_currency"] = firm, firm["firm_name"], firm["currency"]


def _save_firm(view: View, shown: dict[str, str]) -> None:
    typed = {"firm_name": st.session_state["firm_name"].strip(), "currency": st.session_state["firm_currency"]}
    mine, stored = {n: v for n, v in typed.items() if v != shown[n]}, session.firm()
    theirs = [f"{words(n)} is now {stored[n]}" for n in mine if stored[n] not in (shown[n], mine[n])]
    st.session_state["_shown_firm"] = stored
    if theirs:
        others = " and ".join(theirs)
        flash(f"Somebody was faster: the {others}. Nothing was saved; save again to put yours there.", good=False)
        return
    try:
        set_settings(view.store, view.who or "", mine, today())
    except StewardError as error:
        flash(str(error), good=False)
    else:
        _fill_firm(session.firm())
        flash("Saved.")


def demo_notice(view: View) -> None:
    """On a demo store: say so, and clear it on request."""
    if session.firm()["demo"] != "yes":
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.info("This is the demo firm. Importing your own data replaces it; nothing of it stays.")
    right.button("Clear the demo firm", on_click=_clear, args=(view,), width="stretch")


def _clear(view: View) -> None:
    if view.who is None:
        flash("Say who you are first, at the foot of the sidebar: the change log keeps who cleared it.", good=False)
        return
    try:
        clear_demo(view.store, view.who)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash("The demo firm was cleared. The store is empty.")
