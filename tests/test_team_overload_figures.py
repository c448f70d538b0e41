"""Hours split into paid for, beyond and internal; and advice that re-scopes before it moves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.team.overload_figures import KINDS, Client, Overload, advice, by_person, over_serviced_share, split

NORTH, SOUTH, NEW = 1, 2, 3


def test_everybody_shares_in_what_went_beyond_by_their_hours() -> None:
    worked = pd.DataFrame(
        {
            "person_id": [7, 8, 7, 7, 7], "account_id": pd.array([NORTH, NORTH, SOUTH, NEW, None], dtype="Int64"),
            "minutes": [600, 200, 120, 60, 240],
        }
    )  # fmt: skip
    beyond = pd.DataFrame({"account_id": [NORTH, SOUTH, NEW], "share": [0.25, 0.0, np.nan]})
    parts = split(worked, beyond)
    assert parts["over"].tolist() == [150, 50, 0, 0, 0]
    told = by_person(parts, weeks=1)
    assert told.iloc[0].to_dict() == {
        "person_id": 7, "sold": 9.5, "over": 2.5, "untold": 1.0, "internal": 4.0, "hours": 17.0,
    }  # fmt: skip


@given(
    rows=some.lists(
        some.tuples(some.integers(1, 3), some.sampled_from([None, 1, 2, 3]), some.integers(0, 3000)), max_size=12
    ),
    shares=some.lists(some.one_of(some.none(), some.floats(0, 1)), min_size=2, max_size=2),
)
def test_the_parts_add_up_to_the_hours_worked_and_none_is_below_nothing(
    rows: list[tuple[int, int | None, int]], shares: list[float | None]
) -> None:
    worked = pd.DataFrame(rows, columns=["person_id", "account_id", "minutes"]).astype({"account_id": "Int64"})
    beyond = pd.DataFrame({"account_id": [1, 2], "share": pd.Series(shares, dtype="float64")})
    parts = split(worked, beyond)
    assert np.allclose(parts[list(KINDS)].sum(axis=1), worked["minutes"].astype(float))
    assert (parts[list(KINDS)] >= 0).all().all()
    assert by_person(parts, 4)["hours"].sum() == pytest.approx(worked["minutes"].sum() / 60 / 4)


def overload(excess: float, *clients: Client, internal: float = 0.0, untold: float = 0.0) -> Overload:
    return Overload(excess, sum(one.hours for one in clients) + internal, internal, untold, clients)


def test_what_nobody_pays_for_is_rescoped_first_and_then_nothing_needs_to_move() -> None:
    told = advice(overload(6.0, Client("Northwind", 14.0, 6.5), Client("Bolt", 20.0, 0.0)))
    assert told == [
        "First re-scope Northwind: 6.5 of 14.0 hours a week are beyond what it pays for.",
        "That is enough: nothing needs to move.",
    ]


def test_only_what_rescoping_leaves_is_to_move() -> None:
    told = advice(overload(9.0, Client("Northwind", 14.0, 4.0), Client("Bolt", 20.0, 2.0), Client("Zed", 5.0, 0.2)))
    assert told[:2] == [
        "First re-scope Northwind: 4.0 of 14.0 hours a week are beyond what it pays for.",
        "Then re-scope Bolt: 2.0 of 20.0 hours a week are beyond what it pays for.",
    ]
    assert told[2].startswith("What is left to move after that: about 3 hours a week; see Suggest. The most hours")


def test_work_that_is_all_paid_for_is_moved_and_internal_work_looked_at_first() -> None:
    paid = overload(5.0, Client("Bolt", 30.0, 0.0))
    assert advice(paid)[0].startswith("No hours are beyond what clients pay for: move about 5 hours a week")
    inside = advice(overload(5.0, Client("Bolt", 20.0, 0.0), internal=20.0))
    assert inside[0] == "20.0 of 40.0 hours a week are internal (50 %): look there first."


def test_what_cannot_be_told_is_not_called_paid_for() -> None:
    told = advice(overload(5.0, Client("Bolt", 30.0, 0.0), untold=30.0))
    assert told[0].startswith("What these clients pay for cannot be told: move about 5 hours")
    some_of_it = advice(overload(5.0, Client("Bolt", 30.0, 0.0), untold=10.0))
    assert some_of_it[0].startswith("No hours are known to be beyond what clients pay for (10.0 a week cannot be told)")


def test_without_hours_nothing_is_advised_from_hours() -> None:
    assert advice(Overload(3.0, 0.0, 0.0, 0.0, ()))[0].startswith("No hours were logged")


def test_the_share_beyond_has_no_value_without_client_hours() -> None:
    assert over_serviced_share(5.0, 20.0).value == 0.25
    assert over_serviced_share(0.0, 0.0).value is None
