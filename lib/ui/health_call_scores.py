"""How well people's renewal calls told what became of them, scored once the client has decided."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.health.backtest_cases import call_scores, withheld_people
from lib.health.backtest_figures import CALLS_NEEDED
from lib.measure import Measure
from lib.ui.tables import table
from lib.ui.text import plain


def calls(closed: pd.DataFrame) -> None:
    """Brier scores of closed renewal calls by voice against the base rate; people with enough of them by name."""
    st.subheader("Human renewal calls", anchor=False)
    if closed.empty:
        st.info(
            "No renewal call is closed yet. Make calls at 6 and at 3 months before a renewal; they are scored once the "
            "client has decided."
        )
        return
    scores = call_scores(closed)
    _, score, base = scores[0]
    st.markdown(_verdict(score, base))
    table(_score_table(scores), "Brier score of renewal calls by who called, against the base rate", width=640)
    hidden = withheld_people(closed)
    st.caption(
        plain(
            "Will renew counts as 95 %, likely to renew 75 %, likely to leave 25 %, leaving 5 %. Scored against the "
            f"client's next decision. {_withheld(hidden)}"
        )
    )


def _verdict(score: Measure, base: Measure) -> str:
    if (score.base or 0) < CALLS_NEEDED:
        return f"**Cannot tell yet: {plain(fmt.counted(score.base or 0, 'call'))} closed, {CALLS_NEEDED} are needed.**"
    verdict = "better than" if (score.value or 0) < (base.value or 0) else "no better than"
    return f"**Calls tell {verdict} always saying the share that stays** (Brier score, lower is better)."


def _withheld(count: int) -> str:
    if not count:
        return ""
    people = "person" if count == 1 else "people"
    return (
        f"{count} {people} with under {CALLS_NEEDED} closed calls {'is' if count == 1 else 'are'} not told one by one."
    )


def _score_table(scores: Sequence[tuple[str, Measure, Measure]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Who called": [name for name, _, _ in scores],
            "Closed calls": [score.base for _, score, _ in scores],
            "Brier score": [_score(one) for _, one, _ in scores],
            "Base rate would score": [_score(one) for _, _, one in scores],
        }
    )


def _score(measure: Measure) -> str:
    return fmt.MARKS[measure.absent or "no data"] if measure.value is None else f"{measure.value:.3f}"
