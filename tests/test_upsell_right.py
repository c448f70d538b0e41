"""The earned right to ask: what earns it, what stands against it, in words."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.upsell.right import Rights, outcomes, rights

TODAY = date(2026, 11, 20)
NOBODY = pd.DataFrame({"account_id": [], "severity": [], "what": [], "opened_on": []})


def standing(**changed: Any) -> pd.DataFrame:
    """One promised outcome from 0 to 100 over the year 2026, confirmed on 1 October where it stood on that day."""
    row = {
        "account_id": 1, "name": "Leads", "kind": "promised outcome", "baseline": 0.0, "target": 100.0,
        "starts_on": "2026-01-01", "due_on": "2027-01-01", "confirmed_actual": 80.0, "confirmed_read_on": "2026-10-01",
        "confirmed_on": "2026-10-01", "confirmed_by": "Mara Beck",
    } | changed  # fmt: skip
    days = ("starts_on", "due_on", "confirmed_read_on", "confirmed_on")
    return pd.DataFrame([row]).assign(**{name: pd.to_datetime([str(row[name])]) for name in days})


def of_one(confirmed: pd.DataFrame, band: str = "Green", escalations: pd.DataFrame = NOBODY) -> tuple[bool, str]:
    found: Rights = rights(np.array([1]), pd.Series({1: band}), confirmed, escalations)
    return bool(found.earned[0]), str(found.words[1])


def escalation() -> pd.DataFrame:
    return pd.DataFrame(
        {"account_id": [1], "severity": [2], "what": ["Wrong prices"], "opened_on": pd.to_datetime(["2026-11-03"])}
    )


def test_a_confirmed_outcome_on_pace_earns_the_right_and_is_named() -> None:
    assert of_one(outcomes(standing(), TODAY)) == (True, "“Leads” confirmed by Mara Beck on 1 Oct 2026")


def test_a_confirmed_reading_that_lags_behind_earns_nothing() -> None:
    lagging = outcomes(standing(confirmed_actual=40.0), TODAY)
    assert of_one(lagging) == (False, "“Leads” was confirmed, but behind what was promised")


def test_a_target_reached_earns_it_however_late() -> None:
    late = standing(confirmed_actual=100.0, due_on="2026-03-01", confirmed_read_on="2026-09-01")
    assert of_one(outcomes(late, TODAY))[0]


def test_a_confirmation_holds_for_180_days() -> None:
    assert len(outcomes(standing(confirmed_on="2026-05-25"), TODAY)) == 1
    assert outcomes(standing(confirmed_on="2026-05-24"), TODAY).empty


def test_a_goal_that_was_not_promised_earns_nothing() -> None:
    assert outcomes(standing(kind="goal"), TODAY).empty
    assert of_one(outcomes(standing(kind="goal"), TODAY)) == (
        False, "no promised outcome was confirmed by the client in 180 days"
    )  # fmt: skip


def test_a_red_account_has_no_right_whatever_was_confirmed() -> None:
    earned, words = of_one(outcomes(standing(), TODAY), band="Red")
    assert not earned
    assert words == "the account is Red: first mend what is wrong"


def test_an_open_escalation_stands_against_it_and_everything_is_told() -> None:
    earned, words = of_one(outcomes(standing(kind="goal"), TODAY), "Red", escalation())
    assert not earned
    assert words == (
        "the account is Red: first mend what is wrong; escalation open since 3 Nov 2026: “Wrong prices”; "
        "no promised outcome was confirmed by the client in 180 days"
    )


def test_an_unknown_band_does_not_take_the_right_away() -> None:
    assert of_one(outcomes(standing(), TODAY), band="Unknown")[0]
