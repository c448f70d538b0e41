"""T5: the disk is full, at six places and at a start; nothing is lost, a sentence says so, and work goes on later."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.full_elsewhere import full_backup, full_export, full_import, full_log, full_server_log
from tests.faults.full_store import full_data_file, full_start, full_wal
from tests.faults.outcome import Outcome
from tests.faults.small_disk import Place, limited, small_disk

TARGET = "a clear sentence, 0 lost, whole rollback, reads go on, saves again with room"


def no_room(empty: Path, folder: Path) -> list[Outcome]:
    """All places, on copies of the store in `empty`; one line each."""
    found = []
    for name, tried in (PLACES | {"log of the server": full_server_log}).items():
        own = folder / name.replace(" ", "-")
        own.mkdir()
        with small_disk(own) as place:
            found.append(outcome(name, *tried(empty, own, place)))
    own = folder / "limit"
    own.mkdir()
    return [*found, outcome("WAL, by a limit on the size of files", *full_wal(empty, own, limited(own)))]


def outcome(name: str, seen: str, faults: Sequence[str]) -> Outcome:
    return Outcome("T5", f"disk full: {name}", TARGET, "; ".join([seen, *faults]), not faults)


PLACES: dict[str, Callable[[Path, Path, Place], tuple[str, list[str]]]] = {
    "WAL": full_wal, "data file": full_data_file, "start": full_start, "backup": full_backup,
    "export": full_export, "import": full_import, "log": full_log,
}  # fmt: skip
