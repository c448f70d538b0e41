"""A process that is killed, or a machine that loses power, leaves a store that holds whole saves only."""

from pathlib import Path

import pytest

from lib.money.tables import WriteOff
from lib.store.engine import Store
from lib.store.writing import perform
from tests.faults import kills, torn
from tests.faults.outcome import FULL
from tests.faults.saves import DAY, counters, half_written, save, set_up

SQLITE = pytest.mark.sqlite("a server recovers by itself")


@SQLITE
def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_nothing_half(empty_file: Path, tmp_path: Path) -> None:
    outcome = kills.killed(empty_file, tmp_path, 200 if FULL else 4)
    assert outcome.passed, str(outcome)


@SQLITE
def test_a_torn_wal_leaves_a_prefix_of_history(empty_file: Path, tmp_path: Path) -> None:
    outcome = torn.torn(empty_file, tmp_path, 400 if FULL else 16)
    assert outcome.passed, str(outcome)


def test_a_half_written_save_is_seen(store: Store) -> None:
    """The test of the test: a write-off whose token, counter or line of the change log is missing."""
    [desk] = set_up(store)
    before = counters(store)
    for number in range(8):
        save(store, desk, "Ann", number, str(number))
    assert half_written(store, before) == []
    row = WriteOff(account_id=desk.account_id, amount_cents=1, reason="other", written_off_on=DAY, words="x")
    perform(store, "Ann", "note write-off", lambda write: write.add(row))
    assert half_written(store, before) == [
        "write-offs and their tokens differ",
        "3 lines of “note write-off” for 2 saves",
        "the counter of money and its saves differ",
    ]
