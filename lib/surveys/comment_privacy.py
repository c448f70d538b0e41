"""Likely names, mail addresses and phone numbers in what somebody wrote: found, and put out of sight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NAME, MAIL, PHONE = "[name]", "[mail]", "[phone]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Seven digits or more, as they are parted in phone numbers; years, amounts and dates have fewer in a row.
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Herr|Frau|Mme|M)\.?\s+(?=[^\W\d_a-z])")
_SHORT = 3  # parts of names with fewer letters are words too often


@dataclass(frozen=True)
class Known:
    """Names that may stand in a text: `whole` ones by their parts in small letters, and single `parts` as written."""

    whole: frozenset[tuple[str, ...]]
    parts: frozenset[str]


def known(names: Iterable[str]) -> Known:
    """From names of contacts and colleagues."""
    split = [_WORD.findall(name) for name in names]
    parts = frozenset(part for each in split for part in each if len(part) >= _SHORT and part[0].isupper())
    return Known(frozenset(tuple(part.casefold() for part in each) for each in split if len(each) > 1), parts)


def masked(text: str, names: Known) -> str:
    """The text with [name], [mail] and [phone] where it likely holds one.

    A part of a name counts where it is written as a name is, with a capital; a whole name however it is written. A word
    that is also a name is lost rather than a name shown.
    """
    text = _PHONE.sub(PHONE, _MAIL.sub(MAIL, text))
    found = list(_WORD.finditer(text))
    hidden = _in_whole(found, names) | {at for at, word in enumerate(found) if word.group() in names.parts}
    hidden |= _after_titles(text, found)
    hidden -= {
        at for at, word in enumerate(found) if text[max(0, word.start() - 1) : word.end() + 1] in (NAME, MAIL, PHONE)
    }
    for at in sorted(hidden, reverse=True):
        text = text[: found[at].start()] + NAME + text[found[at].end() :]
    return re.sub(r"\[name\](?:\s+\[name\])+", NAME, text)


def names_somebody(text: str, names: Known) -> bool:
    """Whether a text likely holds a name, a mail address or a phone number."""
    return masked(text, names) != text


def _in_whole(found: list["re.Match[str]"], names: Known) -> set[int]:
    words = [word.group().casefold() for word in found]
    longest = max((len(whole) for whole in names.whole), default=0)
    return {
        at + step
        for size in range(2, longest + 1)
        for at in range(len(words) - size + 1)
        if tuple(words[at : at + size]) in names.whole
        for step in range(size)
    }


def _after_titles(text: str, found: list["re.Match[str]"]) -> set[int]:
    ends = {title.end() for title in _TITLED.finditer(text)}
    return {at for at, word in enumerate(found) if word.start() in ends}
