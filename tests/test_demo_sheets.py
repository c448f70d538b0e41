"""Columns of numbers become the plain rows the store takes."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from lib.delivery.tables import Project
from lib.demo.days import NOTHING, moment
from lib.demo.drawing import words
from lib.demo.sheets import BATCH, Sheets, recorded_at
from lib.relationship.tables import ClientRequest, InteractionContact

DAY = date(2026, 3, 2).toordinal()
UNTIL = date(2026, 6, 30).toordinal()


@pytest.fixture
def sheets() -> Sheets:
    return Sheets(UNTIL)


def test_days_moments_flags_and_gaps_become_plain_values(sheets: Sheets) -> None:
    sheets.add(
        Project, np.array([DAY, DAY]),
        name=words(["Relaunch", "Fair"]), starts_on=np.array([DAY, NOTHING]), goal_met=np.array([1, -1]),
        fee_cents=np.array([5, NOTHING]), account_id=7,
    )  # fmt: skip
    first, second = next(sheets["project"].batches())
    assert (first["id"], first["name"], first["starts_on"], first["goal_met"]) == (
        1,
        "Relaunch",
        date(2026, 3, 2),
        True,
    )
    assert (second["starts_on"], second["goal_met"], second["fee_cents"]) == (None, None, None)
    assert (first["account_id"], second["account_id"]) == (7, 7)
    assert {type(first[name]) for name in ("id", "account_id", "fee_cents", "version")} == {int}


def test_numbers_that_are_unknown_become_nothing(sheets: Sheets) -> None:
    asked = np.array([DAY])
    sheets.add(ClientRequest, asked, asked_at=moment(asked, np.array([90])), first_answer_at=np.array([NOTHING]))
    (row,) = next(sheets["client_request"].batches())
    assert row["asked_at"] == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert row["first_answer_at"] is None


def test_rows_added_at_different_times_share_their_keys_and_go_on_counting(sheets: Sheets) -> None:
    sheets.add(Project, DAY, name=words(["One", "Two"]))
    ids = sheets.add(Project, DAY, name=words(["Three"]), fee_cents=np.array([9]))
    assert ids.tolist() == [3]
    rows = [row for batch in sheets["project"].batches() for row in batch]
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert [row["fee_cents"] for row in rows] == [None, None, 9]


def test_a_table_without_numbers_gets_none(sheets: Sheets) -> None:
    sheets.add(InteractionContact, DAY, interaction_id=np.array([1, 1]), contact_id=np.array([4, 5]))
    assert next(sheets["interaction_contact"].batches()) == [
        {"contact_id": 4, "interaction_id": 1},
        {"contact_id": 5, "interaction_id": 1},
    ]


def test_batches_are_bounded(sheets: Sheets) -> None:
    sheets.add(InteractionContact, DAY, interaction_id=np.arange(BATCH + 3), contact_id=1)
    assert [len(batch) for batch in sheets["interaction_contact"].batches()] == [BATCH, 3]


def test_columns_of_different_length_are_refused(sheets: Sheets) -> None:
    with pytest.raises(ValueError, match="project differ in length"):
        sheets.add(Project, DAY, name=words(["One", "Two"]), fee_cents=np.array([1]))


def test_a_column_the_table_does_not_have_is_refused(sheets: Sheets) -> None:
    with pytest.raises(KeyError, match="project has no column"):
        sheets.add(Project, DAY, title=words(["One"]))


def test_no_fact_is_recorded_before_its_day_or_after_the_last_one() -> None:
    ids = np.arange(1, 2001)
    known = UNTIL - ids % 30
    seconds = recorded_at(ids, known, UNTIL, late=True)
    days = seconds // 86400 + date(1970, 1, 1).toordinal()
    assert (days >= known).all()
    assert days.max() == UNTIL
    assert (days > known).any()


def test_what_is_not_typed_in_is_recorded_on_its_day() -> None:
    ids = np.arange(1, 2001)
    seconds = recorded_at(ids, np.full(2000, DAY), UNTIL, late=False)
    assert set(seconds // 86400 + date(1970, 1, 1).toordinal()) == {DAY}


def test_what_is_known_on_the_last_day_does_not_lie_ahead_of_a_clock_of_that_morning() -> None:
    seconds = recorded_at(np.arange(1, 2001), np.full(2000, UNTIL + 5), UNTIL, late=False)
    assert (seconds % 86400).max() < 600
