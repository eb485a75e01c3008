"""First tables of the reference service."""

import sqlalchemy as sa
from alembic import op

from services.runtime.messaging.tables import create_messaging_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    create_messaging_tables(op)
    op.create_table(
        "steps",
        sa.Column("command_id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(80), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
    )
