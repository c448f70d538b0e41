"""What a formula that is only tried would do: counts by band, and who would change band."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.health.formula import Formula
from lib.health.tables import BANDS
from lib.health.what_if import band_counts, movers, shifted
from lib.health.words import range_words
from lib.ui.health_judged import band_word, judged_under
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

Found = tuple[pd.DataFrame, pd.DataFrame, int]


def result(view: View, ground: Formula, wanted: Formula) -> None:
    """Say who would change band under `wanted` instead of `ground`, on the page's day, whatever the filters."""
    moved, counts, other = view.keep("formula trial", lambda: _judge(view, ground, wanted), repr(ground), repr(wanted))
    total = int(counts["now"].sum())
    if not total:
        st.info("No account is active on this day, so no band would change.")
        return
    st.markdown(_sentence(moved, total, other))
    left, right = st.columns([2, 9], gap="small")
    with left:
        table(_counts(counts), "How many accounts stand in each band, now and then")
    with right:
        if len(moved):
            table(_moved(moved), "Accounts that would change band, those to look at first on top", _looks(view))


def _judge(view: View, ground: Formula, wanted: Formula) -> Found:
    now, then = judged_under(view, ground), judged_under(view, wanted)
    return movers(now, then), band_counts(now, then), shifted(now, then)


def _sentence(moved: pd.DataFrame, total: int, other: int) -> str:
    rest = f" {fmt.counted(other, 'account')} more would keep the band with another interval." if other else ""
    if moved.empty:
        return f"**No account** of {total:,} would change band.{rest}"
    counts = moved["band_then"].value_counts()
    to = ", ".join(f"{counts[band]} to {band}" for band in BANDS if band in counts)
    verb = "account would change its band" if len(moved) == 1 else "accounts would change band"
    return f"**{len(moved):,} {verb}** of {total:,}: {plain(to)}.{rest}"


def _counts(counts: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"Band": [band_word(band) for band in counts["band"]], "Now": counts["now"], "Then": counts["then"]}
    )


def _moved(moved: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Account": moved["account"],
            "Now": [band_word(band) for band in moved["band_now"]],
            "Then": [band_word(band) for band in moved["band_then"]],
            "Score now": _spans(moved["low_now"], moved["high_now"]),
            "Score then": _spans(moved["low_then"], moved["high_then"]),
            "Revenue": moved["revenue_cents"] / 100,
            "What weighs most then": moved["words"],
        }
    )


def _spans(low: "pd.Series[float]", high: "pd.Series[float]") -> list[str]:
    return [range_words(a, b) for a, b in zip(low, high, strict=True)]


def _looks(view: View) -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "Account": column.TextColumn(width=135),
        "Now": column.TextColumn(width=80), "Then": column.TextColumn(width=80),
        "Score now": column.TextColumn(width=72), "Score then": column.TextColumn(width=72),
        "Revenue": column.NumberColumn(
            f"A year ({fmt.sign(view.currency).strip()})", format="localized", step=1, width=76,
            help="Revenue of twelve months.",
        ),
        "What weighs most then": column.TextColumn(width=270),
    }  # fmt: skip
