"""Backups on the Data page: when the last good one was, whether it can be restored, which are kept, one more now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.store.backup import make_backup
from lib.store.backups import OVERDUE, Backup, Drill, ServerBacksUp, backups, folder_of, last_drill, newest, odd_ones
from lib.ui import who
from lib.ui.frame import needs_a_name
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

DRILL_OVERDUE = timedelta(days=8)  # a rehearsal a week, and a day
ASKEW = timedelta(minutes=5)  # so far may a clock have been put right since
SCHEDULE = """\
# A backup each hour, a rehearsal of the restore each Sunday: in root's crontab.
# deploy/steward runs it as the service does; with systemd: deploy/*.timer
5 * * * *   /usr/local/bin/steward backup > /dev/null
35 4 * * 0  /usr/local/bin/steward restore-drill > /dev/null"""


def backup_tab(view: View) -> None:
    """The state in words, a button, the list."""
    if watch("backup"):
        return
    try:
        folder = folder_of(view.store)
    except ServerBacksUp as by_the_server:
        st.info(plain(by_the_server))
        return
    name = view.store.path.name if view.store.path else ""
    found, last = backups(folder, name), newest(folder, name)
    _state(last, last_drill(folder), last_drill(folder, good=True))
    if odd := odd_ones(folder, name):
        st.warning(plain(f"No good backups, though they look like it: {', '.join(path.name for path in odd)}."))
    _offer(view)
    _kept(found, folder)
    if last is None or _overdue(last.made_at, OVERDUE):
        st.caption("A schedule makes them without anybody thinking of it:")
        st.code(SCHEDULE, language=None)


def _state(last: Backup | None, drill: Drill | None, good: Drill | None) -> None:
    left, right = st.columns(2)
    with left:
        if last is None:
            st.error("**Overdue:** there is no backup yet. What is lost with this machine is lost for good.")
        else:
            _said(_backup_in_words(last), _overdue(last.made_at, OVERDUE))
    with right:
        if drill is None:
            st.warning("**Never rehearsed:** nobody knows yet whether a backup can be put back.")
        elif not drill.good:
            before = f" The last good rehearsal was {_ago(good.at)}." if good else ""
            st.error(plain(f"Rehearsal failed {_ago(drill.at)}: {drill.backup}, {drill.found}.{before}"))
        else:
            rows = fmt.counted(drill.rows, "row")
            _said(f"last good restore rehearsal {_ago(drill.at)}, {rows}", _overdue(drill.at, DRILL_OVERDUE))


def _backup_in_words(one: Backup) -> str:
    rows = fmt.counted(one.total, "row")
    return f"last good backup {_ago(one.made_at)}, {one.size / 1e6:,.1f} MB, {rows}, by {plain(one.made_by)}"


def _said(words: str, overdue: bool) -> None:
    (st.error if overdue else st.success)(f"**{'Overdue' if overdue else 'In order'}:** {words}.")


def _overdue(at: datetime, allowed: timedelta) -> bool:
    """Also what is to come yet: nobody knows how old it is."""
    return not -ASKEW <= _age(at) <= allowed


def _age(at: datetime) -> timedelta:
    return datetime.now(UTC) - at


def _ago(at: datetime) -> str:
    if _age(at) < -ASKEW:
        return f"{_moment(at)}, which is to come yet: a clock of this machine is or was wrong"
    hours = _age(at).total_seconds() / 3600
    past = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} min"
    return f"{_moment(at)} ({past} ago)" if hours >= 1 / 60 else f"{_moment(at)} (just now)"


def _moment(at: datetime) -> str:
    return f"{fmt.day(at.date())}, {at:%H:%M} UTC"


def _offer(view: View) -> None:
    if needs_a_name("backup"):
        return
    if who.may("make a backup"):
        st.button("Make a backup now", on_click=_begin, args=(view,), icon=":material/backup:")
    else:
        st.caption("A lead or an administrator can make a backup here.")


def _begin(view: View) -> None:
    by = view.who or ""

    def work(progress: Progress) -> str:
        progress(0, 0, "copying and checking, everybody can go on working")
        made = make_backup(view.store, by)
        rows = fmt.counted(made.backup.total, "row")
        return f"Backed up and checked: {rows}, {made.backup.size / 1e6:,.1f} MB, as {made.backup.path.name}."

    begin("backup", "Backing up", work)


def _kept(found: list[Backup], folder: Path) -> None:
    if not found:
        return
    shown = pd.DataFrame(
        {
            "Made": [_moment(one.made_at) for one in found], "Rows": [one.total for one in found],
            "MB": [round(one.size / 1e6, 1) for one in found], "Version": [one.revision for one in found],
            "By": [one.made_by for one in found], "File": [one.path.name for one in found],
        }
    )  # fmt: skip
    table(shown, "The backups that are kept, newest first")
    st.caption(
        plain(
            f"In {folder}. All of the last day, then 24 hourly, 14 daily and 12 monthly ones are kept. "
            "One back in place of the store:"
        )
        + " stop Steward, then `python manage.py restore FILE`."
    )
