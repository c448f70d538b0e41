"""Where the survey form keeps its file; the form itself is a program of its own, in lib/respond."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.errors import StewardError
from lib.respond import exchange
from lib.respond.store import NoFile

DEFAULT_FILE = "data/respond.db"


class FormUnread(StewardError):
    """The system does not let the form's file be read or written, or it is the file of something else."""

    def __init__(self, form: Path, reason: str) -> None:
        super().__init__(
            f"{form.name}, the file of the survey form, cannot be used just now ({reason}): try again in a minute; "
            "if that does not help, see whether STEWARD_RESPOND_FILE names the right file."
        )


class AnswersMissing(StewardError):
    """Links of the wave went out and the survey form's file does not have it: its answers would be lost."""

    def __init__(self, form: Path) -> None:
        super().__init__(
            f"The answers of this wave are not in {form.name}, the file of the survey form: put the file that its "
            "links were offered in back in place (STEWARD_RESPOND_FILE), then try again."
        )


def form_file() -> Path:
    """The file that waves are offered in and answers are fetched from: STEWARD_RESPOND_FILE, or data/respond.db."""
    return Path(os.environ.get("STEWARD_RESPOND_FILE") or DEFAULT_FILE)


@contextmanager
def reading_form(form: Path) -> Iterator[None]:
    """What the form's file refuses, as FormUnread."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise FormUnread(form, str(error)) from error


def there(form: Path, code: str | None) -> bool:
    """Whether the form's file holds a wave, open or closed; raises what `reading_form` does."""
    if code is None:
        return False
    with reading_form(form):
        try:
            exchange.is_open(form, code)
        except (NoFile, exchange.NoSuchWave):
            return False
        return True


@contextmanager
def changing_form(form: Path, code: str | None) -> Iterator[None]:
    """The same as `reading_form`; AnswersMissing where links of `code` were offered already and are not in this file.

    Else a wave would be offered anew in another file, and the answers that the first one holds would be missed.
    """
    if code is not None and not there(form, code):
        raise AnswersMissing(form)
    with reading_form(form):
        yield
