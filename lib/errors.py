"""The errors Steward tells a person: one base, one subclass a case, each holding its own sentence."""

from collections.abc import Mapping
from typing import Any


class StewardError(Exception):
    """An error told to a person in one sentence that says what to do."""


class NotFound(StewardError):
    """A record that somebody asked for is not in the store."""

    def __init__(self, table: str, row_id: int) -> None:
        super().__init__(f"The {words(table)} with number {row_id} is no longer there: reload the page.")


class RefusedValue(StewardError):
    """A value that a record may not hold; `field` says where to show the sentence."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{words(field).capitalize()}: {reason}")

    def beside(self, label: str) -> str:
        """The sentence with the name that the field has on the screen."""
        return f"{label}: {self.reason}"


class StaleEdit(StewardError):
    """Two people edited one record: carries both sides of every field either of them changed.

    `shown` is what the form was filled with, `mine` what this person wants, `theirs` what the store holds now;
    `version` is the one to save with after choosing. Nothing was written.
    """

    def __init__(
        self, table: str, version: int, shown: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any],
        who: str,
    ) -> None:  # fmt: skip
        self.table, self.version, self.who = table, version, who
        self.shown, self.mine, self.theirs = dict(shown), dict(mine), dict(theirs)
        fields = ", ".join(words(name) for name in theirs) or "this record"
        super().__init__(
            f"{who} changed this {words(table)} while you were editing ({fields}): choose below what to keep."
        )


def words(name: str) -> str:
    """A column or table name as a person reads it: `client_since` → "client since"."""
    return name.removesuffix("_cents").removesuffix("_id").replace("_", " ")
