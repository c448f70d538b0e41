"""The chart of who knows whom: every person has a place, every strength a colour and words that can be read on it."""

import pandas as pd
import pytest

from lib.relationship.charts import people_map
from lib.relationship.people_figures import STRENGTHS

FRAME = pd.DataFrame(
    {"contact": ["Cy", "Di"], "colleague": ["Ann", "Bo"], "label": ["3 · 9 d", "1 · 97 d"],
     "strength": ["strong", "silent"], "tip": ["Cy and Ann", "Di and Bo"]}
)  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_keeps_a_place_for_everybody_in_the_order_given(dark: bool) -> None:
    spec = people_map(FRAME, ["Di", "Cy", "Eve"], ["Bo", "Ann"], dark).to_dict()
    boxes, words = spec["layer"]
    assert boxes["encoding"]["y"]["scale"]["domain"] == ["Di", "Cy", "Eve"]
    assert boxes["encoding"]["x"]["scale"]["domain"] == ["Bo", "Ann"]
    assert boxes["encoding"]["color"]["scale"]["domain"] == list(STRENGTHS)
    assert words["encoding"]["text"]["field"] == "label"
    assert len(set(boxes["encoding"]["color"]["scale"]["range"])) == len(STRENGTHS)


def test_every_row_has_its_height_and_no_name_is_left_out() -> None:
    few, many = (people_map(FRAME, ["x"] * count, ["Ann"], False).to_dict() for count in (2, 12))
    assert many["height"] - few["height"] == 10 * 34
    assert few["layer"][0]["encoding"]["y"]["axis"]["labelOverlap"] is False
