"""How far targets have come, by hand and by their properties."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.days import NONE, number
from lib.growth.target_figures import (
    LINEAR,
    SEASONAL,
    YEAR_BEFORE,
    aims,
    course,
    expected,
    goals,
    measured,
    pace_gap,
    target_progress,
    targets_on_pace,
)
from lib.growth.target_ledger import Ledger, Records, ledger

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def lines(*rows: tuple[date, int]) -> Ledger:
    """Amounts of the book by day."""
    nobody = np.full(len(rows), NONE, dtype=np.int64)
    days = np.array([number(day) for day, _ in rows], dtype=np.int64)
    return ledger(nobody, nobody, days, np.array([cents for _, cents in rows], dtype=np.int64))


def records(*rows: tuple[date, int], begun: date | None = None, won: Ledger | None = None) -> Records:
    first = begun or min((day for day, _ in rows), default=None)
    return Records(lines(*rows), won or lines(), first, date(2020, 1, 1) if won else None)


def one(kind: str = "revenue", amount: int | None = None, share: float | None = None, **more: object) -> pd.DataFrame:
    row = {
        "kind": kind, "account_id": NONE, "person_id": NONE, "amount_cents": amount, "share": share,
        "starts_on": YEAR[0], "ends_before": YEAR[1],
    }  # fmt: skip
    frame = pd.DataFrame([row | more]).astype({"amount_cents": "Int64", "share": "float64"})
    return frame.assign(
        **{name: np.array(frame[name].tolist(), dtype="datetime64[D]") for name in ("starts_on", "ends_before")}
    )


def told(target: pd.DataFrame, found: Records, as_of: date) -> dict[str, object]:
    row = measured(target, found, as_of).iloc[0]
    return {name: None if pd.isna(row[name]) else row[name] for name in row.index}


# Revenue


def test_without_an_earlier_year_the_pace_is_linear() -> None:
    """181 of 365 days are over at the end of June: 181/365 of 73,000 is 36,200."""
    row = told(one(amount=7_300_000), records((date(2026, 1, 5), 3_700_000)), date(2026, 6, 30))
    assert (row["so_far_cents"], row["expected_cents"], row["gap_cents"]) == (3_700_000, 3_620_000, 80_000)
    assert (row["pace"], row["state"]) == (LINEAR, "on pace")


def test_with_a_whole_earlier_year_the_pace_follows_its_season() -> None:
    """Three quarters of 2025 had come in by the end of June."""
    year_before = [(date(2025, 1, 1), 300_000), (date(2025, 12, 24), 100_000)]
    row = told(one(amount=800_000), records(*year_before, (date(2026, 2, 1), 400_000)), date(2026, 6, 30))
    assert (row["expected_cents"], row["gap_cents"]) == (600_000, -200_000)
    assert (row["pace"], row["state"]) == (SEASONAL, "behind")


def test_a_year_recorded_in_part_shapes_no_season() -> None:
    row = told(one(amount=800_000), records((date(2025, 3, 1), 1), (date(2026, 2, 1), 400_000)), date(2026, 6, 30))
    assert row["pace"] == LINEAR


@pytest.mark.parametrize(
    ("come", "day", "state"),
    [
        (380_101, date(2026, 6, 30), "ahead"),
        (380_100, date(2026, 6, 30), "on pace"),
        (343_900, date(2026, 6, 30), "on pace"),
        (343_899, date(2026, 6, 30), "behind"),
        (730_000, date(2026, 6, 30), "reached"),
        (730_000, date(2026, 12, 31), "met"),
        (729_999, date(2026, 12, 31), "missed"),
        (0, date(2025, 12, 31), "not begun"),
    ],
)
def test_a_target_in_a_word(come: int, day: date, state: str) -> None:
    """Of 7,300 a year 3,620 are expected by the end of June; 5 % of that is 181."""
    found = records((date(2026, 1, 1), come), begun=date(2025, 6, 1))
    assert told(one(amount=730_000), found, day)["state"] == state


def test_revenue_recorded_only_from_within_the_target_cannot_be_told_unless_it_is_reached_anyway() -> None:
    """The real CRM: records begin on 1 March 2017."""
    spell = {"starts_on": date(2017, 1, 1), "ends_before": date(2018, 1, 1)}
    found = records((date(2017, 3, 1), 500_000))
    short, done = (told(one(amount=amount, **spell), found, date(2017, 6, 30)) for amount in (600_000, 500_000))
    assert (short["state"], short["why"]) == ("cannot be told", "revenue is recorded from 1 Mar 2017 on")
    assert (short["so_far_cents"], short["expected_cents"], short["gap_cents"]) == (500_000, None, None)
    assert short["note"] == "revenue is recorded from 1 Mar 2017 on; what came before is not counted"
    assert done["state"] == "reached"


def test_the_month_in_which_records_begin_counts_as_recorded() -> None:
    row = told(one(amount=100), records((date(2026, 1, 20), 100)), date(2026, 6, 30))
    assert row["state"] == "reached"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (one(), "no amount is set"),
        (one("growth"), "no growth is set"),
        (one(amount=100, ends_before=None), "it has no end, so there is no pace"),
        (one(amount=100, account_id=1, person_id=1), "it names an account and a person at once"),
        (one("won", amount=100), "no deal is recorded yet"),
        (one("growth", share=0.1), "revenue is recorded from 1 Jan 2026 on, so the year before is not known"),
    ],
)
def test_what_cannot_be_told_says_why(target: pd.DataFrame, why: str) -> None:
    row = told(target, records((date(2026, 1, 1), 50)), date(2026, 6, 30))
    assert row["state"] == "cannot be told"
    assert str(row["why"]).startswith(why)
    assert row["gap_cents"] is None


def test_without_any_revenue_there_is_nothing_to_tell() -> None:
    row = told(one(amount=100), records(), date(2026, 6, 30))
    assert (row["state"], row["why"], row["so_far_cents"]) == ("cannot be told", "no revenue is recorded yet", None)


# Growth


def test_growth_is_measured_against_the_same_days_a_year_earlier() -> None:
    """1,000 by June 2025 grown by 8 % is 1,080; the whole year was 3,000, so 3,240 is aimed at."""
    earlier = [(date(2025, 5, 1), 100_000), (date(2025, 11, 1), 200_000)]
    found = records(*earlier, (date(2026, 4, 1), 120_000), begun=date(2025, 1, 1))
    row = told(one("growth", share=0.08), found, date(2026, 6, 30))
    assert (row["so_far_cents"], row["earlier_cents"], row["expected_cents"]) == (120_000, 100_000, 108_000)
    assert (row["goal_cents"], row["pace"], row["state"]) == (324_000, YEAR_BEFORE, "ahead")


def test_growth_is_met_where_the_whole_year_grew_enough() -> None:
    found = records((date(2025, 5, 1), 100_000), (date(2026, 4, 1), 108_000), begun=date(2025, 1, 1))
    assert told(one("growth", share=0.08), found, date(2026, 12, 31))["state"] == "met"
    assert told(one("growth", share=0.09), found, date(2026, 12, 31))["state"] == "missed"


def test_growth_on_nothing_cannot_be_told() -> None:
    found = records((date(2025, 11, 1), 100_000), (date(2026, 4, 1), 100_000), begun=date(2025, 1, 1))
    row = told(one("growth", share=0.08), found, date(2026, 6, 30))
    assert (row["state"], row["why"]) == ("cannot be told", "no revenue in the same days a year earlier")


# Won


def test_won_deals_count_against_a_linear_pace_even_where_revenue_has_a_season() -> None:
    won = lines((date(2026, 3, 1), 500_000), (date(2025, 3, 1), 900_000))
    found = records((date(2025, 1, 1), 100_000), won=won)
    row = told(one("won", amount=730_000), found, date(2026, 6, 30))
    assert (row["so_far_cents"], row["expected_cents"], row["pace"]) == (500_000, 362_000, LINEAR)


# Properties

DAYS = st.integers(0, 800).map(lambda after: date(2025, 1, 1) + timedelta(after))
ROWS = st.lists(st.tuples(DAYS, st.integers(1, 100_000)), min_size=1, max_size=30)
RANK = {"behind": 0, "on pace": 1, "ahead": 2, "reached": 3}


@settings(deadline=None, max_examples=50)
@given(ROWS, st.integers(1, 10_000_000))
def test_nothing_is_expected_at_the_start_and_all_of_it_at_the_end(rows: list[tuple[date, int]], amount: int) -> None:
    found, wanted = records(*rows, begun=date(2025, 1, 1)), aims(one(amount=amount))
    today = number(YEAR[1])
    for until, due in ((wanted.start, 0), (wanted.end, amount)):
        assert expected(wanted, found, goals(wanted, found, today), until, today)[0].tolist() == [due]


@settings(deadline=None, max_examples=50)
@given(ROWS, st.integers(1, 10_000_000), DAYS, st.integers(1, 1_000_000))
def test_more_revenue_in_the_spell_never_makes_a_target_look_worse(
    rows: list[tuple[date, int]], amount: int, as_of: date, more: int
) -> None:
    as_of = min(max(as_of, YEAR[0]), date(2026, 12, 30))
    before, after = (
        told(one(amount=amount), records(*some, begun=date(2025, 1, 1)), as_of)
        for some in (rows, [*rows, (YEAR[0], more)])
    )
    assert after["so_far_cents"] == before["so_far_cents"] + more  # type: ignore[operator]
    assert after["expected_cents"] == before["expected_cents"]
    assert RANK[str(after["state"])] >= RANK[str(before["state"])]


@settings(deadline=None, max_examples=50)
@given(ROWS, st.randoms(), DAYS)
def test_the_order_of_revenue_and_of_targets_is_of_no_matter(rows, chance, as_of) -> None:  # type: ignore[no-untyped-def]
    targets = pd.concat([one(amount=500_000), one("growth", share=0.1), one(amount=9, starts_on=date(2026, 3, 1))])
    shuffled = chance.sample(rows, len(rows))
    plain = measured(targets, records(*rows), as_of)
    other = measured(targets.iloc[::-1], records(*shuffled), as_of).iloc[::-1]
    pd.testing.assert_frame_equal(plain.reset_index(drop=True), other.reset_index(drop=True))


@settings(deadline=None, max_examples=50)
@given(ROWS, st.integers(1, 10_000_000))
def test_what_is_expected_never_falls_as_days_go_by(rows: list[tuple[date, int]], amount: int) -> None:
    found = course(one(amount=amount), records(*rows, begun=date(2025, 1, 1)), date(2026, 12, 31))
    assert found["expected"].is_monotonic_increasing
    assert found["expected"].iloc[-1] == amount


# Headlines


def test_of_the_targets_that_can_be_told_those_on_pace_are_counted() -> None:
    found = targets_on_pace(["ahead", "on pace", "behind", "reached", "cannot be told", "not begun"])
    assert (found.hits, found.base, found.note) == (3, 4, "2 cannot be told")
    assert targets_on_pace(["cannot be told"]).value is None


def test_progress_and_gap() -> None:
    assert target_progress(50, 200).value == 0.25
    assert target_progress(50, 0).value is None
    assert pace_gap(np.array([100, 50]), np.array([80, 90])).value == -20
    assert pace_gap(np.array([]), np.array([])).value is None


def test_the_course_stops_where_the_day_is() -> None:
    found = course(one(amount=730_000), records((date(2026, 1, 1), 100), (date(2026, 8, 1), 900)), date(2026, 6, 30))
    at = found.set_index("day")
    assert at.loc[date(2026, 6, 30), "so_far"] == 100
    assert at.loc[date(2026, 6, 30), "expected"] == 362_000
    assert found.loc[found["day"] > date(2026, 6, 30), "so_far"].isna().all()


@pytest.mark.parametrize(
    ("as_of", "earlier"),
    [(date(2028, 2, 27), 10), (date(2028, 2, 28), 30), (date(2028, 2, 29), 30), (date(2028, 3, 1), 70)],
)
def test_a_leap_day_shifts_no_day_of_the_year_before(as_of: date, earlier: int) -> None:
    found = records((date(2027, 2, 27), 10), (date(2027, 2, 28), 20), (date(2027, 3, 1), 40), begun=date(2027, 1, 1))
    year = {"starts_on": date(2028, 1, 1), "ends_before": date(2029, 1, 1)}
    assert told(one("growth", share=0.0, **year), found, as_of)["earlier_cents"] == earlier
    after = {"starts_on": date(2028, 3, 1), "ends_before": date(2029, 1, 1)}
    if as_of >= after["starts_on"]:
        assert told(one("growth", share=0.0, **after), found, as_of)["earlier_cents"] == 40


def test_after_a_leap_year_a_target_from_march_does_not_count_its_29_february() -> None:
    found = records((date(2028, 2, 29), 10), (date(2028, 3, 1), 40), begun=date(2028, 1, 1))
    spring = {"starts_on": date(2029, 3, 1), "ends_before": date(2030, 1, 1)}
    assert told(one("growth", share=0.0, **spring), found, date(2029, 3, 1))["earlier_cents"] == 40
    winter = {"starts_on": date(2029, 1, 1), "ends_before": date(2029, 3, 1)}
    assert told(one("growth", share=0.0, **winter), found, date(2029, 2, 28))["earlier_cents"] == 10
