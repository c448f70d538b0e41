"""The store's own tables: who may write, what was written, imports, settings."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from lib.store.actors import ROLES
from lib.store.base import Base, UtcDateTime, link, not_negative, now, one_of

ISSUE_KINDS = ("refused", "match")
ISSUE_STATES = ("open", "accepted", "created", "dismissed")


class AppUser(Base, table=True):
    """One row per person who may sign in; `not_before` ends every session begun earlier.

    `confined`: sees and changes only the accounts in `user_account`.
    """

    __table_args__ = (one_of("role", ROLES), UniqueConstraint("name"), UniqueConstraint("email"))
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(nullable=False)
    email: str | None = None
    role: str = Field(default="editor", nullable=False)
    person_id: int | None = link("person", needed=False)
    active: bool = Field(default=True, nullable=False)
    confined: bool = Field(default=False, nullable=False)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)


class UserAccount(Base, table=True):
    """One row per account that a confined user may see."""

    __table_args__ = (UniqueConstraint("user_id", "account_id"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = link("app_user")
    account_id: int = link("account")


class Setting(Base, table=True):
    """One row per setting and day it took effect; the newest row not after a date is the one in force then."""

    __table_args__ = (UniqueConstraint("name", "starts_on"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(nullable=False)
    value: str = Field(nullable=False)
    starts_on: date = Field(nullable=False)
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)


class ChangeLog(Base, table=True):
    """One row per changed field, or per inserted or removed set of rows: who, when, which action, old → new.

    For a set (an import), `row_id` is empty and `new` says how many rows. Rows are never changed or removed: triggers
    refuse it, and `digest` seals each line together with all before it (see `chain`).
    """

    __table_args__ = (one_of("kind", ("added", "changed", "removed")),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False, index=True)
    who: str = Field(nullable=False)
    action: str = Field(nullable=False)
    kind: str = Field(nullable=False)
    table_name: str = Field(nullable=False, index=True)
    row_id: int | None = Field(default=None, index=True)
    field: str | None = None
    old: str | None = None
    new: str | None = None
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    digest: str = Field(default="", nullable=False)


class ChangeCounter(Base, table=True):
    """One row per subject: raised in the same transaction as any write to its tables; the key of every cache."""

    subject: str = Field(primary_key=True)
    count: int = Field(default=0, nullable=False)


class ActionToken(Base, table=True):
    """One row per form that was submitted: the same token never writes twice."""

    token: str = Field(primary_key=True)
    action: str = Field(nullable=False)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)
    result: int | None = None


class ImportBatch(Base, table=True):
    """One row per import that was applied; `undone_at` when it was taken back. Counts are rows of the files."""

    __table_args__ = not_negative("rows_new", "rows_changed", "rows_same", "rows_refused")
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)
    who: str = Field(nullable=False)
    mapping: str = Field(nullable=False)
    files: str = Field(nullable=False)
    sha256: str = Field(nullable=False)
    rows_new: int = Field(default=0, nullable=False)
    rows_changed: int = Field(default=0, nullable=False)
    rows_same: int = Field(default=0, nullable=False)
    rows_refused: int = Field(default=0, nullable=False)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str | None = None


class ImportIssue(Base, table=True):
    """One row per thing an import could not settle alone, kept until a person does.

    `refused`: a row of a file left out, with line, column, value and reason. `match`: the row was taken but its
    `field` names something unknown (`given`) and is empty in the store, with the nearest known record proposed.
    """

    __table_args__ = (one_of("kind", ISSUE_KINDS), one_of("state", ISSUE_STATES))
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = link("import_batch")
    kind: str = Field(nullable=False)
    state: str = Field(default="open", nullable=False, index=True)
    file: str | None = None
    line: int | None = None
    table_name: str | None = Field(default=None, index=True)
    row_id: int | None = Field(default=None, index=True)
    field: str | None = None
    given: str | None = None
    reason: str | None = None
    proposed_table: str | None = None
    proposed_id: int | None = None


class NameAlias(Base, table=True):
    """One row per other name a person accepted for a record: "GTXPro" means the service "GTX Pro".

    Also one per number that another tool has for it: `table_name` is then the table and the tool, `account@hubspot`.
    """

    __table_args__ = (UniqueConstraint("table_name", "given"),)
    id: int | None = Field(default=None, primary_key=True)
    table_name: str = Field(nullable=False)
    given: str = Field(nullable=False)
    row_id: int = Field(nullable=False)
    accepted_by: str = Field(nullable=False)
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
