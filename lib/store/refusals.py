"""The database's refusals in a person's words."""

import re
from collections.abc import Iterable

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError

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
        reason = plain_reason(error)
        super().__init__(f"The store could not be used ({reason}): {_advice(_told(error, 'sqlstate'), reason)}.")


def plain_reason(error: DBAPIError) -> str:
    """What the database said, in one line; the lines a server adds hold the values of a row."""
    said = _told(error, "message_primary") or str(error.orig)
    first = said.strip().split("\n")[0]
    return first.rsplit("FATAL:", 1)[-1].removeprefix("connection failed: ").strip()


def _told(error: DBAPIError, name: str) -> str:
    """What a server tells apart of an error (a code, a constraint); "" from SQLite, and where it tells nothing."""
    return str(getattr(getattr(error.orig, "diag", None), name, None) or "")


# What to do, by words of the database, which a server may say in its own language, or by the code it gives besides.
_ADVICE = {
    r"malformed|decode to UTF-8": "it is damaged, stop Steward and put a sound copy in its place",
    r"locked|^55P03|^40": "another program is writing into it, try again when that is done",
    r"full|^53100": "make room on the disk",
    r"disk I/O": "the disk could not be read or written, see whether it is full or broken",
    r"unable to open": "see that its folder is there and that you may read and write in it",
    r"readonly|^25006|^42501": "ask for the right to write there",
    r"^28|password|pg_hba|role .* does not exist": "see the user and the password in STEWARD_DATABASE_URL",
    r"^3D000|database .* does not exist": "make the database first (`createdb`), or see its name",
    r"^53300|connection slots|too many clients": "the server has no connection left to give, try again in a minute",
    r"^57P|starting up|shutting down": "the server is starting or stopping, try again in a minute",
    r"^57014|^25P0": "it took longer than it may, choose less at once and try again",
    r"^08|connection|resolve host": "see that the server runs and that STEWARD_DATABASE_URL names it",
}


def _advice(code: str, reason: str) -> str:
    said = f"{code} {reason}".strip()
    found = (words for mark, words in _ADVICE.items() if re.search(mark, said))
    return next(found, "`python manage.py check` says more")


def in_words(error: DBAPIError) -> StewardError:
    """The sentence for a broken rule of the store; names the field where the rule has one."""
    text = str(error.orig)
    if found := re.search(r"CHECK constraint failed: (ck_\w+)", text):
        return _check(found[1])
    if found := re.search(r"NOT NULL constraint failed: \w+\.(\w+)", text):
        return RefusedValue(found[1], "must be filled in.")
    if found := re.search(r"UNIQUE constraint failed: (.+)", text):
        return AlreadyThere(_listed(name.split(".")[-1] for name in found[1].split(", ")))
    if "FOREIGN KEY" in text:
        return LinkBroken()
    return _of_server(error)


def _of_server(error: DBAPIError) -> StewardError:
    """The same, from PostgreSQL's codes: it says its sentences in the language it was set up in."""
    code, name = _told(error, "sqlstate"), _told(error, "constraint_name")
    if code == "23514":
        return _check(name)
    if code == "23502":
        return RefusedValue(_told(error, "column_name"), "must be filled in.")
    if code == "23505":
        return AlreadyThere(_unique(_told(error, "table_name"), name))
    if code == "23503":
        return LinkBroken()
    return StewardError(f"The store refused this: {plain_reason(error)}.")


def _unique(table: str, name: str) -> str:
    rules = Base.metadata.tables[table].constraints if table in Base.metadata.tables else ()
    columns = next(
        (
            rule.columns.keys()
            for rule in rules
            if isinstance(rule, UniqueConstraint | PrimaryKeyConstraint) and rule.name == name
        ),
        (),
    )
    return _listed(columns) or "number"


def _listed(columns: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(words(name) for name in columns))


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
