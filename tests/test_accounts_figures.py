"""Who stays: the published cases, and what must hold whatever the clients are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.accounts.figures import accounts_expanded, active_clients, client_retention, new_clients, retention_from_counts
from lib.errors import RefusedValue

CLIENTS = some.sets(some.integers(1, 60))


@pytest.mark.parametrize(
    ("start", "end", "new", "expected"),
    [
        # The firm's source document: 100 clients at the start, 95 of them retained at the end.
        (100, 95, 0, 0.95),
        # ((E - N) / S) * 100, exprimere.net/en/faq-items/retention-rate
        (100, 107, 12, 0.95),
        # The trap: end / start would give 115 per cent.
        (100, 115, 20, 0.95),
        # Undefined; neither 0 per cent nor an error.
        (0, 7, 7, None),
    ],
)
def test_retention_from_counts_is_the_published_one(start: int, end: int, new: int, expected: float | None) -> None:
    measured = retention_from_counts(start, end, new)
    assert measured.value == expected
    assert (measured.why != "") == (expected is None)


@pytest.mark.parametrize(("start", "end", "new"), [(100, 107, 3), (10, 5, 6), (-1, 0, 0)])
def test_counts_that_cannot_be_of_one_period_are_refused(start: int, end: int, new: int) -> None:
    with pytest.raises(RefusedValue):
        retention_from_counts(start, end, new)


def test_retention_names_its_base_and_hits() -> None:
    measured = client_retention({1, 2, 3, 4}, {2, 3, 4, 9})
    assert (measured.value, measured.hits, measured.base) == (0.75, 3, 4)
    assert measured.low is None, "all clients are counted, none are sampled"


@given(CLIENTS, CLIENTS, CLIENTS)
def test_new_clients_never_change_retention(start: set[int], end: set[int], others: set[int]) -> None:
    assert client_retention(start, end) == client_retention(start, end | (others - start))


@given(CLIENTS, CLIENTS)
def test_retention_of_clients_and_of_counts_agree(start: set[int], end: set[int]) -> None:
    assert client_retention(start, end) == retention_from_counts(len(start), len(end), len(end - start))


@given(CLIENTS, CLIENTS)
def test_retention_is_a_share_and_losing_a_client_never_raises_it(start: set[int], end: set[int]) -> None:
    value = client_retention(start, end).value
    assert (value is None) == (not start)
    for gone in start & end:
        assert value is not None
        assert 0 <= (client_retention(start, end - {gone}).value or 0) < value <= 1


def test_new_clients_counts_the_first_day_and_not_the_day_after_the_last() -> None:
    days = np.array([9, 10, 19, 20])
    assert new_clients(days, 10, 20).value == 2


def test_an_account_expands_by_revenue_or_by_services() -> None:
    before, now = np.array([100, 100, 100, 100]), np.array([150, 100, 50, 100])
    services_before, services_now = np.array([1, 1, 1, 2]), np.array([1, 2, 2, 1])
    measured = accounts_expanded(before, now, services_before, services_now)
    assert (measured.value, measured.hits, measured.base) == (3, 3, 4)


def test_nobody_at_the_start_leaves_expansion_undefined() -> None:
    none = np.array([], dtype=np.int64)
    assert accounts_expanded(none, none, none, none).value is None


def test_active_clients_counts_each_once() -> None:
    assert active_clients([1, 2, 2]).value == 2
    assert active_clients([]).value == 0
