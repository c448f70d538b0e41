"""Where the survey form keeps its file; the form itself is a program of its own, in lib/respond."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.errors import StewardError

DEFAULT_FILE = "data/respond.db"


class FormUnread(StewardError):
    """The system does not let the form's file be read or written, or it is the file of something else."""

    def __init__(self, form: Path, reason: str) -> None:
        super().__init__(
            f"{form.name}, the file of the survey form, cannot be used just now ({reason}): try again in a minute; "
            "if that does not help, see whether STEWARD_RESPOND_FILE names the right file."
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
