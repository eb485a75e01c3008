"""The first tables of the bank service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bank_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "account",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.Column("told_fen", sa.BigInteger(), nullable=False),
        sa.Column("told_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "booking",
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("end_to_end_id", sa.String(length=35), nullable=True),
        sa.Column("other_name", sa.String(length=140), nullable=True),
        sa.Column("other_account", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=140), nullable=True),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    op.create_index(op.f("ix_booking_account"), "booking", ["account"], unique=False)
    op.create_table(
        "daily",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("consumer", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "consumer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail",
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("mail_id"),
    )
    op.create_index(op.f("ix_mail_state"), "mail", ["state"], unique=False)
    op.create_table(
        "order_file",
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("available_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("exchange", sa.String(length=40), nullable=False),
        sa.Column("routing_key", sa.String(length=255), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "transfer",
        sa.Column("end_to_end_id", sa.String(length=35), nullable=False),
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("payee_name", sa.String(length=140), nullable=False),
        sa.Column("payee_account", sa.String(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=140), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["order_file.message_id"],
        ),
        sa.PrimaryKeyConstraint("end_to_end_id"),
    )
    op.create_index(op.f("ix_transfer_due_on"), "transfer", ["due_on"], unique=False)
    op.create_index(op.f("ix_transfer_message_id"), "transfer", ["message_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_transfer_message_id"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_due_on"), table_name="transfer")
    op.drop_table("transfer")
    op.drop_table("outbox")
    op.drop_table("order_file")
    op.drop_index(op.f("ix_mail_state"), table_name="mail")
    op.drop_table("mail")
    op.drop_table("inbox")
    op.drop_table("daily")
    op.drop_index(op.f("ix_booking_account"), table_name="booking")
    op.drop_table("booking")
    op.drop_table("account")
