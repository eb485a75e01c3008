"""Entries and clockings as they happened, and the months that were closed."""

from __future__ import annotations

import sqlalchemy as sa

from services.roster.adapters.tables.base import metadata, moment, project, worker

entry_exit_history = sa.Table(
    "entry_exit_history",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    project(),
    worker(),
    moment("at"),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("attend_type", sa.String(20), nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
    sa.Index("entry_exit_history_worker", "project_code", "worker_id"),
)

worker_attendance = sa.Table(
    "worker_attendance",
    metadata,
    project(primary_key=True),
    sa.Column("at", sa.String(40), primary_key=True),
    worker(primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("direction", sa.String(3), nullable=False),
    sa.Column("attend_type", sa.String(20), nullable=False),
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String(60), nullable=False),
)

month_close = sa.Table(
    "month_close",
    metadata,
    project(primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    moment("closed_at"),
    sa.Column("by", sa.String(100), nullable=False),
    sa.Column("workers", sa.Integer, nullable=False),
)
