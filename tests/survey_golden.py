"""The published numbers of survey statistics, G1 to G33, each with its source in the file."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "surveys.json").read_text(encoding="utf-8"))


def published(number: str) -> pytest.MarkDecorator:
    """Runs a test once for each case of a number, as `case`."""
    cases = GOLDEN[number]["cases"]
    return pytest.mark.parametrize("case", cases, ids=[f"{number}.{at}" for at in range(1, len(cases) + 1)])


def near(expected: Any, case: dict[str, Any]) -> Any:
    """The published value with the tolerance its printed digits leave."""
    return pytest.approx(expected, abs=case["within"])
