"""Words of a need that speak for a service; loss reasons and stages that are no longer used."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service", sa.Column("keywords", sa.String(), nullable=True))
    op.add_column("loss_reason", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column("stage", sa.Column("retired_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("there is no way back: restore the copy made before the migration")
