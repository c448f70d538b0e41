"""Rules that cap the band of an account, and the words of a factor as they stood."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "health_veto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("health_formula_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("limit_value", sa.Integer(), nullable=True),
        sa.Column("caps_at", sa.String(), nullable=False),
        sa.CheckConstraint("caps_at IN ('Amber', 'Red')", name=op.f("ck_health_veto_caps_at_in_list")),
        sa.CheckConstraint("limit_value >= 0", name=op.f("ck_health_veto_limit_value_not_negative")),
        sa.CheckConstraint(
            "rule IN ('sponsor silent', 'escalation open', 'notice given', 'invoice overdue')",
            name=op.f("ck_health_veto_rule_in_list"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_health_veto_batch_id")),
        sa.ForeignKeyConstraint(
            ["health_formula_id"], ["health_formula.id"], name=op.f("fk_health_veto_health_formula_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_veto")),
        sa.UniqueConstraint("health_formula_id", "rule", name=op.f("uq_health_veto_health_formula_id_rule")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_health_veto_source_source_id")),
    )
    op.create_index(op.f("ix_health_veto_batch_id"), "health_veto", ["batch_id"])
    op.create_index(op.f("ix_health_veto_health_formula_id"), "health_veto", ["health_formula_id"])
    op.add_column("health_snapshot_factor", sa.Column("words", sa.String(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("there is no way back: restore the copy made before the migration")
