"""Taking everything out again: every table as CSV files or as one workbook, safe to open in a spreadsheet."""

from lib.exporting.csv_files import frame_csv, template
from lib.exporting.writing import export

__all__ = ["export", "frame_csv", "template"]
