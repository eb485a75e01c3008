"""A kept message knows who has had it, so that it reaches every case and each only once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of receivers, and the moment of the first one."""
    op.add_column("early_message", sa.Column("taken_at", sa.BigInteger(), nullable=True))
    untaken = sa.text("taken_at IS NULL")
    op.create_index("ix_early_untaken", "early_message", ["id"], postgresql_where=untaken, sqlite_where=untaken)
    op.create_index("ix_early_taken", "early_message", ["taken_at"])
    op.create_table(
        "message_receiver",
        sa.Column("message_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "instance_id", "token"),
        sqlite_with_rowid=False,
    )
