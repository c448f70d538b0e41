"""What a figure's card says beside its value."""

import pytest

from lib.catalog import CATALOG
from lib.measure import Measure
from lib.ui.figures import delta, meaning


@pytest.mark.parametrize(
    ("name", "now", "before", "said"),
    [
        ("revenue", Measure(120_000), Measure(100_000), "+€200"),
        ("revenue", Measure(100_000), Measure(100_000), "no change"),
        ("revenue", Measure(100_000), Measure(None), ""),
        ("nrr", Measure(0.97, base=40), Measure(1.0, base=40), "-3 points"),
        ("client_retention", Measure(2 / 3, base=3, hits=2), Measure(1.0, base=3, hits=3), "was 3 of 3"),
        ("client_retention", Measure(0.9, base=20, hits=18), Measure(1.0, base=3, hits=3), "was 3 of 3"),
    ],
)
def test_a_change_is_told_in_what_it_can_be_compared_in(name: str, now: Measure, before: Measure, said: str) -> None:
    assert delta(CATALOG[name], now, before, "EUR") == said


def test_the_tooltip_of_an_amount_gives_it_to_the_cent() -> None:
    assert "Exactly €12,431\\.50" in meaning(CATALOG["revenue"], Measure(1_243_150), "EUR").replace("\\€", "€").replace(
        "\\,", ","
    )
