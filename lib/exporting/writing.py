"""Writing an export: all of it beside its place first, so that a failure leaves what was there before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from lib.errors import StewardError
from lib.exporting.csv_files import write_table
from lib.exporting.workbook import write_workbook
from lib.schema import tables
from lib.store.engine import Store
from lib.store.permissions import require

UNFINISHED = ".part"


class TargetTaken(StewardError):
    """The place for an export holds something else."""

    def __init__(self, target: Path, found: str) -> None:
        super().__init__(f"{target} holds something else ({found}): give a new or empty folder for the export.")


class NotAWorkbook(StewardError):
    """The name for a workbook is not that of one."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"{target} cannot become a workbook: give the path of a file that ends in .xlsx.")


class ExportFailed(StewardError):
    """The system would not let the export be written."""

    def __init__(self, target: Path, reason: str) -> None:
        super().__init__(
            f"The export to {target} could not be written ({reason}), what was there before is unchanged: "
            "make room or give another place."
        )


def export(store: Store, target: Path, kind: Literal["csv", "xlsx"]) -> dict[str, int]:
    """Write every table of `store`, as it stands at one moment; how many rows each has comes back.

    `csv`: a folder with one `<table>.csv` each, in place of an earlier export there. `xlsx`: one workbook.
    Raises TargetTaken, NotAWorkbook, ExportFailed, and for a workbook TooManyRows and TextTooLong; NotAllowed where the
    store's actor may not take everything along.
    """
    require(store, "export everything")
    with _told(target), store.read() as connection:
        return _export_folder(connection, target) if kind == "csv" else _export_workbook(connection, target)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportFailed(target, error.strerror or str(error)) from error


def _export_folder(connection: Connection, folder: Path) -> dict[str, int]:
    names = [table.name for table in tables()]
    _refuse_foreign(folder, names)
    folder.mkdir(parents=True, exist_ok=True)
    finished = {folder / f"{name}.csv{UNFINISHED}": folder / f"{name}.csv" for name in names}
    with _moved_when_whole(finished):
        return {
            table.name: write_table(connection, table, unfinished)
            for table, unfinished in zip(tables(), finished, strict=True)
        }


def _refuse_foreign(folder: Path, names: list[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise TargetTaken(folder, "it is a file")
    ours = {f"{name}.csv{end}" for name in names for end in ("", UNFINISHED)}
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in ours) if folder.exists() else []
    if foreign:
        raise TargetTaken(folder, foreign[0])


def _export_workbook(connection: Connection, target: Path) -> dict[str, int]:
    if target.suffix.lower() != ".xlsx" or target.is_dir():
        raise NotAWorkbook(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    with _moved_when_whole({unfinished: target}):
        return write_workbook(connection, tables(), unfinished)


@contextmanager
def _moved_when_whole(places: dict[Path, Path]) -> Iterator[None]:
    """Move each file written to a key to its value after the block; where the block fails, take them away."""
    try:
        yield
        for unfinished, finished in places.items():
            os.replace(unfinished, finished)
    finally:
        for unfinished in places:
            unfinished.unlink(missing_ok=True)
