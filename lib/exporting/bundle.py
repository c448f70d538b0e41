"""An export as one download: the CSV files in a ZIP, or the workbook."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Literal

from lib.exporting.writing import export
from lib.store.engine import Store


def bundle(store: Store, kind: Literal["csv", "xlsx"]) -> bytes:
    """Every table of the store: a ZIP of CSV files, or an XLSX workbook."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / ("steward.xlsx" if kind == "xlsx" else "steward")
        export(store, target, kind)
        return target.read_bytes() if kind == "xlsx" else _zipped(target)


def _zipped(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return made.getvalue()
