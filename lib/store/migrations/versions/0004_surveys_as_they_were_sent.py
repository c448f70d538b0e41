"""What a survey froze, who was invited as what, calls owed by a due time, tags on comments, answers of who left."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CUTS = ("segment", "region", "manager")


def upgrade() -> None:
    _surveys()
    _questions_and_waves()
    _people_asked()
    _calls_owed()
    _tags()
    _exits()


def _surveys() -> None:
    with op.batch_alter_table("survey") as table:
        table.add_column(sa.Column("least_group", sa.Integer(), nullable=False, server_default="5"))
        table.add_column(sa.Column("frozen_at", sa.DateTime(), nullable=True))
        table.create_check_constraint(op.f("ck_survey_least_group_from_3"), "least_group >= 3")
    # Whatever was sent before this version is as frozen as what will be sent.
    op.execute(
        "UPDATE survey SET frozen_at = recorded_at WHERE id IN (SELECT survey_wave.survey_id FROM survey_wave "
        "JOIN survey_invitation ON survey_invitation.survey_wave_id = survey_wave.id "
        "WHERE survey_invitation.state <> 'listed')"
    )


def _questions_and_waves() -> None:
    for name in ("low_words", "high_words", "missing_codes", "not_applicable_codes"):
        op.add_column("survey_question", sa.Column(name, sa.String(), nullable=True))
    op.add_column("survey_question", sa.Column("may_not_apply", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("survey_wave") as table:
        table.add_column(sa.Column("code", sa.String(), nullable=True))
        table.create_unique_constraint(op.f("uq_survey_wave_code"), ["code"])


def _people_asked() -> None:
    with op.batch_alter_table("survey_invitation") as table:
        for name in ("role", *CUTS, "trouble"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        _linked(table, "survey_invitation", "account")
    with op.batch_alter_table("survey_response") as table:
        table.add_column(sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.true()))
        for name in CUTS:
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        _linked(table, "survey_response", "person")


def _calls_owed() -> None:
    with op.batch_alter_table("survey_follow_up") as table:
        table.add_column(sa.Column("reason", sa.String(), nullable=False, server_default="low score"))
        table.add_column(sa.Column("name", sa.String(), nullable=True))
        table.add_column(sa.Column("due_at", sa.DateTime(), nullable=True))
        table.create_check_constraint(
            op.f("ck_survey_follow_up_reason_in_list"), "reason IN ('low score', 'asked for contact')"
        )
        _linked(table, "survey_follow_up", "survey_wave")


def _tags() -> None:
    with op.batch_alter_table("comment_tag") as table:
        table.alter_column("survey_answer_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("anonymous_key", sa.String(), nullable=True))
        table.add_column(sa.Column("rejected", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(op.f("fk_comment_tag_anonymous_key"), "anonymous_answer", ["anonymous_key"], ["key"])
        table.create_unique_constraint(op.f("uq_comment_tag_anonymous_key_tag"), ["anonymous_key", "tag"])
        table.create_check_constraint(
            op.f("ck_comment_tag_one_comment"), "(survey_answer_id IS NULL) <> (anonymous_key IS NULL)"
        )


def _exits() -> None:
    with op.batch_alter_table("exit_interview") as table:
        for name in ("would_change", "would_return", "would_refer"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        for name in ("would_return", "would_refer"):
            table.create_check_constraint(
                op.f(f"ck_exit_interview_{name}_in_list"), f"{name} IN ('yes', 'perhaps', 'no')"
            )


def _linked(table: Any, name: str, to: str) -> None:
    table.add_column(sa.Column(f"{to}_id", sa.Integer(), nullable=True))
    table.create_foreign_key(op.f(f"fk_{name}_{to}_id"), to, [f"{to}_id"], ["id"])
    table.create_index(op.f(f"ix_{name}_{to}_id"), [f"{to}_id"])


def downgrade() -> None:
    raise RuntimeError("there is no way back: restore the copy made before the migration")
