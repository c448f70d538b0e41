"""Charts of a suggestion: what is drawn is what was told."""

import pandas as pd

from lib.team import allocation_charts as charts

FRONTIER = pd.DataFrame(
    {"moves": [0, 1, 2], "over_target": [3, 2, 2], "over_contract": [2, 1, 0], "peak": [1.48, 1.2, 1.1]}
)
PEOPLE = pd.DataFrame({"person": ["Mara", "Jon"], "before": [1.4, 0.2], "after": [1.1, 0.5]})


def rows(chart: object) -> list[dict[str, object]]:
    spec = chart.to_dict()  # type: ignore[attr-defined]
    return [row for data in spec["datasets"].values() for row in data]


def test_bars_of_people_over_target_add_up_to_their_number() -> None:
    bars = [row for row in rows(charts.people_over(FRONTIER, 1, dark=False)) if "kind" in row]
    for moves, over in zip(FRONTIER["moves"], FRONTIER["over_target"], strict=True):
        assert sum(int(str(row["people"])) for row in bars if row["moves"] == moves) == over
    assert {row["moves"] for row in bars if row["chosen"]} == {1}


def test_the_highest_load_is_drawn_in_per_cent_with_the_plan_marked() -> None:
    drawn = {row["moves"]: row for row in rows(charts.peak(FRONTIER, 2, dark=True)) if "per_cent" in row}
    assert [round(float(str(row["per_cent"]))) for row in drawn.values()] == [148, 120, 110]
    assert drawn[2]["chosen"] is True


def test_who_stays_over_target_is_marked_in_the_loads() -> None:
    drawn = {row["person"]: row["kind"] for row in rows(charts.loads(PEOPLE)) if "person" in row}
    assert drawn == {"Mara": charts.AFTER_OVER, "Jon": charts.AFTER}
