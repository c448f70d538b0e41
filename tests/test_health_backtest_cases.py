"""Cases of the backtest by hand: what counts as one decision, and what was known 90 days before it."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from lib.health.backtest_cases import (
    call_scores,
    called_to_leave,
    cases,
    closed_calls,
    decisions,
    known_before,
    out_of_touch,
    treated,
    withheld_people,
)


def frame(rows: list[tuple[object, ...]], *columns: str) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=list(columns))
    days = [name for name in columns if name.endswith("_on") or name == "day"]
    return made.assign(**{name: pd.to_datetime(made[name]) for name in days})


def left(*rows: tuple[object, ...]) -> pd.DataFrame:
    return frame(list(rows), "account_id", "decided_on", "treated")


def renewed(*rows: tuple[object, ...]) -> pd.DataFrame:
    return frame(list(rows), "account_id", "decided_on", "outcome")


def told(found: pd.DataFrame) -> list[tuple[object, ...]]:
    return [(row["account_id"], f"{row['day']:%Y-%m-%d}", row["left"], row["what"]) for row in found.to_dict("records")]


def test_departures_and_renewals_are_decisions_oldest_first() -> None:
    found = decisions(
        left((2, "2025-03-01", True)), renewed((1, "2025-02-01", "renewed"), (1, "2025-06-01", "reduced"))
    )
    assert told(found) == [
        (1, "2025-02-01", False, "renewed"),
        (2, "2025-03-01", True, "left"),
        (1, "2025-06-01", False, "reduced"),
    ]


def test_decisions_of_a_client_within_90_days_are_one_dated_by_the_first() -> None:
    found = decisions(
        left((1, "2025-03-10", False)),
        renewed((1, "2025-02-01", "renewed"), (1, "2025-02-20", "renewed"), (1, "2025-05-03", "lost")),
    )
    assert told(found) == [(1, "2025-02-01", True, "left")]
    assert found["treated"].tolist() == [False]


def test_a_contract_not_renewed_is_a_client_leaving_and_one_after_a_departure_belongs_to_it() -> None:
    found = decisions(left((1, "2025-01-01", None)), renewed((1, "2025-06-01", "lost"), (2, "2025-06-01", "lost")))
    assert told(found) == [(1, "2025-01-01", True, "left"), (2, "2025-06-01", True, "lost")]


def test_nothing_decided_gives_an_empty_frame() -> None:
    found = decisions(left(), renewed())
    assert found.empty
    assert known_before(found).empty


SNAPSHOTS = frame(
    [
        (1, "2025-01-01", "2024-12-30", datetime(2024, 12, 30, tzinfo=UTC), 20.0, 40.0, "Red"),
        (2, "2025-01-01", "2024-12-30", datetime(2025, 5, 1, tzinfo=UTC), 80.0, 90.0, "Green"),
    ],
    "account_id", "day", "taken_on", "recorded_at", "low", "high", "band",
)  # fmt: skip
DECIDED = decisions(left((1, "2025-04-01", None)), renewed((2, "2025-04-01", "renewed"), (3, "2025-04-01", "renewed")))


def test_only_decisions_with_a_snapshot_from_90_days_before_are_cases() -> None:
    """1 January is 90 days before 1 April; the third client has no snapshot then."""
    assert known_before(DECIDED)["day"].dt.date.tolist() == [date(2025, 1, 1)] * 3
    found = cases(DECIDED, SNAPSHOTS)
    assert found["account_id"].tolist() == [1, 2]
    assert found["risk"].tolist() == [70, 15]


def test_a_snapshot_computed_after_the_decision_is_marked() -> None:
    assert cases(DECIDED, SNAPSHOTS)["afterwards"].tolist() == [False, True]


def test_the_last_call_known_then_counts() -> None:
    found = cases(DECIDED, SNAPSHOTS)
    calls = frame(
        [(1, "2024-08-01", "will renew"), (1, "2024-12-01", "leaving"), (1, "2025-02-01", "will renew"),
         (2, "2024-01-01", "leaving")],
        "account_id", "made_on", "call",
    )  # fmt: skip
    assert called_to_leave(found, calls) == [True, None]
    assert called_to_leave(found, calls.iloc[:1]) == [False, None]
    assert called_to_leave(found, calls.iloc[:0]) == [None, None]


def test_silence_is_told_only_where_contacts_were_recorded_by_then() -> None:
    found = cases(DECIDED, SNAPSHOTS)
    in_touch = frame([(2, "2025-01-01")], "account_id", "day")
    assert out_of_touch(found, in_touch, date(2024, 1, 1)) == [True, False]
    assert out_of_touch(found, in_touch, date(2024, 12, 31)) == [None, None]
    assert out_of_touch(found, in_touch.iloc[:0], None) == [None, None]


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-12-30", False), ("2024-12-31", True), ("2025-03-30", True), ("2025-03-31", False)]
)
def test_an_action_within_90_days_of_the_snapshot_is_a_treatment(day: str, expected: bool) -> None:
    found = cases(DECIDED, SNAPSHOTS)
    assert treated(found, frame([(1, day)], "account_id", "day")) == [expected, False]


def test_what_the_departure_says_of_treatment_holds() -> None:
    decided = decisions(left((1, "2025-04-01", False)), renewed())
    found = cases(decided, SNAPSHOTS)
    assert treated(found, frame([(1, "2025-01-15")], "account_id", "day")) == [False]


def calls_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    return frame(list(rows), "account_id", "made_on", "months_ahead", "call", "person", "by")


def test_a_call_is_scored_by_the_client_s_next_decision() -> None:
    """A three-month call of January holds until July; the second client decided too late, the third not at all."""
    decided = decisions(
        left((1, "2025-04-01", None)), renewed((2, "2025-09-01", "renewed"), (1, "2023-01-01", "renewed"))
    )
    calls = calls_of(
        (1, "2025-01-01", 3, "likely to leave", "Ann", "Account manager"),
        (2, "2025-01-01", 3, "will renew", "Ann", "Account manager"),
        (3, "2025-01-01", 3, "leaving", "Bo", "Lead"),
    )
    found = closed_calls(calls, decided)
    assert found["account_id"].tolist() == [1]
    assert found["stayed"].tolist() == [False]
    assert found["chance"].tolist() == [0.25]


def test_a_call_made_on_the_day_of_the_decision_foretold_nothing() -> None:
    decided = decisions(left((1, "2025-04-01", None)), renewed())
    assert closed_calls(calls_of((1, "2025-04-01", 3, "leaving", "Ann", "Lead")), decided).empty


def test_nobody_is_told_by_name_under_ten_closed_calls() -> None:
    closed = pd.DataFrame(
        {
            "by": ["Account manager"] * 19 + ["Lead"], "person": ["Ann"] * 10 + ["Bo"] * 9 + ["Mia"],
            "stayed": np.arange(20) % 2 == 0, "chance": 0.5,
        }
    )  # fmt: skip
    scores = {name: score for name, score, _ in call_scores(closed)}
    assert list(scores) == ["Everybody", "Account manager", "Lead", "Ann"]
    assert scores["Everybody"].value == pytest.approx(0.25)
    assert (scores["Lead"].value, scores["Lead"].absent) == (None, "withheld")
    assert withheld_people(closed) == 2
