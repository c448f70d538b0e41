"""Why one account's score moved since a snapshot: factor by factor, with the words then and now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.days import Bools, Floats
from lib.health.figures import shares
from lib.health.formula import FACTOR_NAMES, FIRST_FORMULA, Formula
from lib.health.judging import Health
from lib.health.movement_figures import movement
from lib.health.queries import formulas, parts_of, snapshots_of
from lib.health.tables import FACTORS
from lib.health.words import said, why_unknown
from lib.store.engine import Store


@dataclass(frozen=True, eq=False)
class Kept:
    """One account as it was kept on a day: scores and exemptions by factor, its words, and the formula then."""

    taken_on: date
    low: float
    high: float
    band: str
    scores: Floats
    exempt: Bools
    words: Mapping[str, str]
    formula: Formula


def kept_on(store: Store, account_id: int, day: date) -> Kept | None:
    """What was kept of an account on a day; None where it was no active client then."""
    frame = snapshots_of(store, account_id, day)
    mine = frame[frame["taken_on"] == pd.Timestamp(day)]
    if mine.empty:
        return None
    row = mine.iloc[0]
    parts = parts_of(store, [int(row["id"])]).set_index("factor").reindex(FACTORS)
    known = {formula.id: formula for formula in formulas(store)}
    return Kept(
        taken_on=day,
        low=float(row["low"]),
        high=float(row["high"]),
        band=str(row["band"]),
        scores=parts["score"].to_numpy(dtype=np.float64),
        exempt=parts["not_applicable"].notna().to_numpy(),
        words={str(name): word for name, word in parts["words"].dropna().items()},
        formula=known.get(int(row["health_formula_id"]), FIRST_FORMULA),
    )


def why_moved(health: Health, at: int, then: Kept) -> pd.DataFrame:
    """The change of one account's lower bound since a snapshot, one row a factor that moved, the largest first.

    Columns: factor (name), client, data, formula (points; all of them add up to the change), then, now (words).
    """
    signals = health.signals
    now = health.scores[at]
    old_rules = signals.valid(then.formula)[at]
    share_then = shares(then.formula.weights, then.exempt[None, :])[0]
    moved = movement(then.scores, share_then, now, health.share[at], old_rules)
    frame = pd.DataFrame(
        {
            "factor": [FACTOR_NAMES[name] for name in FACTORS],
            "client": moved.client,
            "data": moved.data,
            "formula": moved.formula,
            "then": [_then(then, column, name) for column, name in enumerate(FACTORS)],
            "now": [words_now(health, name, at) for name in FACTORS],
        }
    )
    sized = frame.assign(size=frame[["client", "data", "formula"]].abs().sum(axis=1))
    return sized[sized["size"] > 1e-12].sort_values("size", ascending=False).drop(columns="size")


def _then(then: Kept, column: int, name: str) -> str:
    if then.exempt[column]:
        return "did not apply"
    if np.isnan(then.scores[column]):
        return "not known"
    return f"{then.scores[column]:.0f}: {then.words.get(name, 'no words kept')}"


def words_now(health: Health, name: str, at: int) -> str:
    """What is seen of a factor of one account today, or why it is not known, or does not apply."""
    column = FACTORS.index(name)
    if health.signals.exempt[at, column]:
        return f"does not apply: {health.signals.why_exempt.get((at, name), '')}"
    if np.isnan(health.scores[at, column]):
        return f"not known: {why_unknown(health.signals, health.formula, name, at)}"
    return f"{health.scores[at, column]:.0f}: {said(health.signals, name, at)}"


def in_one_sentence(moves: pd.DataFrame, change: float) -> str:
    """ "Fell 14 points: client -9 (…), data aged -4, formula -1"."""
    sums = {name: float(moves[name].sum()) for name in ("client", "data", "formula")}
    words = {"client": "client change", "data": "data aged or refreshed", "formula": "formula change"}
    parts = [f"{words[name]} {points:+.1f}" for name, points in sums.items() if abs(points) >= 0.05]
    verb = "rose" if change > 0 else "fell"
    if abs(change) < 0.05:
        return "did not move" + (f" ({', '.join(parts)})" if parts else "")
    return f"{verb} {abs(change):.1f} points: {', '.join(parts)}"
