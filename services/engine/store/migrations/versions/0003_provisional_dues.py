"""Due times that rest on a year without published holidays are known, so that they can be counted again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of due times to count again."""
    op.create_table(
        "provisional_due",
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.BigInteger(), nullable=False),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("count", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "token"),
        sqlite_with_rowid=False,
    )
