"""How scores of accounts are said: points, bounds, who gave which by role."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.ui.surveys_accounts_read import Asked


def points(asked: Asked, value: float | None) -> str:
    """A score as a person reads it: +27 of promoters less detractors, 4.2 of a rating; – where there is none."""
    if value is None or pd.isna(value):
        return "–"
    return fmt.score(value) if asked.promoters else f"{value:.1f}"


def bounds(asked: Asked, row: Mapping[Any, Any]) -> str:
    """The interval of a row with low and high."""
    low, high = row["low"], row["high"]
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return "–"
    return f"{points(asked, low)} to {points(asked, high)}"


def scores_by_role(people: pd.DataFrame) -> dict[str, str]:
    """The people of `by_role` in short, by account: "Decision maker 9, ? · User 7"."""
    marks = people.assign(mark=[mark(row) for row in people.to_dict("records")])
    told: dict[str, list[str]] = {}
    for names, group in marks.groupby(["account", "role"], sort=False)["mark"]:
        account, role = (str(name) for name in names)
        given = f"{'No role' if role == '–' else role.capitalize()} {', '.join(group)}"
        told.setdefault(account, []).append(given)
    return {account: " · ".join(given) for account, given in told.items()}


def mark(row: Mapping[Any, Any]) -> str:
    """A person's score; "?" who did not answer, "–" who left the question out."""
    if not row["answered"]:
        return "?"
    return "–" if pd.isna(row["score"]) else f"{row['score']:g}"
