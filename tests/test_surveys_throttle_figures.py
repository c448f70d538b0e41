"""Nobody is asked twice within some days, whichever survey it is, and nobody is left out without a reason."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import RefusedValue
from lib.surveys.throttle_figures import checked_days, left_out, next_from, throttle_days

DAY = date(2026, 6, 1)
NOBODY = {
    "account_id": 1, "left_on": None, "archived_on": None, "state": None, "elsewhere": None, "asked_on": None,
    "asked_in": None,
}  # fmt: skip


def why(**known: object) -> str | None:
    frame = pd.DataFrame([NOBODY | known])
    for column in ("left_on", "archived_on", "asked_on"):
        frame[column] = pd.to_datetime(frame[column])
    found: str | None = left_out(frame, DAY, 90, {7: "their group forbids surveys"}).iloc[0]
    return found


def test_each_is_left_out_with_the_reason_in_words() -> None:
    assert why() is None
    assert why(asked_on=date(2026, 4, 3), asked_in="Pulse") == "asked on 3 Apr 2026 in Pulse: next from 2 Jul 2026"
    assert why(left_on=date(2026, 5, 2)) == "left on 2 May 2026"
    assert why(left_on=date(2026, 6, 2)) is None  # still there
    assert why(archived_on=DAY) == "the account was archived on 1 Jun 2026"
    assert why(state="sent") == "already in this wave (sent)"
    assert why(elsewhere="May") == "in “May” of this survey, which is still open"
    assert why(account_id=7) == "the account is not asked: their group forbids surveys"


@given(ago=st.integers(0, 400), days=st.integers(0, 365))
def test_who_was_asked_waits_exactly_the_days(ago: int, days: int) -> None:
    asked = DAY - timedelta(ago)
    frame = pd.DataFrame([NOBODY | {"asked_on": pd.Timestamp(asked), "asked_in": "Pulse"}])
    assert (left_out(frame, DAY, days).iloc[0] is None) == (ago >= days)
    assert left_out(frame, next_from(asked, days), days).iloc[0] is None


def test_the_days_are_the_firms_setting() -> None:
    assert throttle_days({}) == 90
    assert throttle_days({"survey_throttle_days": "30"}) == 30
    assert checked_days(0) == 0
    for wrong in (None, -1, 731):
        with pytest.raises(RefusedValue):
            checked_days(wrong)
