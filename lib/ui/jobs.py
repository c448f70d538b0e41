"""Long work beside the page: it goes on when somebody clicks elsewhere, and shows how far it is."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.errors import StewardError
from lib.store.engine import store_url
from lib.ui.flash import flash
from lib.ui.text import plain

Progress = Callable[[int, int, str], None]
# The newest job of each kind in this process: a page loaded anew has lost its session, but not its import.
_NEWEST: dict[str, "Job"] = {}


@dataclass
class Job:
    """One piece of work: how far it is, and what came of it."""

    title: str
    done: int = 0
    total: int = 0
    what: str = ""
    says: str | None = None
    error: str | None = None

    def tell(self, done: int, total: int, what: str) -> None:
        """Called by the work as it goes on."""
        self.done, self.total, self.what = done, total, what

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.says is not None or self.error is not None


def begin(key: str, title: str, work: Callable[[Progress], str]) -> None:
    """Start `work` in a thread; what it returns is said when it is done. One at a time for each `key` and store.

    Never in the run of the page itself: a click elsewhere stops that run, and would take a half-done import back.
    """
    if _running(key) is not None:
        if f"_job_{key}" not in st.session_state:
            flash(
                f"{title} is going on already, started by somebody else: wait for its end, then try again.", good=False
            )
        return
    job = Job(title)
    st.session_state[f"_job_{key}"] = _NEWEST[_place(key)] = job
    threading.Thread(target=_run, args=(job, work), daemon=False).start()


def _place(key: str) -> str:
    return f"{key} {store_url()}"


def _running(key: str) -> Job | None:
    job = _NEWEST.get(_place(key))
    return None if job is None or job.over else job


def _run(job: Job, work: Callable[[Progress], str]) -> None:
    try:
        job.says = work(job.tell)
    except StewardError as error:
        job.error = str(error)
    except Exception:
        job.error = (
            "Something went wrong that Steward did not expect; nothing was written. The log of the server says more."
        )
        raise


def watch(key: str) -> bool:
    """Show how far the job is; True while it runs. When it ends, its words are said at the top of the page."""
    job = st.session_state.get(f"_job_{key}") or _running(key)
    if job is None:
        return False
    st.session_state[f"_job_{key}"] = job
    if job.over:
        _tell_end(key, job)
        return False
    _progress(key)
    return True


@st.fragment(run_every="0.5s")
def _progress(key: str) -> None:
    job = st.session_state.get(f"_job_{key}")
    if job is None or job.over:
        st.rerun()
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    counted = f" · {job.done:,} of {job.total:,}" if job.total else ""
    st.progress(share, plain(f"{job.title}: {job.what}{counted}"))


def _tell_end(key: str, job: Job) -> None:
    del st.session_state[f"_job_{key}"]
    flash(job.says or job.error or "", good=job.error is None)
    st.rerun()
