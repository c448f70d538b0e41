"""The promise above question 1: the one of each mode, and what a mode may not promise (R18)."""

import re
import unicodedata
from datetime import date

from lib.respond.wave import Wave, promise_of

MOST_LETTERS = 300
_ANONYMOUS = re.compile(r"anon[yi]m")
# Words by which an attributed survey would say, without that word, that answers lead to nobody.
_HIDDEN = re.compile(
    r"\b(?:nobody|no one|no-one)\b(?! (?:but|except|else|outside)\b)"
    r".{0,30}\b(?:see|know|learn|tell)s? (?:who|your name)\b"
    r"|\bwithout (?:your|any|a) names?\b"
    r"|(?:\b(?:not|never|cannot)\b|n't\b).{0,20}\b(?:linked|traced|tied|connected) (?:back )?to you\b"
    r"|(?:\b(?:not|never|cannot)\b|n't\b).{0,20}\b(?:see|learn|know|show|store|keep) (?:who|your name)\b"
)
# Words by which an anonymous survey would say that somebody reads who wrote what.
_SEEN = re.compile(
    r"\b(?:carry|carries|with|under|beside|(?:show|see|read|know|learn|keep|store)s?) (?:[a-z]+ )?your names?\b"
    r"|\b(?:sees?|knows?|learns?|told) (?:who|what you|it was you)\b"
    r"|\bnames? (?:is|are|will be) (?:seen|shown|read|known)\b"
    r"|\b(?:call|write to|get back to|contact) you\b|\battributed\b"
)
_DENIED = re.compile(r"\b(?:nobody|no one|no-one|none|never|nor|not|cannot|without|only if you|if you)\b|n't\b")
_GROUPS = re.compile(
    r"\bgroups? of (?:at least )?(\w+)"
    r"|\b(?:at least|fewer than|less than) (\w+) (?:people|persons|answers|others|clients)\b"
)
_NUMBERS = {word: number for number, word in enumerate(
    ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 3)
}  # fmt: skip


def promise_said(mode: str, promise: str | None, least_group: int, firm: str) -> str:
    """The sentence a client reads: the survey's own, or the one of its mode where none was written."""
    wave = Wave(code="", title="", firm=firm, mode=mode, closes_on=date.max, promise=promise or "", k=least_group)
    return promise_of(wave)


def promise_fault(mode: str, promise: str, least_group: int) -> str | None:
    """Why a survey of this mode may not promise this; None where it may."""
    text = _plain(promise)
    if len(promise) > MOST_LETTERS:
        return f"is longer than {MOST_LETTERS} letters: one sentence is read, a paragraph is not."
    if mode == "attributed" and _ANONYMOUS.search(text):
        return "says anonymous, and the answers carry a name: take the word out, or make the survey anonymous."
    if mode == "attributed" and _HIDDEN.search(text):
        return "says that nobody sees who answered, and the answers carry a name: say who reads them."
    if mode == "anonymous" and _names_are_seen(text):
        return "says that names are seen, and in an anonymous survey nobody sees them: take that out."
    if mode == "anonymous" and (promised := _largest_group(text)) > least_group:
        return f"speaks of groups of {promised}, and results are shown from {least_group} people on: keep what it says."
    return None


def _plain(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("’", "'").split())


def _names_are_seen(text: str) -> bool:
    """Clause by clause: "nobody sees your name" is no such promise."""
    clauses = re.split(r"[.;:!?]|, (?:and|but) | but ", text)
    return any(_SEEN.search(clause) and not _DENIED.search(clause) for clause in clauses)


def _largest_group(text: str) -> int:
    said = [first or second for first, second in _GROUPS.findall(text)]
    return max((int(word) if word.isdecimal() else _NUMBERS.get(word, 0) for word in said), default=0)
