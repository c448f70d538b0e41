"""How objectives are said on every screen: their numbers, states, terms and who confirmed them."""

import math
from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.value.figures import STATES

KINDS = {"promised outcome": "Promised outcome", "goal": "Goal"}
# The shapes of the bands where they mean the same; a state is never told by a colour alone.
SHAPES = ("■", "▲", "○", "○", "·", "●", "★", "–")
SHAPE_OF = dict(zip(STATES, SHAPES, strict=True))
IN_A_SENTENCE = {word: word for word in STATES} | {
    "not read": "nobody has read for 90 days or longer", "no target": "without a target", "new": "not read yet",
}  # fmt: skip
STATE_HELP = (
    "Overdue: past its due date and not reached. Behind: under 80 % of what a straight line from baseline to target "
    "expected on the day it was read. Not read: for 90 days, or since its next review was due where that is later. "
    "New: not read yet. Reached: the last reading stands at the target or beyond."
)


def rounded(value: float) -> float:
    """To three figures, and to whole numbers from a hundred on: 12,431; 66.3; 2.98; 0.0251."""
    if pd.isna(value) or value == 0:
        return value
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


def number(value: float | None) -> str:
    """A number as a person reads it, `rounded`; – where there is none."""
    if value is None or pd.isna(value):
        return "–"
    text = f"{rounded(value):,.9f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def measured(value: float | None, unit: Any) -> str:
    """A number with its unit: 24 %, 1.4 EUR; without one where none was written."""
    said = number(value)
    return f"{said} {unit}" if said != "–" and isinstance(unit, str) else said


def way(baseline: float | None, target: float | None, unit: Any) -> str:
    """From where to where: 20 → 24 %."""
    if baseline is None or pd.isna(baseline):
        return "–"
    return f"{number(baseline)} → {measured(target, unit)}"


def state(word: str) -> str:
    """A state with its shape: ▲ Behind."""
    return f"{SHAPE_OF[word]} {word.capitalize()}"


def day(value: Any) -> str:
    """14 Nov 2026, or – where there is none."""
    if value is None or pd.isna(value):
        return "–"
    return fmt.day(value if isinstance(value, date) else pd.Timestamp(value).date())


def confirmed(who: Any, when: Any) -> str:
    """Who at the client confirmed the latest confirmed reading, and when."""
    if pd.isna(when):
        return "–"
    return f"{who if isinstance(who, str) else 'the client'}, {day(when)}"


def change(row: Any) -> str:
    """What a change of terms changed: target 20 → 30 %, due 3 Mar 2026 → 3 Jun 2026."""
    parts = []
    if row.baseline != row.baseline_before:
        parts.append(f"baseline {number(row.baseline_before)} → {measured(row.baseline, row.unit)}")
    if row.target != row.target_before:
        parts.append(f"target {number(row.target_before)} → {measured(row.target, row.unit)}")
    if row.due_on != row.due_before:
        parts.append(f"due {day(row.due_before)} → {day(row.due_on)}")
    return ", ".join(parts)


def changed(row: Any) -> str:
    """A change of terms with its day and reason, as it stands in the history."""
    reason = row.reason if isinstance(row.reason, str) else "none was written"
    return f"{day(row.changed_on)}: {change(row)}, {EASIER[row.easier]} now. Reason: {reason}"


EASIER = {1: "easier", -1: "harder", 0: "as hard as before"}


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """Objectives (rows of `lib.ui.value.objectives`) with columns as a person reads them."""
    ends = zip(*(found[name].tolist() for name in ("baseline", "target", "unit")), strict=True)
    return pd.DataFrame(
        {
            "State": [state(word) for word in found["state"]],
            "Account": found["account"].tolist(),
            "Objective": found["name"].tolist(),
            "From → to": [way(*end) for end in ends],
            "Actual": [rounded(value) for value in found["actual"]],
            "Expected": [rounded(value) for value in found["expected_then"]],
            "Pace": (found["pace"] * 100).round().to_numpy(),
            "Read on": found["read_on"].to_numpy(),
            "Confirmed": found["confirmed_on"].to_numpy(),
            "Due": found["due_on"].to_numpy(),
            "Confirmed by": found["confirmed_by"].tolist(),
            "Review due": found["review_on"].to_numpy(),
            "Owner": found["owner"].tolist(),
            "Kind": [KINDS[kind] for kind in found["kind"]],
        }
    )


def published(found: pd.DataFrame) -> pd.DataFrame:
    """Published figures (rows of `queries.benchmarks`) with columns as a person reads them."""
    return pd.DataFrame(
        {
            "Measure": found["measure"],
            "Sector": found["sector"],
            "Value": found["value"],
            "Unit": found["unit"],
            "Published by": found["published_by"],
            "Year": found["year"].astype(str),
        }
    )
