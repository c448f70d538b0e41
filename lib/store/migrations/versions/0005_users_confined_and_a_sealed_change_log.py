"""Users confined to some accounts, and a change log that nobody can alter unseen."""

from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from lib.store.chain import SEALED, digest

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUSAL = "the change log is never changed"
AT_ONCE = 10_000


def upgrade() -> None:
    with op.batch_alter_table("app_user") as table:
        table.add_column(sa.Column("confined", sa.Boolean(), nullable=False, server_default=sa.false()))
    _user_accounts()
    op.add_column("change_log", sa.Column("digest", sa.String(), nullable=False, server_default=""))
    _seal(op.get_bind())
    _refuse_changes(op.get_bind().dialect.name)


def _user_accounts() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_user_account_account_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_user_account_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("user_id", "account_id", name=op.f("uq_user_account_user_id_account_id")),
    )
    for column in ("user_id", "account_id"):
        op.create_index(op.f(f"ix_user_account_{column}"), "user_account", [column])


def _seal(connection: sa.Connection) -> None:
    """Seal what was written so far; the digests of later lines stand on these."""
    kinds = {"id": sa.Integer(), "at": sa.DateTime(), "row_id": sa.Integer(), "batch_id": sa.Integer()}
    log = sa.table("change_log", *(sa.column(n, kinds.get(n, sa.String())) for n in ("id", "digest", *SEALED)))
    write = sa.update(log).where(log.c.id == sa.bindparam("line")).values(digest=sa.bindparam("sealed"))
    before, sealed = "", list[dict[str, Any]]()
    for row in connection.execute(sa.select(log).order_by(log.c.id)).mappings().all():
        line = {name: row[name] for name in SEALED}
        line["at"] = row["at"].replace(tzinfo=UTC)
        before = digest(before, line)
        sealed.append({"line": row["id"], "sealed": before})
    for start in range(0, len(sealed), AT_ONCE):
        connection.execute(write, sealed[start : start + AT_ONCE])


def _refuse_changes(dialect: str) -> None:
    if dialect == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER change_log_refuses_{what.lower()} BEFORE {what} ON change_log "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION change_log_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER change_log_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION change_log_refuses()"
    )
