"""Which encoding the bytes of a text file are in, and their text."""

import codecs

from charset_normalizer import from_bytes

from lib.importing import limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NON_LATIN = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp932", "gb18030", "big5", "cp949"]
_SAMPLE_BYTES = 2**16
_SCRIPT_BYTES = bytes(range(3, 7))
_ASCII = bytes(range(128))
_NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def decode(name: str, content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    A byte order mark decides; then valid UTF-8; then a script other than Latin where most letters are not ASCII;
    then cp1252, or Latin-1 where a byte is undefined in cp1252. Raises NotText on NUL characters.
    """
    text, encoding = _by_mark(name, content) or _utf16_without_mark(content) or _utf8(content) or _legacy(content)
    position = text.find("\0")
    if position >= 0:
        raise limits.NotText(name, text.count("\n", 0, position) + 1, "a NUL character")
    return text.lstrip("\ufeff"), encoding


def _by_mark(name: str, content: bytes) -> tuple[str, str] | None:
    for mark, codec, label in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(codec), label
            except UnicodeDecodeError as error:
                line = content.count(b"\n", 0, len(mark) + error.start) + 1
                raise limits.NotText(name, line, f"bytes that are not {label}") from error
    return None


def _utf16_without_mark(content: bytes) -> tuple[str, str] | None:
    sample = content[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Half of the bytes of Latin text are zero. In Greek, Cyrillic, Hebrew and Arabic at least one of each delimiter,
    # digit and line end is, and every letter has a byte that no other text has.
    zeros = max(even, odd) / (len(sample) or 1)
    script = len(sample.translate(None, _SCRIPT_BYTES)) < len(sample)
    if min(even, odd) * 20 > max(even, odd) or zeros < (0.03 if script else 0.35):
        return None
    try:
        return content.decode("utf-16-le" if odd > even else "utf-16-be"), "UTF-16"
    except UnicodeDecodeError:
        return None


def _utf8(content: bytes) -> tuple[str, str] | None:
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return None


def _legacy(content: bytes) -> tuple[str, str]:
    guess = _non_latin_codec(content[:_SAMPLE_BYTES])
    for codec in filter(None, (guess, "cp1252")):
        try:
            return content.decode(codec), codec
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "Latin-1"


def _non_latin_codec(sample: bytes) -> str | None:
    """The likeliest encoding of text in another script; Western text, where few letters are accented, has none."""
    foreign = len(sample.translate(None, _ASCII))
    letters = len(sample.translate(None, _NOT_LETTERS))
    if foreign < 40 or foreign * 2 < letters:
        return None
    best = from_bytes(sample[: sample.rfind(b"\n") + 1] or sample, cp_isolation=_NON_LATIN).best()
    return best.encoding if best else None
