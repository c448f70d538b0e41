"""The records of a delimited text with the line each begins on, and which delimiter a text is written with."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice

from lib.importing import limits
from lib.importing.raw_table import KnownHeaders, Record, find_header

# The comma last: of two delimiters that explain a file equally well it is the one that also occurs in text and numbers.
_DELIMITERS = ("\t", ";", "|", ",")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_RECORDS = 50
_END = "\ue000end of file\ue000"
_NUMBER = re.compile(r"\s*[-+]?[0-9][0-9.,:/\s-]*")
_DELIMITER_IN_TEXT = re.compile(r"[,;|\t](?! )")


def csv_records(name: str, text: str, delimiter: str) -> Iterator[Record]:
    """Each record with the line it begins on, line breaks in cells as "\\n"; raises CellTooLong and UnclosedQuote."""
    # A last line of our own: swallowed by the cell before it exactly when a quotation mark was left open.
    reader = csv.reader(chain(io.StringIO(text, newline=None), [_END]), delimiter=delimiter)
    begun, line, closed = 1, 1, False
    try:
        for record in reader:
            closed = record == [_END]
            if not closed:
                yield line, record
                begun, line = line, reader.line_num + 1
    except csv.Error as error:
        raise limits.CellTooLong(name, line) from error
    if not closed:
        raise limits.UnclosedQuote(name, begun)


def refuse_long_lines(name: str, text: str) -> None:
    """Raises LineTooLong before a parser has to hold such a line."""
    start = 0
    while len(text) - start > limits.MAX_LINE_CHARACTERS:
        window = (start, start + limits.MAX_LINE_CHARACTERS + 1)
        end = max(text.rfind("\n", *window), text.rfind("\r", *window))
        if end < 0:
            raise limits.LineTooLong(name, text.count("\n", 0, start) + 1)
        start = end + 1


def refuse_many_rows(name: str, text: str, delimiter: str) -> None:
    """Raises TooManyRows before the rows have to be held."""
    most = limits.MAX_ROWS + limits.HEADER_SEARCH_RECORDS
    if max(text.count("\n"), text.count("\r")) <= most:
        return
    # Only in quotation marks can lines end that are no rows: these are counted as they are read.
    if '"' not in text or sum(1 for _ in islice(csv_records(name, text, delimiter), most + 1)) > most:
        raise limits.TooManyRows(name)


def find_delimiter(text: str, known: KnownHeaders) -> str:
    """The delimiter under which a known header is found, else the one that explains most of the first records."""
    samples = {delimiter: _sample(text, delimiter) for delimiter in _DELIMITERS}
    for delimiter, records in samples.items():
        if find_header(records, known) is not None:
            return delimiter
    best = max(_DELIMITERS, key=lambda delimiter: _explained([cells for _, cells in samples[delimiter]]))
    return best if any(len(cells) > 1 for _, cells in samples[best]) else ","


def _sample(text: str, delimiter: str) -> list[Record]:
    records: list[Record] = []
    # A wrong delimiter, or the sample's end inside of a quoted cell: judged by the records before.
    with suppress(limits.UnreadableFile):
        records.extend(islice(csv_records("", text[:_SAMPLE_CHARACTERS], delimiter), _SAMPLE_RECORDS + 1))
    whole = records[:-1] if len(records) > 1 and len(text) > _SAMPLE_CHARACTERS else records[:_SAMPLE_RECORDS]
    return [record for record in whole if any(record[1])]


def _explained(records: list[list[str]]) -> tuple[float, int]:
    """Share of the records that have the most frequent number of cells, less where the first of them is no header."""
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    header = next(cells for cells in records if len(cells) == width)
    named = sum(map(_is_title, header)) / width
    return named * count / len(records), width if len(records) == 1 else 0


def _is_title(cell: str) -> bool:
    return bool(cell.strip()) and not _NUMBER.fullmatch(cell) and not _DELIMITER_IN_TEXT.search(cell)
