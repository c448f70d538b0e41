"""The charts of time and the time line of the book as specifications."""

from typing import Any

import pandas as pd

from lib.delivery.project_charts import time_line
from lib.delivery.roadblock_figures import COUNTED
from lib.delivery.time_charts import AGREED, FIRST, LOST, SO_FAR, causes, quarters

DAY = pd.Timestamp


def rows_of(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    named: list[dict[str, Any]] = spec["datasets"][spec["layer"][layer]["data"]["name"]]
    return named


def test_a_quarter_not_over_says_so_and_small_shares_stand_in_counts() -> None:
    frame = pd.DataFrame(
        [("Q3 2024", False, "agreed", 0.8, 8, 10), ("Q4 2024", True, "agreed", 0.5, 1, 2),
         ("Q4 2024", True, "first", 0.0, 0, 2)],
        columns=["quarter", "so_far", "by", "share", "hits", "base"],
    )  # fmt: skip
    spec = quarters(frame, dark=False).to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [(row["label"], row["words"], row["what"], row["solid"]) for row in rows] == [
        ("Q3|2024", "80 %", AGREED, 1.0), ("Q4|2024|so far", "1 of 2", AGREED, 0.45),
        ("Q4|2024|so far", "0 of 2", FIRST, 0.45),
    ]  # fmt: skip


def test_open_days_stand_apart_from_days_lost() -> None:
    frame = pd.DataFrame([["rework", 2, 7, 0, 1, 50], ["capacity", 1, 9, 0, 0, 0]], columns=["cause", *COUNTED])
    spec = causes(frame, dark=True).to_dict()
    bars, words = rows_of(spec, 0), rows_of(spec, 1)
    assert [(row["cause"], row["days"], row["what"]) for row in bars] == [
        ("Rework", 7, LOST), ("Capacity", 9, LOST), ("Rework", 50, SO_FAR), ("Capacity", 0, SO_FAR),
    ]  # fmt: skip
    assert [row["words"] for row in words] == ["7 and 50 so far", "9"]


def test_the_time_line_names_each_project_with_its_standing() -> None:
    late = {"name": "Acme · Film", "standing": "late", "start": DAY("2024-08-01"), "due": DAY("2024-09-15"),
            "until": DAY("2024-11-20"), "original_due": DAY("2024-09-01"), "delivered": pd.NaT}  # fmt: skip
    done = late | {"name": "Acme · Site", "standing": "delivered", "until": pd.NaT, "original_due": pd.NaT,
                   "delivered": DAY("2024-09-10")}  # fmt: skip
    spec = time_line(pd.DataFrame([late, done]), DAY("2024-11-20"), dark=False).to_dict()
    bars, past, marks = (rows_of(spec, layer) for layer in range(3))
    assert [bar["label"] for bar in bars] == ["Acme · Film · late", "Acme · Site · delivered"]
    assert [(row["name"], row["until"]) for row in past] == [("Acme · Film", "2024-11-20T00:00:00")]
    assert [(mark["name"], mark["mark"], mark["day"]) for mark in marks] == [
        ("Acme · Film", "due at the start", "2024-09-01T00:00:00"),
        ("Acme · Site", "delivered", "2024-09-10T00:00:00"),
    ]
