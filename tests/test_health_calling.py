"""What people call beside what is computed: side by side, in dispute, missing, and who came round."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.health.calling import beside, came_round, dispute, missing

TODAY = date(2026, 1, 1)


def calls(*rows: tuple[int, str, str, str]) -> pd.DataFrame:
    """account, by, made on, call"""
    frame = pd.DataFrame(rows, columns=["account_id", "by", "made_on", "call"])
    return frame.assign(made_on=np.array(frame["made_on"].tolist(), dtype="datetime64[D]")).sort_values("made_on")


def due(*rows: tuple[int, str, str | None]) -> pd.DataFrame:
    """account, due on, outcome"""
    frame = pd.DataFrame(rows, columns=["account_id", "due_on", "outcome"])
    return frame.assign(due_on=np.array(frame["due_on"].tolist(), dtype="datetime64[D]"))


def test_the_newest_call_of_each_side_stands_beside_the_renewals_it_was_made_for() -> None:
    """The call of 2024 was for another renewal: more than seven months lie between."""
    said = calls(
        (1, "Account manager", "2025-10-01", "likely to renew"),
        (1, "Account manager", "2025-12-01", "leaving"),
        (1, "Lead", "2025-11-01", "will renew"),
        (2, "Lead", "2024-11-01", "leaving"),
    )
    frame = due((1, "2026-03-01", None), (2, "2026-03-01", None), (3, "2026-03-01", None))
    assert beside(frame, said, "Account manager").fillna("").tolist() == ["leaving", "", ""]
    assert beside(frame, said, "Lead").fillna("").tolist() == ["will renew", "", ""]


@pytest.mark.parametrize(
    ("manager", "lead", "band", "words"),
    [
        ("will renew", "leaving", "Amber", "account manager and lead disagree"),
        ("will renew", "likely to renew", "Green", ""),
        ("likely to leave", None, "Green", "computed Green, called to leave"),
        ("will renew", None, "Red", "computed Red, called to stay"),
        ("leaving", "leaving", "Red", ""),
        ("leaving", "will renew", "Green", "account manager and lead disagree; computed Green, called to leave"),
        (None, float("nan"), "Red", ""),
        ("leaving", None, "Unknown", ""),
    ],
)
def test_a_dispute_is_told_in_words(manager: object, lead: object, band: str, words: str) -> None:
    assert dispute(manager, lead, band) == words


def test_calls_are_missing_at_the_checkpoint_that_has_passed() -> None:
    """Due in 59 days: the 3-month calls; in 120: the 6-month ones; in 181, decided or past: none."""
    frame = due(
        (1, "2026-03-01", None), (2, "2026-05-01", None), (3, "2026-07-01", None), (4, "2026-03-01", "renewed"),
        (5, "2025-12-31", None),
    )  # fmt: skip
    found = missing(frame, calls(), TODAY)
    rows = list(zip(found["account_id"], found["months"], found["by"], strict=True))
    assert rows == [(1, 3, "Account manager"), (1, 3, "Lead"), (2, 6, "Account manager"), (2, 6, "Lead")]


def test_a_call_of_the_last_checkpoint_does_not_stand_for_this_one() -> None:
    """Due on 1 March: a call counts from 1 November on, a month before the three months begin."""
    frame = due((1, "2026-03-01", None), (2, "2026-03-01", None))
    said = calls((1, "Lead", "2025-10-31", "leaving"), (2, "Lead", "2025-11-01", "leaving"))
    found = missing(frame, said, TODAY)
    assert found.loc[found["by"] == "Lead", "account_id"].tolist() == [1]


def test_only_the_nearest_renewal_of_an_account_asks_for_calls() -> None:
    found = missing(due((1, "2026-05-01", None), (1, "2026-02-01", None)), calls(), TODAY)
    assert [str(day.date()) for day in found["due_on"]] == ["2026-02-01"] * 2


def snapshots(*rows: tuple[str, str]) -> pd.DataFrame:
    days = np.array([day for day, _ in rows], dtype="datetime64[D]")
    return pd.DataFrame({"taken_on": days, "band": [band for _, band in rows]})


def test_who_was_right_is_told_from_the_snapshots_after_the_override() -> None:
    """Set to Red on 2 Oct for 30 days: Red on 2 Oct itself is no coming round, on 9 Nov it is too late."""
    day = np.array(["2025-10-02"], dtype="datetime64[D]")
    override = pd.DataFrame({"band": ["Red"], "starts_on": day, "ends": day + 30})
    weeks = [("2025-10-02", "Red"), ("2025-10-06", "Green"), ("2025-10-27", "Amber")]
    assert came_round(override, snapshots(*weeks, ("2025-11-09", "Red"))) == ["no: Amber on 27 Oct 2025"]
    assert came_round(override, snapshots(*weeks, ("2025-11-08", "Red"))) == ["yes: Red on 8 Nov 2025"]
    assert came_round(override, snapshots(("2025-10-02", "Red"))) == ["–"]
