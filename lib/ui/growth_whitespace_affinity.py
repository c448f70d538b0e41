"""Which services are bought together beyond chance, on the screen."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.growth.affinity_figures import LEAST_OWNERS, affinities, clear_by_chance, pairs_looked_at
from lib.growth.whitespace_figures import ownership
from lib.ui.growth_whitespace_cells import all_cells
from lib.ui.page import BOOK_SUBJECTS, View
from lib.ui.text import plain

MOST = 8  # sentences


def affinity_section(view: View) -> None:
    """The pairs whose lift is clear of 1, strongest first; else that nothing is clear. Of all clients, always."""
    st.markdown("**Bought together**")
    pairs = view.keep("affinities", lambda: _pairs(view), of=BOOK_SUBJECTS)
    looked_at, clear = pairs_looked_at(pairs), pairs[pairs["clear"]].sort_values("lift_low", ascending=False)
    if not looked_at:
        st.caption(f"No service has {LEAST_OWNERS} clients yet, and another beside it: too few to tell.")
        return
    by_chance = clear_by_chance(looked_at)
    if clear.empty:
        st.markdown(
            f"Nothing is clear: of {fmt.counted(looked_at, 'pair')} of services looked at, in none do owners of one "
            "own the other reliably oftener than all clients."
        )
        return
    st.markdown("\n".join(f"- {_sentence(row)}" for row in _once(clear).head(MOST).to_dict("records")))
    st.caption(
        f"{len(clear)} clear of {fmt.counted(looked_at, 'pair')} looked at, each both ways, of all clients whatever "
        f"the filters; up to {by_chance} would look clear by chance alone. In brackets the 95 % interval. What is "
        "owned together need not be bought because of each other."
    )


def _pairs(view: View) -> pd.DataFrame:
    found = all_cells(view)
    names = found.drop_duplicates("service_id").sort_values("service_id")["service"].astype(str).tolist()
    pairs = affinities(ownership(found)[0])
    return pairs.assign(owned=[names[at] for at in pairs["owned"]], other=[names[at] for at in pairs["other"]])


def _once(clear: pd.DataFrame) -> pd.DataFrame:
    """Each two services once, the surer way round: the lift is the same both ways, its interval is not."""
    both = [frozenset(pair) for pair in clear[["owned", "other"]].to_numpy().tolist()]
    return clear[~pd.Series(both, index=clear.index).duplicated()]


def _sentence(row: Mapping[Any, Any]) -> str:
    low, high, lift = (plain(f"{row[name]:.2f}") for name in ("lift_low", "lift_high", "lift"))
    return (
        f"Clients with **{plain(row['owned'])}** also own **{plain(row['other'])}** {lift} times as often as all "
        f"clients ({low}–{high}; {fmt.of(row['both'], row['owners'])}, of all {plain(fmt.percent(row['base_share']))})"
    )
