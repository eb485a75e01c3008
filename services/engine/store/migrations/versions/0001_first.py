"""First tables of the engine."""

import sqlalchemy as sa
from alembic import op

from services.runtime.messaging.tables import create_messaging_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    create_messaging_tables(op)
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("jurisdictions", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("deployed_at", sa.BigInteger(), nullable=False),
        sa.Column("deployed_by", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", "version", name="uq_definition_key_version"),
    )
    op.create_table(
        "draft",
        sa.Column("task_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("task_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "early_message",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_early_expiry", "early_message", ["expires_at"], unique=False)
    op.create_index("ix_early_key", "early_message", ["message", "key"], unique=False)
    op.create_table(
        "history",
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_history_instance", "history", ["instance_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_retry_at", sa.BigInteger(), nullable=True),
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("token", sa.Integer(), nullable=True),
        sa.Column("element_id", sa.Text(), nullable=True),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("stimulus", sa.LargeBinary(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.LargeBinary(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_incident_instance", "incident", ["instance_id"], unique=False)
    op.create_index(
        "ix_incident_retry",
        "incident",
        ["next_retry_at"],
        unique=False,
        postgresql_where=sa.text("state = 1"),
        sqlite_where=sa.text("state = 1"),
    )
    op.create_index("ix_incident_state", "incident", ["state", "id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message", "key", "instance_id", "token"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_task_done", "task", ["department", "id"], unique=False, postgresql_where=sa.text("state = 3"), sqlite_where=sa.text("state = 3")
    )
    op.create_index("ix_task_instance", "task", ["instance_id"], unique=False)
    op.create_index(
        "ix_task_owner",
        "task",
        ["owner", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN (1, 2) AND owner IS NOT NULL"),
        sqlite_where=sa.text("state IN (1, 2) AND owner IS NOT NULL"),
    )
    op.create_index(
        "ix_task_mine",
        "task",
        ["assignee", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN (1, 2) AND assignee IS NOT NULL"),
        sqlite_where=sa.text("state IN (1, 2) AND assignee IS NOT NULL"),
    )
    op.create_index(
        "ix_task_open_due",
        "task",
        ["department", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN (1, 2)"),
        sqlite_where=sa.text("state IN (1, 2)"),
    )
    op.create_index(
        "ix_task_open_since",
        "task",
        ["department", "id"],
        unique=False,
        postgresql_where=sa.text("state IN (1, 2)"),
        sqlite_where=sa.text("state IN (1, 2)"),
    )
    op.create_table(
        "timer",
        sa.Column("instance_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "token"),
    )
    op.create_index("ix_timer_due", "timer", ["due_at"], unique=False)
    op.create_table(
        "instance",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("start_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("request_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("chain", sa.LargeBinary(length=16), nullable=False),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name="fk_instance_definition"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_instance_business_key", "instance", ["business_key"], unique=False)
    op.create_index(
        "ux_instance_request",
        "instance",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("request_id IS NOT NULL"),
        sqlite_where=sa.text("request_id IS NOT NULL"),
    )
    op.create_index(
        "ux_instance_start_key",
        "instance",
        ["start_key"],
        unique=True,
        postgresql_where=sa.text("start_key IS NOT NULL AND state = 1"),
        sqlite_where=sa.text("start_key IS NOT NULL AND state = 1"),
    )
