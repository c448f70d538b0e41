"""The third voice: what the data showed before a client decided to leave."""

import pandas as pd

from lib.health.departure_evidence import score_span, shown_before, weakest, weakest_counts

PARTS = pd.DataFrame(
    [
        (7, "cadence", 30.0, None), (7, "delivery", 12.0, None), (7, "value", 49.9, None), (7, "scope", 50.0, None),
        (7, "survey", None, None), (7, "breadth", None, "One person only"),
    ],
    columns=["health_snapshot_id", "factor", "score", "not_applicable"],
)  # fmt: skip


def test_the_two_weakest_factors_are_named_worst_first_and_the_unknown_counted() -> None:
    assert weakest(PARTS) == (["Delivery on time", "Cadence kept"], 1)
    assert weakest(PARTS[PARTS["factor"] == "scope"]) == ([], 0)


def test_each_departure_is_told_or_has_no_snapshot() -> None:
    day = pd.Timestamp(2025, 1, 1)
    left = pd.DataFrame({"account_id": [1, 2], "day": [day, day]})
    seen = pd.DataFrame(
        {"account_id": [1], "day": [day], "id": [7], "taken_on": [day], "low": [20.0], "high": [40.0], "band": ["Red"]}
    )
    shown = shown_before(left, seen, PARTS)
    assert shown["band"].tolist() == ["Red", None]
    assert shown["weakest"].tolist() == [["Delivery on time", "Cadence kept"], []]
    assert weakest_counts(shown).to_dict("list") == {
        "factor": ["Delivery on time", "Cadence kept"],
        "departures": [1, 1],
    }


def test_a_score_is_never_rounded_over_a_threshold() -> None:
    assert score_span(69.9, 69.92) == "69"
    assert score_span(49.2, 70.1) == "49–71"
    assert score_span(50, 70) == "50–70"
