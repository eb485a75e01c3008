"""Wrong passwords count by name, with or without an account; accounts can be disabled; kept answers have ETags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "gateway_0002"
down_revision = "gateway_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count failures in a table of their own."""
    op.create_table(
        "sign_in_failure",
        sa.Column("name_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name_hash"),
    )
    op.create_index(op.f("ix_sign_in_failure_until"), "sign_in_failure", ["until"], unique=False)
    op.add_column("account", sa.Column("disabled_at", sa.Float(), nullable=True))
    op.drop_column("account", "failures")
    op.drop_column("account", "locked_until")
    op.add_column("answer", sa.Column("etag", sa.String(length=80), nullable=True))


def downgrade() -> None:
    """Count failures in the account again."""
    op.drop_column("answer", "etag")
    op.add_column("account", sa.Column("locked_until", sa.Float(), nullable=False, server_default="0"))
    op.add_column("account", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("account", "disabled_at")
    op.drop_index(op.f("ix_sign_in_failure_until"), table_name="sign_in_failure")
    op.drop_table("sign_in_failure")
