"""A damaged or wrong file is refused with a sentence, before anybody works with it, and nothing is made over it."""

import shutil
from pathlib import Path

import pytest

from lib.store.opening import serve_store
from tests.faults import damage
from tests.faults.outcome import FULL

pytestmark = pytest.mark.sqlite("a server keeps its own files")


@pytest.fixture(scope="module")
def good(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> damage.Sound:
    """A store with some hundred saves."""
    return damage.sound(Path(shutil.copy(empty_file, tmp_path_factory.mktemp("sound") / "good.db")), 160)


def test_a_damaged_file_is_refused(good: damage.Sound, tmp_path: Path) -> None:
    outcome = damage.damaged(good, tmp_path, 240 if FULL else 24)
    assert outcome.passed, str(outcome)


def test_a_wrong_file_is_refused_and_never_written_to(good: damage.Sound, tmp_path: Path) -> None:
    outcome = damage.wrong_files(good, tmp_path)
    assert outcome.passed, str(outcome)


def test_a_flipped_bit_in_the_change_log_is_found(good: damage.Sound, tmp_path: Path) -> None:
    outcome = damage.flipped(good, tmp_path, 60 if FULL else 12)
    assert outcome.passed, str(outcome)


def test_a_sound_file_is_served(good: damage.Sound, tmp_path: Path) -> None:
    path = tmp_path / "good.db"
    path.write_bytes(good.content)
    assert damage.refusal(path, serve_store) == ""
