"""The words of a message: an invitation or a reminder to one person, in plain text."""

import re
import textwrap
from dataclasses import dataclass
from datetime import date

from lib import format as fmt

WIDTH = 72
# Deliberately narrow: what fits neither mail server nor list is refused before it is tried.
_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\]+\.[^@\s<>()\[\],;:\"\\.]+")


@dataclass(frozen=True)
class Letter:
    """What all messages of a wave say: who asks what, the promise, how long it takes (seconds) and until when."""

    firm: str
    title: str
    promise: str
    seconds: int
    last_day: date
    anonymous: bool
    own_words: str = ""


@dataclass(frozen=True)
class Mail:
    """One message to one person."""

    to: str
    subject: str
    body: str


def is_address(text: str | None) -> bool:
    """Whether a message can be sent there: one address and nothing else."""
    return bool(text) and len(text or "") <= 254 and _ADDRESS.fullmatch(text or "") is not None


def subject_of(letter: Letter) -> str:
    """The subject of the first message; a reminder names it."""
    return _line(f"{letter.firm}: {letter.title}, your view in {_time(letter.seconds)}")


def invitation(letter: Letter, to: str, name: str, link: str) -> Mail:
    """The first message, with the person's own link."""
    whose = "; nobody can tell which answers came by it" if letter.anonymous else " and is yours: do not pass it on"
    parts = [
        f"Dear {_line(name)},",
        *([letter.own_words.strip()] if letter.own_words.strip() else []),
        f"{letter.firm} asks for your view. It takes about {_time(letter.seconds)}:",
        link,
        f"It works once{whose}. Last day: {fmt.day(letter.last_day)}.",
        letter.promise,
        *_closing(letter),
    ]
    return Mail(to, subject_of(letter), _text(parts))


def reminder(letter: Letter, to: str, name: str, link: str | None, first_on: date) -> Mail:
    """A later message: with a new link for the same answer, or, of an anonymous wave, with none."""
    if link is None:
        asks = [
            f"on {fmt.day(first_on)} we sent you a link to “{letter.title}”. Your answers are anonymous, so we cannot "
            "tell who has answered and write to everybody: if you have, thank you.",
            f"If not, the link in that message still works until {fmt.day(letter.last_day)}; its subject is "
            f"“{subject_of(letter)}”. It takes about {_time(letter.seconds)}.",
        ]
    else:
        asks = [
            f"on {fmt.day(first_on)} we asked for your view and have no answer yet. It takes about "
            f"{_time(letter.seconds)}:",
            link,
            f"Either link works, once. Last day: {fmt.day(letter.last_day)}.",
        ]
    own = [letter.own_words.strip()] if letter.own_words.strip() else []
    parts = [f"Dear {_line(name)},", *own, *asks, letter.promise, *_closing(letter)]
    return Mail(to, _line(f"Reminder: {letter.title}, until {fmt.day(letter.last_day)}"), _text(parts))


def _closing(letter: Letter) -> list[str]:
    return ["If you do not wish to be asked again, please reply and say so.", f"Thank you,\n{_line(letter.firm)}"]


def _time(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    return fmt.counted(minutes, "minute")


def _line(text: str) -> str:
    """On one line: a line break in a name must not begin a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _text(parts: list[str]) -> str:
    wrapped = ["\n".join(_wrapped(line) for line in part.splitlines()) for part in parts]
    return "\n\n".join(wrapped) + "\n"


def _wrapped(line: str) -> str:
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
