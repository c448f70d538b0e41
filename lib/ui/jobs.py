"""Long work beside the page: it goes on when somebody clicks elsewhere, and shows how far it is."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.errors import StewardError
from lib.ui.flash import flash
from lib.ui.text import plain

Progress = Callable[[int, int, str], None]


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
    """Start `work` in a thread; what it returns is said when it is done. One at a time for each `key`.

    Never in the run of the page itself: a click elsewhere stops that run, and would take a half-done import back.
    """
    running = st.session_state.get(f"_job_{key}")
    if running is not None and not running.over:
        return
    job = Job(title)
    st.session_state[f"_job_{key}"] = job
    threading.Thread(target=_run, args=(job, work), daemon=False).start()


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
    job = st.session_state.get(f"_job_{key}")
    if job is None:
        return False
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
