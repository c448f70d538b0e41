"""The handover pack of a suggested move: made on demand, taken away as slides and as pages."""

import re
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.reallocation.handover import Moved, handover
from lib.store.engine import Store
from lib.ui import session
from lib.ui.account_pack import KEPT, TYPES, Made
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View
from lib.ui.team_suggest_read import Held


def handover_pack(view: View, held: Held, move: Any) -> None:
    """What the taker needs to know of the client; holds all moves of that account."""
    account = int(move["account_id"])
    if watch(f"handover_{account}"):
        return
    start, moves = held.found.situation.start, _moved(held.found.moves, account)
    kept: Made = st.session_state.setdefault("_handovers", {})
    mark = (*session.version(), account, view.as_of, start, moves)
    made = kept.get(mark)
    row = st.container(horizontal=True)
    if made is None:
        row.button(
            "Make the handover pack", icon=":material/move_up:", key="handover_make", on_click=begin,
            help="Contacts, manner, needs, objectives, promises, dates and first steps: for colleagues only.",
            args=(f"handover_{account}", "Making the handover pack",
                  partial(_make, view.store, account, moves, start, view.as_of, kept, mark)),
        )  # fmt: skip
        return
    client = re.sub(r"\W+", "-", str(move["account"])).strip("-")
    name = f"handover-{client}-{start.isoformat()}"
    for kind, label in (("pptx", f"Slides (PPTX, {made.slides})"), ("pdf", f"Pages (PDF, {made.pages})")):
        row.download_button(
            label, getattr(made, kind), f"{name}.{kind}", TYPES[kind], on_click="ignore", icon=":material/download:",
            key=f"handover_{kind}",
        )  # fmt: skip


def _moved(moves: pd.DataFrame, account_id: int) -> tuple[Moved, ...]:
    own = moves[(moves["account_id"] == account_id) & moves["to_id"].notna()]
    pairs = zip(own["from_person"], own["to_person"], own["minutes"], own["leads"], strict=True)
    return tuple(Moved(str(giver), str(taker), float(minutes), bool(leads)) for giver, taker, minutes, leads in pairs)


def _make(
    store: Store, account_id: int, moves: tuple[Moved, ...], start: date, as_of: date, kept: Made,
    mark: tuple[Any, ...], tell: Progress,
) -> str:  # fmt: skip
    """Runs beside the page: what it makes is put where the session finds it."""
    tell(0, 0, "reading the records")
    # Slides and PDF are libraries that only a pack needs: a page without one does not wait for them.
    from lib.reallocation.handover_making import make

    found = handover(store, account_id, moves, start, as_of)
    made = kept[mark] = make(found, tell)
    for oldest in list(kept)[:-KEPT]:
        del kept[oldest]
    return f"The handover pack of {found.client} is ready: {made.slides} slides, {made.pages} pages."
