"""Nothing that was saved is lost, however many save at the same time."""

from lib.store.engine import Store
from tests.faults import many_writers, one_record
from tests.faults.outcome import FULL


def test_processes_that_save_one_record_lose_nothing_and_wait_little(store: Store) -> None:
    outcome = many_writers.processes(store.url, *((16, 500) if FULL else (3, 25)))
    assert outcome.passed, str(outcome)


def test_threads_that_save_one_record_lose_nothing_and_wait_little(store: Store) -> None:
    outcome = many_writers.threads(store.url, *((40, 50) if FULL else (8, 6)))
    assert outcome.passed, str(outcome)


def test_a_lost_change_is_seen(store: Store) -> None:
    """The test of the test: one save more was acknowledged than is there."""
    outcome = many_writers.processes(store.url, 1, 3)
    assert outcome.passed, str(outcome)
    assert many_writers.lost_changes(store, 1, 0, 4) > 0


def test_editors_of_one_record_lose_nothing_and_see_both_sides(store: Store) -> None:
    outcome = one_record.editors(store.url, *((8, 40) if FULL else (3, 10)))
    assert outcome.passed, str(outcome)
