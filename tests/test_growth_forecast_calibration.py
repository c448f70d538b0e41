"""The firm's own chance of a stage against what was won of the deals that entered it."""

from datetime import date

import numpy as np
import pytest

from lib.growth.forecast_calibration import FITS, HIGH, LOW, OPEN_QUESTION, stage_chances, stages_that_fit, verdict
from tests.forecast_cases import OFFER, STAGES, TALKS, decided_frame, entries_frame, open_frame

SINCE = date(2025, 1, 1)


def test_what_entered_a_stage_and_was_decided_is_counted() -> None:
    rows = [{"id": i, "won": i < 6, "closed_on": date(2025, 6, 1)} for i in range(20)]
    rows += [
        {"id": 30, "won": True, "closed_on": date(2024, 12, 31)},  # before
        {"id": 31, "won": True, "closed_on": date(2025, 6, 1), "kind": "renewal"},
        {"id": 32, "won": True},  # on an unknown day
    ]
    entered = [(i, TALKS, date(2024, 5, 1)) for i in [*range(20), 30, 31, 32, 40]]
    entered += [(i, OFFER, date(2024, 5, 9)) for i in range(3)] + [(0, TALKS, date(2024, 6, 1))]  # came back once
    opened = open_frame([{"id": 40, "stage_id": TALKS}])
    stages = STAGES.assign(chance=[0.9, 0.9, np.nan, np.nan])
    found = stage_chances(entries_frame(entered), decided_frame(rows), opened, stages, SINCE).set_index("stage")
    assert found.loc["Talks", ["won", "decided", "still_open", "verdict"]].tolist() == [6, 20, 1, HIGH]
    assert found.loc["Offer", ["won", "decided", "still_open", "verdict"]].tolist() == [3, 3, 0, OPEN_QUESTION]
    # Wilson for 6 of 20, as R's prop.test(6, 20, correct = FALSE) gives it.
    assert found.loc["Talks", ["low", "high"]].tolist() == [
        pytest.approx(0.1455, abs=1e-4),
        pytest.approx(0.5190, abs=1e-4),
    ]
    assert stages_that_fit(found).value == 0


def test_the_verdict_lies_with_the_interval() -> None:
    assert verdict(0.3, 0.2, 0.4, 10) == FITS
    assert verdict(0.5, 0.2, 0.4, 10) == HIGH
    assert verdict(0.1, 0.2, 0.4, 10) == LOW
    assert verdict(0.3, 0.2, 0.4, 9) == OPEN_QUESTION
    assert verdict(np.nan, 0.2, 0.4, 10) == OPEN_QUESTION


def test_without_decided_deals_nothing_can_be_told() -> None:
    found = stage_chances(entries_frame([]), decided_frame([]), open_frame([]), STAGES, SINCE)
    assert found["verdict"].tolist() == [OPEN_QUESTION, OPEN_QUESTION]
    assert stages_that_fit(found).value is None
