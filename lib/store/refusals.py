"""The database's refusals in a person's words."""

import re

from sqlalchemy.exc import DBAPIError, IntegrityError

from lib.errors import RefusedValue, StewardError, words
from lib.store.base import Base


class AlreadyThere(StewardError):
    """A record that must be unique exists."""

    def __init__(self, columns: str) -> None:
        super().__init__(f"There is already a record with this {columns}: change it, or open the existing one.")


class LinkBroken(StewardError):
    """A link points at nothing, or something that others point at would go."""

    def __init__(self) -> None:
        super().__init__("Other records are linked to this one, or it links to one that is gone: remove those first.")


class StoreFailed(StewardError):
    """The database could not do its work: damaged, in use, without room."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(f"The store could not be used ({error.orig}): {_advice(str(error.orig))}.")


def _advice(reason: str) -> str:
    known = {
        "malformed": "it is damaged, stop Steward and put a sound copy in its place",
        "locked": "another program is writing into it, try again when that is done",
        "full": "make room on the disk",
        "readonly": "ask for the right to write there",
    }
    return next((words for mark, words in known.items() if mark in reason), "`python manage.py check` says more")


def in_words(error: IntegrityError) -> StewardError:
    """The sentence for a broken rule of the store; names the field where the rule has one."""
    text = str(error.orig)
    if found := re.search(r"(?:CHECK constraint failed: |check constraint \")(ck_\w+)", text):
        return _check(found[1])
    if found := re.search(r"NOT NULL constraint failed: \w+\.(\w+)|null value in column \"(\w+)\"", text):
        return RefusedValue(found[1] or found[2], "must be filled in.")
    if found := re.search(r"UNIQUE constraint failed: (.+)", text):
        columns = dict.fromkeys(words(name.split(".")[-1]) for name in found[1].split(", "))
        return AlreadyThere(" and ".join(columns))
    if found := re.search(r"unique constraint \"uq_(\w+)\"", text):
        return AlreadyThere(words(found[1]))
    if "FOREIGN KEY" in text or "foreign key" in text:
        return LinkBroken()
    return StewardError(f"The store refused this: {text}.")


def _check(name: str) -> RefusedValue:
    rules = {
        r"(\w+)_not_negative": "cannot be below zero.",
        r"(\w+)_in_list": "is not in the list.",
        r"(\w+)_not_before_(\w+)": "cannot be before {1}.",
        r"(\w+)_is_a_share": "must be between 0 and 1.",
        r"(\w+)_positive": "must be above zero.",
        r"(\w+)_fit_a_(\w+)": "must be between zero and the length of a {1}.",
        r"(\w+)_is_another_(\w+)": "must be another {1}.",
        r"(\w+)_is_somebody_else": "must be somebody else.",
        r"(\w+)_is_written": "must be filled in.",
    }
    rule = _without_table(name)
    for pattern, sentence in rules.items():
        if found := re.fullmatch(pattern, rule):
            return RefusedValue(found[1], sentence.format(*[words(group) for group in found.groups()]))
    return RefusedValue(rule, "is a rule of the store that this record breaks.")


def _without_table(name: str) -> str:
    # ck_<table>_<rule>: the table's name may hold underscores itself, so try the longest known table first
    known = sorted((table for table in Base.metadata.tables), key=len, reverse=True)
    for table in known:
        if name.startswith(f"ck_{table}_"):
            return name.removeprefix(f"ck_{table}_")
    return name.removeprefix("ck_")
