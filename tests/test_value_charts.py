"""The chart of an objective: what is drawn for which data."""

from datetime import date
from typing import Any

import pandas as pd

from lib.value.charts import objective

COURSE = pd.DataFrame(
    {
        "day": pd.to_datetime(["2026-01-01", "2026-03-03", "2026-03-03", "2027-01-01"]),
        "expected": [20.0, 20.7, 21.7, 30.0],
        "target": [24.0, 24.0, 30.0, 30.0],
        "part": [0, 0, 1, 1],
        "why": ["Agreed at the start"] * 2 + ["Reached early"] * 2,
    }
)
READINGS = pd.DataFrame(
    {
        "day": pd.to_datetime(["2026-02-01", "2026-06-01"]),
        "actual": [20.5, 25.0],
        "confirmed": [True, False],
        "told": ["confirmed by Cleo, 10 Feb 2026", "not confirmed"],
    }
)
NOTHING = pd.DataFrame({"value": [], "told": []})


def drawn(readings: pd.DataFrame = READINGS, course: pd.DataFrame = COURSE, published: pd.DataFrame = NOTHING) -> Any:
    return objective(readings, course, published, date(2026, 6, 30), "%", dark=False).to_dict()


def marks(spec: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in spec["layer"]]


def test_confirmed_readings_are_filled_and_the_others_hollow() -> None:
    points = [layer for layer in drawn()["layer"] if layer["mark"]["type"] == "point" and "transform" in layer]
    assert [(layer["transform"][0]["filter"], layer["mark"]["filled"]) for layer in points] == [
        ("datum.confirmed", True),
        ("!datum.confirmed", False),
    ]


def test_a_change_of_terms_is_marked_with_its_reason() -> None:
    triangle = next(layer for layer in drawn()["layer"] if layer["mark"].get("shape") == "triangle-up")
    assert [tip["title"] for tip in triangle["encoding"]["tooltip"]] == ["Changed on", "Target from then", "Reason"]
    unchanged = drawn(course=COURSE[COURSE["part"] == 0])
    assert all(layer["mark"].get("shape") != "triangle-up" for layer in unchanged["layer"])


def test_the_line_breaks_where_the_terms_changed_and_the_target_steps() -> None:
    line, target = drawn()["layer"][:2]
    assert line["encoding"]["detail"]["field"] == "part"
    assert target["mark"]["interpolate"] == "step-after"


def test_an_objective_never_read_still_shows_its_line() -> None:
    assert marks(drawn(READINGS.head(0))).count("line") == 2


def test_a_published_figure_is_a_line_of_its_own_only_where_there_is_one() -> None:
    published = pd.DataFrame({"value": [22.5], "told": ["engagement rate, Press, 2025"]})
    assert marks(drawn(published=published)).count("rule") == marks(drawn()).count("rule") + 1


def test_the_value_axis_carries_the_unit() -> None:
    titles = {layer["encoding"]["y"]["axis"]["title"] for layer in drawn()["layer"] if "y" in layer["encoding"]}
    assert titles == {"%"}
