"""Charts of money hold the rows they are drawn from."""

from datetime import date
from typing import Any

import pandas as pd

from lib.money.charts import revenue_by_month, revenue_of_account

MONTHS = [date(2026, 9, 1), date(2026, 10, 1)]


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that all layers of a chart are drawn from."""
    assert all("data" not in layer for layer in spec["layer"])
    found: list[dict[str, Any]] = spec["datasets"][spec["data"]["name"]]
    return found


def test_revenue_by_month_is_drawn_from_its_rows() -> None:
    frame = pd.DataFrame(
        {"month": MONTHS, "kind": ["existing clients"] * 2, "amount": [10.0, 4.5], "so_far": [False, True], "note": ""}
    )
    rows = rows_of(revenue_by_month(frame, "EUR", False).to_dict())
    assert [(row["month"], row["amount"]) for row in rows] == [("2026-09-01", 10.0), ("2026-10-01", 4.5)]


def test_revenue_of_an_account_is_drawn_from_its_rows() -> None:
    frame = pd.DataFrame({"month": MONTHS, "amount": [10.0, 4.5], "partial": [False, True], "note": ""})
    rows = rows_of(revenue_of_account(frame, "EUR", True).to_dict())
    assert [(row["month"], row["amount"]) for row in rows] == [("2026-09-01", 10.0), ("2026-10-01", 4.5)]
