"""The engine's tables. Ids are 16 bytes, times are milliseconds since 1970, JSON is packed: rows are written at every step.

Every index serves one look-up, and most are partial, so that what is over costs nothing.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.engine.domain.model import IncidentState, InstanceState, TaskState
from services.runtime.messaging.tables import messaging_tables

metadata = sa.MetaData()

_ID = sa.LargeBinary(16)
_WAITING = (int(TaskState.OPEN), int(TaskState.CLAIMED))

definition = sa.Table(
    "definition",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False, server_default=""),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("jurisdictions", sa.Text, nullable=False),  # separated by blanks, empty for all
    sa.Column("called", sa.Text, nullable=False),  # JSON: process key → definition id
    sa.Column("xml", sa.LargeBinary, nullable=False),  # zlib
    sa.Column("deployed_at", sa.BigInteger, nullable=False),
    sa.Column("deployed_by", sa.Text, nullable=False),
    sa.Column("signed_by", sa.Text, nullable=True),
    sa.UniqueConstraint("key", "version", name="uq_definition_key_version"),
)

instance = sa.Table(
    "instance",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("definition_id", sa.Integer, sa.ForeignKey("definition.id", name="fk_instance_definition"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger, nullable=True),
    sa.Column("jurisdiction", sa.Text, nullable=False),
    sa.Column("business_key", sa.Text, nullable=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("parties", sa.Text, nullable=False, server_default=""),  # credit codes separated by blanks; `party` finds cases by them
    sa.Column("outcome", sa.Text, nullable=True),
    sa.Column("start_key", _ID, nullable=True),
    sa.Column("request_id", _ID, nullable=True),
    sa.Column("chain", sa.LargeBinary(16), nullable=False),
    sa.Column("waits", sa.LargeBinary, nullable=False),  # JSON: token → what it waits for
    sa.Column("blob", sa.LargeBinary, nullable=True),  # compact state while running; the final data, packed, when it has ended
    sa.Index("ix_instance_business_key", "business_key"),
    sa.Index(
        "ux_instance_start_key",
        "start_key",
        unique=True,
        postgresql_where=sa.text(f"start_key IS NOT NULL AND state = {int(InstanceState.RUNNING)}"),
        sqlite_where=sa.text(f"start_key IS NOT NULL AND state = {int(InstanceState.RUNNING)}"),
    ),
    sa.Index(
        "ux_instance_request",
        "request_id",
        unique=True,
        postgresql_where=sa.text("request_id IS NOT NULL"),
        sqlite_where=sa.text("request_id IS NOT NULL"),
    ),
)


# Which cases a firm takes part in. The key is the look-up; the other way round, the instance's row knows its own.
party = sa.Table(
    "party",
    metadata,
    sa.Column("firm", sa.Text, primary_key=True),
    sa.Column("instance_id", _ID, primary_key=True),
    sqlite_with_rowid=False,
)


def _open_only(columns: str = "") -> dict[str, Any]:
    clause = sa.text(f"state IN ({_WAITING[0]}, {_WAITING[1]})" + columns)
    return {"postgresql_where": clause, "sqlite_where": clause}


task = sa.Table(
    "task",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("instance_id", _ID, nullable=False),
    sa.Column("token", sa.Integer, nullable=False),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),  # NO_DUE when there is no deadline
    sa.Column("completed_at", sa.BigInteger, nullable=True),
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("jurisdiction", sa.Text, nullable=False),
    sa.Column("process", sa.Text, nullable=False),
    sa.Column("element_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("assignee", sa.Text, nullable=True),
    sa.Column("owner", sa.Text, nullable=True),  # credit code of the firm whose task it is
    sa.Column("completed_by", sa.Text, nullable=True),
    sa.Column("form", sa.Text, nullable=True),
    sa.Column("roles", sa.Text, nullable=False),  # separated by blanks
    sa.Column("deadline", sa.Text, nullable=True),  # duration and count: "P5D working"
    sa.Index("ix_task_open_due", "department", "due_at", "id", **_open_only()),
    sa.Index("ix_task_open_since", "department", "id", **_open_only()),
    sa.Index("ix_task_owner", "owner", "due_at", "id", **_open_only(" AND owner IS NOT NULL")),
    sa.Index("ix_task_mine", "assignee", "due_at", "id", **_open_only(" AND assignee IS NOT NULL")),
    sa.Index(
        "ix_task_done",
        "department",
        "id",
        postgresql_where=sa.text(f"state = {int(TaskState.COMPLETED)}"),
        sqlite_where=sa.text(f"state = {int(TaskState.COMPLETED)}"),
    ),
    sa.Index("ix_task_instance", "instance_id"),
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("task_id", _ID, primary_key=True),
    sa.Column("saved_at", sa.BigInteger, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

timer = sa.Table(
    "timer",
    metadata,
    sa.Column("instance_id", _ID, primary_key=True),
    sa.Column("token", sa.Integer, primary_key=True),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Index("ix_timer_due", "due_at"),
)

# Rows outlive their wait until the next recount, so that closing a wait costs nothing more.
provisional_due = sa.Table(
    "provisional_due",
    metadata,
    sa.Column("instance_id", _ID, primary_key=True),
    sa.Column("token", sa.Integer, primary_key=True),
    sa.Column("counted_from", sa.BigInteger, nullable=False),
    sa.Column("duration", sa.Text, nullable=False),
    sa.Column("count", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

# The key is the look-up: one index serves finding who waits, and the instance's row knows its own waits.
subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("message", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("instance_id", _ID, primary_key=True),
    sa.Column("token", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)

early = sa.Table(
    "early_message",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("jurisdiction", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("taken_at", sa.BigInteger, nullable=True),  # wall clock, when the first receiver took it; NULL: nobody has
    sa.Index("ix_early_key", "message", "key"),
    sa.Index("ix_early_expiry", "expires_at"),
    sa.Index("ix_early_untaken", "id", postgresql_where=sa.text("taken_at IS NULL"), sqlite_where=sa.text("taken_at IS NULL")),
    sa.Index("ix_early_taken", "taken_at"),
)

# Who has had a kept message. Without such rows a message that one case took would be lost to another that comes to wait a moment later.
receiver = sa.Table(
    "message_receiver",
    metadata,
    sa.Column("message_id", _ID, primary_key=True),
    sa.Column("instance_id", _ID, primary_key=True),
    sa.Column("token", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

incident = sa.Table(
    "incident",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("next_retry_at", sa.BigInteger, nullable=True),
    sa.Column("instance_id", _ID, nullable=True),
    sa.Column("token", sa.Integer, nullable=True),
    sa.Column("element_id", sa.Text, nullable=True),
    sa.Column("jurisdiction", sa.Text, nullable=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("stimulus", sa.LargeBinary, nullable=True),  # JSON
    sa.Column("raw", sa.LargeBinary, nullable=True),  # a poisoned body, untouched
    sa.Column("headers", sa.LargeBinary, nullable=True),  # JSON
    sa.Column("resolution", sa.Text, nullable=True),
    sa.Column("reason", sa.Text, nullable=True),
    sa.Column("resolved_at", sa.BigInteger, nullable=True),
    sa.Column("resolved_by", sa.Text, nullable=True),
    sa.Index("ix_incident_instance", "instance_id"),
    sa.Index("ix_incident_state", "state", "id"),
    sa.Index(
        "ix_incident_retry",
        "next_retry_at",
        postgresql_where=sa.text(f"state = {int(IncidentState.WAITING)}"),
        sqlite_where=sa.text(f"state = {int(IncidentState.WAITING)}"),
    ),
)

# Append-only. One row a step; no key of its own, because an index with equal entries packs far tighter than a unique one.
history = sa.Table(
    "history",
    metadata,
    sa.Column("instance_id", _ID, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("chain", sa.LargeBinary(16), nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_history_instance", "instance_id"),
)

outbox, inbox = messaging_tables(metadata)
