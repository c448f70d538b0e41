"""Taking everything out again: every table as CSV files or as one workbook, safe to open in a spreadsheet."""
