"""The two tables that make messages safe: the outbox keeps what is not yet confirmed, the inbox what was already acted on."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa


class MessagingTables(NamedTuple):
    """A service's outbox and inbox."""

    outbox: sa.Table
    inbox: sa.Table


def messaging_tables(metadata: sa.MetaData) -> MessagingTables:
    """Add outbox and inbox to a service's own metadata and return them.

    Outbox rows are deleted once the broker has confirmed them, so the table stays small and needs no index besides
    its key. `available_at` (milliseconds since 1970) says from when any process may publish the row; until then it
    belongs to the process that wrote it.
    """
    outbox = sa.Table(
        "outbox",
        metadata,
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("available_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("exchange", sa.String(40), nullable=False),
        sa.Column("routing_key", sa.String(255), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("error", sa.Text, nullable=True),
    )
    inbox = sa.Table(
        "inbox",
        metadata,
        sa.Column("message_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("consumer", sa.String(80), primary_key=True),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    return MessagingTables(outbox, inbox)


def create_messaging_tables(op: Any) -> None:  # noqa: ANN401 - alembic.op, which is a module
    """Create outbox and inbox in a service's first Alembic revision.

    The shape is written out here once more on purpose: a revision must stay as it was when it first ran.
    """
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("available_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("exchange", sa.String(40), nullable=False),
        sa.Column("routing_key", sa.String(255), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("error", sa.Text, nullable=True),
    )
    op.create_table(
        "inbox",
        sa.Column("message_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("consumer", sa.String(80), primary_key=True),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
