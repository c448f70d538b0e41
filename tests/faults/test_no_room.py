"""On a full disk nothing is lost or half written, a sentence says so, and work goes on when there is room."""

from pathlib import Path

import pytest

from tests.faults import no_room
from tests.faults.full_store import full_wal
from tests.faults.small_disk import limited, small_disk

pytestmark = pytest.mark.sqlite("the disk of a server is its administrator's")


@pytest.mark.parametrize("name", no_room.PLACES)
def test_a_full_disk_is_told_and_loses_nothing(name: str, empty_file: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path) as place:
        outcome = no_room.outcome(name, *no_room.PLACES[name](empty_file, tmp_path, place))
    assert outcome.passed, str(outcome)


def test_a_limit_on_the_size_of_files_is_told_and_loses_nothing(empty_file: Path, tmp_path: Path) -> None:
    outcome = no_room.outcome("limit", *full_wal(empty_file, tmp_path, limited(tmp_path)))
    assert outcome.passed, str(outcome)
