"""Why an account stands where it stands, why it moved, and what people think of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import FIRST, day_of, number, record_numbers
from lib.health import charts
from lib.health.evidence_queries import recorded_later, rows_behind
from lib.health.formula import FACTOR_MEANING, FACTOR_NAMES
from lib.health.history import compared_day, trend
from lib.health.judging import Health
from lib.health.moves import Kept, in_one_sentence, kept_on, why_moved, words_now
from lib.health.queries import formulas, snapshots_of
from lib.health.reading import of_account
from lib.health.tables import BANDS, FACTORS
from lib.health.words import range_words
from lib.review.queries import last_review_day
from lib.ui.charts import chart
from lib.ui.health_board import health_now
from lib.ui.health_calls import calls
from lib.ui.health_judged import band_word, weeks_of
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain


def why(view: View, account_id: int) -> None:
    """The interval and band in words, every factor with its evidence, the weeks behind, the human calls beside."""
    health = health_now(view)
    at = of_account(health.signals, account_id)
    if at is None:
        st.info("Not an active client on this day: no contract in force and no revenue in twelve months, so no score.")
        return
    st.markdown(_sentence(health, at))
    _as_kept(view, health, at, account_id)
    _factors(view, health, at, account_id)
    moved(view, account_id)
    _weeks(view, health, account_id)
    calls(view, account_id)


def _sentence(health: Health, at: int) -> str:
    low, high = health.bounds.low[at], health.bounds.high[at]
    least, _, most = range_words(low, high).partition("–")
    span = f"between {least} and {most}" if most else least
    known = fmt.percent(float(health.bounds.coverage[at]))
    capped = f" Held down: {plain(health.capped[at])}." if health.capped[at] else ""
    return f"**{band_word(BANDS[health.band[at]])}**: the score is {span}; {known} of its inputs are known.{capped}"


def _as_kept(view: View, health: Health, at: int, account_id: int) -> None:
    """Where a snapshot was kept on this very day and today's records say otherwise: what it said, and why."""
    kept = view.read(snapshots_of, account_id, view.as_of)
    same_day = kept[kept["taken_on"] == pd.Timestamp(view.as_of)]
    if same_day.empty or abs(float(same_day["low"].iloc[0]) - float(health.bounds.low[at])) < 1e-6:
        return
    row = same_day.iloc[0]
    late = recorded_later(view.store, health.signals, at, row["recorded_at"])
    why = (
        f"{fmt.counted(late, 'entry').replace('entrys', 'entries')} behind it came later" if late else "records changed"
    )
    then = f"{band_word(str(row['band']))}, {row['low']:.0f} to {row['high']:.0f}"
    st.warning(plain(f"The snapshot kept that day says {then}; today's records say otherwise of it, because {why}."))


def _factors(view: View, health: Health, at: int, account_id: int) -> None:
    chosen = chosen_row(
        factor_table(health, at), "Every factor of the score: points, weight, what was seen and when",
        {
            "Factor": st.column_config.TextColumn(width=150), "Points": st.column_config.NumberColumn(width=60),
            "Share of score (%)": st.column_config.NumberColumn(width=125, format="%.0f"),
            "What was seen": st.column_config.TextColumn(width=390),
            "Seen on": st.column_config.DateColumn(format="D MMM YYYY", width=95),
            "Holds until": st.column_config.DateColumn(format="D MMM YYYY", width=95),
        },
        key=f"factors_{account_id}", ids=list(FACTORS), rows=len(FACTORS),
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a factor to see what it looks at and the rows behind it.")
        return
    factor = FACTORS[chosen]
    st.markdown(f"**{FACTOR_NAMES[factor]}**: {FACTOR_MEANING[factor]}")
    for name, rows in rows_behind(view.store, health.signals, factor, at).items():
        table(rows, f"{name} behind {FACTOR_NAMES[factor]}", height=min(38 + 35 * len(rows), 260))


def factor_table(health: Health, at: int) -> pd.DataFrame:
    """One row a factor with the columns a person reads."""
    signals, formula = health.signals, health.formula
    days = [int(signals.seen[name].day[at]) for name in FACTORS]
    holds = [formula.validity[name] + int(signals.seen[name].longer[at]) for name in FACTORS]
    exempt = signals.exempt[at]
    seen = [None if day == FIRST or gone else day_of(day) for day, gone in zip(days, exempt, strict=True)]
    until = [
        None if day == FIRST or gone else day_of(day + hold)
        for day, hold, gone in zip(days, holds, exempt, strict=True)
    ]
    return pd.DataFrame(
        {
            "Factor": [FACTOR_NAMES[name] for name in FACTORS],
            "Points": _points(health, at),
            "Share of score (%)": np.where(exempt, np.nan, health.share[at] * 100),
            "What was seen": [_without_points(words_now(health, name, at)) for name in FACTORS],
            "Seen on": pd.Series(seen, dtype=object),
            "Holds until": pd.Series(until, dtype=object),
        }
    )


def _points(health: Health, at: int) -> "pd.Series[float]":
    return pd.Series(np.round(health.scores[at]))


def _without_points(words: str) -> str:
    number_of, _, rest = words.partition(": ")
    return rest if number_of.isdigit() else words


@dataclass(frozen=True, eq=False)
class Moved:
    """Why one account moved: its name, the sentence, the day compared with, and its factors as of `why_moved`."""

    name: str
    sentence: str
    day: date
    moves: pd.DataFrame


def moved(view: View, account_id: int, *, asked: bool = False) -> None:
    """Why the score of an account moved since the last review: a sentence, and its bars.

    `asked`: somebody chose it in a table that may hide it below its edge, so the sentence is also said at once.
    """
    found = view.keep("moved", lambda: _moved(view, account_id), account_id)
    if found is None:
        st.caption("No snapshot of this account to compare with yet: one is kept every week from the first visit on.")
        return
    said = f"**{plain(found.name)} {plain(found.sentence)}** (since {fmt.day(found.day)})"
    st.markdown(said)
    if asked:
        st.toast(
            said, icon=":material/trending_down:" if found.sentence.startswith("fell") else ":material/trending_up:"
        )
    if found.moves.empty:
        return
    chart(
        view, f"why_{account_id}_{found.day}", f"Why the score moved, by factor: {found.sentence}",
        lambda: charts.why_moved(found.moves, view.dark),
    )  # fmt: skip


def _moved(view: View, account_id: int) -> Moved | None:
    health = health_now(view)
    at = of_account(health.signals, account_id)
    then = None if at is None else _then(view, health, account_id)
    if at is None or then is None:
        return None
    moves = why_moved(health, at, then)
    sentence = in_one_sentence(moves, float(health.bounds.low[at]) - then.low)
    return Moved(str(health.signals.accounts["name"].iloc[at]), sentence, then.taken_on, moves)


def _then(view: View, health: Health, account_id: int) -> Kept | None:
    reviewed = last_review_day(view.store, view.as_of)
    weeks = weeks_of(view, record_numbers(health.signals.accounts["id"]))
    day = compared_day(weeks, number(view.as_of), reviewed)
    return None if day is None else kept_on(view.store, account_id, day_of(day))


def _weeks(view: View, health: Health, account_id: int) -> None:
    kept = view.read(snapshots_of, account_id, view.as_of)
    if len(kept) < 2:
        return
    numbers = {formula.id: formula.number for formula in view.read(formulas)}
    frame = pd.DataFrame(
        {
            "day": kept["taken_on"], "low": kept["low"], "high": kept["high"], "band": kept["band"],
            "formula": [numbers.get(one, 1) for one in kept["health_formula_id"]],
        }
    )  # fmt: skip
    slope = float(trend(frame[["low"]].to_numpy(dtype=np.float64).T, frame[["formula"]].to_numpy(dtype=np.int64).T)[0])
    told = "no trend yet: four snapshots of one formula are needed" if np.isnan(slope) else f"trend {slope:+.1f} a week"
    st.markdown(
        f"**How the interval stood, week by week**: {plain(told)} (two versions of the formula are never joined)"
    )
    chart(
        view, f"weeks_{account_id}", "The interval of the score at each weekly snapshot",
        lambda: charts.scores_by_week(frame, health.formula.green_from, health.formula.red_below, view.dark),
    )  # fmt: skip
