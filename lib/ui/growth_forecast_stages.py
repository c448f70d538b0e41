"""Whether the chances the firm gives its stages fit what became of the deals in them."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.forecast_calibration import FITS, OPEN_QUESTION
from lib.intervals import wilson
from lib.ui.growth import RATE_MONTHS
from lib.ui.growth_forecast_made import calibration
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

LOOKS: dict[str, ColumnConfig] = {
    "Stage": st.column_config.TextColumn(width=150),
    "Firm's own chance": st.column_config.TextColumn(width=130, help="What the firm itself says of the stage."),
    "Won of decided": st.column_config.TextColumn(
        width=130, help="Of the deals that entered the stage and were decided, those won."
    ),
    "Share won": st.column_config.TextColumn(width=90),
    "95 % interval": st.column_config.TextColumn(width=130, help="The score interval of Wilson."),
    "The firm's chance": st.column_config.TextColumn(
        width=180, help="Fits where it lies within the interval; cannot be told without a chance or under 10 deals."
    ),
    "Open now": st.column_config.NumberColumn(width=80, format="localized"),
}


def stages_part(view: View) -> None:
    """The firm's own chance of each stage beside the share that was won."""
    st.subheader("Chances of the stages", anchor=False)
    found = calibration(view)
    if found.empty:
        st.info("The firm has no open stage yet. Stages come with an import, or are set on the Pipeline tab.")
        return
    st.markdown(_finding(found))
    table(_shown(found), "Stages: the firm's own chance beside the share won, with its interval", LOOKS)
    st.caption(
        plain(
            f"Deals of every owner decided in the last {RATE_MONTHS} months, without renewals. The forecast does "
            "not use the firm's own chance where history speaks; where it does not, it falls back on it."
        )
    )


def _finding(found: pd.DataFrame) -> str:
    told = found[found["verdict"] != OPEN_QUESTION]
    if told.empty:
        missing = "the firm gives its stages no chance of its own" if found["said"].isna().all() else "too few deals"
        return f"**Cannot tell yet** whether the firm's chances fit: {plain(missing)}. What was won stands below."
    fit = int((told["verdict"] == FITS).sum())
    off = [f"{plain(name)} is {verdict}" for name, verdict in zip(told["stage"], told["verdict"], strict=True)
           if verdict != FITS]  # fmt: skip
    return f"The firm's own chance **fits in {fit} of {fmt.counted(len(told), 'stage')}**" + (
        f": {', '.join(off)}." if off else "."
    )


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Stage": found["stage"],
            "Firm's own chance": ["–" if pd.isna(said) else fmt.percent(said) for said in found["said"]],
            "Won of decided": [
                f"{won:,} of {decided:,}" if decided else "–"
                for won, decided in zip(found["won"], found["decided"], strict=True)
            ],
            "Share won": [_share(won, decided) for won, decided in zip(found["won"], found["decided"], strict=True)],
            "95 % interval": [_span(won, n) for won, n in zip(found["won"], found["decided"], strict=True)],
            "The firm's chance": found["verdict"],
            "Open now": found["still_open"],
        }
    )


def _share(won: int, decided: int) -> str:
    return fmt.percent(won / decided) if decided >= fmt.SMALL_BASE else "–"


def _span(won: int, decided: int) -> str:
    if not decided:
        return "–"
    low, high = wilson(won, decided)
    return f"{fmt.percent(low)} to {fmt.percent(high)}"
