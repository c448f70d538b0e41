"""The heatmap of load as it is handed to the browser."""

from typing import Any

import pandas as pd
import pytest

from lib.team.load_charts import _DARK, _LIGHT, heatmap
from lib.team.load_grid import BANDS

WEEKS = ["2 Mar", "9 Mar"]


def cells() -> pd.DataFrame:
    hours = {f"{name}_h": "1 h" for name in ("capacity", "booked", "tentative", "logged", "absence")}
    rows = [("2 Mar", "under 50 %", "12", True), ("9 Mar", "away", "away", False)]
    return pd.DataFrame(
        [{"row": "Mara", "week": w, "band": b, "shown": s, "past": p, "told": b} | hours for w, b, s, p in rows]
    )


def spec(dark: bool) -> dict[str, Any]:
    return heatmap(cells(), ["Mara"], WEEKS, 1, dark).to_dict()


@pytest.mark.parametrize("dark", [False, True])
def test_cells_carry_their_numbers_and_a_line_marks_the_running_week(dark: bool) -> None:
    layers = spec(dark)["layer"]
    assert [one["mark"]["type"] for one in layers] == ["rect", "text", "rule", "text"]
    assert layers[1]["encoding"]["text"]["field"] == "shown"
    titles = [one["title"] for one in layers[0]["encoding"]["tooltip"]]
    assert {"Capacity", "Booked, as counted", "Tentative, in full", "Logged", "Leave and holidays"} <= set(titles)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("bands", [_LIGHT, _DARK], ids=["light", "dark"])
def test_every_number_is_read_on_its_cell(bands: dict[str, tuple[str, str]]) -> None:
    """WCAG 2.2 AA: 4.5 : 1 for text."""
    for _, words in BANDS:
        one, other = sorted(map(luminance, bands[words]))
        assert (other + 0.05) / (one + 0.05) >= 4.5, words
