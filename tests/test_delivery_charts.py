"""The time line of projects as a specification."""

from typing import Any

import pandas as pd

from lib.delivery.charts import DUE_FIRST, LATE, ON_TIME, OVER, PLANNED, timeline

DAY = pd.Timestamp


def layers(frame: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The rows of each layer: bars, marks, today."""
    spec = timeline(frame, DAY("2024-11-20"), False).to_dict()
    return [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]


def project(name: str, **more: object) -> dict[str, object]:
    given = {"name": name, "start": DAY("2024-05-01"), "due": DAY("2024-08-01"), "until": pd.NaT}
    return given | {"original_due": pd.NaT, "delivered": pd.NaT, "late": False} | more


def test_a_late_delivery_is_a_longer_bar_and_a_mark_of_its_own() -> None:
    late = project("Site", until=DAY("2024-08-20"), delivered=DAY("2024-08-20"), late=True)
    moved = project("Film", delivered=DAY("2024-07-30"), original_due=DAY("2024-07-15"))
    bars, marks, today = layers(pd.DataFrame([late, moved]))
    assert [(bar["name"], bar["what"]) for bar in bars] == [("Site", PLANNED), ("Film", PLANNED), ("Site", OVER)]
    assert (bars[2]["begin"], bars[2]["end"]) == ("2024-08-01T00:00:00", "2024-08-20T00:00:00")
    assert [(mark["name"], mark["mark"]) for mark in marks] == [("Film", DUE_FIRST), ("Site", LATE), ("Film", ON_TIME)]
    assert today == [{"today": "2024-11-20"}]


def test_a_project_without_a_delivery_has_no_mark() -> None:
    _, marks, _ = layers(pd.DataFrame([project("Site")]))
    assert marks == []
