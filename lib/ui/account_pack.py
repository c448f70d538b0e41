"""The check-up pack of one account: choose the period, see what will be in it, make it, take it away."""

import re
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.checkup.gathering import gather
from lib.checkup.pack import Pack
from lib.checkup.periods import choices, usual
from lib.checkup.story import story
from lib.periods import Period
from lib.ui import session
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

KEPT = 4  # packs that a session holds, a few hundred kilobytes each
# Packs made in this session: by store, state of its data, account, period and day.
Made = dict[tuple[Any, ...], Any]
TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


def pack(view: View, account_id: int) -> None:
    """The pack of a quarter or a year, made from the records; nothing internal is in it."""
    if watch(f"pack_{account_id}"):
        return
    period = _period(view, account_id)
    found = view.keep("pack", lambda: gather(view.store, account_id, period, view.as_of), account_id, period.key)
    mark = (*session.version(), account_id, period.key, view.as_of)
    st.caption(
        "Made from the records for the client's eyes: no margin, cost, band, call or write-off is in it; answers of a "
        "survey stand without names. Read it before you send it."
    )
    _offer(found, account_id, mark)
    _preview(found)


def _period(view: View, account_id: int) -> Period:
    offered = {period.key: period for period in choices(view.as_of)}
    picked = st.selectbox(
        "Period", list(offered), list(offered).index(usual(view.as_of).key), key=f"pack_period_{account_id}",
        format_func=lambda key: _named(view, offered[key]), width=260,
    )  # fmt: skip
    return offered[picked]


def _named(view: View, period: Period) -> str:
    name = f"Year {period.key}" if period.key.isdigit() else fmt.period(period)
    return f"{name} (so far)" if period.partial(view.as_of) else name


def _offer(found: Pack, account_id: int, mark: tuple[Any, ...]) -> None:
    kept: Made = st.session_state.setdefault("_packs", {})
    made = kept.get(mark)
    row = st.container(horizontal=True)
    if made is None:
        row.button(
            "Make the pack", type="primary", icon=":material/slideshow:", key=f"pack_make_{account_id}",
            on_click=begin, args=(f"pack_{account_id}", "Making the pack", partial(_make, found, kept, mark)),
        )  # fmt: skip
        return
    client = re.sub(r"\W+", "-", found.client).strip("-")
    name = f"check-up-{client}-{found.period.key}"
    for kind, label in (("pptx", f"Slides (PPTX, {made.slides})"), ("pdf", f"Pages (PDF, {made.pages})")):
        row.download_button(
            label, getattr(made, kind), f"{name}.{kind}", TYPES[kind], on_click="ignore", icon=":material/download:",
            key=f"pack_{kind}_{account_id}",
        )  # fmt: skip
    if made.missing:
        st.caption(
            f"{fmt.counted(made.missing, 'character')} in a script that the PDF's font lacks: a mark stands for each. "
            "The slides hold them."
        )


def _make(found: Pack, kept: Made, mark: tuple[Any, ...], tell: Progress) -> str:
    """Runs beside the page: what it makes is put where the session finds it."""
    # Slides, PDF and charts are libraries that only this needs: a page without a pack does not wait for them.
    tell(0, 0, "getting ready")
    from lib.checkup.making import make

    made = kept[mark] = make(found, tell)
    for oldest in list(kept)[:-KEPT]:
        del kept[oldest]
    return f"The pack of {found.client} is ready: {made.slides} slides, {made.pages} pages."


def _preview(found: Pack) -> None:
    slides = story(found)
    st.markdown("**What is in it**")
    shown = pd.DataFrame(
        {
            "Part": [_PARTS[slide.key] for slide in slides],
            "Says": [slide.title for slide in slides],
            "Holds": [slide.counts for slide in slides],
        }
    )
    looks = {"Says": st.column_config.TextColumn(width=480)}
    table(shown, "The parts of the pack: what each says and how much it holds", looks)
    if found.so_far:
        st.caption(plain(f"The period is not over: the pack says “so far, to {fmt.day(found.as_of)}”."))


_PARTS = {
    "cover": "Cover", "relationship": "The relationship", "outcomes": "Outcomes and objectives",
    "work": "Work delivered", "fees": "Fees and scope", "said": "What they said", "ahead": "What comes next",
    "appendix": "Appendix",
}  # fmt: skip
