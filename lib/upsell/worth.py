"""What a service would bring with one more client a year, and what of it can be expected as margin."""

import numpy as np
import pandas as pd

from lib.days import Floats

LEAST = 3  # clients or deals a median is told from


def yearly_amounts(cells: pd.DataFrame, decided: pd.DataFrame, prices: "pd.Series[int]") -> pd.DataFrame:
    """What a client pays for each service in a year; by service_id.

    The median revenue of twelve months among the clients who own it (from 3 on), else the median of what it was won
    at (from 3 on), else its list price. `cells`: of `lib.growth.whitespace.cells`; `decided`: deals, renewals left
    out; `prices`: list price in cents by service_id. Columns: amount_cents (float), amount_is (in words).
    """
    owned = cells[(cells["state"] == "owned") & (cells["amount_cents"] > 0)]
    won = decided[decided["won"] & (decided["amount_cents"] > 0).fillna(False)]
    by_revenue = _medians(owned, "median of {} clients who have it")
    by_deals = _medians(won, "median of {} won deals")
    listed = pd.DataFrame(
        {"amount_cents": prices.astype("float64"), "amount_is": pd.Series("list price", prices.index, dtype=object)}
    )
    return by_revenue.combine_first(by_deals).combine_first(listed)


def _medians(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    grouped = frame.astype({"amount_cents": "float64"}).groupby("service_id")["amount_cents"]
    found = pd.DataFrame({"amount_cents": grouped.median(), "count": grouped.size()})
    enough = found[found["count"] >= LEAST]
    told = [words.format(f"{count:,}") for count in enough["count"]]
    return pd.DataFrame(
        {"amount_cents": enough["amount_cents"], "amount_is": pd.Series(told, enough.index, dtype=object)}
    )


def expected_margin(chance: Floats, amount: Floats, margin: Floats) -> Floats:
    """P(win) × yearly amount × margin, in cents; NaN where one of them is not known."""
    return chance * amount * margin


def order_of(expected_margin: Floats, expected_amount: Floats) -> "np.typing.NDArray[np.intp]":
    """Positions by expected margin, the largest first; those without a known margin after them, by expected amount."""
    unknown = np.isnan(expected_margin)
    return np.lexsort((-np.nan_to_num(expected_amount), -np.nan_to_num(expected_margin), unknown))
