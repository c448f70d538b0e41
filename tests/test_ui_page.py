"""What every page has in common: colours that can be read."""

import re
import tomllib
from pathlib import Path

import pytest

from lib.ui.page import _LAYOUT
from tests.contrast import contrast

THEMES = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


@pytest.mark.parametrize(("at", "scheme"), [(0, "light"), (1, "dark")])
def test_words_can_be_read_on_pages_and_on_the_button_that_counts(at: int, scheme: str) -> None:
    theme = THEMES[scheme]
    on_primary = re.findall(r"primary.*light-dark\((#\w+), (#\w+)\)", _LAYOUT)[0]
    assert contrast(on_primary[at], theme["primaryColor"]) >= 4.5
    for back in (theme["backgroundColor"], theme["secondaryBackgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert min(contrast(theme["textColor"], back), contrast(theme["linkColor"], back)) >= 4.5
