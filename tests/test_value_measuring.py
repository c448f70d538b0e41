"""The headline figures over objectives, the rows behind them, and the order of care."""

from datetime import date

import pytest

from lib.store.engine import Store
from lib.value.measuring import MEASURED, by_care, fell_due, measured, rows_of
from lib.value.standing import standing
from tests import demo_firm
from tests.value_cases import AS_OF, COST, ENGAGEMENT, OUTAGES, put_objectives


def test_the_small_firm_is_counted_by_hand(store: Store) -> None:
    """Engagement on pace, cost behind, outages reached and confirmed; the cost reading was confirmed only in July."""
    put_objectives(store)
    found = measured(standing(store, AS_OF), AS_OF)
    told = {name: (one.hits, one.base) for name, one in found.items() if name != "objectives_open"}
    assert found["objectives_open"].value == 3
    assert told == {
        "objectives_on_track": (2, 3), "value_delivered": (1, 1), "objectives_confirmed": (1, 3),
        "reviews_overdue": (1, 3),
    }  # fmt: skip


def test_before_any_objective_every_share_is_undefined(store: Store) -> None:
    found = measured(standing(store, AS_OF), AS_OF)
    assert found["objectives_open"].value == 0
    assert all(found[name].value is None for name in MEASURED[1:4])


def test_a_promise_counts_in_the_twelve_months_after_it_fell_due(store: Store) -> None:
    put_objectives(store)
    days = (date(2026, 5, 31), date(2026, 6, 1), date(2027, 5, 31), date(2027, 6, 1))
    assert [len(fell_due(standing(store, day), day)) for day in days] == [0, 1, 2, 1]


@pytest.mark.parametrize("name", MEASURED)
def test_the_rows_behind_a_figure_are_as_many_as_its_base(name: str, store: Store) -> None:
    """On the demo firm: what opens behind a figure is what was counted."""
    found = standing(demo_firm.demo(), demo_firm.UNTIL)
    figure = measured(found, demo_firm.UNTIL)[name]
    expected = figure.hits if name == "reviews_overdue" else figure.base
    assert len(rows_of(found, name, demo_firm.UNTIL)) == expected
    assert expected


def test_what_needs_care_comes_first(store: Store) -> None:
    put_objectives(store)
    assert by_care(standing(store, AS_OF))["objective_id"].tolist() == [COST, ENGAGEMENT, OUTAGES]


def test_among_those_behind_the_farthest_behind_comes_first() -> None:
    found = by_care(standing(demo_firm.demo(), demo_firm.UNTIL))
    behind = found[found["state"] == "behind"]["pace"]
    assert len(behind) > 3
    assert behind.is_monotonic_increasing
    overdue = found[found["state"] == "overdue"]["due_on"]
    assert overdue.is_monotonic_increasing
