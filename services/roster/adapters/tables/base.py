"""The one metadata of the roster's tables. Days are dates, moments ISO 8601 text with offset, objects and lists JSON text, money fen."""

from __future__ import annotations

import sqlalchemy as sa

from services.runtime.days import daily_table
from services.runtime.messaging import messaging_tables

metadata = sa.MetaData()
messaging = messaging_tables(metadata)
daily = daily_table(metadata)


def moment(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """Return a column for a moment."""
    return sa.Column(name, sa.String(40), nullable=nullable)


def project(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    """Return a column that names the project."""
    return sa.Column(
        "project_code", sa.String(100), sa.ForeignKey("project_master.project_code"), primary_key=primary_key, index=index, nullable=False
    )


def worker(*, primary_key: bool = False) -> sa.Column[str]:
    """Return a column that names the worker."""
    return sa.Column("worker_id", sa.String(36), sa.ForeignKey("worker_master.id"), primary_key=primary_key, nullable=False)
