"""What a file to be read may be at most, and the sentences told about a file that cannot be read."""

from collections.abc import Sequence

from lib.errors import StewardError

MAX_FILE_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 50 * 2**20
MAX_ARCHIVE_MEMBERS = 200
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
MAX_CELLS = 20_000_000
# Of all sheets of a workbook together, empty ones between others too: its parser holds every one of them.
MAX_WORKBOOK_CELLS = 2_000_000
MAX_WORKBOOK_CHARACTERS = 20_000_000
# A cell is written with four signs "<", one with a formula with six.
MAX_WORKBOOK_MARKS = 5 * MAX_WORKBOOK_CELLS
MAX_CELL_CHARACTERS = 32_767
MAX_LINE_CHARACTERS = 1_000_000
# What the process that parses a workbook may take.
MAX_PARSER_BYTES = 2**30
MAX_PARSER_SECONDS = 10
HEADER_SEARCH_RECORDS = 20


class UnreadableFile(StewardError):
    """A file from which no table can be read; each case below says why and what to do."""


class MissingFile(UnreadableFile):
    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} cannot be opened ({reason}): check the path and that you may read the file.")


class UnknownFileType(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not a CSV, TSV, TXT or XLSX file: save it as one of these and import that.")


class MislabelledFile(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a packed file (a workbook?) that is named as text: rename it to .xlsx.")


class EmptyFile(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds no rows, not even a header: export it again from the tool it comes from.")


class FileTooLarge(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is larger than {MAX_FILE_BYTES // 2**20} MiB: export a shorter period or fewer columns."
        )


class TooManyRows(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has more than {MAX_ROWS:,} rows: export it in parts and import one after the other.")


class TooManyColumns(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has more than {MAX_COLUMNS} columns: export only the columns you need.")


class TooManyCells(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has more than {MAX_CELLS:,} cells: export fewer columns or a shorter period.")


class WorkbookTooLarge(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has more than {MAX_WORKBOOK_CELLS:,} cells: delete cells that stand far outside of the table, "
            "or save it as CSV."
        )


class TooMuchText(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds more than {MAX_WORKBOOK_CHARACTERS // 10**6} million characters: "
            "export fewer columns or rows."
        )


class NeedsMuchMemory(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} needs more than {MAX_PARSER_BYTES // 2**20} MiB of memory to read: delete cells that stand far "
            "outside of the table, or save it as CSV."
        )


class TakesTooLong(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} takes longer than {MAX_PARSER_SECONDS} seconds to read: save it as CSV, or with fewer rows."
        )


class LineTooLong(UnreadableFile):
    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            f"Line {line:,} of {name} is longer than {MAX_LINE_CHARACTERS:,} characters: "
            "this is no table with one record a line, export it again as CSV."
        )


class CellTooLong(UnreadableFile):
    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            f"A cell of {name} in the record that begins on line {line:,} is far longer than "
            f"{MAX_CELL_CHARACTERS:,} characters: shorten it, or close a quotation mark that was left open there."
        )


class UnclosedQuote(UnreadableFile):
    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            f"A quotation mark in the record that begins on line {line:,} of {name} is never closed, "
            "so the rest of the file would be one cell: close it or export the file again."
        )


class NotText(UnreadableFile):
    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(
            f"Line {line:,} of {name} holds {what}, so it is not a text table: save it again as CSV UTF-8."
        )


class NotWorkbook(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not an XLSX workbook, or has a password: save it as .xlsx without a password.")


class DamagedWorkbook(UnreadableFile):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is damaged ({reason}): open it in a spreadsheet program and save it again as .xlsx.")


class ForbiddenContent(UnreadableFile):
    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} holds {what}, which is not read: save only the table, as .xlsx or CSV.")


class TooManyMembers(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} packs more than {MAX_ARCHIVE_MEMBERS} parts: save only the sheets with the table.")


class UnpacksTooLarge(UnreadableFile):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MiB: save it as CSV, or with fewer rows."
        )


class UnknownColumn(StewardError):
    """A table is asked for a column which its header does not have."""

    def __init__(self, table: str, column: str, header: Sequence[str]) -> None:
        present = ", ".join(name for name in header if name) or "none"
        super().__init__(f'{table} has no column "{column}"; its columns are: {present}.')
