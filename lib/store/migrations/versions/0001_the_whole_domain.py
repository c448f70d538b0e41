"""The whole domain."""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('action_token',
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('result', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_action_token'))
    )
    op.create_table('change_counter',
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_change_counter'))
    )
    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('mapping', sa.String(), nullable=False),
    sa.Column('files', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('rows_new', sa.Integer(), nullable=False),
    sa.Column('rows_changed', sa.Integer(), nullable=False),
    sa.Column('rows_same', sa.Integer(), nullable=False),
    sa.Column('rows_refused', sa.Integer(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('undone_by', sa.String(), nullable=True),
    sa.CheckConstraint('rows_changed >= 0', name=op.f('ck_import_batch_rows_changed_not_negative')),
    sa.CheckConstraint('rows_new >= 0', name=op.f('ck_import_batch_rows_new_not_negative')),
    sa.CheckConstraint('rows_refused >= 0', name=op.f('ck_import_batch_rows_refused_not_negative')),
    sa.CheckConstraint('rows_same >= 0', name=op.f('ck_import_batch_rows_same_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    op.create_table('setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting')),
    sa.UniqueConstraint('name', 'starts_on', name=op.f('uq_setting_name_starts_on'))
    )
    op.create_table('allocation_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('ran_at', sa.DateTime(), nullable=False),
    sa.Column('from_week_on', sa.Date(), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('objective', sa.Float(), nullable=True),
    sa.Column('proved_gap', sa.Float(), nullable=True),
    sa.Column('settings', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_allocation_run_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_run')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_allocation_run_source_source_id'))
    )
    with op.batch_alter_table('allocation_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allocation_run_batch_id'), ['batch_id'], unique=False)

    op.create_table('change_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('table_name', sa.String(), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('old', sa.String(), nullable=True),
    sa.Column('new', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('added', 'changed', 'removed')", name=op.f('ck_change_log_kind_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_change_log_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_log'))
    )
    with op.batch_alter_table('change_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_log_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_log_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_log_row_id'), ['row_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_log_table_name'), ['table_name'], unique=False)

    op.create_table('figure_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('figure', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=True),
    sa.Column('low', sa.Float(), nullable=True),
    sa.Column('high', sa.Float(), nullable=True),
    sa.Column('base', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_figure_snapshot_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_snapshot')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_figure_snapshot_source_source_id')),
    sa.UniqueConstraint('taken_on', 'figure', 'scope', 'key', name=op.f('uq_figure_snapshot_taken_on_figure_scope_key'))
    )
    with op.batch_alter_table('figure_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_snapshot_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figure_snapshot_taken_on'), ['taken_on'], unique=False)

    op.create_table('health_formula',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('green_from', sa.Float(), nullable=False),
    sa.Column('red_below', sa.Float(), nullable=False),
    sa.Column('leave_red_from', sa.Float(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_health_formula_ends_before_not_before_starts_on')),
    sa.CheckConstraint('green_from >= red_below', name=op.f('ck_health_formula_green_from_not_before_red_below')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_health_formula_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_formula')),
    sa.UniqueConstraint('number', name=op.f('uq_health_formula_number')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_health_formula_source_source_id'))
    )
    with op.batch_alter_table('health_formula', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_health_formula_batch_id'), ['batch_id'], unique=False)

    op.create_table('import_issue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('table_name', sa.String(), nullable=True),
    sa.Column('row_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('given', sa.String(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('proposed_table', sa.String(), nullable=True),
    sa.Column('proposed_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('refused', 'match')", name=op.f('ck_import_issue_kind_in_list')),
    sa.CheckConstraint("state IN ('open', 'accepted', 'created', 'dismissed')", name=op.f('ck_import_issue_state_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_import_issue_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_issue'))
    )
    with op.batch_alter_table('import_issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_issue_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_issue_row_id'), ['row_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_issue_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_issue_table_name'), ['table_name'], unique=False)

    op.create_table('loss_reason',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_loss_reason_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loss_reason')),
    sa.UniqueConstraint('name', name=op.f('uq_loss_reason_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_loss_reason_source_source_id'))
    )
    with op.batch_alter_table('loss_reason', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loss_reason_batch_id'), ['batch_id'], unique=False)

    op.create_table('name_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(), nullable=False),
    sa.Column('given', sa.String(), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('accepted_by', sa.String(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_name_alias_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_alias')),
    sa.UniqueConstraint('table_name', 'given', name=op.f('uq_name_alias_table_name_given'))
    )
    with op.batch_alter_table('name_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_name_alias_batch_id'), ['batch_id'], unique=False)

    op.create_table('onboarding_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_onboarding_template_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_onboarding_template')),
    sa.UniqueConstraint('name', name=op.f('uq_onboarding_template_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_onboarding_template_source_source_id'))
    )
    with op.batch_alter_table('onboarding_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_onboarding_template_batch_id'), ['batch_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('office', sa.String(), nullable=True),
    sa.Column('country', sa.String(), nullable=True),
    sa.Column('region', sa.String(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.CheckConstraint("name <> ''", name=op.f('ck_person_name_is_written')),
    sa.CheckConstraint('left_on >= joined_on', name=op.f('ck_person_left_on_not_before_joined_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_person_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('name', name=op.f('uq_person_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_person_source_source_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_batch_id'), ['batch_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_review_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('held_on', name=op.f('uq_review_held_on')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_review_source_source_id'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_batch_id'), ['batch_id'], unique=False)

    op.create_table('role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('utilisation_target', sa.Float(), nullable=True),
    sa.CheckConstraint('utilisation_target BETWEEN 0 AND 1', name=op.f('ck_role_utilisation_target_is_a_share')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_role_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role')),
    sa.UniqueConstraint('name', name=op.f('uq_role_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_role_source_source_id'))
    )
    with op.batch_alter_table('role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_batch_id'), ['batch_id'], unique=False)

    op.create_table('sector',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_sector_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector')),
    sa.UniqueConstraint('name', name=op.f('uq_sector_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_sector_source_source_id'))
    )
    with op.batch_alter_table('sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sector_batch_id'), ['batch_id'], unique=False)

    op.create_table('service_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_line_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_line')),
    sa.UniqueConstraint('name', name=op.f('uq_service_line_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_line_source_source_id'))
    )
    with op.batch_alter_table('service_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_line_batch_id'), ['batch_id'], unique=False)

    op.create_table('skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_skill_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill')),
    sa.UniqueConstraint('name', name=op.f('uq_skill_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_skill_source_source_id'))
    )
    with op.batch_alter_table('skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_skill_batch_id'), ['batch_id'], unique=False)

    op.create_table('stage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('chance', sa.Float(), nullable=True),
    sa.CheckConstraint("kind IN ('open', 'won', 'lost')", name=op.f('ck_stage_kind_in_list')),
    sa.CheckConstraint('chance BETWEEN 0 AND 1', name=op.f('ck_stage_chance_is_a_share')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_stage_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage')),
    sa.UniqueConstraint('name', name=op.f('uq_stage_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_stage_source_source_id'))
    )
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_batch_id'), ['batch_id'], unique=False)

    op.create_table('survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('promise', sa.String(), nullable=True),
    sa.CheckConstraint("kind IN ('relationship', 'transactional')", name=op.f('ck_survey_kind_in_list')),
    sa.CheckConstraint("mode IN ('attributed', 'anonymous')", name=op.f('ck_survey_mode_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey')),
    sa.UniqueConstraint('name', name=op.f('uq_survey_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_source_source_id'))
    )
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_batch_id'), ['batch_id'], unique=False)

    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('minutes_per_day', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('leave', 'sickness', 'training', 'parental', 'other')", name=op.f('ck_absence_kind_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_absence_ends_before_not_before_starts_on')),
    sa.CheckConstraint('minutes_per_day >= 0', name=op.f('ck_absence_minutes_per_day_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_absence_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absence_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_absence_source_source_id'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_absence_person_id'), ['person_id'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('client_since', sa.Date(), nullable=True),
    sa.Column('website', sa.String(), nullable=True),
    sa.Column('location', sa.String(), nullable=True),
    sa.Column('founded_year', sa.Integer(), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('annual_revenue_cents', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.Column('archived_on', sa.Date(), nullable=True),
    sa.CheckConstraint("name <> ''", name=op.f('ck_account_name_is_written')),
    sa.CheckConstraint('annual_revenue_cents >= 0', name=op.f('ck_account_annual_revenue_cents_not_negative')),
    sa.CheckConstraint('employees >= 0', name=op.f('ck_account_employees_not_negative')),
    sa.CheckConstraint('founded_year BETWEEN 1000 AND 2200', name=op.f('ck_account_founded_year_is_a_year')),
    sa.CheckConstraint('parent_id <> id', name=op.f('ck_account_parent_is_another_account')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_account_batch_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['account.id'], name=op.f('fk_account_parent_id')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_account_sector_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('name', name=op.f('uq_account_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_account_source_source_id'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_sector_id'), ['sector_id'], unique=False)

    op.create_table('app_user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("role IN ('viewer', 'editor', 'lead', 'admin')", name=op.f('ck_app_user_role_in_list')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_app_user_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_app_user')),
    sa.UniqueConstraint('email', name=op.f('uq_app_user_email')),
    sa.UniqueConstraint('name', name=op.f('uq_app_user_name'))
    )
    with op.batch_alter_table('app_user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_app_user_person_id'), ['person_id'], unique=False)

    op.create_table('cost_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('cents_per_hour', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('cents_per_hour >= 0', name=op.f('ck_cost_rate_cents_per_hour_not_negative')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_cost_rate_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_cost_rate_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cost_rate_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_rate')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_cost_rate_source_source_id'))
    )
    with op.batch_alter_table('cost_rate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cost_rate_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cost_rate_person_id'), ['person_id'], unique=False)

    op.create_table('development_goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('set_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.CheckConstraint('due_on >= set_on', name=op.f('ck_development_goal_due_on_not_before_set_on')),
    sa.CheckConstraint('reached_on >= set_on', name=op.f('ck_development_goal_reached_on_not_before_set_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_development_goal_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_development_goal_person_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_development_goal_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_goal')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_development_goal_source_source_id'))
    )
    with op.batch_alter_table('development_goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_development_goal_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_development_goal_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_development_goal_skill_id'), ['skill_id'], unique=False)

    op.create_table('health_weight',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('health_formula_id', sa.Integer(), nullable=False),
    sa.Column('factor', sa.String(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('validity_days', sa.Integer(), nullable=False),
    sa.CheckConstraint("factor IN ('value', 'delivery', 'scope', 'breadth', 'cadence', 'survey', 'escalations', 'commercial')", name=op.f('ck_health_weight_factor_in_list')),
    sa.CheckConstraint('validity_days > 0', name=op.f('ck_health_weight_validity_days_positive')),
    sa.CheckConstraint('weight BETWEEN 1 AND 3', name=op.f('ck_health_weight_weight_1_to_3')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_health_weight_batch_id')),
    sa.ForeignKeyConstraint(['health_formula_id'], ['health_formula.id'], name=op.f('fk_health_weight_health_formula_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_weight')),
    sa.UniqueConstraint('health_formula_id', 'factor', name=op.f('uq_health_weight_health_formula_id_factor')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_health_weight_source_source_id'))
    )
    with op.batch_alter_table('health_weight', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_health_weight_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_health_weight_health_formula_id'), ['health_formula_id'], unique=False)

    op.create_table('level_expectation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.Column('duty', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.CheckConstraint("duty IN ('revenue growth', 'great work', 'client goals', 'agency resources', 'happy clients')", name=op.f('ck_level_expectation_duty_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_level_expectation_batch_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_level_expectation_role_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_level_expectation')),
    sa.UniqueConstraint('role_id', 'duty', name=op.f('uq_level_expectation_role_id_duty')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_level_expectation_source_source_id'))
    )
    with op.batch_alter_table('level_expectation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_level_expectation_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_level_expectation_role_id'), ['role_id'], unique=False)

    op.create_table('onboarding_template_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('onboarding_template_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('milestone', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('due_after_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('due_after_days >= 0', name=op.f('ck_onboarding_template_step_due_after_days_not_negative')),
    sa.CheckConstraint('position >= 0', name=op.f('ck_onboarding_template_step_position_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_onboarding_template_step_batch_id')),
    sa.ForeignKeyConstraint(['onboarding_template_id'], ['onboarding_template.id'], name=op.f('fk_onboarding_template_step_onboarding_template_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_onboarding_template_step')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_onboarding_template_step_source_source_id'))
    )
    with op.batch_alter_table('onboarding_template_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_onboarding_template_step_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_onboarding_template_step_onboarding_template_id'), ['onboarding_template_id'], unique=False)

    op.create_table('person_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_person_role_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_person_role_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_role_person_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_person_role_role_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_role')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_person_role_source_source_id'))
    )
    with op.batch_alter_table('person_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_role_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_role_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_role_role_id'), ['role_id'], unique=False)

    op.create_table('person_skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_person_skill_ends_before_not_before_starts_on')),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_person_skill_level_from_1_to_5')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_person_skill_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_skill_person_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_person_skill_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_skill')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_person_skill_source_source_id'))
    )
    with op.batch_alter_table('person_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_skill_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_skill_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_skill_skill_id'), ['skill_id'], unique=False)

    op.create_table('reporting_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('manager_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_reporting_line_ends_before_not_before_starts_on')),
    sa.CheckConstraint('person_id <> manager_id', name=op.f('ck_reporting_line_manager_is_somebody_else')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_reporting_line_batch_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['person.id'], name=op.f('fk_reporting_line_manager_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reporting_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reporting_line')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_reporting_line_source_source_id'))
    )
    with op.batch_alter_table('reporting_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reporting_line_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reporting_line_manager_id'), ['manager_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reporting_line_person_id'), ['person_id'], unique=False)

    op.create_table('review_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('figure', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=True),
    sa.Column('period', sa.String(), nullable=True),
    sa.Column('value', sa.String(), nullable=True),
    sa.Column('low', sa.Float(), nullable=True),
    sa.Column('high', sa.Float(), nullable=True),
    sa.Column('base', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_review_figure_batch_id')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_figure_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_figure')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_review_figure_source_source_id'))
    )
    with op.batch_alter_table('review_figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_figure_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_figure_review_id'), ['review_id'], unique=False)

    op.create_table('sector_benchmark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('published_by', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_sector_benchmark_batch_id')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_sector_benchmark_sector_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector_benchmark')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_sector_benchmark_source_source_id'))
    )
    with op.batch_alter_table('sector_benchmark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sector_benchmark_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sector_benchmark_sector_id'), ['sector_id'], unique=False)

    op.create_table('service',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('service_line_id', sa.Integer(), nullable=True),
    sa.Column('margin_share', sa.Float(), nullable=True),
    sa.Column('risk', sa.String(), nullable=True),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.CheckConstraint("risk IN ('low', 'medium', 'high')", name=op.f('ck_service_risk_in_list')),
    sa.CheckConstraint('margin_share BETWEEN -1 AND 1', name=op.f('ck_service_margin_share_below_one')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_batch_id')),
    sa.ForeignKeyConstraint(['service_line_id'], ['service_line.id'], name=op.f('fk_service_service_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('name', name=op.f('uq_service_name')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_source_source_id'))
    )
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_service_line_id'), ['service_line_id'], unique=False)

    op.create_table('survey_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('scale', sa.String(), nullable=False),
    sa.Column('area', sa.String(), nullable=True),
    sa.Column('better', sa.String(), nullable=False),
    sa.Column('choices', sa.String(), nullable=True),
    sa.CheckConstraint("better IN ('higher', 'lower')", name=op.f('ck_survey_question_better_in_list')),
    sa.CheckConstraint("scale IN ('0-10', '1-5', '1-7', 'choice', 'text')", name=op.f('ck_survey_question_scale_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_question_batch_id')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_question_survey_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_question')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_question_source_source_id'))
    )
    with op.batch_alter_table('survey_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_question_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_question_survey_id'), ['survey_id'], unique=False)

    op.create_table('survey_wave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_survey_wave_closes_on_not_before_opens_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_wave_batch_id')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_wave_survey_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_wave')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_wave_source_source_id'))
    )
    with op.batch_alter_table('survey_wave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_wave_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_wave_survey_id'), ['survey_id'], unique=False)

    op.create_table('weekly_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('minutes_per_week', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_weekly_hours_ends_before_not_before_starts_on')),
    sa.CheckConstraint('minutes_per_week BETWEEN 0 AND 10080', name=op.f('ck_weekly_hours_minutes_per_week_fit_a_week')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_weekly_hours_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_weekly_hours_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weekly_hours')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_weekly_hours_source_source_id'))
    )
    with op.batch_alter_table('weekly_hours', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_weekly_hours_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_weekly_hours_person_id'), ['person_id'], unique=False)

    op.create_table('account_owner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('duty', sa.String(), nullable=False),
    sa.CheckConstraint("duty IN ('lead', 'support')", name=op.f('ck_account_owner_duty_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_account_owner_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_owner_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_account_owner_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_owner_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_owner')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_account_owner_source_source_id'))
    )
    with op.batch_alter_table('account_owner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_owner_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_owner_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_owner_person_id'), ['person_id'], unique=False)

    op.create_table('anonymous_answer',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('survey_wave_id', sa.Integer(), nullable=False),
    sa.Column('survey_question_id', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.String(), nullable=False),
    sa.Column('segment', sa.String(), nullable=True),
    sa.Column('region', sa.String(), nullable=True),
    sa.Column('manager', sa.String(), nullable=True),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('not_applicable', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['survey_question_id'], ['survey_question.id'], name=op.f('fk_anonymous_answer_survey_question_id')),
    sa.ForeignKeyConstraint(['survey_wave_id'], ['survey_wave.id'], name=op.f('fk_anonymous_answer_survey_wave_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_anonymous_answer')),
    sqlite_with_rowid=False
    )
    op.create_table('band_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('band', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=True),
    sa.CheckConstraint("band IN ('Green', 'Amber', 'Red', 'Unknown')", name=op.f('ck_band_override_band_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_band_override_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_band_override_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_band_override_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_band_override_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_band_override')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_band_override_source_source_id'))
    )
    with op.batch_alter_table('band_override', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_band_override_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_band_override_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_band_override_person_id'), ['person_id'], unique=False)

    op.create_table('bill_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('cents_per_hour', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('cents_per_hour >= 0', name=op.f('ck_bill_rate_cents_per_hour_not_negative')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_bill_rate_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bill_rate_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_bill_rate_batch_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_bill_rate_role_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill_rate')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_bill_rate_source_source_id'))
    )
    with op.batch_alter_table('bill_rate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bill_rate_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_rate_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_rate_role_id'), ['role_id'], unique=False)

    op.create_table('check_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('words', sa.String(), nullable=True),
    sa.CheckConstraint("period IN ('quarter', 'year')", name=op.f('ck_check_up_period_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_check_up_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_check_up_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_check_up_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_up')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_check_up_source_source_id'))
    )
    with op.batch_alter_table('check_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_up_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_up_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_up_person_id'), ['person_id'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('phone', sa.String(), nullable=True),
    sa.Column('title', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('influence', sa.Integer(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.CheckConstraint("role IN ('decision maker', 'influencer', 'user', 'sponsor', 'champion')", name=op.f('ck_contact_role_in_list')),
    sa.CheckConstraint('influence BETWEEN 1 AND 5', name=op.f('ck_contact_influence_1_to_5')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_contact_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_contact_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_contact_source_source_id'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_email'), ['email'], unique=False)

    op.create_table('contract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('monthly_fee_cents', sa.BigInteger(), nullable=True),
    sa.Column('total_fee_cents', sa.BigInteger(), nullable=True),
    sa.Column('included_minutes_per_month', sa.Integer(), nullable=True),
    sa.Column('notice_days', sa.Integer(), nullable=True),
    sa.Column('auto_renews', sa.Boolean(), nullable=False),
    sa.Column('notice_given_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('retainer', 'project', 'support')", name=op.f('ck_contract_kind_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_contract_ends_before_not_before_starts_on')),
    sa.CheckConstraint('included_minutes_per_month >= 0', name=op.f('ck_contract_included_minutes_per_month_not_negative')),
    sa.CheckConstraint('monthly_fee_cents >= 0', name=op.f('ck_contract_monthly_fee_cents_not_negative')),
    sa.CheckConstraint('notice_days >= 0', name=op.f('ck_contract_notice_days_not_negative')),
    sa.CheckConstraint('total_fee_cents >= 0', name=op.f('ck_contract_total_fee_cents_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_contract_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_contract_batch_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_contract_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_contract_source_source_id'))
    )
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_service_id'), ['service_id'], unique=False)

    op.create_table('departure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('last_day_on', sa.Date(), nullable=True),
    sa.Column('treated', sa.Boolean(), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.CheckConstraint('last_day_on >= decided_on', name=op.f('ck_departure_last_day_on_not_before_decided_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_departure_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_departure_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure')),
    sa.UniqueConstraint('account_id', 'decided_on', name=op.f('uq_departure_account_id_decided_on')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_departure_source_source_id'))
    )
    with op.batch_alter_table('departure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_departure_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_departure_batch_id'), ['batch_id'], unique=False)

    op.create_table('escalation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('severity', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('resolution', sa.String(), nullable=True),
    sa.CheckConstraint('closed_on >= opened_on', name=op.f('ck_escalation_closed_on_not_before_opened_on')),
    sa.CheckConstraint('severity BETWEEN 1 AND 4', name=op.f('ck_escalation_severity_1_to_4')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_escalation_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_escalation_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_escalation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_escalation_source_source_id'))
    )
    with op.batch_alter_table('escalation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_escalation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_escalation_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_escalation_person_id'), ['person_id'], unique=False)

    op.create_table('factor_exemption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('factor', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("factor IN ('value', 'delivery', 'scope', 'breadth', 'cadence', 'survey', 'escalations', 'commercial')", name=op.f('ck_factor_exemption_factor_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_factor_exemption_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_factor_exemption_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_factor_exemption_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor_exemption')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_factor_exemption_source_source_id'))
    )
    with op.batch_alter_table('factor_exemption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_factor_exemption_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_factor_exemption_batch_id'), ['batch_id'], unique=False)

    op.create_table('growth_target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('share', sa.Float(), nullable=True),
    sa.CheckConstraint("kind IN ('revenue', 'growth', 'won')", name=op.f('ck_growth_target_kind_in_list')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_growth_target_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_growth_target_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_growth_target_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_growth_target_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_growth_target')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_growth_target_source_source_id'))
    )
    with op.batch_alter_table('growth_target', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_growth_target_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_target_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growth_target_person_id'), ['person_id'], unique=False)

    op.create_table('health_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('health_formula_id', sa.Integer(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('low', sa.Float(), nullable=False),
    sa.Column('high', sa.Float(), nullable=False),
    sa.Column('coverage', sa.Float(), nullable=False),
    sa.Column('band', sa.String(), nullable=False),
    sa.Column('capped_by', sa.String(), nullable=True),
    sa.CheckConstraint("band IN ('Green', 'Amber', 'Red', 'Unknown')", name=op.f('ck_health_snapshot_band_in_list')),
    sa.CheckConstraint('coverage BETWEEN 0 AND 1', name=op.f('ck_health_snapshot_coverage_is_a_share')),
    sa.CheckConstraint('high >= low', name=op.f('ck_health_snapshot_high_not_before_low')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_health_snapshot_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_health_snapshot_batch_id')),
    sa.ForeignKeyConstraint(['health_formula_id'], ['health_formula.id'], name=op.f('fk_health_snapshot_health_formula_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_snapshot')),
    sa.UniqueConstraint('account_id', 'taken_on', name=op.f('uq_health_snapshot_account_id_taken_on')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_health_snapshot_source_source_id'))
    )
    with op.batch_alter_table('health_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_health_snapshot_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_health_snapshot_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_health_snapshot_health_formula_id'), ['health_formula_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_health_snapshot_taken_on'), ['taken_on'], unique=False)

    op.create_table('interaction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('formal_update', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('summary', sa.String(), nullable=True),
    sa.CheckConstraint("direction IN ('two way', 'outbound', 'inbound')", name=op.f('ck_interaction_direction_in_list')),
    sa.CheckConstraint("kind IN ('meeting', 'call', 'email', 'event', 'visit', 'note')", name=op.f('ck_interaction_kind_in_list')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_interaction_minutes_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_interaction_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_interaction_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interaction')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_interaction_source_source_id'))
    )
    with op.batch_alter_table('interaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interaction_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interaction_happened_on'), ['happened_on'], unique=False)

    op.create_table('invoice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.CheckConstraint('due_on >= issued_on', name=op.f('ck_invoice_due_on_not_before_issued_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invoice_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_invoice_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_invoice_source_source_id'))
    )
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_batch_id'), ['batch_id'], unique=False)

    op.create_table('market_signal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('headline', sa.String(), nullable=False),
    sa.Column('effect', sa.String(), nullable=False),
    sa.Column('published_by', sa.String(), nullable=True),
    sa.CheckConstraint("effect IN ('opportunity', 'threat')", name=op.f('ck_market_signal_effect_in_list')),
    sa.CheckConstraint('expires_on >= seen_on', name=op.f('ck_market_signal_expires_on_not_before_seen_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_market_signal_batch_id')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_market_signal_sector_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_market_signal_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_market_signal')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_market_signal_source_source_id'))
    )
    with op.batch_alter_table('market_signal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_market_signal_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_market_signal_sector_id'), ['sector_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_market_signal_service_id'), ['service_id'], unique=False)

    op.create_table('objective',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('better', sa.String(), nullable=False),
    sa.Column('reviewed', sa.String(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("better IN ('higher', 'lower')", name=op.f('ck_objective_better_in_list')),
    sa.CheckConstraint("kind IN ('promised outcome', 'goal')", name=op.f('ck_objective_kind_in_list')),
    sa.CheckConstraint("reviewed IN ('monthly', 'quarterly', 'yearly')", name=op.f('ck_objective_reviewed_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_objective_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_objective_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_objective_person_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_objective_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objective')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_objective_source_source_id'))
    )
    with op.batch_alter_table('objective', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objective_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_service_id'), ['service_id'], unique=False)

    op.create_table('onboarding_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('onboarding_template_step_id', sa.Integer(), nullable=True),
    sa.Column('milestone', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_onboarding_step_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_onboarding_step_batch_id')),
    sa.ForeignKeyConstraint(['onboarding_template_step_id'], ['onboarding_template_step.id'], name=op.f('fk_onboarding_step_onboarding_template_step_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_onboarding_step_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_onboarding_step')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_onboarding_step_source_source_id'))
    )
    with op.batch_alter_table('onboarding_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_onboarding_step_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_onboarding_step_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_onboarding_step_onboarding_template_step_id'), ['onboarding_template_step_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_onboarding_step_person_id'), ['person_id'], unique=False)

    op.create_table('opportunity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('expected_close_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('amount_cents', sa.BigInteger(), nullable=True),
    sa.Column('next_step', sa.String(), nullable=True),
    sa.Column('next_step_on', sa.Date(), nullable=True),
    sa.Column('loss_reason_id', sa.Integer(), nullable=True),
    sa.Column('loss_words', sa.String(), nullable=True),
    sa.Column('reason_quoted', sa.String(), nullable=True),
    sa.CheckConstraint("kind IN ('new business', 'expansion', 'renewal')", name=op.f('ck_opportunity_kind_in_list')),
    sa.CheckConstraint('amount_cents >= 0', name=op.f('ck_opportunity_amount_cents_not_negative')),
    sa.CheckConstraint('closed_on >= opened_on', name=op.f('ck_opportunity_closed_on_not_before_opened_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_opportunity_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_opportunity_batch_id')),
    sa.ForeignKeyConstraint(['loss_reason_id'], ['loss_reason.id'], name=op.f('fk_opportunity_loss_reason_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_opportunity_person_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_opportunity_service_id')),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], name=op.f('fk_opportunity_stage_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_opportunity_source_source_id'))
    )
    with op.batch_alter_table('opportunity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opportunity_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_closed_on'), ['closed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_loss_reason_id'), ['loss_reason_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_opened_on'), ['opened_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_service_id'), ['service_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_stage_id'), ['stage_id'], unique=False)

    op.create_table('referral',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.Column('referred', sa.String(), nullable=True),
    sa.Column('won_on', sa.Date(), nullable=True),
    sa.CheckConstraint('made_on >= asked_on', name=op.f('ck_referral_made_on_not_before_asked_on')),
    sa.CheckConstraint('won_on >= made_on', name=op.f('ck_referral_won_on_not_before_made_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_referral_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_referral_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_referral_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_referral_source_source_id'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_person_id'), ['person_id'], unique=False)

    op.create_table('renewal_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('months_ahead', sa.Integer(), nullable=False),
    sa.Column('call', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("call IN ('will renew', 'likely to renew', 'likely to leave', 'leaving')", name=op.f('ck_renewal_call_call_in_list')),
    sa.CheckConstraint('months_ahead > 0', name=op.f('ck_renewal_call_months_ahead_positive')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_renewal_call_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_renewal_call_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_renewal_call_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_call')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_renewal_call_source_source_id'))
    )
    with op.batch_alter_table('renewal_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_renewal_call_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_renewal_call_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_renewal_call_person_id'), ['person_id'], unique=False)

    op.create_table('review_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.CheckConstraint("part IN ('last decisions', 'movements', 'at risk', 'promises', 'people', 'opportunities', 'surveys', 'wins')", name=op.f('ck_review_item_part_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_review_item_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_review_item_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_item_person_id')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_item_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_item')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_review_item_source_source_id'))
    )
    with op.batch_alter_table('review_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_item_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_item_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_item_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_item_review_id'), ['review_id'], unique=False)

    op.create_table('service_decline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('declined_on', sa.Date(), nullable=False),
    sa.Column('not_before_on', sa.Date(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.CheckConstraint('not_before_on >= declined_on', name=op.f('ck_service_decline_not_before_on_not_before_declined_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_service_decline_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_decline_batch_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_decline_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_decline')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_decline_source_source_id'))
    )
    with op.batch_alter_table('service_decline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_decline_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_decline_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_decline_service_id'), ['service_id'], unique=False)

    op.create_table('service_ineligibility',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_service_ineligibility_ends_before_not_before_starts_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_service_ineligibility_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_ineligibility_batch_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_ineligibility_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_ineligibility')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_ineligibility_source_source_id'))
    )
    with op.batch_alter_table('service_ineligibility', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_ineligibility_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_ineligibility_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_ineligibility_service_id'), ['service_id'], unique=False)

    op.create_table('service_price',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('list_price_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_service_price_ends_before_not_before_starts_on')),
    sa.CheckConstraint('list_price_cents >= 0', name=op.f('ck_service_price_list_price_cents_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_price_batch_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_price_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_price')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_price_source_source_id'))
    )
    with op.batch_alter_table('service_price', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_price_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_price_service_id'), ['service_id'], unique=False)

    op.create_table('service_skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('minutes_per_month', sa.Integer(), nullable=False),
    sa.Column('least_level', sa.Integer(), nullable=False),
    sa.CheckConstraint('least_level BETWEEN 1 AND 5', name=op.f('ck_service_skill_least_level_from_1_to_5')),
    sa.CheckConstraint('minutes_per_month >= 0', name=op.f('ck_service_skill_minutes_per_month_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_service_skill_batch_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_skill_service_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_service_skill_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_skill')),
    sa.UniqueConstraint('service_id', 'skill_id', name=op.f('uq_service_skill_service_id_skill_id')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_service_skill_source_source_id'))
    )
    with op.batch_alter_table('service_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_skill_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_skill_service_id'), ['service_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_skill_skill_id'), ['skill_id'], unique=False)

    op.create_table('survey_release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_wave_id', sa.Integer(), nullable=False),
    sa.Column('survey_question_id', sa.Integer(), nullable=True),
    sa.Column('cut', sa.String(), nullable=False),
    sa.Column('cut_key', sa.String(), nullable=True),
    sa.Column('figure', sa.String(), nullable=False),
    sa.Column('value', sa.Float(), nullable=True),
    sa.Column('low', sa.Float(), nullable=True),
    sa.Column('high', sa.Float(), nullable=True),
    sa.Column('base', sa.Integer(), nullable=True),
    sa.Column('withheld', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_release_batch_id')),
    sa.ForeignKeyConstraint(['survey_question_id'], ['survey_question.id'], name=op.f('fk_survey_release_survey_question_id')),
    sa.ForeignKeyConstraint(['survey_wave_id'], ['survey_wave.id'], name=op.f('fk_survey_release_survey_wave_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_release')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_release_source_source_id'))
    )
    with op.batch_alter_table('survey_release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_release_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_release_survey_question_id'), ['survey_question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_release_survey_wave_id'), ['survey_wave_id'], unique=False)

    op.create_table('win',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('thanks_from', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_win_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_win_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_win_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_win')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_win_source_source_id'))
    )
    with op.batch_alter_table('win', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_win_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_win_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_win_person_id'), ['person_id'], unique=False)

    op.create_table('account_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('communication_style', sa.String(), nullable=True),
    sa.Column('cadence_days', sa.Integer(), nullable=True),
    sa.Column('ideal_gap_days', sa.Integer(), nullable=True),
    sa.Column('maximum_gap_days', sa.Integer(), nullable=True),
    sa.Column('risk_appetite', sa.String(), nullable=True),
    sa.Column('needs', sa.String(), nullable=True),
    sa.Column('preferences', sa.String(), nullable=True),
    sa.Column('long_term_objectives', sa.String(), nullable=True),
    sa.Column('sponsor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("risk_appetite IN ('low', 'medium', 'high')", name=op.f('ck_account_profile_risk_appetite_in_list')),
    sa.CheckConstraint('cadence_days > 0', name=op.f('ck_account_profile_cadence_days_positive')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_account_profile_ends_before_not_before_starts_on')),
    sa.CheckConstraint('ideal_gap_days > 0', name=op.f('ck_account_profile_ideal_gap_days_positive')),
    sa.CheckConstraint('maximum_gap_days >= ideal_gap_days', name=op.f('ck_account_profile_maximum_gap_days_not_before_ideal_gap_days')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_profile_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_account_profile_batch_id')),
    sa.ForeignKeyConstraint(['sponsor_id'], ['contact.id'], name=op.f('fk_account_profile_sponsor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_profile')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_account_profile_source_source_id'))
    )
    with op.batch_alter_table('account_profile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_profile_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_profile_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_profile_sponsor_id'), ['sponsor_id'], unique=False)

    op.create_table('client_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('first_answer_at', sa.DateTime(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('client_told_on', sa.Date(), nullable=True),
    sa.CheckConstraint("department IN ('sales', 'marketing', 'product', 'delivery')", name=op.f('ck_client_request_department_in_list')),
    sa.CheckConstraint("state IN ('open', 'answered', 'done', 'declined')", name=op.f('ck_client_request_state_in_list')),
    sa.CheckConstraint('first_answer_at >= asked_at', name=op.f('ck_client_request_first_answer_at_not_before_asked_at')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_client_request_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_client_request_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_client_request_contact_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_client_request_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_client_request')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_client_request_source_source_id'))
    )
    with op.batch_alter_table('client_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_client_request_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_request_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_request_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_request_person_id'), ['person_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('review_item_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('expected_effect', sa.String(), nullable=True),
    sa.Column('check_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.CheckConstraint("kind IN ('decision', 'accepted risk')", name=op.f('ck_decision_kind_in_list')),
    sa.CheckConstraint("outcome IN ('happened', 'partly', 'did not happen')", name=op.f('ck_decision_outcome_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_decision_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_decision_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_decision_person_id')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_decision_review_id')),
    sa.ForeignKeyConstraint(['review_item_id'], ['review_item.id'], name=op.f('fk_decision_review_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_decision_source_source_id'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_review_id'), ['review_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_review_item_id'), ['review_item_id'], unique=False)

    op.create_table('departure_reason',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('departure_id', sa.Integer(), nullable=False),
    sa.Column('voice', sa.String(), nullable=False),
    sa.Column('weight', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('said_by', sa.String(), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.CheckConstraint("reason IN ('price', 'service quality', 'results', 'relationship', 'in-house', 'budget cut', 'merger', 'other')", name=op.f('ck_departure_reason_reason_in_list')),
    sa.CheckConstraint("voice IN ('client', 'our assessment')", name=op.f('ck_departure_reason_voice_in_list')),
    sa.CheckConstraint("weight IN ('primary', 'contributing')", name=op.f('ck_departure_reason_weight_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_departure_reason_batch_id')),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_departure_reason_departure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure_reason')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_departure_reason_source_source_id'))
    )
    with op.batch_alter_table('departure_reason', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_departure_reason_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_departure_reason_departure_id'), ['departure_id'], unique=False)

    op.create_table('escalation_update',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('escalation_id', sa.Integer(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_escalation_update_batch_id')),
    sa.ForeignKeyConstraint(['escalation_id'], ['escalation.id'], name=op.f('fk_escalation_update_escalation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_escalation_update_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation_update')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_escalation_update_source_source_id'))
    )
    with op.batch_alter_table('escalation_update', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_escalation_update_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_escalation_update_escalation_id'), ['escalation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_escalation_update_person_id'), ['person_id'], unique=False)

    op.create_table('exit_interview',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('departure_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_exit_interview_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_exit_interview_contact_id')),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_exit_interview_departure_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_exit_interview_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_interview')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_exit_interview_source_source_id'))
    )
    with op.batch_alter_table('exit_interview', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exit_interview_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exit_interview_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exit_interview_departure_id'), ['departure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exit_interview_person_id'), ['person_id'], unique=False)

    op.create_table('health_snapshot_factor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('health_snapshot_id', sa.Integer(), nullable=False),
    sa.Column('factor', sa.String(), nullable=False),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('observed_on', sa.Date(), nullable=True),
    sa.Column('not_applicable', sa.String(), nullable=True),
    sa.Column('evidence', sa.String(), nullable=True),
    sa.CheckConstraint("factor IN ('value', 'delivery', 'scope', 'breadth', 'cadence', 'survey', 'escalations', 'commercial')", name=op.f('ck_health_snapshot_factor_factor_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_health_snapshot_factor_batch_id')),
    sa.ForeignKeyConstraint(['health_snapshot_id'], ['health_snapshot.id'], name=op.f('fk_health_snapshot_factor_health_snapshot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_snapshot_factor')),
    sa.UniqueConstraint('health_snapshot_id', 'factor', name=op.f('uq_health_snapshot_factor_health_snapshot_id_factor')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_health_snapshot_factor_source_source_id'))
    )
    with op.batch_alter_table('health_snapshot_factor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_health_snapshot_factor_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_health_snapshot_factor_health_snapshot_id'), ['health_snapshot_id'], unique=False)

    op.create_table('interaction_contact',
    sa.Column('interaction_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_interaction_contact_contact_id')),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_interaction_contact_interaction_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('interaction_id', 'contact_id', name=op.f('pk_interaction_contact'))
    )
    with op.batch_alter_table('interaction_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_contact_contact_id'), ['contact_id'], unique=False)

    op.create_table('interaction_person',
    sa.Column('interaction_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_interaction_person_interaction_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interaction_person_person_id')),
    sa.PrimaryKeyConstraint('interaction_id', 'person_id', name=op.f('pk_interaction_person'))
    )
    with op.batch_alter_table('interaction_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_person_person_id'), ['person_id'], unique=False)

    op.create_table('objective_reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('objective_id', sa.Integer(), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=False),
    sa.Column('actual', sa.Float(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_objective_reading_batch_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['contact.id'], name=op.f('fk_objective_reading_confirmed_by_id')),
    sa.ForeignKeyConstraint(['objective_id'], ['objective.id'], name=op.f('fk_objective_reading_objective_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objective_reading')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_objective_reading_source_source_id'))
    )
    with op.batch_alter_table('objective_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objective_reading_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_reading_confirmed_by_id'), ['confirmed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_reading_objective_id'), ['objective_id'], unique=False)

    op.create_table('objective_term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('objective_id', sa.Integer(), nullable=False),
    sa.Column('baseline', sa.Float(), nullable=False),
    sa.Column('target', sa.Float(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_objective_term_ends_before_not_before_starts_on')),
    sa.CheckConstraint('target <> baseline', name=op.f('ck_objective_term_target_differs_from_baseline')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_objective_term_batch_id')),
    sa.ForeignKeyConstraint(['objective_id'], ['objective.id'], name=op.f('fk_objective_term_objective_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objective_term')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_objective_term_source_source_id'))
    )
    with op.batch_alter_table('objective_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objective_term_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objective_term_objective_id'), ['objective_id'], unique=False)

    op.create_table('opportunity_stage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('opportunity_id', sa.Integer(), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_opportunity_stage_batch_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_opportunity_stage_opportunity_id')),
    sa.ForeignKeyConstraint(['stage_id'], ['stage.id'], name=op.f('fk_opportunity_stage_stage_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_stage')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_opportunity_stage_source_source_id'))
    )
    with op.batch_alter_table('opportunity_stage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opportunity_stage_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_stage_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opportunity_stage_stage_id'), ['stage_id'], unique=False)

    op.create_table('project',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('contract_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('original_due_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('scoped_minutes', sa.Integer(), nullable=True),
    sa.Column('fee_cents', sa.BigInteger(), nullable=True),
    sa.Column('goal', sa.String(), nullable=True),
    sa.Column('goal_met', sa.Boolean(), nullable=True),
    sa.Column('judged_on', sa.Date(), nullable=True),
    sa.CheckConstraint("state IN ('planned', 'running', 'delivered', 'cancelled')", name=op.f('ck_project_state_in_list')),
    sa.CheckConstraint('delivered_on >= starts_on', name=op.f('ck_project_delivered_on_not_before_starts_on')),
    sa.CheckConstraint('fee_cents >= 0', name=op.f('ck_project_fee_cents_not_negative')),
    sa.CheckConstraint('original_due_on >= starts_on', name=op.f('ck_project_original_due_on_not_before_starts_on')),
    sa.CheckConstraint('scoped_minutes >= 0', name=op.f('ck_project_scoped_minutes_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_project_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_project_batch_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_project_contract_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_project_person_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_project_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_project_source_source_id'))
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_service_id'), ['service_id'], unique=False)

    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.CheckConstraint("outcome IN ('kept', 'broken', 'withdrawn')", name=op.f('ck_promise_outcome_in_list')),
    sa.CheckConstraint('due_on >= made_on', name=op.f('ck_promise_due_on_not_before_made_on')),
    sa.CheckConstraint('settled_on >= made_on', name=op.f('ck_promise_settled_on_not_before_made_on')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_promise_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_promise_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_promise_contact_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_promise_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_promise_source_source_id'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promise_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promise_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promise_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promise_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_promise_person_id'), ['person_id'], unique=False)

    op.create_table('renewal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('target_cents', sa.BigInteger(), nullable=False),
    sa.Column('forecast_cents', sa.BigInteger(), nullable=True),
    sa.Column('final_cents', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("outcome IN ('renewed', 'reduced', 'lost')", name=op.f('ck_renewal_outcome_in_list')),
    sa.CheckConstraint('final_cents >= 0', name=op.f('ck_renewal_final_cents_not_negative')),
    sa.CheckConstraint('forecast_cents >= 0', name=op.f('ck_renewal_forecast_cents_not_negative')),
    sa.CheckConstraint('target_cents >= 0', name=op.f('ck_renewal_target_cents_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_renewal_batch_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_renewal_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal')),
    sa.UniqueConstraint('contract_id', 'due_on', name=op.f('uq_renewal_contract_id_due_on')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_renewal_source_source_id'))
    )
    with op.batch_alter_table('renewal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_renewal_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_renewal_contract_id'), ['contract_id'], unique=False)

    op.create_table('survey_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_wave_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.CheckConstraint("state IN ('listed', 'sent', 'bounced', 'answered', 'refused')", name=op.f('ck_survey_invitation_state_in_list')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_invitation_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_survey_invitation_contact_id')),
    sa.ForeignKeyConstraint(['survey_wave_id'], ['survey_wave.id'], name=op.f('fk_survey_invitation_survey_wave_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_invitation')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_invitation_source_source_id')),
    sa.UniqueConstraint('survey_wave_id', 'contact_id', name=op.f('uq_survey_invitation_survey_wave_id_contact_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_survey_invitation_token_hash'))
    )
    with op.batch_alter_table('survey_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_invitation_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_invitation_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_invitation_survey_wave_id'), ['survey_wave_id'], unique=False)

    op.create_table('survey_response',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_wave_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.CheckConstraint("channel IN ('link', 'phone', 'import')", name=op.f('ck_survey_response_channel_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_survey_response_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_response_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_survey_response_contact_id')),
    sa.ForeignKeyConstraint(['survey_wave_id'], ['survey_wave.id'], name=op.f('fk_survey_response_survey_wave_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_response')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_response_source_source_id'))
    )
    with op.batch_alter_table('survey_response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_response_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_response_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_response_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_response_survey_wave_id'), ['survey_wave_id'], unique=False)

    op.create_table('booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_before', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.Column('skill_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('opportunity_id', sa.Integer(), nullable=True),
    sa.Column('minutes_per_week', sa.Integer(), nullable=False),
    sa.Column('tentative', sa.Boolean(), nullable=False),
    sa.Column('chance', sa.Float(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.CheckConstraint('chance BETWEEN 0 AND 1', name=op.f('ck_booking_chance_is_a_share')),
    sa.CheckConstraint('ends_before > starts_on', name=op.f('ck_booking_ends_before_not_before_starts_on')),
    sa.CheckConstraint('minutes_per_week BETWEEN 0 AND 10080', name=op.f('ck_booking_minutes_per_week_fit_a_week')),
    sa.CheckConstraint('person_id IS NOT NULL OR role_id IS NOT NULL OR skill_id IS NOT NULL', name=op.f('ck_booking_somebody_or_a_placeholder')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_booking_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_booking_batch_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_booking_opportunity_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_booking_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_booking_project_id')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_booking_role_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_booking_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_booking_source_source_id'))
    )
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_role_id'), ['role_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_skill_id'), ['skill_id'], unique=False)

    op.create_table('deliverable',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('rounds_in_scope', sa.Integer(), nullable=True),
    sa.CheckConstraint('rounds_in_scope >= 0', name=op.f('ck_deliverable_rounds_in_scope_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_deliverable_batch_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_deliverable_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliverable')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_deliverable_source_source_id'))
    )
    with op.batch_alter_table('deliverable', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliverable_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deliverable_project_id'), ['project_id'], unique=False)

    op.create_table('pass_through_cost',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_pass_through_cost_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_pass_through_cost_batch_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_pass_through_cost_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass_through_cost')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_pass_through_cost_source_source_id'))
    )
    with op.batch_alter_table('pass_through_cost', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pass_through_cost_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pass_through_cost_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pass_through_cost_project_id'), ['project_id'], unique=False)

    op.create_table('revenue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('opportunity_id', sa.Integer(), nullable=True),
    sa.Column('earned_on', sa.Date(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('recurring', 'project')", name=op.f('ck_revenue_kind_in_list')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_revenue_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_revenue_batch_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_revenue_opportunity_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_revenue_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_revenue_project_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_revenue_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revenue')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_revenue_source_source_id'))
    )
    with op.batch_alter_table('revenue', schema=None) as batch_op:
        batch_op.create_index('ix_revenue_account_day', ['account_id', 'earned_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_revenue_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revenue_opportunity_id'), ['opportunity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revenue_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revenue_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revenue_service_id'), ['service_id'], unique=False)
        batch_op.create_index('ix_revenue_window', ['earned_on', 'account_id', 'service_id', 'person_id', 'kind', 'amount_cents'], unique=False)

    op.create_table('roadblock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('days_lost', sa.Integer(), nullable=True),
    sa.CheckConstraint("cause IN ('client feedback', 'roadblock', 'capacity', 'rework')", name=op.f('ck_roadblock_cause_in_list')),
    sa.CheckConstraint('closed_on >= opened_on', name=op.f('ck_roadblock_closed_on_not_before_opened_on')),
    sa.CheckConstraint('days_lost >= 0', name=op.f('ck_roadblock_days_lost_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_roadblock_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_roadblock_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_roadblock_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadblock')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_roadblock_source_source_id'))
    )
    with op.batch_alter_table('roadblock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadblock_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadblock_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roadblock_project_id'), ['project_id'], unique=False)

    op.create_table('scope_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('fee_cents', sa.BigInteger(), nullable=True),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("decision IN ('waiting', 'approved', 'declined')", name=op.f('ck_scope_change_decision_in_list')),
    sa.CheckConstraint('decided_on >= asked_on', name=op.f('ck_scope_change_decided_on_not_before_asked_on')),
    sa.CheckConstraint('fee_cents >= 0', name=op.f('ck_scope_change_fee_cents_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_scope_change_batch_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['contact.id'], name=op.f('fk_scope_change_decided_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_scope_change_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scope_change')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_scope_change_source_source_id'))
    )
    with op.batch_alter_table('scope_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scope_change_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scope_change_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scope_change_project_id'), ['project_id'], unique=False)

    op.create_table('survey_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_response_id', sa.Integer(), nullable=False),
    sa.Column('survey_question_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.Column('not_applicable', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_answer_batch_id')),
    sa.ForeignKeyConstraint(['survey_question_id'], ['survey_question.id'], name=op.f('fk_survey_answer_survey_question_id')),
    sa.ForeignKeyConstraint(['survey_response_id'], ['survey_response.id'], name=op.f('fk_survey_answer_survey_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_answer')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_answer_source_source_id')),
    sa.UniqueConstraint('survey_response_id', 'survey_question_id', name=op.f('uq_survey_answer_survey_response_id_survey_question_id'))
    )
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_answer_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_answer_survey_question_id'), ['survey_question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_answer_survey_response_id'), ['survey_response_id'], unique=False)

    op.create_table('survey_follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_response_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'in progress', 'closed')", name=op.f('ck_survey_follow_up_state_in_list')),
    sa.CheckConstraint('closed_at >= opened_at', name=op.f('ck_survey_follow_up_closed_at_not_before_opened_at')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_survey_follow_up_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_survey_follow_up_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_survey_follow_up_contact_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_survey_follow_up_person_id')),
    sa.ForeignKeyConstraint(['survey_response_id'], ['survey_response.id'], name=op.f('fk_survey_follow_up_survey_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_follow_up')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_survey_follow_up_source_source_id'))
    )
    with op.batch_alter_table('survey_follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_follow_up_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_follow_up_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_follow_up_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_follow_up_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_follow_up_survey_response_id'), ['survey_response_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('estimated_minutes', sa.Integer(), nullable=True),
    sa.Column('spent_minutes', sa.Integer(), nullable=True),
    sa.CheckConstraint('estimated_minutes >= 0', name=op.f('ck_task_estimated_minutes_not_negative')),
    sa.CheckConstraint('spent_minutes >= 0', name=op.f('ck_task_spent_minutes_not_negative')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_task_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_task_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_task_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_task_source_source_id'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_project_id'), ['project_id'], unique=False)

    op.create_table('time_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('worked_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('billable', sa.Boolean(), nullable=False),
    sa.Column('invoiced', sa.Boolean(), nullable=True),
    sa.Column('task', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.CheckConstraint('minutes <= 1440', name=op.f('ck_time_entry_minutes_fit_a_day')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_time_entry_minutes_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_time_entry_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_time_entry_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_time_entry_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_time_entry_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_entry')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_time_entry_source_source_id'))
    )
    with op.batch_alter_table('time_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_time_entry_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_time_entry_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_time_entry_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_time_entry_project_id'), ['project_id'], unique=False)
        batch_op.create_index('ix_time_entry_worked_on_person_id', ['worked_on', 'person_id', 'minutes'], unique=False)

    op.create_table('write_off',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('written_off_on', sa.Date(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=True),
    sa.CheckConstraint("reason IN ('over-servicing', 'rework', 'goodwill', 'wrong estimate', 'scope not agreed', 'other')", name=op.f('ck_write_off_reason_in_list')),
    sa.CheckConstraint('amount_cents >= 0', name=op.f('ck_write_off_amount_cents_not_negative')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_write_off_minutes_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_write_off_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_write_off_batch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_write_off_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_write_off_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_write_off')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_write_off_source_source_id'))
    )
    with op.batch_alter_table('write_off', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_write_off_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_off_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_off_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_off_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_off_written_off_on'), ['written_off_on'], unique=False)

    op.create_table('allocation_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('allocation_run_id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('from_person_id', sa.Integer(), nullable=True),
    sa.Column('to_person_id', sa.Integer(), nullable=True),
    sa.Column('minutes_per_week', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.CheckConstraint("state IN ('suggested', 'locked', 'vetoed', 'applied', 'undone')", name=op.f('ck_allocation_move_state_in_list')),
    sa.CheckConstraint('minutes_per_week >= 0', name=op.f('ck_allocation_move_minutes_per_week_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_allocation_move_account_id')),
    sa.ForeignKeyConstraint(['allocation_run_id'], ['allocation_run.id'], name=op.f('fk_allocation_move_allocation_run_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_allocation_move_batch_id')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_allocation_move_booking_id')),
    sa.ForeignKeyConstraint(['from_person_id'], ['person.id'], name=op.f('fk_allocation_move_from_person_id')),
    sa.ForeignKeyConstraint(['to_person_id'], ['person.id'], name=op.f('fk_allocation_move_to_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_move')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_allocation_move_source_source_id'))
    )
    with op.batch_alter_table('allocation_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allocation_move_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_move_allocation_run_id'), ['allocation_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_move_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_move_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_move_from_person_id'), ['from_person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_move_to_person_id'), ['to_person_id'], unique=False)

    op.create_table('comment_tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('survey_answer_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(), nullable=False),
    sa.Column('tagged_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_comment_tag_batch_id')),
    sa.ForeignKeyConstraint(['survey_answer_id'], ['survey_answer.id'], name=op.f('fk_comment_tag_survey_answer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_tag')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_comment_tag_source_source_id')),
    sa.UniqueConstraint('survey_answer_id', 'tag', name=op.f('uq_comment_tag_survey_answer_id_tag'))
    )
    with op.batch_alter_table('comment_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_tag_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_tag_survey_answer_id'), ['survey_answer_id'], unique=False)

    op.create_table('revision_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deliverable_id', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('words', sa.String(), nullable=True),
    sa.CheckConstraint('answered_on >= asked_on', name=op.f('ck_revision_round_answered_on_not_before_asked_on')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_revision_round_batch_id')),
    sa.ForeignKeyConstraint(['deliverable_id'], ['deliverable.id'], name=op.f('fk_revision_round_deliverable_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision_round')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_revision_round_source_source_id'))
    )
    with op.batch_alter_table('revision_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_round_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revision_round_deliverable_id'), ['deliverable_id'], unique=False)



def downgrade() -> None:
    raise RuntimeError("there is no way back: restore the copy made before the migration")
